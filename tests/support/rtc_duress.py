# SPDX-License-Identifier: GPL-3.0-or-later
"""Phones with the Duress app on aiortc: one that asks for help and sends what it hears and sees, and those that watch."""

import asyncio
import contextlib
import fractions
import json
import logging
import re
import time

import av
import numpy
from aiortc import RTCConfiguration, RTCPeerConnection, RTCRtpSender, RTCSessionDescription, VideoStreamTrack
from aiortc.contrib.media import MediaPlayer
from aiortc.mediastreams import MediaStreamError
from aiortc.sdp import candidate_from_sdp

from duress import DuressSocket
from station import until

# aioice goes on retrying checks on a socket that was closed, and asyncio reports each at length.
logging.getLogger("asyncio").setLevel(logging.CRITICAL)

WIDTH, HEIGHT, FRAMES_A_SECOND = 160, 120, 15
CANDIDATE = re.compile(r"^a=(candidate:.*)\r\n", re.M)


class Picture(VideoStreamTrack):
    """A grey that changes, in real time."""

    def __init__(self):
        super().__init__()
        self.count, self.begun_at = 0, time.monotonic()

    async def recv(self):
        self.count += 1
        await asyncio.sleep(max(0, self.begun_at + self.count / FRAMES_A_SECOND - time.monotonic()))
        frame = av.VideoFrame.from_ndarray(numpy.full((HEIGHT, WIDTH, 3), 40 + self.count % 160, dtype=numpy.uint8))
        frame.pts, frame.time_base = self.count * 90_000 // FRAMES_A_SECOND, fractions.Fraction(1, 90_000)
        return frame


async def add_candidate(connection, data):
    """As the station sends one: JSON text with everything in it."""
    said = json.loads(data)
    candidate = candidate_from_sdp(said["candidate"].split(":", 1)[1])
    candidate.sdpMid, candidate.sdpMLineIndex = said["sdpMid"], said["sdpMLineIndex"]
    await connection.addIceCandidate(candidate)


class RtcVictim(DuressSocket):
    """Offers sound and, where asked, a picture; its candidates go before, each in another of the app's forms. The ICE servers are its own, as the app's are."""

    def __init__(self, url, voice, has_picture=True, ice_servers=()):
        super().__init__(url)
        self.voice, self.has_picture = voice, has_picture
        self.ice_servers = list(ice_servers)
        self.connection = None

    def make_tracks(self):
        """Sound and, where asked, a picture."""
        return MediaPlayer(str(self.voice), loop=True).audio, Picture() if self.has_picture else None

    async def offer(self):
        await self.hang_up()
        self.connection = RTCPeerConnection(RTCConfiguration(iceServers=self.ice_servers))
        self.sound, picture = self.make_tracks()
        self.connection.addTransceiver(self.sound, direction="sendonly")
        if picture is not None:
            vp8 = [codec for codec in RTCRtpSender.getCapabilities("video").codecs if codec.mimeType == "video/VP8"]
            self.connection.addTransceiver(picture, direction="sendonly").setCodecPreferences(vp8)
        await self.connection.setLocalDescription(await self.connection.createOffer())
        sdp = self.connection.localDescription.sdp
        for number, line in enumerate(CANDIDATE.findall(sdp)):
            parts = {"candidate": line, "sdpMid": "0", "sdpMLineIndex": 0}
            form = (line, json.dumps(parts), parts)[number % 3]
            await self.send("ice-candidate" if number % 2 else "candidate", form)
        await self.send("offer", CANDIDATE.sub("", sdp))

    async def on_message(self, message):
        if message["event"] == "answer":
            await self.connection.setRemoteDescription(RTCSessionDescription(message["data"], "answer"))
        elif message["event"] == "candidate":
            await add_candidate(self.connection, message["data"])

    async def hang_up(self):
        if self.connection is not None:
            connection, self.connection = self.connection, None
            await connection.close()
            self.sound.stop()

    async def close(self):
        await self.hang_up()
        with contextlib.suppress(Exception):
            await super().close()


class RtcViewer(DuressSocket):
    """Answers what the station offers and counts the frames that it decodes."""

    def __init__(self, url, ice_servers=()):
        super().__init__(url)
        self.ice_servers = list(ice_servers)
        self.connection = None
        self.frames = {"audio": 0, "video": 0}
        self.first_at = {}
        self.listening = []

    async def connect(self):
        self.joined_at = time.monotonic()
        return await super().connect()

    async def on_message(self, message):
        if message["event"] == "offer":
            await self._answer(message["data"])
        elif message["event"] == "candidate":
            await add_candidate(self.connection, message["data"])

    async def _answer(self, sdp):
        await self.hang_up()
        self.connection = RTCPeerConnection(RTCConfiguration(iceServers=self.ice_servers))
        await self.connection.setRemoteDescription(RTCSessionDescription(sdp, "offer"))
        for transceiver in self.connection.getTransceivers():
            # One that is asked to send has nothing to take.
            if transceiver.receiver.track is not None:
                self.listening.append(asyncio.ensure_future(self._take(transceiver.kind, transceiver.receiver.track)))
        await self.connection.setLocalDescription(await self.connection.createAnswer())
        await self.send("answer", self.connection.localDescription.sdp)

    async def _take(self, kind, track):
        with contextlib.suppress(MediaStreamError):
            while True:
                await track.recv()
                self.first_at.setdefault(kind, time.monotonic())
                self.frames[kind] += 1

    async def watch(self, kinds=("audio", "video"), frames=20, timeout_s=15):
        """Until that many more of each kind are decoded."""
        before = dict(self.frames)
        await until(lambda: all(self.frames[kind] >= before[kind] + frames for kind in kinds),
                    f"{frames} more of {kinds}; {before} → {self.frames}, got {[m['event'] for m in self.received]}", timeout_s)
        return self

    def until_picture_s(self):
        return self.first_at["video"] - self.joined_at

    async def hang_up(self):
        for task in self.listening:
            task.cancel()
        self.listening.clear()
        if self.connection is not None:
            await self.connection.close()
            self.connection = None

    async def close(self):
        await self.hang_up()
        with contextlib.suppress(Exception):
            await super().close()
