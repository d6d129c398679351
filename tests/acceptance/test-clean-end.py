# SPDX-License-Identifier: GPL-3.0-or-later
"""Ending an incident closes everything that belonged to it: after 200 of them the station is no larger than after 10."""

import asyncio
import os
import statistics
import subprocess
import unittest

from station import Panel, Station, program, until

INCIDENTS = 200
AT_ONCE = 4


class CleanEnd(unittest.IsolatedAsyncioTestCase):
    async def settled(self, station, panel):
        """Figures once what belongs to ended incidents is gone: the same thread count twice with a quiet moment between."""
        seen = []

        def is_quiet():
            seen.append((station.threads(), station.descriptors()))
            return len(seen) > 25 and len(set(seen[-25:])) == 1

        await until(is_quiet, "the station comes to rest", 20, poll_s=0.05)
        return (*seen[-1], station.resident_kb())

    async def test_two_hundred_incidents(self):
        with Station() as station:
            async with Panel(station) as panel:
                figures, ended, done = {}, set(), 0
                for goal in (10, INCIDENTS // 2, INCIDENTS):
                    while done < goal:
                        count = min(AT_ONCE, goal - done)
                        drill = subprocess.Popen([program("hamrahi-drill"), "--station", station.url, "--citizens", str(count), "--seconds", "30"],
                                                 stdout=subprocess.DEVNULL)
                        while drill.poll() is None:
                            for event in panel.events("media.live"):
                                if event["incident_id"] not in ended:
                                    ended.add(event["incident_id"])
                                    answer = await panel.command("incident.end", incident_id=event["incident_id"], disposition="test")
                                    self.assertEqual(answer["type"], "result", answer)
                            await asyncio.sleep(0.01)
                        # The drill ends by itself when every one of its incidents was ended and its sockets closed.
                        self.assertEqual(drill.returncode, 0)
                        done += count
                    figures[goal] = await self.settled(station, panel)
                    print(f"# after {goal}: threads {figures[goal][0]}, descriptors {figures[goal][1]}, resident {figures[goal][2]} kB")
                self.assertEqual(len(ended), INCIDENTS)
                self.assertEqual(len(panel.events("recording.finished")), INCIDENTS)
            self.assertLessEqual(figures[INCIDENTS][0], figures[10][0])
            self.assertLessEqual(figures[INCIDENTS][1], figures[10][1])
            if "asan" not in os.environ.get("HAMRAHI_SANITIZED", ""):
                # 1 kB an incident is what the event ring may hold; more would be a leak.
                self.assertLess(figures[INCIDENTS][2] - figures[INCIDENTS // 2][2], 2000 + INCIDENTS // 2 * 8)
            print("# offer p50", statistics.median(row[0] for row in station.query("select offer_ms from media_session")))


if __name__ == "__main__":
    unittest.main(verbosity=2)
