# SPDX-License-Identifier: GPL-3.0-or-later
"""Strangers flood the port, and whoever presses SOS does not notice; what they used is given back."""

import asyncio
import statistics
import time
import unittest

from flood import Flood
from measure import Undisturbed, percentile, summary
from station import Phone, Station, until

DEADLINE_MS = 500
ADDED_GOAL_MS = 100

PRESSES = 100
INTERVAL_S = 0.05


class CitizensPhone(Phone):
    own_address = "127.0.0.2"


class FloodOfJunk(unittest.IsolatedAsyncioTestCase):
    async def asyncSetUp(self):
        asyncio.get_running_loop().set_debug(False)
        self.station = Station(settings=["auth.require_device_token=true"])
        self.enterContext(self.station._own_dir)
        # Beyond loopback, so with TLS.
        self.station.start(listen="0.0.0.0:0")
        self.addCleanup(self.station.stop)
        self.token = self.station.command("key", "create", "--name", "app", "--scope", "device").stdout.split()[-1]

    async def press(self, number):
        """ms from the call, and from the press, to the offer; the incident is over then."""
        called = time.monotonic()
        async with CitizensPhone(self.station) as phone:
            await phone.press(f"citizen-{number}", token=self.token)
            offer = await phone.wait("offer", 20)
            accepted = await phone.wait("accepted", 20)
            self.station.control("incident.end", incident_id=accepted["incident_id"], disposition="test")
            await phone.wait("ended", 20)
        return 1000 * (offer["_at"] - called), 1000 * (offer["_at"] - phone.pressed_at)

    async def press_all(self, name):
        times = []
        for number in range(PRESSES):
            times.append(await self.press(f"{name}-{number}"))
            await asyncio.sleep(INTERVAL_S)
        called_ms, pressed_ms = zip(*times)
        print(f"# {name}: offer after the call, ms: {summary(called_ms)}; after the press, ms: {summary(pressed_ms)}", flush=True)
        return called_ms, pressed_ms

    async def check(self, addresses):
        await self.press("before")
        quiet_called_ms, quiet_pressed_ms = await self.press_all("quiet")
        threads, descriptors = self.station.threads(), self.station.descriptors()
        with Undisturbed(self.station) as undisturbed, Flood(self.station, addresses) as flood:
            called_ms, pressed_ms = await self.press_all("flooded")
        print(f"# {flood.made}; {undisturbed}")
        self.assertLess(percentile(pressed_ms, .99), DEADLINE_MS)
        if undisturbed:
            self.assertLessEqual(percentile(pressed_ms, .99) - statistics.median(quiet_pressed_ms), ADDED_GOAL_MS)
            self.assertLessEqual(percentile(called_ms, .99) - statistics.median(quiet_called_ms), ADDED_GOAL_MS)
        await until(lambda: self.station.descriptors() <= descriptors, "the flood's descriptors are back", 60)
        await until(lambda: self.station.threads() <= threads + 2, "the flood's threads are back", 60)

    async def test_from_one_address_a_kind(self):
        await self.check("ONE")

    async def test_from_many_addresses(self):
        await self.check("MANY")


if __name__ == "__main__":
    unittest.main(verbosity=2)
