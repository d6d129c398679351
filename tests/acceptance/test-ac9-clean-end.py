# SPDX-License-Identifier: GPL-3.0-or-later
"""AC9: ending an incident closes the stream, completes its record and gives back everything that it took: after 200 of them (1,000 in the
long run) the station is no larger than after 10."""

import json
import os
import pathlib
import re
import tempfile
import unittest

import speech
from measure import end_as_they_become_live
from rtc_phone import RtcPhone
from station import Panel, Station, until

INCIDENTS = 1000 if "HAMRAHI_TEST_ALL" in os.environ else 200


async def at_rest(station):
    """(threads, descriptors, resident kB) once they have stood still for a while: what belonged to ended incidents is gone."""
    seen = []

    def is_quiet():
        seen.append((station.threads(), station.descriptors()))
        return len(seen) > 25 and len(set(seen[-25:])) == 1

    await until(is_quiet, "the station comes to rest", 30, poll_s=0.05)
    return (*seen[-1], station.resident_kb())


async def given_back(station, earlier):
    """The same as soon as there are no more threads and descriptors than then."""
    def counts():
        now = station.threads(), station.descriptors()
        return now if now[0] <= earlier[0] and now[1] <= earlier[1] else None

    return (*await until(counts, f"there are no more than {earlier[0]} threads and {earlier[1]} descriptors", 30), station.resident_kb())


def open_udp_ports(station):
    """Of the station's network namespace; a candidate is one."""
    return {int(port, 16) for port in re.findall(r"^ *\d+: [0-9A-F]+:([0-9A-F]{4})", pathlib.Path(f"/proc/{station.process.pid}/net/udp").read_text(), re.M)}


def candidate_ports(offer):
    return {int(port) for port in re.findall(r"^a=candidate:\S+ 1 udp \d+ \S+ (\d+) typ host", offer["sdp"], re.M | re.I)}


class OneCall(unittest.IsolatedAsyncioTestCase):
    """What happens to one, seen from the phone, the record and the system."""

    def setUp(self):
        self.folder = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory()))
        self.voice = speech.speak(speech.SENTENCES[0], self.folder / "voice.wav")
        self.station = self.enterContext(Station())

    async def test_an_operator_ends_it(self):
        async with Panel(self.station) as panel, RtcPhone(self.station, self.voice) as phone:
            await phone.press("citizen-9")
            offer = await phone.wait("offer")
            live = await panel.wait_event("media.live", 20)
            incident = live["incident_id"]
            await panel.command("incident.acknowledge", incident_id=incident)
            ports = candidate_ports(offer) & open_udp_ports(self.station)
            self.assertTrue(ports, offer["sdp"])

            answer = await panel.command("incident.end", incident_id=incident, disposition="genuine_dispatched", note="Patrol has arrived.")
            self.assertEqual(answer["type"], "result", answer)

            # The phone is told, and the sockets that took its stream are gone.
            await phone.wait("ended")
            self.assertIn(await phone.wait_closed(), (1000, 1001))
            await until(lambda: not ports & open_udp_ports(self.station), "the candidates' sockets are closed")

            finished = await panel.wait_event("recording.finished", incident_id=incident)
            self.assertGreater(finished["data"]["duration_ms"], 0)
        self.check_record(incident)

    def check_record(self, incident):
        session, = self.station.query("select * from sos_session where citizen_id = 'citizen-9'")
        self.assertEqual(session["assigned_operator_id"], "supervisor")
        self.assertGreater(session["resolved_at"], session["activated_at"])
        row, = self.station.query("select * from incident where id = ?", incident)
        self.assertEqual((row["ended_by"], row["disposition"]), ("supervisor", "genuine_dispatched"))
        ended, = self.station.query("select data from whole_event where incident_id = ? and kind = 'incident.ended'", incident)
        self.assertEqual(json.loads(ended["data"])["note"], "Patrol has arrived.")


class ManyCalls(unittest.IsolatedAsyncioTestCase):
    async def test_many_incidents(self):
        with Station() as station:
            # A sanitizer keeps what was freed for a while, and finds what never is at the end.
            incidents = INCIDENTS // 4 if station.is_sanitized() else INCIDENTS
            async with Panel(station) as panel:
                figures, done = {}, 0
                for goal in (10, incidents // 2, incidents):
                    panel.received.clear()
                    await end_as_they_become_live(station, panel, goal - done, incidents, at_once=5)
                    await until(lambda: len(panel.events("recording.finished")) == goal - done, "every recording is closed")
                    done = goal
                    figures[goal] = await (given_back(station, figures[10]) if done > 10 else at_rest(station))
                    print(f"# after {goal}: threads {figures[goal][0]}, descriptors {figures[goal][1]}, resident {figures[goal][2]} kB")
            self.assertEqual(station.query("select count(*) from incident where ended_at_us is not null")[0][0], incidents)
            self.assertEqual(station.command("log", "verify").returncode, 0)


if __name__ == "__main__":
    unittest.main(verbosity=2)
