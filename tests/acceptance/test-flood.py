# SPDX-License-Identifier: GPL-3.0-or-later
"""Strangers flood the port, and whoever presses SOS does not notice; what they used is given back."""

import asyncio
import contextlib
import statistics
import time
import unittest

from events import Events, is_held
from flood import Flood
from measure import Undisturbed, percentile, summary
from station import Panel, Phone, Station, until

DEADLINE_MS = 500
ADDED_GOAL_MS = 100

PRESSES = 100
INTERVAL_S = 0.05

# One of the warm ones may just have been taken when they were counted.
DESCRIPTORS_OF_A_LEG = 20
THREADS_OF_A_LEG = 10

SLOW_OF_A_KIND = 10
MOST_NOTES = 600
# A queue of 256 KB each, what it is written from, and the events that are kept for whoever resumes.
GROWTH_MAX_KB = 2 * SLOW_OF_A_KIND * 512 + 2 * 1000 * 16


class CitizensPhone(Phone):
    own_address = "127.0.0.2"
    patience_s = 60


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
        if undisturbed.is_plain:  # A sanitizer makes the junk's work many times as long.
            self.assertLess(percentile(pressed_ms, .99), DEADLINE_MS)
        if undisturbed:
            self.assertLessEqual(percentile(pressed_ms, .99) - statistics.median(quiet_pressed_ms), ADDED_GOAL_MS)
            self.assertLessEqual(percentile(called_ms, .99) - statistics.median(quiet_called_ms), ADDED_GOAL_MS)
        await until(lambda: self.station.descriptors() <= descriptors + DESCRIPTORS_OF_A_LEG, "the flood's descriptors are back", 60)
        await until(lambda: self.station.threads() <= threads + THREADS_OF_A_LEG, "the flood's threads are back", 60)

    async def test_from_one_address_a_kind(self):
        await self.check("ONE")

    async def test_from_many_addresses(self):
        await self.check("MANY")


class SlowClients(unittest.IsolatedAsyncioTestCase):
    """Consoles and integrators that read nothing."""

    async def asyncSetUp(self):
        asyncio.get_running_loop().set_debug(False)
        self.station = self.enterContext(Station())

    async def new_slow_console(self, stack):
        console = await Panel(self.station).connect()
        stack.callback(console.socket.transport.abort)
        return console.socket.transport

    async def new_slow_reader(self, stack, token):
        reader = await stack.enter_async_context(Events(self.station, token, window_bytes=4096))
        return reader.writer.transport

    async def test_cut_and_forgotten(self):
        token = self.station.command("key", "create", "--name", "wall", "--scope", "read").stdout.split()[-1]
        async with Panel(self.station) as desk, Phone(self.station) as phone, contextlib.AsyncExitStack() as stack:
            await phone.press()
            incident = (await phone.wait("accepted"))["incident_id"]
            before_kb = self.station.resident_kb()
            slow = [await self.new_slow_console(stack) for _ in range(SLOW_OF_A_KIND)]
            slow += [await self.new_slow_reader(stack, token) for _ in range(SLOW_OF_A_KIND)]
            for transport in slow:
                transport.pause_reading()

            def held():
                return [transport for transport in slow if is_held(self.station, transport)]

            self.assertEqual(held(), slow)
            # 16 KB each, until everybody who does not read is gone. The kernel's own buffers take some of it.
            for number in range(MOST_NOTES):
                answer = await desk.command("incident.note", incident_id=incident, text="\U0001f6a8" * 4000)
                self.assertEqual(answer["type"], "result", answer)
                if number % 20 == 19 and not held():
                    break
            await until(lambda: not held(), "the slow ones are cut", 60)
            grown_kb = self.station.resident_kb() - before_kb
            print(f"# {2 * SLOW_OF_A_KIND} slow clients: {len(desk.events('incident.note'))} notes, {grown_kb} kB more")
            if not self.station.is_sanitized():  # It keeps what was freed for a while.
                self.assertLess(grown_kb, GROWTH_MAX_KB)


if __name__ == "__main__":
    unittest.main(verbosity=2)
