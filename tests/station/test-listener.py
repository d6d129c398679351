# SPDX-License-Identifier: GPL-3.0-or-later
"""What strangers may do to the port, and that an honest phone does not notice."""

import asyncio
import contextlib
import itertools
import json
import pathlib
import re
import resource
import ssl
import time
import unittest

from addresses import other_address
from events import Events
from measure import Undisturbed
from station import Client, Panel, Phone, Station, until

MASKED = b"\x00\x00\x00\x00"


async def dial(station, host="127.0.0.1", **options):
    return await asyncio.open_connection(host, station.port, **options)


async def dial_websocket(station):
    reader, writer = await dial(station)
    writer.write(b"GET /api/v1/sos HTTP/1.1\r\nHost: station\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                 b"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Protocol: hamrahi.sos.v1\r\n"
                 b"Sec-WebSocket-Extensions: permessage-deflate\r\n\r\n")
    return reader, writer, await reader.readuntil(b"\r\n\r\n")


async def ended(reader, timeout_s):
    """Whether the station ends the connection in time; what it still says is thrown away."""
    deadline = time.monotonic() + timeout_s
    try:
        while await asyncio.wait_for(reader.read(65536), max(0, deadline - time.monotonic())):
            pass
    except ConnectionError:
        pass
    except asyncio.TimeoutError:
        return False
    return True


def peak_kb(station):
    """The most memory that the station ever had."""
    status = pathlib.Path(f"/proc/{station.process.pid}/status").read_text()
    return int(re.search(r"VmHWM:\s+(\d+)", status).group(1))


class Stranger(Client):
    """Somebody at the consoles' door."""

    path = "/api/v1/panel"
    protocol = "hamrahi.panel.v1"


class Listener(unittest.IsolatedAsyncioTestCase):
    def setUp(self):
        self.station = self.enterContext(Station())

    def assert_served_in_time(self, waits_ms):
        """The product's own deadline, which a sanitizer makes longer."""
        self.assertLess(max(waits_ms), 1500 if self.station.is_sanitized() else 500)

    def assert_grew_little(self, before_kb):
        # A sanitizer keeps what was freed for a while.
        self.assertLess(self.station.resident_kb() - before_kb, 600_000 if self.station.is_sanitized() else 16_000)

    async def honest_wait_ms(self):
        started = time.monotonic()
        async with Phone(self.station) as phone:
            await phone.press(f"honest-{started}")
            await phone.wait("offer")
        return (time.monotonic() - started) * 1000

    async def test_announced_body_is_refused_before_it_comes(self):
        reader, writer = await dial(self.station)
        writer.write(b"POST /api/v1/sos HTTP/1.1\r\nHost: station\r\nContent-Length: 10000000000\r\n\r\n")
        answer = await asyncio.wait_for(reader.readuntil(b"}"), 2)
        self.assertTrue(answer.startswith(b"HTTP/1.1 413 "), answer)
        self.assertEqual(json.loads(answer.split(b"\r\n\r\n")[1])["code"], "too_large")
        writer.close()

    async def test_chunked_body_is_refused_past_the_limit(self):
        reader, writer = await dial(self.station)
        writer.write(b"POST /api/v1/sos HTTP/1.1\r\nHost: station\r\nTransfer-Encoding: chunked\r\n\r\n")
        for _ in range(5):
            writer.write(b"4000\r\n" + b" " * 0x4000 + b"\r\n")
        answer = await asyncio.wait_for(reader.readuntil(b"}"), 2)
        self.assertTrue(answer.startswith(b"HTTP/1.1 413 "), answer)
        writer.close()

    async def test_body_without_end_takes_no_memory(self):
        before_kb = self.station.resident_kb()
        reader, writer = await dial(self.station)
        writer.write(b"POST /api/v1/sos HTTP/1.1\r\nHost: station\r\nContent-Length: 10000000000\r\n\r\n")
        with self.assertRaises((ConnectionError, asyncio.TimeoutError)):
            async with asyncio.timeout(30):
                while True:
                    writer.write(b" " * 1_000_000)
                    await writer.drain()
        self.assert_grew_little(before_kb)
        self.assert_served_in_time([await self.honest_wait_ms()])

    async def test_endless_headers(self):
        before_kb = self.station.resident_kb()
        reader, writer = await dial(self.station)
        writer.write(b"GET / HTTP/1.1\r\n")
        try:
            for _ in range(3000):
                writer.write(b"X-Filler: " + b"x" * 10_000 + b"\r\n")
                await writer.drain()
        except ConnectionError:
            pass
        self.assertTrue(await ended(reader, 5))
        self.assert_grew_little(before_kb)

    async def test_a_request_has_a_deadline(self):
        async def drip(reader, writer):
            try:
                while not reader.at_eof():
                    writer.write(b"X")
                    await writer.drain()
                    await asyncio.sleep(0.5)
            except ConnectionError:
                pass

        silent, _ = await dial(self.station)
        slow, writer = await dial(self.station)
        writer.write(b"GET /healthz HTTP/1.1\r\nX-Slow: ")
        dripping = asyncio.ensure_future(drip(slow, writer))
        started = time.monotonic()
        self.assertEqual(await asyncio.gather(ended(silent, 25), ended(slow, 25)), [True, True])
        self.assertGreater(time.monotonic() - started, 15)
        dripping.cancel()

    async def test_fragments_without_end(self):
        reader, writer, _ = await dial_websocket(self.station)
        before_kb = self.station.resident_kb()
        fragment = b"\x00\xfe\x80\x00" + MASKED + b" " * 0x8000
        writer.write(b"\x01\x80" + MASKED)
        try:
            for _ in range(3000):
                writer.write(fragment)
                await writer.drain()
        except ConnectionError:
            pass
        self.assertTrue(await ended(reader, 5))
        self.assert_grew_little(before_kb)

    async def test_no_compression(self):
        _, writer, answer = await dial_websocket(self.station)
        self.assertIn(b" 101 ", answer)
        self.assertNotIn(b"permessage-deflate", answer.lower())
        writer.close()

    async def test_a_flood_of_messages(self):
        reader, writer, _ = await dial_websocket(self.station)
        ping = b'{"type":"ping"}'
        writer.write((b"\x81" + bytes([0x80 | len(ping)]) + MASKED + ping) * 20_000)
        waits_ms = [await self.honest_wait_ms() for _ in range(5)]
        self.assert_served_in_time(waits_ms)
        self.assertTrue(await ended(reader, 10))
        writer.close()

    async def test_junk_connections(self):
        before = self.station.descriptors()
        junk = [await dial(self.station) for _ in range(500)]
        waits_ms = [await self.honest_wait_ms() for _ in range(10)]
        self.assert_served_in_time(waits_ms)
        for _, writer in junk:
            writer.close()
        await until(lambda: self.station.descriptors() <= before + 30, "the junk's descriptors are back")

    async def test_many_pins_at_once(self):
        self.station.control("operator.save", id="asha", pin="2468")
        clients = [await Stranger(self.station).connect() for _ in range(20)]
        before_kb = peak_kb(self.station)
        for number, client in enumerate(clients):
            await client.send(type="login", operator_id="asha", pin=f"10{number:02}")
        for client in clients:
            await client.wait("error", 30)
            await client.close()
        # Argon2id takes 64 MiB each time.
        self.assertLess(peak_kb(self.station) - before_kb, 100_000)

    async def test_errors_are_problems(self):
        status, headers, body = self.station.http("/no/such")
        self.assertEqual((status, headers["Content-Type"], json.loads(body)["code"]), (404, "application/problem+json", "not_found"))
        status, headers, _ = self.station.http("/api/v1/zones", token="x", data=b"{}")
        self.assertEqual((status, headers["Allow"]), (405, "GET"))
        status, headers, body = self.station.http("/api/v1/zones")
        self.assertEqual((status, headers["WWW-Authenticate"], json.loads(body)["code"]), (401, "Bearer", "unauthorized"))

    async def test_the_page(self):
        status, headers, body = self.station.http("/sos")
        self.assertEqual((status, headers["Content-Type"], headers["Cache-Control"]), (200, "text/html; charset=utf-8", "no-store"))
        self.assertIn("default-src 'none'", headers["Content-Security-Policy"])
        self.assertIn(b"/sos/sos.js", body)
        for path, kind in (("/sos/sos.js", "text/javascript"), ("/sos/sos.css", "text/css")):
            status, headers, _ = self.station.http(path)
            self.assertEqual((status, headers.get_content_type()), (200, kind))
        self.assertEqual(self.station.http("/sos/../records.sqlite3")[0], 404)

    async def test_health(self):
        status, _, body = self.station.http("/healthz")
        self.assertEqual((status, json.loads(body)), (200, {"status": "ok"}))


class Caps(unittest.IsolatedAsyncioTestCase):
    def start(self, *settings, **options):
        station = Station(settings=settings)
        self.enterContext(station._own_dir)
        station.start(**options)
        self.addCleanup(station.stop)
        return station

    async def dial_many(self, station, count, *arguments, **options):
        """They stay to the end of the test."""
        connections = [await dial(station, *arguments, **options) for _ in range(count)]
        for _, writer in connections:
            self.addCleanup(writer.close)
        return [reader for reader, _ in connections]

    async def test_the_longest_unproven_makes_room(self):
        station = self.start("limits.connections=20")
        junk = await self.dial_many(station, 20)
        newcomer, = await self.dial_many(station, 1)
        self.assertTrue(await ended(junk[0], 10))
        self.assertFalse(await ended(newcomer, 0.5))
        self.assertFalse(await ended(junk[1], 0.1))

    async def test_whoever_proved_something_stays(self):
        station = self.start("limits.connections=3")
        token = station.command("key", "create", "--name", "wall", "--scope", "read").stdout.split()[-1]
        async with Panel(station) as panel, Phone(station) as phone, Events(station, token) as events:
            await phone.press()
            incident = (await phone.wait("accepted"))["incident_id"]
            # Nobody is left who could go.
            for reader in await self.dial_many(station, 20):
                self.assertTrue(await ended(reader, 10))
            result = await panel.command("incident.acknowledge", incident_id=incident)
            self.assertEqual(result["type"], "result", result)
            await phone.wait("status", state="acknowledged")
            await events.until("incident.acknowledged")

    async def test_a_place_is_free_again(self):
        station = self.start("limits.connections=1")
        async with Phone(station) as phone:
            await phone.press()
            await phone.wait("accepted")
            self.assertFalse(self.answers(station))
        await until(lambda: self.answers(station), "a place is free again")

    @staticmethod
    def answers(station):
        try:
            return station.http("/healthz")[0] == 200
        except OSError:
            return False

    async def test_a_full_house_from_many_addresses(self):
        """Honest ones are let in at once and are not sent away for whoever comes after them."""
        station = self.start()
        most = int(re.search(r"limits.connections = (\d+)", station.command("config").stdout).group(1))
        _, hard_limit = resource.getrlimit(resource.RLIMIT_NOFILE)
        resource.setrlimit(resource.RLIMIT_NOFILE, (hard_limit, hard_limit))
        async with Panel(station) as panel, Phone(station) as early:
            await early.press("early")
            await early.wait("accepted")
            addresses = itertools.cycle(f"127.0.{index % 7 + 1}.{index % 29 + 1}" for index in range(7 * 29))
            junk = []
            for _ in range(most + 200):
                junk += await self.dial_many(station, 1, local_addr=(next(addresses), 0))
            # The kernel takes them faster than the station.
            await until(lambda: sum(reader.at_eof() for reader in junk) >= 200, "room was made for the last of them", 60)
            waits_ms = []
            with Undisturbed(station) as alone:
                for number in range(10):
                    started = time.monotonic()
                    async with Phone(station) as phone:
                        await phone.press(f"honest-{number}")
                        offer = await phone.wait("offer")
                    waits_ms.append(1000 * (offer["_at"] - started))
            self.assertLess(max(waits_ms), 500 if alone else 3000, alone)
            await early.send(type="ping")
            await early.wait("pong")
            self.assertEqual(len(panel.events("incident.activated")), 11)

    async def test_per_address(self):
        address = other_address()
        if address is None:
            self.skipTest("This machine has loopback alone")
        station = self.start("limits.connections_per_address=5", listen="0.0.0.0:0")
        junk = await self.dial_many(station, 5, address)
        newcomer, = await self.dial_many(station, 1, address)
        self.assertTrue(await ended(junk[0], 10))
        loopback = await self.dial_many(station, 10)
        for reader in (newcomer, junk[1], loopback[0]):
            self.assertFalse(await ended(reader, 0.2))


class Tls(unittest.IsolatedAsyncioTestCase):
    async def asyncSetUp(self):
        if other_address() is None:
            self.skipTest("This machine has loopback alone")
        self.station = Station()
        self.enterContext(self.station._own_dir)
        self.station.start(listen="0.0.0.0:0")
        self.addCleanup(self.station.stop)
        self.context = ssl._create_unverified_context()

    def skip_where_handshakes_are_slow(self):
        if self.station.is_sanitized():
            self.skipTest("A sanitizer makes a handshake many times as long; the deadlines are those of a station in use")

    async def get(self, own_address="127.0.0.1"):
        """How long one honest request takes, in seconds."""
        started = time.monotonic()
        reader, writer = await dial(self.station, ssl=self.context, local_addr=(own_address, 0))
        writer.write(b"GET /healthz HTTP/1.1\r\nHost: station\r\n\r\n")
        answer = await asyncio.wait_for(reader.read(), 30)
        writer.close()
        self.assertTrue(answer.startswith(b"HTTP/1.1 200 "), answer)
        return time.monotonic() - started

    async def test_beyond_loopback_it_is_tls(self):
        self.assertTrue(self.station.url.startswith("https://"))
        await self.get()

    async def test_a_burst_of_honest_ones(self):
        self.skip_where_handshakes_are_slow()
        await asyncio.gather(*(self.get() for _ in range(50)))

    def hello(self):
        """What a client says first."""
        says = ssl.MemoryBIO()
        with contextlib.suppress(ssl.SSLWantReadError):
            self.context.wrap_bio(ssl.MemoryBIO(), says).do_handshake()
        return says.read()

    async def stall(self, count, hello=None):
        stalled = [await dial(self.station) for _ in range(count)]
        for _, writer in stalled:
            writer.write(hello or self.hello())
        return stalled

    async def test_stalled_handshakes_hold_nobody_up(self):
        self.skip_where_handshakes_are_slow()
        stalled = await self.stall(40)
        self.assertLess(await self.get("127.0.0.2"), 3)
        # Whoever shares their address waits until one of them has to go.
        self.assertLess(await self.get(), 8)
        self.assertEqual(await asyncio.gather(*(ended(reader, 30) for reader, _ in stalled)), [True] * len(stalled))
        self.assertLess(await self.get(), 3)

    async def test_no_thread_before_the_hello_is_whole(self):
        await self.get()
        threads = self.station.threads()
        hello = self.hello()
        stalled = [await self.stall(20, beginning) for beginning in (hello[:3], hello[:5], hello[:100], hello[:-1])]
        await self.get()
        self.assertLessEqual(self.station.threads(), threads + 1)
        # Piece by piece it is as good as at once.
        reader, writer = stalled[0][0]
        for byte in hello[3:]:
            writer.write(bytes([byte]))
            await writer.drain()
        self.assertEqual(await asyncio.wait_for(reader.readexactly(1), 10), hello[:1])

    async def test_what_is_not_tls_is_refused_at_once(self):
        [(reader, _)] = await self.stall(1, b"GET / HTTP/1.1\r\n\r\n")
        self.assertTrue(await ended(reader, 10))

    async def test_a_connection_costs_little(self):
        await self.get()
        before_kb = self.station.resident_kb()
        connections = [await dial(self.station, ssl=self.context) for _ in range(100)]
        # A list of the system's authorities for each would be 2 MB.
        if not self.station.is_sanitized():
            self.assertLess(self.station.resident_kb() - before_kb, 100 * 200)
        for _, writer in connections:
            writer.close()

    async def test_stopping_amid_stalled_handshakes(self):
        stalled = await self.stall(20)
        await self.get("127.0.0.2")
        self.station.stop(5)
        self.assertEqual(await asyncio.gather(*(ended(reader, 1) for reader, _ in stalled)), [True] * len(stalled))

    async def test_a_stalled_handshake_has_a_deadline(self):
        [(reader, _)] = await self.stall(1)
        self.assertTrue(await ended(reader, 20))


if __name__ == "__main__":
    unittest.main(verbosity=2)
