# SPDX-License-Identifier: GPL-3.0-or-later
"""Sound over a TURN server, a real coturn: who gets a relay, who does not, and what is said when there is none."""

import asyncio
import json
import os
import pathlib
import re
import tempfile
import time
import unittest
from unittest import mock

import aioice
import speech
from addresses import other_address
from aiortc import RTCIceServer
from browser import Browser
from rtc_phone import RtcPhone
from station import Panel, Station, until
from turn import Turn, credentials

SECRET = "north of the river"
RELAY_ONLY = "ice.relay_only=true"
DAY_S = 24 * 60 * 60
# More than connecting takes, less than 2 s of sound.
SOME_PACKETS = 60


def candidates(messages):
    """Those of offers and of messages of their own."""
    for message in messages:
        if message["type"] == "offer":
            yield from re.findall(r"^a=(candidate:.*\S)", message["sdp"], re.M)
        elif message["type"] == "candidate" and message["candidate"]:
            yield message["candidate"]


def relay_only():
    """aiortc's phones have no address of their own: nothing but their relay."""
    return mock.patch.object(aioice.ice, "get_host_addresses", return_value=[])


class PhoneWithOldCredentials(RtcPhone):
    """Its first attempt has credentials that were good once."""

    def ice_servers(self, offer):
        if offer["attempt"] > 1:
            return super().ice_servers(offer)
        server, = offer["ice_servers"]
        self.expired = f"{int(time.time()) - 60}:{offer['session_id']}"
        return [RTCIceServer(server["urls"], self.expired, credentials(SECRET, self.expired))]

    async def _answer(self, offer):
        try:
            await super()._answer(offer)
        except aioice.stun.TransactionFailed as failure:
            self.failure = failure


class Relay(unittest.IsolatedAsyncioTestCase):
    def setUp(self):
        self.folder = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory()))
        self.voice = speech.speak(speech.SENTENCES[0], self.folder / "voice.wav")
        self.turn = Turn(SECRET)
        self.addCleanup(self.turn.close)

    def start_station(self, *settings, **options):
        self.station = self.enterContext(Station(settings=[*self.turn.settings, *settings], **options))
        return self.station

    def health(self):
        status, _, body = self.station.http("/healthz")
        return status, json.loads(body).get("failing", [])

    async def heard(self, panel, timeout_s=15):
        """The incident, once two seconds of it are recorded."""
        live = await panel.wait_event("media.live", timeout_s)
        def is_recorded():
            files = list(self.station.data_dir.glob("recordings/**/*.ogg"))
            return files and len(speech.load(files[0])) > 2 * speech.RATE_HZ
        await until(is_recorded, "two seconds are recorded", 30, 0.5)
        return live["incident_id"]

    async def carried(self, panel, incident, *names):
        """What a relay has carried is known when the call is over, on both sides."""
        await panel.command("incident.end", incident_id=incident, disposition="test")
        for name in names:
            await until(lambda: self.turn.carried(name) > SOME_PACKETS, f"coturn has carried the sound for {name}", 20)

    def alerts(self, panel):
        return [alert["alert"] for alert in panel.welcome["snapshot"]["alerts"] + [event["data"] for event in panel.events("alert.raised")]]

    async def test_the_station_is_reached_by_its_relay_alone(self):
        self.turn.start()
        self.start_station(RELAY_ONLY)
        async with Panel(self.station) as panel:
            phone = await RtcPhone(self.station, self.voice).connect()
            await phone.press()
            incident = await self.heard(panel)
            offered = list(candidates(phone.received))
            self.assertTrue(offered)
            self.assertEqual([candidate for candidate in offered if " typ relay" not in candidate], [])
            await phone.close()
            await self.carried(panel, incident, "station")
        self.assertEqual(self.health(), (200, []))

    async def test_a_phone_reaches_the_station_by_its_own_relay(self):
        self.turn.start()
        self.start_station()
        async with Panel(self.station) as panel:
            with relay_only():
                phone = await RtcPhone(self.station, self.voice).connect()
                await phone.press()
                incident = await self.heard(panel)
            session = (await phone.wait("accepted"))["session_id"]
            await phone.close()
            await self.carried(panel, incident, session)

    async def test_a_browser_and_the_station_each_by_their_relay(self):
        self.turn.start()
        self.start_station(RELAY_ONLY)
        async with Panel(self.station) as panel:
            with Browser(self.voice) as browser:
                browser.open(self.station.url + "/sos")
                browser.until("return document.querySelector('h1').textContent", "the page has its words")
                browser.run("""
                    const Connection = window.RTCPeerConnection;
                    window.RTCPeerConnection = function (configuration) {
                      window.connection = new Connection({ ...configuration, iceTransportPolicy: 'relay' });
                      return window.connection;
                    };""")
                browser.hold("#sos", 1100)
                incident = await self.heard(panel)
                browser.wait_done("heard")
                types = browser.run("""
                    return window.connection.getStats().then((stats) => {
                      const pair = [...stats.values()].find((entry) => entry.type === 'candidate-pair' && entry.nominated && entry.state === 'succeeded');
                      return [stats.get(pair.localCandidateId).candidateType, stats.get(pair.remoteCandidateId).candidateType];
                    });""")
                self.assertEqual(types, ["relay", "relay"])
                session, = self.station.query("select json_extract(data, '$.session_id') from event where kind = 'media.live'")[0]
                await self.carried(panel, incident, session, "station")

    async def test_a_drill_is_heard_over_its_own_relay(self):
        self.turn = Turn(SECRET, relays_alone=True)
        self.addCleanup(self.turn.close)
        self.turn.start()
        self.start_station(RELAY_ONLY)
        async with Panel(self.station) as panel:
            result = await panel.command("drill.start", citizens=1, seconds=40)
            self.assertEqual(result["type"], "result", result)
            incident = await self.heard(panel)
            session, = self.station.query("select json_extract(data, '$.session_id') from event where kind = 'media.live'")[0]
            await self.carried(panel, incident, session, "station")

    async def test_wrong_credentials_are_said(self):
        self.turn.start()
        self.start_station(RELAY_ONLY, "ice.turn_secret=another")
        async with Panel(self.station) as panel:
            await until(lambda: self.health() == (503, ["relay"]), "it is said that there is no relay", 30)
            await until(lambda: self.alerts(panel) == ["relay_failed"], "the alarm is raised")
            self.assertTrue(self.turn.refused())
            self.assertEqual(self.turn.given(), [])
            phone = await RtcPhone(self.station, self.voice, can_hedge=False).connect()
            await phone.press()
            failed = await panel.wait_event("media.failed", 30)
            self.assertEqual(failed["data"]["code"], "media_failed")
            self.assertEqual(list(candidates(phone.received)), [])
            await phone.close()

    async def test_expired_credentials_are_refused_and_the_next_are_fresh(self):
        self.turn.start()
        self.start_station()
        async with Panel(self.station) as panel:
            with relay_only():
                phone = await PhoneWithOldCredentials(self.station, self.voice).connect()
                await phone.press()
                live = await panel.wait_event("media.live", 20)
            self.assertEqual(live["data"]["attempt"], 2)
            self.assertEqual(phone.failure.response.attributes["ERROR-CODE"][0], 401)
            self.assertIn(phone.expired, self.turn.refused())
            for offer in phone.all("offer"):
                server, = offer["ice_servers"]
                expiry, name = server["username"].split(":", 1)
                self.assertAlmostEqual(int(expiry), time.time() + DAY_S, delta=60)
                self.assertEqual(name, offer["session_id"])
            await phone.close()

    async def test_a_server_that_is_down_is_said_and_found_again(self):
        self.start_station()
        async with Panel(self.station) as panel:
            phone = await RtcPhone(self.station, self.voice).connect()
            phone.ice_servers = lambda offer: []
            await phone.press()
            await panel.wait_event("media.live", 15)
            await phone.close()
            await until(lambda: self.health() == (503, ["relay"]), "it is said that there is no relay", 30)
            self.turn.start()
            await until(lambda: self.health() == (200, []), "the relay is found", 30)
            await panel.wait_event("alert.cleared")

    async def test_a_server_that_was_started_again_costs_one_retry_at_most(self):
        self.turn.start()
        self.start_station(RELAY_ONLY)
        async with Panel(self.station) as panel:
            self.turn.kill()
            self.turn.start()
            phone = await RtcPhone(self.station, self.voice).connect()
            await phone.press()
            live = await panel.wait_event("media.live", 20)
            self.assertLessEqual(live["data"]["attempt"], 2)
            await phone.close()

    async def test_the_secret_is_told_to_nobody(self):
        self.turn.start()
        group, address = self.turn.settings[0].split("=")
        (self.folder / "station.conf").write_text(f"[ice]\nturn={address}\nturn_secret={SECRET}\nrelay_only=true\n")
        log = self.folder / "station.log"
        with mock.patch.dict(os.environ, G_MESSAGES_DEBUG="all"):
            self.station = self.enterContext(Station(data_dir=self.folder, within=("sh", "-c", f'exec "$0" "$@" 2>{log}')))
        async with Panel(self.station) as panel:
            await panel.send(type="monitor.start")
            offer = await panel.wait("monitor.offer")
            self.assertRegex(offer["ice_servers"][0]["username"], r"^\d+:supervisor$")
            phone = await RtcPhone(self.station, self.voice).connect()
            await phone.press()
            await panel.wait_event("media.live", 15)
            replies = json.dumps([panel.welcome, panel.received, phone.received])
            await phone.close()
        self.assertIn("turn_secret = set", self.station.command("config").stdout)
        for place, text in {"replies": replies, "log": log.read_text(), "settings": self.station.command("config").stdout,
                            "records": self.station.command("log", "export").stdout}.items():
            self.assertTrue(text, place)
            self.assertNotIn(SECRET, text, place)

    async def test_settings_that_do_not_fit_start_nothing(self):
        for settings in (["ice.turn=turn://127.0.0.1:3478"], [RELAY_ONLY], ["ice.turn=turn://user:password@127.0.0.1:3478", f"ice.turn_secret={SECRET}"]):
            words = [word for setting in settings for word in ("--set", setting)]
            result = Station(data_dir=self.folder).command("run", "--listen", "127.0.0.1:0", *words, check=False)
            self.assertIn(result.returncode, (1, 2))
            self.assertIn("“ice.", result.stderr)


class Addresses(unittest.IsolatedAsyncioTestCase):
    """Beyond loopback nobody is offered an address that means his own machine."""

    def setUp(self):
        if other_address() is None:
            self.skipTest("this machine has no address beyond loopback")
        self.voice = speech.speak(speech.SENTENCES[0], pathlib.Path(self.enterContext(tempfile.TemporaryDirectory())) / "voice.wav")

    async def test_a_phone_elsewhere_is_offered_no_loopback(self):
        with Station(settings=["auth.require_device_token=false"], listen=f"{other_address()}:0") as station:
            async with Panel(station) as panel:
                phone = await RtcPhone(station, self.voice).connect()
                await phone.press()
                await panel.wait_event("media.live", 15)
                offered = [candidate.split()[4] for candidate in candidates(phone.received)]
                self.assertIn(other_address(), offered)
                self.assertEqual([address for address in offered if address.startswith("127.") or address == "::1"], [])
                await phone.close()

    async def test_this_machine_is_still_heard(self):
        with Station(listen="0.0.0.0:0") as station:
            async with Panel(station) as panel:
                result = await panel.command("drill.start", citizens=1, seconds=20)
                self.assertEqual(result["type"], "result", result)
                await panel.wait_event("media.live", 15)


if __name__ == "__main__":
    unittest.main()
