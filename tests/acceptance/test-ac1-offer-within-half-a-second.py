# SPDX-License-Identifier: GPL-3.0-or-later
"""An offer within 500 ms of the activation: at a steady rate, at once, over POST, and from a station that has only just started."""

import asyncio
import concurrent.futures
import json
import statistics
import time
import unittest

from measure import Undisturbed, offer_waits_at_once_ms, offer_waits_ms, paced_offer_waits_ms, percentile, summary
from station import Client, Station, activation

DEADLINE_MS = 500

RATE_PER_S = 20
# A sanitizer makes everything many times as long.
SANITIZED_RATE_PER_S = 4
RATE_P99_GOAL_MS = 50
POSTS_AT_ONCE = 40
# A cold webrtcbin takes 150 ms and more; a warm one must not be near it.
FIRST_GOAL_MS = 75


class OfferWithinHalfASecond(unittest.IsolatedAsyncioTestCase):
    async def asyncSetUp(self):
        # The connection is no part of what is measured.
        Client.patience_s = 60
        # It would make the phones slower than the station.
        asyncio.get_running_loop().set_debug(False)

    def check_deadline(self, waits_ms, undisturbed):
        """Nobody's is missed. Under a sanitizer, which makes everything many times as long, the middle one's is not, if the machine has no more to do."""
        if undisturbed.is_plain:
            self.assertLess(max(waits_ms), DEADLINE_MS)
        elif undisturbed.is_alone():
            self.assertLess(statistics.median(waits_ms), DEADLINE_MS)

    def check_record(self, station, presses, undisturbed):
        """That the station measured the same."""
        stored_ms = [row[0] for row in station.query("select offer_ms from media_session where attempt = 1")]
        self.assertEqual(len(stored_ms), presses)
        self.check_deadline(stored_ms, undisturbed)

    async def test_twenty_a_second(self):
        with Station() as station:
            rate_per_s = SANITIZED_RATE_PER_S if station.is_sanitized() else RATE_PER_S
            presses = 10 * rate_per_s
            with Undisturbed(station) as undisturbed:
                waits_ms = await paced_offer_waits_ms(station, presses, rate_per_s)
            print(f"# {rate_per_s} a second, ms: {summary(waits_ms)}; {undisturbed}")
            self.check_deadline(waits_ms, undisturbed)
            self.check_record(station, presses, undisturbed)
            if undisturbed:
                self.assertLessEqual(percentile(waits_ms, .99), RATE_P99_GOAL_MS)

    async def at_once(self, station, presses):
        """(how long each took, whether a goal can be asked of that)"""
        with Undisturbed(station) as undisturbed:
            waits_ms = await offer_waits_at_once_ms(station, presses)
        print(f"# {presses} at once, ms: {summary(waits_ms)}; {undisturbed}")
        return waits_ms, undisturbed

    async def test_ten_at_once(self):
        with Station() as station:
            waits_ms, undisturbed = await self.at_once(station, 10)
            self.check_deadline(waits_ms, undisturbed)

    async def test_a_hundred_at_once(self):
        with Station() as station:
            waits_ms, undisturbed = await self.at_once(station, 100)
        # So many offers are most of the deadline's work for two processors: nothing is left for a sanitizer or a neighbour.
        if undisturbed:
            self.assertLess(max(waits_ms), DEADLINE_MS)

    async def post(self, station, number):
        """How long it takes until the offer is there, and the record on disk."""
        begun = time.monotonic()
        status, _, body = await asyncio.to_thread(station.http, "/api/v1/sos", data=json.dumps(activation(f"citizen-{number}")).encode())
        # 202: the disk takes longer than a second.
        self.assertIn(status, (201, 202))
        self.assertIn("m=audio", json.loads(body)["offer"]["sdp"])
        return 1000 * (time.monotonic() - begun)

    async def test_over_post(self):
        with Station() as station:
            with Undisturbed(station) as undisturbed:
                waits_ms = [await self.post(station, number) for number in range(50)]
            print(f"# over POST, ms: {summary(waits_ms)}; {undisturbed}")
            self.check_deadline(waits_ms, undisturbed)

    async def test_over_post_at_once(self):
        asyncio.get_running_loop().set_default_executor(concurrent.futures.ThreadPoolExecutor(POSTS_AT_ONCE))
        with Station() as station:
            with Undisturbed(station) as undisturbed:
                waits_ms = await asyncio.gather(*(self.post(station, number) for number in range(POSTS_AT_ONCE)))
            print(f"# {POSTS_AT_ONCE} over POST at once, ms: {summary(waits_ms)}; {undisturbed}")
            # The clients are many threads that share one lock: it says little of the station when they are slowed down besides.
            if undisturbed:
                self.assertLess(max(waits_ms), DEADLINE_MS)

    async def test_a_fresh_station(self):
        firsts_ms = []
        for _ in range(5):
            with Station() as station:
                with Undisturbed(station) as undisturbed:
                    firsts_ms += await offer_waits_ms(station, 1)
            self.check_deadline(firsts_ms, undisturbed)
            if undisturbed:
                self.assertLessEqual(firsts_ms[-1], FIRST_GOAL_MS)
        print("# the first of a fresh station, ms:", summary(firsts_ms))


if __name__ == "__main__":
    unittest.main(verbosity=2)
