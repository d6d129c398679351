# SPDX-License-Identifier: GPL-3.0-or-later
"""Measurements that the acceptance tests judge and the benches print."""

import asyncio
import os
import pathlib
import statistics
import subprocess
import time

from patience import at_most
from station import Panel, Phone, program


def percentile(values, share):
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def summary(values):
    """n, p50, p95, p99 and max of a list of figures."""
    return (f"n {len(values)}, p50 {statistics.median(values):.1f}, p95 {percentile(values, .95):.1f}, "
            f"p99 {percentile(values, .99):.1f}, max {max(values):.1f}")


class Undisturbed:
    """Over a with block: whether a goal beyond the product's own deadlines can be asked of what was measured in it.

    Such goals are those of a plain build that has the machine for itself. A sanitizer makes everything many times as long, and a neighbour that wants
    the same processors delays whatever happens here by as much as it likes.
    """

    OTHERS_MAX_SHARE = 0.1

    def __init__(self, station):
        self.is_plain = not station.is_sanitized()

    def __enter__(self):
        self.begun = self._times()
        return self

    def __exit__(self, *exception):
        (busy, idle, own), (busy_before, idle_before, own_before) = self._times(), self.begun
        elapsed = busy + idle - busy_before - idle_before
        self.others_share = max(0, busy - busy_before - (own - own_before)) / elapsed

    def is_alone(self):
        return self.others_share <= self.OTHERS_MAX_SHARE

    def __bool__(self):
        return self.is_plain and self.is_alone()

    def __str__(self):
        return f"{'plain' if self.is_plain else 'sanitized'} build, others used {100 * self.others_share:.0f} % of the machine"

    @staticmethod
    def _times():
        """Ticks of all processors: busy, idle, and busy with this test and what it has started, which are of one session."""
        user, nice, system, idle, waiting, *interrupts_and_stolen = (
            int(word) for word in pathlib.Path("/proc/stat").read_text().splitlines()[0].split()[1:9])
        own, session = 0, os.getsid(0)
        for path in pathlib.Path("/proc").glob("[0-9]*/stat"):
            try:
                fields = path.read_text().rpartition(")")[2].split()
            except OSError:
                continue  # It has just ended.
            if int(fields[3]) == session:
                own += sum(int(field) for field in fields[11:15])
        return user + nice + system + sum(interrupts_and_stolen), idle + waiting, own


async def offer_wait_ms(phone, number):
    await phone.press(f"citizen-{number}")
    offer = await phone.wait("offer", 60)
    await phone.wait("accepted", 60)
    return 1000 * (offer["_at"] - phone.pressed_at)


async def offer_waits_ms(station, presses):
    """Press → offer as the phone sees it, one phone after the other."""
    waits_ms = []
    for number in range(presses):
        async with Phone(station) as phone:
            waits_ms.append(await offer_wait_ms(phone, number))
    return waits_ms


async def paced_offer_waits_ms(station, presses, a_second):
    """The same with so many presses a second, whatever has become of the earlier ones."""
    loop = asyncio.get_running_loop()
    begun = loop.time()

    async def press(number):
        await asyncio.sleep(begun + number / a_second - loop.time())
        async with Phone(station) as phone:
            return await offer_wait_ms(phone, number)

    return await asyncio.gather(*(press(number) for number in range(presses)))


async def offer_waits_at_once_ms(station, presses):
    """The same with all presses in one moment."""
    phones = [await Phone(station).connect() for _ in range(presses)]
    waits_ms = await asyncio.gather(*(offer_wait_ms(phone, number) for number, phone in enumerate(phones)))
    await asyncio.gather(*(phone.close() for phone in phones))
    return waits_ms


class Drill:
    """hamrahi-drill against a station, for the length of a with block."""

    def __init__(self, station, citizens, seconds, *words):
        self.words = [program("hamrahi-drill"), "--station", station.url, "--citizens", str(citizens), "--seconds", str(seconds), *words]

    def __enter__(self):
        self.process = subprocess.Popen(self.words, stdout=subprocess.DEVNULL)
        return self

    def __exit__(self, *exception):
        if self.process.poll() is None:
            self.process.terminate()
        self.process.wait(20)


async def end_as_they_become_live(station, panel, count, timeout_s, at_once=None, interval_ms=0):
    """Drill citizens press until `count` were heard; each incident is ended at once. Returns the media.live events."""
    ended, started = {}, 0
    deadline = time.monotonic() + at_most(timeout_s)
    while len(ended) < count and time.monotonic() < deadline:
        batch = min(at_once or count, count - started)
        with Drill(station, batch, timeout_s, "--interval-ms", str(interval_ms)):
            started += batch
            while len(ended) < started and time.monotonic() < deadline:
                for event in panel.events("media.live"):
                    if event["incident_id"] not in ended:
                        ended[event["incident_id"]] = event
                        answer = await panel.command("incident.end", incident_id=event["incident_id"], disposition="test")
                        assert answer["type"] == "result", answer
                await asyncio.sleep(0.01)
    assert len(ended) == count, f"{len(ended)} of {count} were heard within {timeout_s} s"
    return list(ended.values())


async def live_times_ms(station, presses):
    """Activation → sound as the station measures it, one press at a time; every incident must need one attempt."""
    async with Panel(station) as panel:
        events = await end_as_they_become_live(station, panel, presses, 3 * presses, interval_ms=400)
    assert {event["data"]["attempt"] for event in events} == {1}
    return [event["data"]["live_ms"] for event in events]
