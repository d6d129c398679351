# SPDX-License-Identifier: GPL-3.0-or-later
"""Sound within three seconds over what a phone really has: 100 ms of round trip, jitter, 5 Mbit/s, lost packets, and a NAT before a private address."""

import asyncio
import collections
import socket
import time
import unittest

import link
from calls import AUDIO_MS, calls_over
from measure import live_times_ms, summary
from station import Station

CALLS = 20
PACKETS = 1000
PORT = 9999


class Emulator(unittest.TestCase):
    """That the link is what it says: else what follows would prove nothing."""

    def setUp(self):
        self.link = self.enterContext(link.Link(delay_ms=50, jitter_ms=10))
        self.far = self.enterContext(self.link.in_station(lambda: new_socket(link.STATION_ADDRESS, PORT)))
        self.near = self.enterContext(new_socket(link.PHONES_ADDRESS, 0))

    def count(self, **conditions):
        """What becomes of PACKETS packets."""
        self.link.set(**conditions)
        self.link.counts()
        for _ in range(PACKETS):
            self.near.sendto(b"packet", (link.STATION_ADDRESS, PORT))
            time.sleep(0.0005)
        total = collections.Counter()
        deadline = time.monotonic() + 5
        while total["passed"] + total["lost"] < PACKETS:
            self.assertLess(time.monotonic(), deadline, total)
            total.update(self.link.counts())
            time.sleep(0.01)
        return total

    def test_delay_and_nat(self):
        begun = time.monotonic()
        self.near.sendto(b"there", (link.STATION_ADDRESS, PORT))
        _, phone = self.far.recvfrom(100)
        self.far.sendto(b"back", phone)
        self.assertEqual(self.near.recv(100), b"back")
        self.assertGreaterEqual(time.monotonic() - begun, 0.080)
        self.assertEqual(phone[0], link.PUBLIC_ADDRESS)

        # Neither a stranger nor the private address comes through.
        with self.link.in_station(lambda: new_socket(link.STATION_ADDRESS, 0)) as stranger:
            stranger.sendto(b"unasked", phone)
            stranger.sendto(b"unasked", (link.PHONES_ADDRESS, self.near.getsockname()[1]))
            self.far.sendto(b"after", phone)
            self.assertEqual(self.near.recv(100), b"after")

    def test_loss(self):
        lost = self.count(loss=0.1)["lost"]
        self.assertTrue(60 <= lost <= 140, lost)
        lost = self.count(loss=0.1, burst=4)["lost"]
        self.assertTrue(30 <= lost <= 200, lost)
        self.assertEqual(self.count()["lost"], 0)

    def test_order(self):
        self.assertEqual(self.count(delay_ms=20, jitter_ms=10)["overtaken"], 0)
        self.assertGreater(self.count(delay_ms=20, jitter_ms=10, reorder=True)["overtaken"], PACKETS / 10)

    def test_outage(self):
        self.link.set(outage=True)
        self.near.sendto(b"lost", (link.STATION_ADDRESS, PORT))
        self.link.set()
        self.near.sendto(b"found", (link.STATION_ADDRESS, PORT))
        self.assertEqual(self.far.recv(100), b"found")


def new_socket(address, port):
    made = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    made.settimeout(5)
    made.bind((address, port))
    return made


class SoundWithinThreeSeconds(unittest.TestCase):
    def check(self, phone, **conditions):
        with link.Link() as a_link:
            outcome = asyncio.run(calls_over(a_link, phone, CALLS, **conditions))
        self.assertGreaterEqual(outcome.in_time(), 0.95 * CALLS, outcome)
        self.assertEqual(len(outcome.failed), 0, outcome)

    def test_webrtcbin_on_one_machine(self):
        with link.Link(), Station() as station:
            live_ms = asyncio.run(live_times_ms(station, 2 * CALLS))
        print("# one machine, ms:", summary(live_ms))
        self.assertLess(max(live_ms), AUDIO_MS)

    def test_webrtcbin_without_loss(self):
        self.check("webrtcbin")

    def test_aiortc_without_loss_out_of_order(self):
        self.check("aiortc", reorder=True)

    def test_aiortc_at_five_percent(self):
        self.check("aiortc", loss=0.05)


if __name__ == "__main__":
    link.enter_network()
    unittest.main(verbosity=2)
