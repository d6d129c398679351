# SPDX-License-Identifier: GPL-3.0-or-later
"""A console's ears on aiortc: its monitor leg, and what is heard on each of its slots."""

import asyncio
import contextlib

import av
import numpy
from aiortc import RTCConfiguration, RTCPeerConnection, RTCSessionDescription
from aiortc.mediastreams import MediaStreamError
from aiortc.sdp import candidate_from_sdp

import speech
from station import Panel

SLOTS = 4


class RtcMonitor(Panel):
    """Keeps what it hears, per slot, from each clear() on."""

    async def connect(self):
        await super().connect()
        self.heard = [[] for _ in range(SLOTS)]
        self.connection = RTCPeerConnection(RTCConfiguration(iceServers=[]))
        self.listening = []
        await self.send(type="monitor.start")
        await self.wait("monitor.answered", 20)
        return self

    async def on_message(self, message):
        if message["type"] == "monitor.offer":
            await self._answer(message["sdp"])
        elif message["type"] == "monitor.candidate" and message["candidate"]:
            candidate = candidate_from_sdp(message["candidate"].split(":", 1)[1])
            candidate.sdpMid = message["sdpMid"]
            candidate.sdpMLineIndex = message["sdpMLineIndex"]
            await self.connection.addIceCandidate(candidate)

    async def _answer(self, sdp):
        await self.connection.setRemoteDescription(RTCSessionDescription(sdp, "offer"))
        for slot, transceiver in enumerate(self.connection.getTransceivers()):
            self.listening.append(asyncio.ensure_future(self._hear(slot, transceiver.receiver.track)))
        await self.connection.setLocalDescription(await self.connection.createAnswer())
        await self.send(type="monitor.answer", sdp=self.connection.localDescription.sdp)
        self.received.append({"type": "monitor.answered"})

    async def _hear(self, slot, track):
        resampler = av.AudioResampler(format="s16", layout="mono", rate=speech.RATE_HZ)
        with contextlib.suppress(MediaStreamError):
            while True:
                for frame in resampler.resample(await track.recv()):
                    self.heard[slot].append(frame.to_ndarray()[0] / 32768)

    def clear(self):
        for pieces in self.heard:
            pieces.clear()

    def seconds(self, slot):
        return sum(map(len, self.heard[slot])) / speech.RATE_HZ

    def samples(self, slot):
        return numpy.concatenate(self.heard[slot]) if self.heard[slot] else numpy.zeros(0)

    def newest(self, slot, count):
        """The last `count` samples at the most; what was heard before them is not touched."""
        pieces, length = [], 0
        for piece in reversed(self.heard[slot]):
            pieces.append(piece)
            length += len(piece)
            if length >= count:
                break
        return numpy.concatenate(pieces[::-1])[-count:] if pieces else numpy.zeros(0)

    async def close(self):
        for task in self.listening:
            task.cancel()
        await self.connection.close()
        await super().close()
