# SPDX-License-Identifier: GPL-3.0-or-later
"""Whoever harms one request of the Duress interface harms nobody else: in the same room and in others media goes on without a lost packet, and the
station's memory is bounded."""

import asyncio
import collections
import contextlib
import os
import pathlib
import signal
import sys
import tempfile
import unittest

import speech
import websockets
from duress import Duress, DuressSocket
from rtc_duress import RtcVictim, RtcViewer
from station import Station, end_with_the_test, until

VIEWER = pathlib.Path(__file__).parents[1] / "support/rtc-viewer-process.py"
REQUESTS = 10_000 if "HAMRAHI_TEST_ALL" in os.environ else 2000
AT_ONCE = 10
# What a leg and a few hundred requests take, and a good deal more; not what one who takes nothing could have us keep.
GROWTH_MAX_KB = 24_000


class Hostile(unittest.IsolatedAsyncioTestCase):
    @classmethod
    def setUpClass(cls):
        folder = pathlib.Path(cls.enterClassContext(tempfile.TemporaryDirectory()))
        cls.voice = speech.speak(speech.SENTENCES[0], folder / "voice.wav")

    async def asyncSetUp(self):
        self.station = self.enterContext(Station(settings=["duress.unjoined_ms=1000"] if self.is_impatient() else []))
        self.duress = Duress(self.station)
        self.attacked = await self.start_room("Asha")

    def is_impatient(self):
        return self._testMethodName.endswith("late")

    async def start_room(self, name):
        """A request whose victim is live."""
        room = self.duress.help(name)
        victim = await self.enterAsyncContext(RtcVictim(room["broadcasterWs"], self.voice))
        before = self.station.count("media.live")
        await victim.offer()
        await until(lambda: self.station.count("media.live") > before, f"{name} is live", 20)
        return room

    async def watch(self, room):
        viewer = await self.enterAsyncContext(RtcViewer(room["viewerWebsocketUrl"]))
        return await viewer.watch()

    @contextlib.asynccontextmanager
    async def nobody_notices(self):
        """One watches in the room that is attacked, one in another; neither loses a packet, and memory does not grow for good."""
        other = await self.start_room("Binu")
        watching = [await self.watch(self.attacked), await self.watch(other)]
        before = [await self.lost(viewer) for viewer in watching]
        before_kb = self.station.resident_kb()
        yield
        await asyncio.gather(*(viewer.watch() for viewer in watching))
        self.assertEqual([await self.lost(viewer) for viewer in watching], before)
        grown_kb = self.station.resident_kb() - before_kb
        print(f"# {self._testMethodName}: memory {grown_kb:+} kB")
        self.assertLess(grown_kb, 600_000 if self.station.is_sanitized() else GROWTH_MAX_KB)
        self.assertEqual([len(viewer.all("offer")) for viewer in watching], [1, 1])

    @staticmethod
    async def lost(viewer):
        stats = await viewer.connection.getStats()
        return sum(entry.packetsLost for entry in stats.values() if entry.type == "inbound-rtp")

    async def test_a_helper_that_floods(self):
        async with self.nobody_notices():
            flooder = await DuressSocket(self.attacked["viewerWebsocketUrl"]).connect()
            with contextlib.suppress(websockets.ConnectionClosed):
                for number in range(20_000):
                    await flooder.send("candidate", "candidate:1 1 UDP 1 192.0.2.1 1 typ host")
                    if number % 50 == 0:
                        await asyncio.sleep(0)
            await flooder.closed()

    async def test_thousands_of_requests(self):
        answers = collections.Counter()

        async def ask(first):
            for number in range(first, REQUESTS, AT_ONCE):
                body = b'{"name":"flood %d"}' % number
                reader, writer = await asyncio.open_connection("127.0.0.1", self.station.port)
                writer.write(b"POST /duress/help HTTP/1.1\r\nHost: s\r\nContent-Type: application/json\r\n"
                             b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
                answers[int((await reader.readline()).split()[1])] += 1
                writer.close()

        async with self.nobody_notices():
            await asyncio.gather(*(ask(first) for first in range(AT_ONCE)))
            # Two places of the 200 were taken.
            self.assertEqual(answers, {200: 198, 503: REQUESTS - 198})

    async def test_viewers_that_take_nothing(self):
        """One never reads its socket and answers nothing; one saw and heard, and is frozen."""
        async with self.nobody_notices():
            deaf = await websockets.connect(self.attacked["viewerWebsocketUrl"], ping_interval=None, compression=None, max_queue=1, read_limit=1024)
            deaf.transport.pause_reading()
            self.addCleanup(deaf.transport.abort)
            frozen = await asyncio.create_subprocess_exec(sys.executable, VIEWER, self.attacked["viewerWebsocketUrl"], stdout=asyncio.subprocess.PIPE,
                                                          preexec_fn=end_with_the_test)
            try:
                self.assertEqual(await frozen.stdout.readline(), b"watching\n")
                frozen.send_signal(signal.SIGSTOP)
                async with RtcViewer(self.attacked["viewerWebsocketUrl"]) as honest:
                    await honest.watch(frames=100, timeout_s=40)
            finally:
                frozen.kill()
                await frozen.wait()

    async def test_a_helper_comes_late(self):
        """While who asks is connected a request does not age, however long nobody comes: here several times what it lives without."""
        for number in range(4):
            self.duress.help(f"Nobody {number}")
            await until(lambda: self.duress.listen_for_helper(f"Nobody {number}") == {"helper": "", "status": "closed"}, "one that nobody joins ages out", 20)
        request = self.duress.listen()
        self.assertEqual((request["name"], request["roomId"]), ("Asha", self.attacked["roomId"]))
        self.assertEqual(self.duress.give_help("Asha", "Rosa"), (200, {"status": "success"}))
        viewer = await self.watch(request)
        self.assertEqual(len(viewer.all("offer")), 1)
        self.assertEqual(self.station.count("media.live"), 1)


if __name__ == "__main__":
    unittest.main(verbosity=2)
