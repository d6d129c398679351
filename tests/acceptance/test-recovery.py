# SPDX-License-Identifier: GPL-3.0-or-later
"""The station is killed in the middle of calls and started again: nothing that was accepted is lost, the phone joins again, sound returns.

HAMRAHI_TEST_SEED=N repeats the moments of a run, which are printed with it.
"""

import asyncio
import itertools
import os
import pathlib
import random
import subprocess
import tempfile
import unittest

import speech
import websockets
from measure import Drill
from rtc_phone import RtcPhone
from station import Panel, Phone, Station, until

KILLS = 200 if "HAMRAHI_TEST_ALL" in os.environ else 20
SEED = int(os.environ.get("HAMRAHI_TEST_SEED", random.randrange(1 << 32)))
PHONES = 4
LONGEST_LIFE_S = 2.0
RUNS_UNTIL_SOUND = 5
# Enough that a kill meets a write, few enough that the records of 200 lives are verified after each.
LONGEST_PAUSE_S = 0.3


def is_running(pid):
    """Whether there is such a process and it has not ended."""
    try:
        return "\nState:\tZ" not in pathlib.Path(f"/proc/{pid}/status").read_text()
    except FileNotFoundError:
        return False


class SlowPhone(RtcPhone):
    """Answers the first offer when the hedge comes, and the hedge not at all."""

    async def on_message(self, message):
        if message["type"] != "offer":
            await super().on_message(message)
        elif message.get("hedge"):
            await super().on_message(self.all("offer", attempt=1)[0])


class Recovery(unittest.IsolatedAsyncioTestCase):
    async def test_the_open_incident_is_there_and_sound_returns(self):
        folder = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory()))
        voice = speech.speak(speech.SENTENCES[0], folder / "voice.wav")
        station = Station(folder / "data").start()
        phone = await RtcPhone(station, voice).connect()
        async with Panel(station) as panel:
            await phone.press()
            accepted = await phone.wait("accepted")
            await panel.wait_event("media.live")
            await until(lambda: any(path.stat().st_size > 1000 for path in station.data_dir.rglob("*.ogg")), "something is recorded")
        station.kill()
        await phone.close()

        station.start()
        async with Panel(station) as panel:
            self.assertEqual([incident["id"] for incident in panel.welcome["snapshot"]["incidents"]], [accepted["incident_id"]])
            phone = await RtcPhone(station, voice).connect()
            await phone.join(accepted["session_token"])
            live = await panel.wait_event("media.live", incident_id=accepted["incident_id"])
            self.assertGreater(live["data"]["attempt"], 1)
            await panel.command("incident.end", incident_id=accepted["incident_id"], disposition="test")
            # Of both attempts: the one that the kill cut off, and the one after.
            await until(lambda: len(station.query("select 1 from recording where sha256 is not null")) == 2, "both recordings are closed")
            await phone.close()
        self.assertEqual(station.command("log", "verify").returncode, 0)
        station.stop()

    async def test_no_attempt_has_the_number_of_another(self):
        folder = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory()))
        voice = speech.speak(speech.SENTENCES[0], folder / "voice.wav")
        station = Station(folder / "data").start()
        phone = await SlowPhone(station, voice, can_hedge=True).connect()
        await phone.press()
        accepted = await phone.wait("accepted")
        await until(lambda: station.count("media.live") == 1, "the first attempt is heard")
        await until(lambda: station.count("media.closed") == 1, "its hedge is closed")
        station.kill()
        await phone.close()

        station.start()
        phone = await RtcPhone(station, voice).connect()
        await phone.join(accepted["session_token"])
        self.assertEqual((await phone.wait("offer"))["attempt"], 3)
        await until(lambda: station.count("media.live") == 2, "the third attempt is heard")
        await phone.close()
        station.stop()
        attempts = station.query("select attempt, live_ms is not null from media_session order by attempt")
        self.assertEqual([tuple(row) for row in attempts], [(1, 1), (2, 0), (3, 1)])
        self.assertEqual(station.command("log", "verify").returncode, 0)

    async def test_an_exercise_ends_with_its_station(self):
        folder = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory()))
        station = Station(folder / "data").start()
        async with Panel(station) as panel:
            real = await Phone(station).connect()
            await real.press("real")
            incident = (await real.wait("accepted"))["incident_id"]
            drill = (await panel.command("drill.start", citizens=2, seconds=600))["data"]["drill_id"]
            await until(lambda: len(panel.events("media.live")) == 2, "both citizens of the exercise are heard", 30)
            program = int(subprocess.run(["pgrep", "-P", str(station.process.pid)], capture_output=True, check=True).stdout)
        station.kill()
        await real.close()
        await until(lambda: not is_running(program), "the exercise ends with its station")

        station.start()
        async with Panel(station) as panel:
            self.assertEqual([each["id"] for each in panel.welcome["snapshot"]["incidents"]], [incident])
            await until(lambda: station.count("drill.stopped") == 1, "the exercise is recorded as over")
        stopped, = station.query("select actor, data ->> '$.drill_id' from event where kind = 'drill.stopped'")
        self.assertEqual(tuple(stopped), ("station", drill))
        self.assertEqual(station.query("select count(*) from incident where drill and disposition = 'test'")[0][0], 2)
        station.stop()

        station.start()
        self.assertEqual(station.count("drill.stopped"), 1)
        self.assertEqual(station.command("log", "verify").returncode, 0)
        station.stop()


class Kills(unittest.IsolatedAsyncioTestCase):
    """A station that is killed again and again while phones press, an operator ends and calls are recorded."""

    def setUp(self):
        self.dice = random.Random(SEED)
        self.station = Station(self.enterContext(tempfile.TemporaryDirectory()))
        self.citizens = {}  # of every phone: its citizen
        self.panels = []

    def accepted(self):
        """Incident: citizen, of what phones were told."""
        return {message["incident_id"]: citizen for phone, citizen in self.citizens.items() for message in phone.all("accepted")}

    def ended(self):
        """The incidents of which an operator was told that they are over."""
        return {incident["id"] for panel in self.panels for ref, incident in enumerate(panel.welcome["snapshot"]["incidents"], 1)
                if panel.all("result", ref=ref)}

    async def press(self, name):
        for number in itertools.count():
            async with Phone(self.station) as phone:
                self.citizens[phone] = f"{name}-{number}"
                await phone.press(f"{name}-{number}")
                await until(lambda: phone.all("accepted") or phone.socket.closed, "accepted, or cut off")
            await asyncio.sleep(self.dice.uniform(0, LONGEST_PAUSE_S))

    async def end_what_is_open(self):
        """Also what earlier lives left."""
        async with Panel(self.station) as panel:
            self.panels.append(panel)
            for incident in panel.welcome["snapshot"]["incidents"]:
                await panel.command("incident.end", incident_id=incident["id"], disposition="test")

    def sounds(self):
        """How many recordings have something to hear."""
        return sum(path.stat().st_size > 1000 for path in self.station.data_dir.rglob("*.ogg"))

    async def live_and_die(self, run):
        before = self.sounds()
        self.station.start()
        with Drill(self.station, 2, 60):
            work = [asyncio.ensure_future(self.press(f"run-{run}-phone-{number}")) for number in range(PHONES)]
            work.append(asyncio.ensure_future(self.end_what_is_open()))
            # Now and then a call must be cut off, however slow the machine is.
            if run % RUNS_UNTIL_SOUND == 0:
                await until(lambda: self.sounds() > before, "something is recorded", 60)
            await asyncio.sleep(self.dice.uniform(0.1, LONGEST_LIFE_S))
            self.station.kill()
            for task in work:
                task.cancel()
            # However a conversation was cut off is right.
            for outcome in await asyncio.gather(*work, return_exceptions=True):
                self.assertIsInstance(outcome, (type(None), asyncio.CancelledError, AssertionError, OSError, ValueError, websockets.WebSocketException))

    def check_records(self):
        stored = {row["id"]: (row["citizen_id"], row["status"]) for row in self.station.query("select id, citizen_id, status from incident")}
        for incident, citizen in self.accepted().items():
            self.assertEqual(stored.get(incident, (None,))[0], citizen)
        for incident in self.ended():
            self.assertEqual(stored[incident][1], "ended")
        self.station.command("log", "verify")

    async def check_cut_off_recordings(self):
        """The last start examined them: each is on record whole, or as what it is."""
        await until(lambda: not self.station.query("select 1 from recording where sha256 is null and failure is null"),
                    "every recording was examined", 60)
        whole = self.station.query("select path, bytes from recording where sha256 is not null")
        for row in whole:
            self.assertEqual((self.station.data_dir / row["path"]).stat().st_size, row["bytes"])
        return len(self.station.query("select 1 from recording")), len(whole)

    async def test_nothing_that_was_accepted_is_lost(self):
        print(f"# seed {SEED}")
        self.station.start()
        # There is little to see for a sanitizer in a process that is killed.
        kills = KILLS // 4 if self.station.is_sanitized() else KILLS
        self.station.kill()
        for run in range(kills):
            await self.live_and_die(run)
            await asyncio.to_thread(self.check_records)
        self.station.start()
        recordings, whole = await self.check_cut_off_recordings()
        self.check_records()
        print(f"# {kills} kills: {len(self.accepted())} accepted presses and {len(self.ended())} ends, all on record; "
              f"{recordings} recordings, {whole} of them with sound")
        self.assertGreater(len(self.accepted()), kills)
        self.assertGreater(whole, 0)
        self.station.stop()


if __name__ == "__main__":
    unittest.main(verbosity=2)
