# SPDX-License-Identifier: GPL-3.0-or-later
"""A citizen's phone on aiortc, a WebRTC stack that shares no code with GStreamer."""

import contextlib
import logging

from aiortc import RTCConfiguration, RTCPeerConnection, RTCSessionDescription
from aiortc.contrib.media import MediaPlayer
from aiortc.sdp import candidate_from_sdp

from station import Phone

# aioice goes on retrying checks on a socket that was closed, and asyncio reports each at length.
logging.getLogger("asyncio").setLevel(logging.CRITICAL)


class RtcPhone(Phone):
    """Answers each offer with a voice from a file; a later offer replaces the earlier connection."""

    def __init__(self, station, voice, rewrite_answer=None):
        super().__init__(station)
        self.voice = voice
        self.rewrite_answer = rewrite_answer or (lambda sdp: sdp)
        self.connection = None
        self.player = None

    async def on_message(self, message):
        if message["type"] == "offer":
            await self._answer(message)
        elif message["type"] == "candidate" and self.connection is not None and message["candidate"]:
            candidate = candidate_from_sdp(message["candidate"].split(":", 1)[1])
            candidate.sdpMid = message["sdpMid"]
            candidate.sdpMLineIndex = message["sdpMLineIndex"]
            await self.connection.addIceCandidate(candidate)

    async def _answer(self, offer):
        await self._drop()
        self.connection = RTCPeerConnection(RTCConfiguration(iceServers=[]))
        self.player = MediaPlayer(str(self.voice), loop=True)
        await self.connection.setRemoteDescription(RTCSessionDescription(offer["sdp"], "offer"))
        self.connection.addTrack(self.player.audio)
        for transceiver in self.connection.getTransceivers():
            transceiver.direction = "sendonly"
        await self.connection.setLocalDescription(await self.connection.createAnswer())
        sdp = self.rewrite_answer(self.connection.localDescription.sdp)
        await self.send(type="answer", attempt=offer["attempt"], sdp=sdp)

    async def _drop(self):
        if self.connection is not None:
            connection, self.connection = self.connection, None
            await connection.close()
        if self.player is not None:
            self.player.audio.stop()
            self.player = None

    async def vanish(self):
        """The battery is pulled: media and socket end without a word."""
        self.socket.transport.abort()
        await self._drop()

    async def close(self):
        await self._drop()
        with contextlib.suppress(Exception):
            await super().close()
