# SPDX-License-Identifier: GPL-3.0-or-later
"""Junk for a station's port, of every kind that a stranger can make. As a program it goes on until its standard input ends: flood.py PORT MANY|ONE SHARE."""

import asyncio
import contextlib
import itertools
import json
import os
import pathlib
import random
import resource
import ssl
import subprocess
import sys

STATION_ADDRESS = "127.0.0.1"
# Of each kind when it comes from many addresses: more than a station has of anything for them.
ADDRESSES = 200

UPGRADE = ("GET /api/v1/{path} HTTP/1.1\r\nHost: station\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
           "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Protocol: hamrahi.{path}.v1\r\n\r\n")
GET = "GET {path} HTTP/1.1\r\nHost: station\r\nAuthorization: Bearer wrong\r\n\r\n"


def text_frame(text):
    """A masked frame with less than 126 bytes; the mask is zero."""
    return b"\x81" + bytes([0x80 | len(text)]) + bytes(4) + text


# What each kind does with its connection until the station ends it.


async def garbage(reader, writer):
    writer.write(random.randbytes(600))


async def stalled_handshake(reader, writer):
    """The beginning of a ClientHello."""
    writer.write(bytes.fromhex("16030102000100"))


async def half_request(reader, writer):
    writer.write(b"GET /healthz HTTP/1.1\r\nX-Slow: ")


async def huge_headers(reader, writer):
    writer.write(b"GET / HTTP/1.1\r\n")
    for _ in range(100):
        if writer.is_closing():
            return
        writer.write(b"X-Filler: " + b"x" * 10_000 + b"\r\n")
        await writer.drain()
        await asyncio.sleep(0)


async def idle_websocket(reader, writer):
    writer.write(UPGRADE.format(path="sos").encode())


async def undecided_websocket(reader, writer):
    """It gives signs of life and never says who it is."""
    writer.write(UPGRADE.format(path="sos").encode())
    while True:
        writer.write(text_frame(b'{"type":"ping"}'))
        await asyncio.sleep(1)


async def bad_json(reader, writer):
    writer.write(UPGRADE.format(path="sos").encode())
    while True:
        writer.write(text_frame(b'{"type":"activate","activation":{"citizen":') * 20)
        await writer.drain()
        await asyncio.sleep(0.05)


async def wrong_token(reader, writer):
    writer.write(random.choice([GET.format(path="/api/v1/events"), GET.format(path="/api/v1/incidents")]).encode())


async def wrong_console(reader, writer):
    writer.write(UPGRADE.format(path="panel").encode())
    message = random.choice([{"type": "resume", "token": "e30.AAAA"}, {"type": "login", "operator_id": "supervisor", "pin": "000000"}])
    writer.write(text_frame(json.dumps(message).encode()))


# kind: whether it shakes hands before, and how many connections a second it makes
KINDS = {garbage: (False, 40), stalled_handshake: (False, 40), half_request: (True, 15), huge_headers: (True, 5), idle_websocket: (True, 15),
         undecided_websocket: (True, 10), bad_json: (True, 5), wrong_token: (True, 10), wrong_console: (True, 5)}


class Flood:
    """The program, for the length of a with block. Under a sanitizer, which makes everything many times as long, there is less of it."""

    def __init__(self, station, addresses):
        share = "0.1" if station.is_sanitized() else "1"
        self.words = [sys.executable, os.path.abspath(__file__), str(station.port), addresses, share]

    def __enter__(self):
        self.process = subprocess.Popen(self.words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        # It is under way.
        self.process.stdout.readline()
        return self

    def __exit__(self, *exception):
        self.made = self.process.communicate()[0].strip()


class Maker:
    """Of all kinds of junk at once."""

    def __init__(self, port, many, share):
        self.port = port
        self.many = many
        self.share = share
        self.context = ssl._create_unverified_context()
        self.counts = {kind.__name__: 0 for kind in KINDS}
        self.tasks = set()

    def addresses(self, index):
        """Where the kind of this number comes from, one after the other, for ever."""
        count = ADDRESSES if self.many else 1
        return itertools.cycle([f"127.0.{index + 1}.{host + 1}" for host in range(count)])

    async def make_one(self, kind, is_tls, address):
        tls = {"ssl": self.context} if is_tls else {}
        with contextlib.suppress(OSError, EOFError, asyncio.TimeoutError):
            async with asyncio.timeout(30):
                reader, writer = await asyncio.open_connection(STATION_ADDRESS, self.port, local_addr=(address, 0), **tls)
                self.counts[kind.__name__] += 1
                doing = asyncio.ensure_future(kind(reader, writer))
                try:
                    while await reader.read(65536):
                        pass
                finally:
                    doing.cancel()
                    await asyncio.gather(doing, return_exceptions=True)
                    writer.transport.abort()

    async def make(self, kind, index):
        is_tls, rate_per_s = KINDS[kind]
        for address in self.addresses(index):
            task = asyncio.ensure_future(self.make_one(kind, is_tls, address))
            self.tasks.add(task)
            task.add_done_callback(self.tasks.discard)
            await asyncio.sleep(1 / rate_per_s / self.share)

    async def run(self):
        making = [asyncio.ensure_future(self.make(kind, index)) for index, kind in enumerate(KINDS)]
        # So many that the first of them wait at the station.
        await asyncio.sleep(2)
        print("flooding", flush=True)
        await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)
        for task in [*making, *self.tasks]:
            task.cancel()
        await asyncio.gather(*making, *self.tasks, return_exceptions=True)
        print(", ".join(f"{count} {kind}" for kind, count in self.counts.items()))


def main():
    # Whoever floods a station has a machine of their own: this one's processors are the station's.
    os.nice(10)
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    port, addresses, share = sys.argv[1:]
    asyncio.run(Maker(int(port), addresses == "MANY", float(share)).run())


if __name__ == "__main__":
    main()
