# SPDX-License-Identifier: GPL-3.0-or-later
"""A citizen's phone on aiortc behind a pipe: offers come in as JSON lines, answers go out."""

import asyncio
import fractions
import json
import math
import struct
import sys

import aioice.ice
import av
from aiortc import MediaStreamTrack, RTCConfiguration, RTCPeerConnection, RTCSessionDescription

RATE = 48000
SAMPLES = 960

# It leaves the loopback addresses out, the only ones that every machine has.
aioice.ice.get_host_addresses = lambda use_ipv4, use_ipv6: ["127.0.0.1"]


class Tone(MediaStreamTrack):
    """A sine wave in real time."""

    kind = "audio"

    def __init__(self, hertz):
        super().__init__()
        self.hertz = hertz
        self.position = 0
        self.started = None

    async def recv(self):
        loop = asyncio.get_running_loop()
        if self.started is None:
            self.started = loop.time()
        await asyncio.sleep(self.started + self.position / RATE - loop.time())
        step = 2 * math.pi * self.hertz / RATE
        values = (int(8000 * math.sin(step * (self.position + i))) for i in range(SAMPLES))
        frame = av.AudioFrame(format="s16", layout="mono", samples=SAMPLES)
        frame.planes[0].update(struct.pack(f"<{SAMPLES}h", *values))
        frame.sample_rate = RATE
        frame.pts = self.position
        frame.time_base = fractions.Fraction(1, RATE)
        self.position += SAMPLES
        return frame


class Phone:
    def __init__(self):
        self.connections = {}

    async def take_offer(self, attempt, sdp, keep):
        if not keep:
            await self.close()
        connection = self.connections[attempt] = RTCPeerConnection(RTCConfiguration(iceServers=[]))
        await connection.setRemoteDescription(RTCSessionDescription(sdp, "offer"))
        connection.addTrack(Tone(440))
        for transceiver in connection.getTransceivers():
            transceiver.direction = "sendonly"
        await connection.setLocalDescription(await connection.createAnswer())
        print(json.dumps({"attempt": attempt, "sdp": connection.localDescription.sdp}), flush=True)

    async def close(self):
        for connection in self.connections.values():
            await connection.close()
        self.connections.clear()


async def main():
    phone = Phone()
    reader = asyncio.StreamReader()
    await asyncio.get_running_loop().connect_read_pipe(
        lambda: asyncio.StreamReaderProtocol(reader, loop=asyncio.get_running_loop()), sys.stdin)
    while line := await reader.readline():
        message = json.loads(line)
        if "sdp" in message:
            await phone.take_offer(message["attempt"], message["sdp"], message["keep"])
        else:
            await phone.close()
    await phone.close()


asyncio.run(main())
