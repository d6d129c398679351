# SPDX-License-Identifier: GPL-3.0-or-later
"""The product's two deadlines: an offer within 500 ms of the activation, sound within 3 s, in every one of 50 presses."""

import asyncio
import statistics
import subprocess
import time
import unittest

from station import Panel, Phone, Station, program, until

PRESSES = 50


class Latency(unittest.IsolatedAsyncioTestCase):
    async def test_offer_as_the_phone_sees_it(self):
        with Station() as station:
            waits_ms = []
            for number in range(PRESSES):
                async with Phone(station) as phone:
                    await phone.press(f"citizen-{number}")
                    offer = await phone.wait("offer", 3)
                    waits_ms.append(1000 * (offer["_at"] - phone.pressed_at))
                    await phone.wait("accepted", 3)
            print(f"# offer on the wire: n {PRESSES}, first {waits_ms[0]:.1f} ms, p50 {statistics.median(waits_ms):.1f}, max {max(waits_ms):.1f}")
            self.assertLess(max(waits_ms), 500)
            stored = [row[0] for row in station.query("select offer_ms from media_session where attempt = 1")]
            self.assertEqual(len(stored), PRESSES)
            self.assertLess(max(stored), 500)

    async def test_a_fresh_station_is_as_fast_at_once(self):
        firsts_ms, laters_ms = [], []
        for _ in range(5):
            with Station() as station:
                for number in range(6):
                    async with Phone(station) as phone:
                        await phone.press(f"citizen-{number}")
                        offer = await phone.wait("offer", 3)
                        (laters_ms if number else firsts_ms).append(1000 * (offer["_at"] - phone.pressed_at))
        first, later = statistics.median(firsts_ms), statistics.median(laters_ms)
        print(f"# first offer p50 {first:.1f} ms of 5 stations, later ones p50 {later:.1f} ms of 25")
        # A cold webrtcbin takes 150 ms and more; a warm one must not be near it.
        self.assertLess(first, later + 75)

    async def test_sound_within_three_seconds(self):
        with Station() as station:
            async with Panel(station) as panel:
                drill = subprocess.Popen([program("hamrahi-drill"), "--station", station.url, "--citizens", str(PRESSES),
                                          "--interval-ms", "600", "--seconds", "60"], stdout=subprocess.DEVNULL)
                try:
                    ended = set()
                    deadline = time.monotonic() + 90
                    while len(ended) < PRESSES and time.monotonic() < deadline:
                        for event in panel.events("media.live"):
                            if event["incident_id"] not in ended:
                                ended.add(event["incident_id"])
                                await panel.command("incident.end", incident_id=event["incident_id"], disposition="test")
                        await asyncio.sleep(0.02)
                finally:
                    drill.terminate()
                    drill.wait(10)
                await until(lambda: len(panel.events("media.live")) >= PRESSES, "every press is heard", 1)
                live_ms = [event["data"]["live_ms"] for event in panel.events("media.live")]
                print(f"# sound: n {len(live_ms)}, p50 {statistics.median(live_ms)} ms, max {max(live_ms)}")
                self.assertLess(max(live_ms), 3000)
                self.assertEqual({event["data"]["attempt"] for event in panel.events("media.live")}, {1})


if __name__ == "__main__":
    unittest.main(verbosity=2)
