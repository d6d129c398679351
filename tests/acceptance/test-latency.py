# SPDX-License-Identifier: GPL-3.0-or-later
"""The product's two deadlines: an offer within 500 ms of the activation, sound within 3 s, in every one of 50 presses."""

import unittest

from measure import live_times_ms, offer_waits_ms, summary
from station import Station

PRESSES = 50


class Latency(unittest.IsolatedAsyncioTestCase):
    async def test_offer_as_the_phone_sees_it(self):
        with Station() as station:
            waits_ms = await offer_waits_ms(station, PRESSES)
            print("# offer on the wire, ms:", summary(waits_ms))
            self.assertLess(max(waits_ms), 500)
            stored = [row[0] for row in station.query("select offer_ms from media_session where attempt = 1")]
            self.assertEqual(len(stored), PRESSES)
            self.assertLess(max(stored), 500)

    async def test_a_fresh_station_is_as_fast_at_once(self):
        firsts_ms, laters_ms = [], []
        for _ in range(5):
            with Station() as station:
                first_ms, *later_ms = await offer_waits_ms(station, 6)
                firsts_ms.append(first_ms)
                laters_ms += later_ms
        print("# first offers, ms:", summary(firsts_ms))
        print("# later offers, ms:", summary(laters_ms))
        # A cold webrtcbin takes 150 ms and more; a warm one must not be near it.
        self.assertLess(sorted(firsts_ms)[2], sorted(laters_ms)[12] + 75)

    async def test_sound_within_three_seconds(self):
        with Station() as station:
            live_ms = await live_times_ms(station, PRESSES)
            print("# sound, ms:", summary(live_ms))
            self.assertLess(max(live_ms), 3000)


if __name__ == "__main__":
    unittest.main(verbosity=2)
