# SPDX-License-Identifier: GPL-3.0-or-later
"""The older phones on aiortc, which shares no code with GStreamer: a victim is seen and heard by helpers who came first, late and again."""

import asyncio
import json
import pathlib
import tempfile
import time
import unittest

import pictures
import speech
from aiortc import RTCPeerConnection, RTCSessionDescription
from aiortc.contrib.media import MediaPlayer
from aiortc.mediastreams import VideoStreamTrack
from aiortc.sdp import candidate_from_sdp
from duress import Duress, DuressSocket
from patience import at_most
from station import Panel, Station, until

FIRST_PICTURE_S = 1


class RtcSocket(DuressSocket):
    """A socket of the app with the connection that it signals."""

    def __init__(self, url):
        super().__init__(url)
        self.connection = RTCPeerConnection()
        self.early = []

    async def on_message(self, message):
        if message["event"] == "candidate":
            told = json.loads(message["data"])
            candidate = candidate_from_sdp(told["candidate"].split(":", 1)[1])
            candidate.sdpMid, candidate.sdpMLineIndex = told["sdpMid"], told["sdpMLineIndex"]
            self.early.append(candidate)
        await self.take_candidates()

    async def take_candidates(self):
        while self.connection.remoteDescription and self.early:
            await self.connection.addIceCandidate(self.early.pop(0))

    async def close(self):
        await self.connection.close()
        await super().close()


class Victim(RtcSocket):
    """Offers a voice and a picture, as the app does."""

    def __init__(self, url, voice):
        super().__init__(url)
        self.player = MediaPlayer(str(voice), loop=True)

    async def offer(self):
        self.connection.addTransceiver(self.player.audio, direction="sendonly")
        self.connection.addTransceiver(VideoStreamTrack(), direction="sendonly")
        await self.connection.setLocalDescription(await self.connection.createOffer())
        await self.send("offer", self.connection.localDescription.sdp)

    async def on_message(self, message):
        if message["event"] == "answer":
            await self.connection.setRemoteDescription(RTCSessionDescription(message["data"], "answer"))
        await super().on_message(message)

    async def close(self):
        await super().close()
        self.player.audio.stop()


class Viewer(RtcSocket):
    """Answers what it is offered, and counts what it could decode."""

    def __init__(self, url):
        super().__init__(url)
        self.decoded = {"audio": 0, "video": 0}
        self.first_picture_at = None
        self.tasks = []
        self.connection.on("track", lambda track: self.tasks.append(asyncio.ensure_future(self.watch(track))))

    async def watch(self, track):
        while True:
            try:
                await track.recv()
            except Exception:  # its end
                return
            self.decoded[track.kind] += 1
            if track.kind == "video" and self.first_picture_at is None:
                self.first_picture_at = time.monotonic()

    async def on_message(self, message):
        if message["event"] == "offer":
            await self.connection.setRemoteDescription(RTCSessionDescription(message["data"], "offer"))
            await self.connection.setLocalDescription(await self.connection.createAnswer())
            await self.send("answer", self.connection.localDescription.sdp)
        await super().on_message(message)

    async def is_watching(self):
        before = dict(self.decoded)
        await until(lambda: all(self.decoded[kind] >= before[kind] + 10 for kind in before), f"sound and picture go on, {self.decoded}", 20)


class Relay(unittest.IsolatedAsyncioTestCase):
    async def asyncSetUp(self):
        self.folder = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory()))
        self.voice = speech.speak(speech.SENTENCES[0], self.folder / "voice.wav")
        self.station = self.enterContext(Station())
        self.reader = self.station.command("key", "create", "--name", "reader", "--scope", "read").stdout.split()[-1]
        self.duress = Duress(self.station)
        self.room = self.duress.help("Asha")

    async def test_viewers_first_late_and_again(self):
        async with Panel(self.station), Viewer(self.room["viewerWebsocketUrl"]) as first:
            async with Victim(self.room["broadcasterWs"], self.voice) as victim:
                await victim.offer()
                await victim.wait("answer")
                await first.is_watching()
                await first.wait("duress-alert")

                begun = time.monotonic()
                async with Viewer(self.room["viewerWebsocketUrl"]) as late, Viewer(self.room["viewerWebsocketUrl"]) as third:
                    await asyncio.gather(late.is_watching(), third.is_watching(), first.is_watching())
                    self.assertLess(late.first_picture_at - begun, at_most(FIRST_PICTURE_S))
                async with Viewer(self.room["viewerWebsocketUrl"]) as again:
                    await again.is_watching()
                self.assertEqual((len(victim.all("answer")), len(victim.all("offer"))), (1, 0))
                self.assertEqual(len(first.all("offer")), 1)

                await until(lambda: self.recorded_likeness() > speech.HOLDS, "the sentence is recorded", 30, poll_s=1)
                self.duress.give_help("Asha", "Rosa")
                self.duress.complete("Asha", "Rosa")
                self.assertEqual([await victim.closed(), await first.closed()], [1000, 1000])
        await until(lambda: self.station.count("recording.finished") == 2, "sound and picture are on the disk", 20)
        self.assertRegex(self.station.command("log", "verify").stdout, "^whole: .* 2 recordings")
        self.assert_picture_recorded()

    def assert_picture_recorded(self):
        row, = self.station.query("select * from recording where path like '%.webm'")
        path = self.station.data_dir / row["path"]
        seen = pictures.frames(path)
        self.assertTrue(seen[0].is_key)
        self.assertGreater(len(seen), 50)
        self.assertEqual((row["duration_ms"], row["bytes"]), (seen[-1].at_ms, path.stat().st_size))

        url = f"/api/v1/incidents/{row['incident_id']}/recording"
        for query in ("?media=picture", f"?id={row['id']}"):
            status, headers, body = self.station.http(url + query, token=self.reader)
            self.assertEqual((status, headers["Content-Type"], body), (200, "video/webm", path.read_bytes()))
        status, headers, body = self.station.http(url, token=self.reader)
        self.assertEqual((status, headers["Content-Type"], body[:4]), (200, "audio/ogg", b"OggS"))

    async def test_another_socket_of_the_victim(self):
        async with Panel(self.station), Viewer(self.room["viewerWebsocketUrl"]) as viewer:
            async with Victim(self.room["broadcasterWs"], self.voice) as victim:
                await victim.offer()
                await viewer.is_watching()
            async with Victim(self.room["broadcasterWs"], self.voice) as victim:
                await victim.offer()
                await victim.wait("answer")
                await until(lambda: self.station.count("media.live") == 2, "the second one is heard", 20)
                await viewer.is_watching()
        self.assertEqual(len(self.station.query("select 1 from incident")), 1)

    def recorded_likeness(self):
        row, = self.station.query("select path from recording where path like '%.ogg'")
        return speech.likeness(self.station.data_dir / row["path"], self.voice)


if __name__ == "__main__":
    unittest.main(verbosity=2)
