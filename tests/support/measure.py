# SPDX-License-Identifier: GPL-3.0-or-later
"""Measurements that the acceptance tests judge and the benches print."""

import asyncio
import statistics
import subprocess
import time

from station import Panel, Phone, program


def summary(values):
    """n, p50, p95, p99 and max of a list of figures."""
    ordered = sorted(values)

    def percentile(share):
        return ordered[min(len(ordered) - 1, int(share * len(ordered)))]

    return (f"n {len(ordered)}, p50 {statistics.median(ordered):.1f}, p95 {percentile(.95):.1f}, "
            f"p99 {percentile(.99):.1f}, max {ordered[-1]:.1f}")


async def offer_waits_ms(station, presses, each_s=0.0):
    """Press → offer as the phone sees it, one phone after the other."""
    waits_ms = []
    for number in range(presses):
        async with Phone(station) as phone:
            await phone.press(f"citizen-{number}")
            offer = await phone.wait("offer", 3)
            waits_ms.append(1000 * (offer["_at"] - phone.pressed_at))
            await phone.wait("accepted", 3)
        await asyncio.sleep(each_s)
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
    deadline = time.monotonic() + timeout_s
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
