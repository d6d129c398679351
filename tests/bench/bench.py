# SPDX-License-Identifier: GPL-3.0-or-later
"""Prints the figures of docs/quality.md from the real programs on this machine. Usage: bench.py [--build-dir DIR] [NAME…]"""

import argparse
import asyncio
import os
import pathlib
import sys
import time

SUPPORT = pathlib.Path(__file__).resolve().parents[1] / "support"
sys.path.insert(0, str(SUPPORT))

import console_figures  # noqa: E402
import relay_load  # noqa: E402
from measure import end_as_they_become_live, live_times_ms, offer_waits_at_once_ms, offer_waits_ms, paced_offer_waits_ms, summary  # noqa: E402
from station import Panel, Station  # noqa: E402


async def offer():
    """activation → offer on the wire, ms, one phone at a time"""
    with Station() as station:
        return summary(await offer_waits_ms(station, 200))


async def offer_at_20_a_second():
    """activation → offer on the wire, ms, 20 activations a second"""
    with Station() as station:
        return summary(await paced_offer_waits_ms(station, 200, a_second=20))


async def offer_100_at_once():
    """activation → offer on the wire, ms, 100 phones in the same moment"""
    with Station() as station:
        return summary(await offer_waits_at_once_ms(station, 100))


async def live():
    """activation → sound (measured by the station), ms, loopback"""
    with Station() as station:
        return summary(await live_times_ms(station, 50))


async def start():
    """program start → listening, ms"""
    times = []
    for _ in range(10):
        begun = time.monotonic()
        with Station():
            times.append(1000 * (time.monotonic() - begun))
    return summary(times)


async def memory():
    """resident kB after 10, 100, 200, 300 and 400 incidents started and ended"""
    with Station() as station:
        async with Panel(station) as panel:
            figures, done = [], 0
            for goal in (10, 100, 200, 300, 400):
                panel.received.clear()
                await end_as_they_become_live(station, panel, goal - done, 300, at_once=5)
                done = goal
                await asyncio.sleep(2)
                figures.append(f"{station.resident_kb()} ({station.threads()} threads, {station.descriptors()} descriptors)")
    return ", ".join(figures)


async def network():
    """activation → sound (measured by the station), ms, over 100 ms RTT with 10 ms of jitter each way, 5 Mbit/s and a NAT; takes 20 minutes"""
    # A program of its own: it goes on in namespaces of its own.
    process = await asyncio.create_subprocess_exec(sys.executable, SUPPORT / "calls.py", "100", stdout=asyncio.subprocess.PIPE)
    return (await process.communicate())[0].decode().strip().replace("\n", "\n    ")


async def relay():
    """Duress phones, 640 × 480 at 1 Mbit/s: victim → viewer, and what the station uses for 0 … 8 viewers; takes 4 minutes"""
    return "\n    ".join(await relay_load.figures())


async def search():
    """search among 100,000 incidents → the first 50, ms"""
    return "\n    ".join(console_figures.search_figures())


async def console_start():
    """console and its station, started → window that says they are joined, ms"""
    return summary(console_figures.start_times_ms())


async def screen():
    """200 incidents on the screen, 60 events a second for a minute, drawn by the processor"""
    return await console_figures.screen_figures()


BENCHES = {bench.__name__.replace("_", "-"): bench for bench in (start, offer, offer_at_20_a_second, offer_100_at_once, live, search, console_start,
                                                                     screen, memory, relay, network)}


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--build-dir")
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(BENCHES))
    words = parser.parse_args()
    if words.build_dir:
        os.environ["HAMRAHI_BUILD_DIR"] = os.path.abspath(words.build_dir)
    for name in words.names or BENCHES:
        if name not in BENCHES:
            parser.error(f"there is no bench “{name}”")
        print(f"{name}: {BENCHES[name].__doc__}\n    {asyncio.run(BENCHES[name]())}", flush=True)


if __name__ == "__main__":
    main()
