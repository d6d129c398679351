# SPDX-License-Identifier: GPL-3.0-or-later
"""Ending an incident closes everything that belonged to it: after 200 of them (1,000 in the long run) the station is no larger than after 10."""

import os
import unittest

from measure import end_as_they_become_live
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


class CleanEnd(unittest.IsolatedAsyncioTestCase):
    async def test_many_incidents(self):
        with Station() as station:
            async with Panel(station) as panel:
                figures, done = {}, 0
                for goal in (10, INCIDENTS // 2, INCIDENTS):
                    panel.received.clear()
                    await end_as_they_become_live(station, panel, goal - done, INCIDENTS, at_once=5)
                    await until(lambda: len(panel.events("recording.finished")) == goal - done, "every recording is closed")
                    done = goal
                    figures[goal] = await at_rest(station)
                    print(f"# after {goal}: threads {figures[goal][0]}, descriptors {figures[goal][1]}, resident {figures[goal][2]} kB")
            self.assertLessEqual(figures[INCIDENTS][0], figures[10][0])
            self.assertLessEqual(figures[INCIDENTS][1], figures[10][1])
            self.assertEqual(station.query("select count(*) from incident where ended_at_us is not null")[0][0], INCIDENTS)
            self.assertEqual(station.command("log", "verify").returncode, 0)


if __name__ == "__main__":
    unittest.main(verbosity=2)
