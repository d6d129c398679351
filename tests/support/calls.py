# SPDX-License-Identifier: GPL-3.0-or-later
"""Calls of phones to a station over a link, and what became of them. As a program: calls.py CALLS measures the matrix of docs/quality.md."""

import asyncio
import contextlib
import dataclasses
import json
import pathlib
import sys
import tempfile
import time

import websockets

import link
import speech
from browser import Browser
from measure import Drill, summary
from rtc_phone import RtcPhone
from station import Station

AUDIO_MS = 3000
# A first attempt, its retry, and what the last packets need.
LONGEST_CALL_S = 10
# One call at a time, so that what is measured is the call and not the machine.
BETWEEN_CALLS_S = 1.0
# What a phone has at the edge of its cell.
MOBILE = {"delay_ms": 50, "jitter_ms": 10, "rate_kbps": 5000}


@dataclasses.dataclass
class Outcome:
    """Of a number of calls, as the station's log has them."""

    live_ms: dict = dataclasses.field(default_factory=dict)  # incident: activation → sound
    failed: set = dataclasses.field(default_factory=set)     # incidents that the station gave up
    hedged: int = 0
    retried: int = 0

    def is_over(self, calls):
        return len(self.live_ms) + len(self.failed) >= calls

    def in_time(self):
        return sum(value <= AUDIO_MS for value in self.live_ms.values())

    def __str__(self):
        return (f"{self.in_time()} of {len(self.live_ms) + len(self.failed)} live within {AUDIO_MS} ms; "
                f"ms: {summary(self.live_ms.values() or [0])}; {self.hedged} hedged, {self.retried} retried, {len(self.failed)} lost")


def station_over(a_link):
    """A station on the far side. It makes its own certificate; the phones need no token."""
    return Station(settings=["auth.require_device_token=false"], listen=f"{link.STATION_ADDRESS}:0", within=a_link.station_side)


async def follow(station, calls, timeout_s):
    """Ends each incident as soon as it is heard or given up."""
    outcome, seen = Outcome(), 0
    deadline = time.monotonic() + timeout_s
    while not outcome.is_over(calls) and time.monotonic() < deadline:
        for seq, kind, incident, data in station.query("select seq, kind, incident_id, data from event where seq > ? order by seq", seen):
            seen = seq
            take_event(station, outcome, kind, incident, json.loads(data))
        await asyncio.sleep(0.02)
    assert outcome.is_over(calls), f"{calls} calls are not over after {timeout_s} s: {outcome}"
    return outcome


def take_event(station, outcome, kind, incident, data):
    if kind == "media.retry":
        outcome.retried += 1
    elif kind == "media.offered" and data.get("hedge"):
        outcome.hedged += 1
    elif kind in ("media.live", "media.failed") and incident not in outcome.live_ms:
        if kind == "media.live":
            outcome.live_ms[incident] = data["live_ms"]
        else:
            outcome.failed.add(incident)
        station.control("incident.end", incident_id=incident, disposition="test")


async def drill_calls(station, calls, voice):
    """GStreamer's webrtcbin as the phone."""
    interval_ms = str(int(1000 * BETWEEN_CALLS_S))
    timeout_s = calls * BETWEEN_CALLS_S + LONGEST_CALL_S
    with Drill(station, calls, int(timeout_s) + 5, "--insecure", "--interval-ms", interval_ms):
        return await follow(station, calls, timeout_s)


async def connected(phone):
    """Tries again as phones do: under loss a TLS handshake may not come to its end."""
    for _ in range(4):
        with contextlib.suppress(OSError, asyncio.TimeoutError, websockets.InvalidHandshake):
            return await phone.connect()
    return await phone.connect()


async def rtc_calls(station, calls, voice):
    """aiortc as the phone; it takes a hedge."""
    async def call(number):
        await asyncio.sleep(number * BETWEEN_CALLS_S)
        phone = await connected(RtcPhone(station, voice, can_hedge=True))
        await phone.press(f"citizen-{number}")
        # Whatever the phone is told of its end, under loss perhaps never: the outcome is the station's.
        with contextlib.suppress(AssertionError):
            await phone.wait("ended", 2 * LONGEST_CALL_S)
        await phone.close()

    outcome, *_ = await asyncio.gather(follow(station, calls, calls * BETWEEN_CALLS_S + 2 * LONGEST_CALL_S),
                                       *(call(number) for number in range(calls)))
    return outcome


async def page_calls(station, calls, voice):
    """The station's page in Chromium, one call after the other; it takes a hedge."""
    def call_all():
        with Browser(voice, over_link=True) as browser:
            for _ in range(calls):
                browser.open(station.url + "/sos")
                browser.until("return document.querySelector('h1').textContent", "the page has its words")
                browser.hold("#sos", 1100)
                browser.wait_state("over", 2 * LONGEST_CALL_S)

    outcome, _ = await asyncio.gather(follow(station, calls, (calls + 3) * LONGEST_CALL_S), asyncio.to_thread(call_all))
    return outcome


PHONES = {"webrtcbin": drill_calls, "aiortc": rtc_calls, "chromium": page_calls}


async def calls_over(a_link, phone, calls, **conditions):
    """So many calls of a kind of phone to a fresh station, over MOBILE with these conditions besides."""
    a_link.set(**MOBILE)
    with tempfile.TemporaryDirectory() as folder, station_over(a_link) as station:
        voice = speech.speak(speech.SENTENCES[0], pathlib.Path(folder) / "voice.wav")
        a_link.counts()
        a_link.set(**{**MOBILE, **conditions})
        outcome = await PHONES[phone](station, calls, voice)
        print(f"# {phone}, {conditions or 'no loss'}: {outcome}; link: {a_link.counts()}", file=sys.stderr, flush=True)
        a_link.set(**MOBILE)
    return outcome


MATRIX = {
    "0 % loss": {},
    "3 %": {"loss": 0.03},
    "5 %": {"loss": 0.05},
    "10 %": {"loss": 0.10},
    "3 % in runs of 4": {"loss": 0.03, "burst": 4},
    "reordering, 0 %": {"reorder": True},
}


def main():
    link.enter_network()
    calls = int(sys.argv[1])
    with link.Link() as a_link:
        for phone in PHONES:
            for name, conditions in MATRIX.items():
                print(f"{phone}, {name}: {asyncio.run(calls_over(a_link, phone, calls, **conditions))}", flush=True)


if __name__ == "__main__":
    main()
