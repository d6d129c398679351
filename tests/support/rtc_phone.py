# SPDX-License-Identifier: GPL-3.0-or-later
"""A citizen's phone on aiortc, a WebRTC stack that shares no code with GStreamer."""

import contextlib
import logging

from aiortc import RTCConfiguration, RTCIceServer, RTCPeerConnection, RTCSessionDescription
from aiortc.contrib.media import MediaPlayer
from aiortc.sdp import candidate_from_sdp

from station import Phone

# aioice goes on retrying checks on a socket that was closed, and asyncio reports each at length.
logging.getLogger("asyncio").setLevel(logging.CRITICAL)


class RtcPhone(Phone):
    """Answers each offer with a voice from a file; a later offer replaces the earlier connection, but for a hedge."""

    def __init__(self, station, voice, rewrite_answer=None, can_hedge=False):
        super().__init__(station)
        self.voice = voice
        self.rewrite_answer = rewrite_answer or (lambda sdp: sdp)
        self.supports = ("hedge",) if can_hedge else ()
        self.connections = {}  # attempt: (connection, player)

    async def on_message(self, message):
        if message["type"] == "offer":
            await self._answer(message)
        elif message["type"] == "candidate" and message["attempt"] in self.connections and message["candidate"]:
            candidate = candidate_from_sdp(message["candidate"].split(":", 1)[1])
            candidate.sdpMid = message["sdpMid"]
            candidate.sdpMLineIndex = message["sdpMLineIndex"]
            await self.connections[message["attempt"]][0].addIceCandidate(candidate)

    async def _answer(self, offer):
        if not offer.get("hedge"):
            await self._drop()
        connection = RTCPeerConnection(RTCConfiguration(iceServers=self.ice_servers(offer)))
        player = MediaPlayer(str(self.voice), loop=True)
        self.connections[offer["attempt"]] = connection, player
        await connection.setRemoteDescription(RTCSessionDescription(offer["sdp"], "offer"))
        connection.addTrack(player.audio)
        for transceiver in connection.getTransceivers():
            transceiver.direction = "sendonly"
        self.prepare(connection)
        await connection.setLocalDescription(await connection.createAnswer())
        await self.send(type="answer", attempt=offer["attempt"], sdp=self.rewrite_answer(connection.localDescription.sdp))

    def prepare(self, connection):
        """For a phone that is faulty: the connection has its transceiver and has not begun."""

    def ice_servers(self, offer):
        return [RTCIceServer(**server) for server in offer["ice_servers"]]

    async def _drop(self):
        while self.connections:
            connection, player = self.connections.popitem()[1]
            await connection.close()
            player.audio.stop()

    async def vanish(self):
        """The battery is pulled: media and socket end without a word."""
        self.socket.transport.abort()
        await self._drop()

    async def close(self):
        await self._drop()
        with contextlib.suppress(Exception):
            await super().close()
