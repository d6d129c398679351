# SPDX-License-Identifier: GPL-3.0-or-later
"""AC3: sound flows from the citizen to the station only, and only from the device that signalled it.

It is so in what the station offers, in what it lets a phone answer, and in the packets that leave it.
"""

import asyncio
import collections
import contextlib
import json
import os
import pathlib
import re
import socket
import subprocess
import tempfile
import threading
import unittest

import aioice.ice

import namespaces
import speech
from measure import Drill
from rtc_phone import RtcPhone
from station import Panel, Phone, Station, activation, until

HAS_NETWORK = namespaces.enter("n", "ip", "link", "set", "lo", "up")
if HAS_NETWORK:
    subprocess.run(["ip", "link", "set", "lo", "up"], check=True)

# It leaves the loopback addresses out, the only ones that every machine has.
aioice.ice.get_host_addresses = lambda use_ipv4, use_ipv6: ["127.0.0.1"]

ETH_P_ALL = 3
UDP = 17
ENOUGH_PACKETS = 200
# The first attempt's deadline, and the retry that follows.
SECOND_OFFER_S = 15


def directions(sdp):
    return re.findall(r"^a=(sendrecv|sendonly|recvonly|inactive)", sdp, re.M)


class OneWay(unittest.IsolatedAsyncioTestCase):
    def setUp(self):
        folder = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory()))
        self.voice = speech.speak(speech.SENTENCES[0], folder / "voice.wav")
        self.station = self.enterContext(Station())

    def recordings(self):
        return list((self.station.data_dir / "recordings").rglob("*.ogg"))

    def check_offer(self, sdp):
        self.assertEqual(re.findall(r"^m=(\w+)", sdp, re.M), ["audio"])
        self.assertEqual(directions(sdp), ["recvonly"])
        self.assertIn("a=rtcp-mux", sdp)
        self.assertIn("a=group:BUNDLE", sdp)
        self.assertRegex(sdp, r"a=candidate:")

    async def test_every_offer_only_receives(self):
        """The first, a hedge, the automatic retry, and the one that an operator asks for."""
        async with Panel(self.station) as panel, Phone(self.station) as phone:
            phone.supports = ("hedge",)
            await phone.press()
            incident = (await phone.wait("accepted"))["incident_id"]
            await panel.wait_event("media.failed", SECOND_OFFER_S, incident_id=incident)
            before = len(phone.all("offer"))
            self.assertEqual((await panel.command("incident.retry_audio", incident_id=incident))["type"], "result")
            await until(lambda: len(phone.all("offer")) > before, "the operator's offer is here")
            offers = phone.all("offer")
            self.assertEqual([offer["attempt"] for offer in offers], list(range(1, len(offers) + 1)))
            self.assertGreaterEqual(len(offers), 3)
            for offer in offers:
                self.check_offer(offer["sdp"])

    async def test_the_offer_through_a_backend_only_receives(self):
        sos = {key: value for key, value in activation().items() if value is not None}
        status, _, body = await asyncio.to_thread(self.station.http, "/api/v1/sos", None, json.dumps(sos).encode())
        self.assertEqual(status, 201)
        self.check_offer(json.loads(body)["offer"]["sdp"])

    async def test_an_answer_that_would_let_the_station_send_is_refused(self):
        for direction in ("sendrecv", "recvonly", "inactive"):
            async with Panel(self.station) as panel:
                phone = await RtcPhone(self.station, self.voice, lambda sdp: sdp.replace("a=sendonly", f"a={direction}")).connect()
                await phone.press(f"citizen-{direction}")
                incident = (await phone.wait("accepted"))["incident_id"]
                self.assertEqual((await phone.wait("error"))["code"], "one_way_violation")
                await panel.wait_event("media.degraded", incident_id=incident)
                await panel.wait_event("media.retry", incident_id=incident)
                await panel.wait_event("media.failed", incident_id=incident)
                await panel.wait_event("alert.raised", incident_id=incident)
                self.assertEqual(panel.events("media.live", incident_id=incident), [])
                await phone.close()
        self.assertEqual(self.recordings(), [])

    async def test_another_certificate_is_not_heard(self):
        def falsify(sdp):
            return re.sub(r"(a=fingerprint:sha-256 )(..)", lambda found: found[1] + ("00" if found[2] != "00" else "11"), sdp)

        async with Panel(self.station) as panel:
            phone = await RtcPhone(self.station, self.voice, falsify).connect()
            await phone.press("impostor")
            incident = (await phone.wait("accepted"))["incident_id"]
            failed = await panel.wait_event("media.failed", 15, incident_id=incident)
            self.assertIn("fingerprint", failed["data"]["reason"])
            self.assertEqual(panel.events("media.live", incident_id=incident), [])
            self.assertEqual(panel.events("recording.started", incident_id=incident), [])
            await phone.close()
        self.assertEqual(self.recordings(), [])


class Capture:
    """The datagrams on the loopback, as (source port, payload), for the length of a with block."""

    def __enter__(self):
        self.datagrams = []
        self._socket = socket.socket(socket.AF_PACKET, socket.SOCK_DGRAM, socket.htons(ETH_P_ALL))
        self._socket.bind(("lo", 0))
        self._socket.settimeout(0.1)
        self._is_over = threading.Event()
        self._thread = threading.Thread(target=self._read)
        self._thread.start()
        return self

    def _read(self):
        while not self._is_over.is_set():
            with contextlib.suppress(TimeoutError):
                packet = self._socket.recv(65536)
                header, protocol = (40, packet[6]) if packet[0] >> 4 == 6 else (4 * (packet[0] & 15), packet[9])
                if protocol == UDP:
                    self.datagrams.append((int.from_bytes(packet[header : header + 2], "big"), packet[header + 8 :]))

    def __exit__(self, *exception):
        self._is_over.set()
        self._thread.join()
        self._socket.close()


def kind(payload):
    """RFC 7983 tells them by the first byte, RFC 5761 RTP from RTCP by the second."""
    first, second = payload[0], payload[1]
    if first < 4:
        return "STUN"
    if 20 <= first < 64:
        return "DTLS"
    if 128 <= first < 192:
        return "SRTCP" if 64 <= second & 0x7F <= 95 else "SRTP"
    return f"unknown, {first}"


@unittest.skipUnless(HAS_NETWORK, "this machine allows no network of one's own to listen in (unshare, ip)")
class Wire(unittest.IsolatedAsyncioTestCase):
    """What leaves the station's sockets in a call: never a packet of sound."""

    def setUp(self):
        self.station = self.enterContext(Station())

    def ports(self):
        """Of the station's UDP sockets."""
        process = pathlib.Path(f"/proc/{self.station.process.pid}")
        links = []
        for descriptor in (process / "fd").iterdir():
            with contextlib.suppress(FileNotFoundError):
                links.append(os.readlink(descriptor))
        rows = [line.split() for name in ("udp", "udp6") for line in (process / "net" / name).read_text().splitlines()[1:]]
        return {int(row[1].rsplit(":", 1)[1], 16) for row in rows if f"socket:[{row[9]}]" in links}

    async def check_call(self, press):
        """Of a call: what went to the citizen, and what came from there."""
        async with Panel(self.station) as panel:
            with Capture() as capture:
                await press()
                live = await panel.wait_event("media.live", 20)
                ports = self.ports()

                def heard():
                    return sum(port not in ports and kind(payload) == "SRTP" for port, payload in list(capture.datagrams)) > ENOUGH_PACKETS

                await until(heard, "a while of sound was seen", 30)
                ports |= self.ports()
                await panel.command("incident.end", incident_id=live["incident_id"], disposition="test")
                await panel.wait_event("media.closed", incident_id=live["incident_id"])
            left = collections.Counter(kind(payload) for port, payload in capture.datagrams if port in ports)
            print(f"# from the station: {dict(left)}")
            self.assertGreater(left["STUN"] * left["DTLS"], 0)
            self.assertLessEqual(set(left), {"STUN", "DTLS", "SRTCP"})

    async def test_with_aiortc(self):
        folder = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory()))
        phone = await RtcPhone(self.station, speech.speak(speech.SENTENCES[0], folder / "voice.wav")).connect()
        await self.check_call(phone.press)
        await phone.close()

    async def test_with_webrtcbin(self):
        drill = Drill(self.station, 1, 60)

        async def press():
            self.enterContext(drill)

        await self.check_call(press)


if __name__ == "__main__":
    unittest.main(verbosity=2)
