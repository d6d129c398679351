# SPDX-License-Identifier: GPL-3.0-or-later
"""What the station says of itself: /metrics as Prometheus reads it, and the statistics of its records."""

import contextlib
import http.client
import json
import re
import ssl
import tempfile
import unittest

import speech
from addresses import other_address
from rtc_phone import RtcPhone
from station import Panel, Phone, Station

SAMPLE = re.compile(r'([a-z_]+)(?:\{([a-z]+)="([^"\\]*)"\})? (\S+)')


def parse(text):
    """Samples by name and label; every one of a family that was announced before."""
    samples, types = {}, {}
    for line in text.splitlines():
        if line.startswith("# TYPE "):
            _, _, name, types[name] = line.split(" ")
        elif not line.startswith("# HELP "):
            name, _, label, value = SAMPLE.fullmatch(line).groups()
            assert name in types or types.get(re.sub("_(bucket|sum|count)$", "", name)) == "histogram", line
            assert (name, label) not in samples, line
            samples[name, label] = float(value)
    assert all(name.startswith("hamrahi_") for name, _ in samples), samples
    return samples


class Metrics(unittest.IsolatedAsyncioTestCase):
    def create_key(self, station):
        return station.command("key", "create", "--name", "wall", "--scope", "read").stdout.split()[-1]

    def ask_over_tls(self, address, port, headers):
        context = ssl._create_unverified_context()
        with contextlib.closing(http.client.HTTPSConnection(address, port, timeout=20, context=context)) as connection:
            connection.request("GET", "/metrics", headers=headers)
            return connection.getresponse().status

    def read(self, station):
        status, headers, body = station.http("/metrics")
        self.assertEqual(status, 200)
        self.assertTrue(headers["Content-Type"].startswith("text/plain; version=0.0.4"))
        return parse(body.decode())

    async def test_of_a_call(self):
        station = self.enterContext(Station())
        before = self.read(station)
        self.assertEqual([before["hamrahi_open_incidents", status] for status in ("queued", "ringing", "acknowledged")], [0, 0, 0])
        self.assertEqual(before["hamrahi_operators_online", None], 0)
        self.assertEqual(before["hamrahi_storage_degraded", None], 0)
        self.assertGreater(before["hamrahi_media_legs", None], 0)
        with tempfile.TemporaryDirectory() as folder:
            voice = speech.speak(speech.SENTENCES[0], folder + "/voice.wav")
            async with Panel(station) as panel, RtcPhone(station, voice) as phone:
                await phone.press()
                live = await panel.wait_event("media.live", 10)
                during = self.read(station)
        self.assertEqual(during["hamrahi_open_incidents", "ringing"], 1)
        self.assertEqual(during["hamrahi_operators_online", None], 1)
        self.assertGreaterEqual(during["hamrahi_event_seq", None], live["seq"])
        self.assertAlmostEqual(during["hamrahi_process_resident_bytes", None] / 1024, station.resident_kb(), delta=50_000)
        self.assertEqual(during["hamrahi_live_seconds_count", None], 1)
        self.assertAlmostEqual(during["hamrahi_live_seconds_sum", None], live["data"]["live_ms"] / 1000)
        self.assertGreaterEqual(during["hamrahi_offer_seconds_count", None], 1)
        for name in ("hamrahi_live_seconds", "hamrahi_offer_seconds"):
            buckets = [(label, value) for (sample, label), value in during.items() if sample == name + "_bucket"]
            self.assertEqual([value for _, value in buckets], sorted(value for _, value in buckets))
            self.assertEqual(buckets[-1], ("+Inf", during[name + "_count", None]))
        in_time = [during["hamrahi_live_seconds_bucket", bound] for bound in ("0.25", "0.5", "1", "1.5", "2", "3", "5", "10")]
        bounds_ms = (250, 500, 1000, 1500, 2000, 3000, 5000, 10000)
        self.assertEqual(in_time, [int(live["data"]["live_ms"] <= bound) for bound in bounds_ms])

    async def test_drills_are_not_counted(self):
        station = self.enterContext(Station())
        async with Phone(station) as phone:
            await phone.press(drill=True)
            await phone.wait("offer")
            self.assertEqual(self.read(station)["hamrahi_offer_seconds_count", None], 0)

    async def test_from_elsewhere_only_with_a_token(self):
        address = other_address()
        if address is None:
            self.skipTest("this machine has no address but loopback")
        station = Station()
        self.addCleanup(station.__exit__, None)
        station.start(listen=f"{address}:0")
        for headers, status in (({}, 401), ({"Authorization": "Bearer wrong"}, 401),
                                ({"Authorization": "Bearer " + self.create_key(station)}, 200)):
            self.assertEqual(self.ask_over_tls(address, station.port, headers), status)

    async def test_statistics_of_a_call(self):
        station = self.enterContext(Station())
        token = self.create_key(station)
        async with Panel(station) as panel, Phone(station) as first, Phone(station) as second, Phone(station) as drill:
            incidents = []
            for citizen, phone in (("asha", first), ("binod", second), ("chitra", drill)):
                await phone.press(citizen, drill=phone is drill)
                incidents.append((await phone.wait("accepted"))["incident_id"])
            await panel.command("incident.acknowledge", incident_id=incidents[0])
            for incident in incidents:
                answer = await panel.command("incident.end", incident_id=incident, disposition="prank")
                self.assertEqual(answer["type"], "result", answer)
        status, _, body = station.http("/api/v1/stats?from=2026-01-01T00:00:00Z", token=token)
        found = json.loads(body)
        self.assertEqual((status, found["incidents"], found["open"], found["abandoned"]), (200, 2, 0, 1))
        self.assertEqual(found["by_disposition"], {"prank": 2})
        self.assertEqual(found["press_to_acknowledge"]["n"], 1)
        self.assertEqual(found["press_to_acknowledge"]["within_10_s"], 0.5)
        self.assertEqual(found["drill_incidents"], 1)
        who = found["by_operator"]
        self.assertEqual([(one["acknowledged"], one["ended"]) for one in who], [(1, 2)], who)
        self.assertEqual(sum(hour["incidents"] for hour in found["by_hour_of_day"]), 2)
        moved = json.loads(station.http("/api/v1/stats?utc_offset_min=-60", token=token)[2])
        self.assertEqual([hour["hour"] for hour in moved["by_hour_of_day"]],
                         sorted((hour["hour"] + 23) % 24 for hour in found["by_hour_of_day"]))
        for offset in ("841", "+5:30", ""):
            self.assertEqual(station.http(f"/api/v1/stats?utc_offset_min={offset}", token=token)[0], 400)
        self.assertEqual(json.loads(station.http("/api/v1/stats?to=2026-01-01T00:00:00Z", token=token)[2])["incidents"], 0)
        self.assertEqual(station.http("/api/v1/stats?from=yesterday", token=token)[0], 400)
        self.assertEqual(station.http("/api/v1/stats", token="wrong")[0], 401)


if __name__ == "__main__":
    unittest.main(verbosity=2)
