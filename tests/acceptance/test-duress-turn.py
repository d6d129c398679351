# SPDX-License-Identifier: GPL-3.0-or-later
"""Phones with the Duress app over a TURN server, a real coturn: with credentials that end, and with those that the app has built in."""

import asyncio
import json
import pathlib
import re
import tempfile
import time
import unittest
from unittest import mock

import aioice
import speech
from aiortc import RTCIceServer
from duress import Duress
from rtc_duress import RtcVictim, RtcViewer
from station import Panel, Station, until
from turn import FixedTurn, Turn, credentials

SECRET = "north of the river"
RELAY_ONLY = "ice.relay_only=true"
HOUR_S = 60 * 60
# More than connecting takes, less than 2 s of sound.
SOME_PACKETS = 60


def candidates(messages):
    """Those that the station sent, in descriptions and by themselves."""
    for message in messages:
        if message["event"] in ("offer", "answer"):
            yield from re.findall(r"^a=(candidate:.*\S)", message["data"], re.M)
        elif message["event"] == "candidate":
            yield json.loads(message["data"])["candidate"]


def server(turn, user, password):
    return [RTCIceServer(f"turn:127.0.0.1:{turn.port}", user, password)]


class Relayed(unittest.IsolatedAsyncioTestCase):
    """No phone has an address of its own: nothing but its relay."""

    def setUp(self):
        folder = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory()))
        self.voice = speech.speak(speech.SENTENCES[0], folder / "voice.wav")
        self.enterContext(mock.patch.object(aioice.ice, "get_host_addresses", return_value=[]))

    def start_turn(self, turn):
        self.addCleanup(turn.close)
        return turn.start()

    def start_station(self, *settings):
        self.station = self.enterContext(Station(settings=settings))
        self.duress = Duress(self.station)
        self.room = self.duress.help("Asha")

    async def watch(self, victim_servers, viewer_servers):
        """A helper sees and hears who asks, until the help is completed; the two sockets."""
        async with RtcVictim(self.room["broadcasterWs"], self.voice, ice_servers=victim_servers) as victim:
            await victim.offer()
            async with RtcViewer(self.room["viewerWebsocketUrl"], ice_servers=viewer_servers) as viewer:
                await viewer.watch(timeout_s=30)
                self.assertEqual(self.duress.complete("Asha", "Rosa"), (200, {"status": "success"}))
                self.assertEqual((await victim.closed(), await viewer.closed()), (1000, 1000))
        self.assertEqual((len(victim.all("answer")), len(viewer.all("offer"))), (1, 1))
        return victim, viewer

    async def assert_carried(self, turn, *names):
        """What a relay has carried is known when it ends."""
        for name in names:
            await until(lambda: turn.carried(name) > SOME_PACKETS, f"coturn has carried the media of {name}: {turn.carried(name)}", 20)

    def assert_relays_alone(self, *sockets):
        for socket in sockets:
            told = list(candidates(socket.received))
            self.assertTrue(told)
            self.assertEqual([candidate for candidate in told if " typ relay" not in candidate], [])

    async def test_every_side_by_its_relay_with_credentials_that_end(self):
        turn = self.start_turn(Turn(SECRET, relays_alone=True))
        self.start_station(*turn.settings, RELAY_ONLY)
        victim, viewer = (f"{int(time.time()) + HOUR_S}:{name}" for name in ("asha", "rosa"))
        sockets = await self.watch(server(turn, victim, credentials(SECRET, victim)), server(turn, viewer, credentials(SECRET, viewer)))
        self.assert_relays_alone(*sockets)
        await self.assert_carried(turn, "asha", "rosa", "station")

    async def test_the_apps_own_credentials_lead_to_the_station(self):
        turn = self.start_turn(FixedTurn())
        self.start_station()
        servers = server(turn, turn.user, turn.password)
        await self.watch(servers, servers)
        await self.assert_carried(turn, turn.user)

    async def test_the_apps_own_credentials_lead_to_a_station_behind_its_relay(self):
        of_phones, of_station = self.start_turn(FixedTurn(relays_alone=True)), self.start_turn(Turn(SECRET, relays_alone=True))
        self.start_station(*of_station.settings, RELAY_ONLY)
        servers = server(of_phones, of_phones.user, of_phones.password)
        self.assert_relays_alone(*await self.watch(servers, servers))
        await self.assert_carried(of_phones, of_phones.user)
        await self.assert_carried(of_station, "station")

    async def test_the_apps_own_credentials_lead_nowhere_else(self):
        turn = self.start_turn(FixedTurn())
        relay, _ = await aioice.turn.create_turn_endpoint(
            asyncio.DatagramProtocol, server_addr=("127.0.0.1", turn.port), username=turn.user, password=turn.password)
        relay.sendto(b"hello", ("127.0.0.3", 9))
        await until(lambda: re.search(r"CHANNEL_BIND processed, error 403", turn.log()), "a peer that is not the station is refused", 10)
        relay.close()

    async def test_the_wrong_password_gets_no_relay(self):
        turn = self.start_turn(FixedTurn())
        self.start_station()
        async with Panel(self.station), RtcVictim(self.room["broadcasterWs"], self.voice, ice_servers=server(turn, turn.user, "wrong")) as victim:
            with self.assertRaises(aioice.stun.TransactionFailed) as refused:
                await victim.offer()
            self.assertEqual(refused.exception.response.attributes["ERROR-CODE"][0], 401)
            self.assertEqual(turn.given(), [])
            self.assertTrue(await victim.is_alive())


if __name__ == "__main__":
    unittest.main(verbosity=2)
