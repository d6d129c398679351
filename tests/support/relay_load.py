# SPDX-License-Identifier: GPL-3.0-or-later
"""What the relay of the Duress interface costs, and how much later a viewer has what a victim sent.

The victim is a process of its own, `relay_load.py URL`. It sends packets of a phone's sizes and pace that hold noise, and the viewers decode nothing, so
that the machine has time for the station. A packet is known again by its payload, which the relay does not touch.
"""

import asyncio
import contextlib
import fractions
import hashlib
import json
import os
import pathlib
import re
import struct
import sys
import time
import types

import av
import numpy
import websockets
from aiortc import MediaStreamTrack, RTCConfiguration, RTCPeerConnection, RTCSessionDescription
from aiortc.rtcdtlstransport import RTCDtlsTransport, is_rtcp
from aiortc.sdp import candidate_from_sdp

from duress import Duress
from measure import percentile
from rtc_duress import RtcVictim, RtcViewer
from station import Station, end_with_the_test, until

WIDTH, HEIGHT, FRAMES_A_SECOND, BITS_A_SECOND = 640, 480, 30, 1_000_000
CELT_20_MS, VP8_KEY, VP8_INTER, VP8_START = 0xF8, 0x10, 0x11, b"\x9d\x01\x2a"
MAX_VIEWERS = 8
COST_S = 10
DELAY_S = 30


def digest(payload):
    return hashlib.blake2b(payload, digest_size=8).hexdigest()


def payload_of(rtp):
    """What follows the header, its sources and its extension."""
    begin = 12 + 4 * (rtp[0] & 0x0F)
    if rtp[0] & 0x10:
        begin += 4 + 4 * int.from_bytes(rtp[begin + 2:begin + 4], "big")
    return rtp[begin:]


class Noise(MediaStreamTrack):
    """What looks like a codec's frames to whoever does not decode them, in real time; no two are alike."""

    def __init__(self, kind, a_second):
        super().__init__()
        self.kind, self.a_second = kind, a_second
        self.count, self.begun_at = 0, time.monotonic()

    async def recv(self):
        await asyncio.sleep(self.begun_at + self.count / self.a_second - time.monotonic())
        packet = av.Packet(self.make_frame())
        packet.time_base = fractions.Fraction(1, self.a_second)
        packet.pts = self.count
        self.count += 1
        return packet


class Sound(Noise):
    """Opus, 20 ms a packet."""

    def __init__(self):
        super().__init__("audio", 50)

    def make_frame(self):
        return bytes([CELT_20_MS]) + os.urandom(99)


class Picture(Noise):
    """VP8; every two seconds begins with a key frame of five times the size."""

    def __init__(self):
        super().__init__("video", FRAMES_A_SECOND)

    def make_frame(self):
        size = BITS_A_SECOND // 8 // FRAMES_A_SECOND
        if self.count % (2 * FRAMES_A_SECOND):
            return bytes([VP8_INTER, 0, 0]) + os.urandom(size)
        return bytes([VP8_KEY, 0, 0]) + VP8_START + struct.pack("<HH", WIDTH, HEIGHT) + os.urandom(5 * size)


class NoisyVictim(RtcVictim):
    def make_tracks(self):
        return Sound(), Picture()


async def be_victim(url):
    """Until its standard input ends; then tells when it sent what, ns of the monotonic clock."""
    sent = []
    send = RTCDtlsTransport._send_rtp

    async def send_and_note(self, data):
        if not is_rtcp(data):
            sent.append((digest(payload_of(data)), time.monotonic_ns()))
        await send(self, data)

    RTCDtlsTransport._send_rtp = send_and_note
    async with NoisyVictim(url, None) as victim:
        await victim.offer()
        await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)
    json.dump(sent, sys.stdout)


class Victim:
    """That process, for the length of an async with block; `sent` after it."""

    def __init__(self, url):
        self.url = url

    async def __aenter__(self):
        pipe = asyncio.subprocess.PIPE
        self._process = await asyncio.create_subprocess_exec(sys.executable, __file__, self.url, stdin=pipe, stdout=pipe, preexec_fn=end_with_the_test)
        return self

    async def __aexit__(self, *exception):
        if exception[0] is not None:
            self._process.kill()
            await self._process.wait()
            return
        told, _ = await self._process.communicate(b"")
        self.sent = json.loads(told)


@contextlib.contextmanager
def taking():
    """While it lasts, all that comes in here is noted and not decoded: by the transport, a list of (digest, payload type, ns)."""
    taken = {}
    take = RTCDtlsTransport._handle_rtp_data

    async def note(self, data, arrival_time_ms):
        taken.setdefault(self, []).append((digest(payload_of(data)), data[1] & 0x7F, time.monotonic_ns()))

    RTCDtlsTransport._handle_rtp_data = note
    try:
        yield taken
    finally:
        RTCDtlsTransport._handle_rtp_data = take


def delays_ms(sent, taken):
    """From the victim's stack, before it encrypts, to the viewer's, after it has decrypted: {payload type: ms}."""
    times = dict(sent)
    delays = {}
    for key, payload_type, taken_ns in taken:
        if key in times:
            delays.setdefault(payload_type, []).append((taken_ns - times[key]) / 1e6)
    return delays


def tell_delays(name, sent, taken):
    by_number = sorted(delays_ms(sent, taken).values(), key=len)
    return [f"{name}, {what}: n {len(values)}, p50 {percentile(values, .5):.2f}, p99 {percentile(values, .99):.2f}, max {max(values):.2f} ms"
            for what, values in zip(("sound", "picture"), by_number, strict=True)]


async def take_for(taken, seconds):
    """What arrives in so many seconds, at the one viewer that there is."""
    await until(lambda: taken and len(next(iter(taken.values()))) > 200, "packets arrive", 20)
    received, = taken.values()
    received.clear()
    await asyncio.sleep(seconds)
    return list(received)


def candidate_of(data):
    """In whichever form of the app's it is."""
    line = re.search(r"candidate:([^\"]*)", json.dumps(data).replace("\\", "")).group(1)
    candidate = candidate_from_sdp(line)
    candidate.sdpMid, candidate.sdpMLineIndex = "0", 0
    return candidate


async def direct_delays():
    """The same two processes without a station between them."""
    connection = RTCPeerConnection(RTCConfiguration(iceServers=[]))
    candidates = []

    async def signal(socket):
        async for text in socket:
            message = json.loads(text)
            if message["event"] != "offer":
                candidates.append(candidate_of(message["data"]))
            else:
                await connection.setRemoteDescription(RTCSessionDescription(message["data"].replace("a=end-of-candidates\r\n", ""), "offer"))
                for candidate in candidates:
                    await connection.addIceCandidate(candidate)
                await connection.setLocalDescription(await connection.createAnswer())
                await socket.send(json.dumps({"event": "answer", "data": connection.localDescription.sdp}))

    with taking() as taken:
        async with websockets.serve(signal, "127.0.0.1", 0) as server:
            async with Victim("ws://127.0.0.1:%d" % server.sockets[0].getsockname()[1]) as victim:
                received = await take_for(taken, DELAY_S)
            await connection.close()
    return tell_delays("victim → viewer directly", victim.sent, received)


async def relayed_delays():
    with Station() as station, taking() as taken:
        room = Duress(station).help("Asha")
        async with Victim(room["broadcasterWs"]) as victim:
            async with RtcViewer(room["viewerWebsocketUrl"]):
                received = await take_for(taken, DELAY_S)
    return tell_delays("victim → station → viewer", victim.sent, received)


def processor_ns(station):
    """What the station's threads have used."""
    tasks = pathlib.Path(f"/proc/{station.process.pid}/task").glob("*/schedstat")
    return sum(int(task.read_text().split()[0]) for task in tasks)


async def cost_now(station, taken, viewers):
    """(share of a processor, resident kB, packets a second to each viewer) while so many watch."""
    known = {transport: len(packets) for transport, packets in taken.items()}
    await until(lambda: sum(len(packets) > known.get(transport, 0) + 100 for transport, packets in taken.items()) == viewers,
                f"{viewers} viewers take packets", 30)
    counts = {transport: len(packets) for transport, packets in taken.items()}
    begun_ns, used_ns = time.monotonic_ns(), processor_ns(station)
    await asyncio.sleep(COST_S)
    elapsed_ns = time.monotonic_ns() - begun_ns
    share = (processor_ns(station) - used_ns) / elapsed_ns
    packets = sum(len(packets) - counts[transport] for transport, packets in taken.items())
    return types.SimpleNamespace(share=share, resident_kb=station.resident_kb(), packets_a_second=packets / max(viewers, 1) / elapsed_ns * 1e9)


def slope(values):
    """What one more adds, over all of them."""
    return numpy.polyfit(range(len(values)), values, 1)[0]


async def costs():
    with Station() as station, taking() as taken:
        room = Duress(station).help("Asha")
        async with Victim(room["broadcasterWs"]), contextlib.AsyncExitStack() as watching:
            await until(lambda: station.count("media.live"), "the media is live", 20)
            rows = [await cost_now(station, taken, 0)]
            for viewers in range(1, MAX_VIEWERS + 1):
                await watching.enter_async_context(RtcViewer(room["viewerWebsocketUrl"]))
                rows.append(await cost_now(station, taken, viewers))
    lines = [f"{viewers} viewers: {100 * row.share:.1f} % of a processor, {row.resident_kb / 1000:.1f} MB, {row.packets_a_second:.0f} packets a second to each"
             for viewers, row in enumerate(rows)]
    lines.append(f"one more: {100 * slope([row.share for row in rows]):.2f} % of a processor, {slope([row.resident_kb for row in rows[1:]]):.0f} kB")
    return lines


async def figures():
    return [*await direct_delays(), *await relayed_delays(), *await costs()]


if __name__ == "__main__":
    asyncio.run(be_victim(sys.argv[1]))
