# SPDX-License-Identifier: GPL-3.0-or-later
"""What befalls a call that is under way: its sound stops and comes back, its phone loses its socket, the citizen presses again."""

import asyncio
import json
import pathlib
import tempfile
import unittest

import speech
from rtc_phone import RtcPhone
from station import Panel, Phone, Station, activation, until

LOST_MS = 5000
# Two attempts after the silence was noticed, and what a busy machine adds.
GIVEN_UP_S = 5 + 6 + 20
# Presses beside an open incident that begin a session of their own, within a minute.
FREE_PRESSES = 6


class MutablePhone(RtcPhone):
    """May be muffled in the middle of a call, and may leave offers unanswered."""

    answers = True

    async def on_message(self, message):
        if self.answers or message["type"] != "offer":
            await super().on_message(message)

    def mute(self, attempt):
        """The packets stop; the connection, and what goes over the socket, do not."""
        transport = self.connections[attempt][0].getSenders()[0].transport
        transport.send_rtp, transport._send_rtp = transport._send_rtp, self.drop

    def unmute(self, attempt):
        transport = self.connections[attempt][0].getSenders()[0].transport
        transport._send_rtp = transport.send_rtp

    @staticmethod
    async def drop(packet):
        pass


class MidCall(unittest.IsolatedAsyncioTestCase):
    async def asyncSetUp(self):
        folder = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory()))
        self.voice = speech.speak(speech.SENTENCES[0], folder / "voice.wav")
        self.station = self.enterContext(Station(settings=["dispatch.ack_timeout_ms=600000"]))
        self.panel = await self.enterAsyncContext(Panel(self.station))

    async def asyncTearDown(self):
        self.assertEqual(self.station.command("log", "verify").returncode, 0)

    async def call(self):
        """A phone that is heard."""
        phone = await MutablePhone(self.station, self.voice).connect()
        await phone.press()
        self.accepted = await phone.wait("accepted")
        self.incident = self.accepted["incident_id"]
        await self.told("media.live", 1)
        return phone

    async def told(self, kind, attempt, n=1, timeout_s=10):
        """What the console was told of an attempt for the n-th time."""
        def find():
            return [event["data"] for event in self.panel.events(kind, incident_id=self.incident) if event["data"]["attempt"] == attempt]

        await until(lambda: len(find()) >= n, f"{kind} of attempt {attempt}", timeout_s)
        return find()[n - 1]

    async def alert(self, kind):
        found = await until(lambda: [event for event in self.panel.events("alert.raised", incident_id=self.incident) if event["data"]["alert"] == kind],
                            f"the alert {kind}", GIVEN_UP_S)
        self.assertEqual(found[-1]["data"]["priority"], 1)
        return found[-1]["data"]["id"]

    async def is_cleared(self, alert):
        await self.panel.wait_event("alert.cleared", data={"id": alert})

    def media(self):
        status, _, body = self.station.http(f"/api/v1/incidents/{self.incident}", self.panel.token)
        self.assertEqual(status, 200)
        return json.loads(body)["media"]

    def is_shown(self, state, attempt):
        self.assertEqual((self.media()["state"], self.media()["attempt"]), (state, attempt))

    async def finish(self, phone, recordings):
        await self.panel.command("incident.end", incident_id=self.incident, disposition="test")
        await phone.wait("ended")
        await phone.close()
        await until(lambda: len(self.station.query("select 1 from recording where sha256 is not null")) == recordings,
                    f"{recordings} recordings are closed", 30)

    async def test_sound_that_stops_comes_back_over_another_connection(self):
        phone = await self.call()
        phone.mute(1)
        lost = await self.told("media.lost", 1, timeout_s=20)
        self.assertGreaterEqual(lost["silent_ms"], LOST_MS)
        alert = await self.alert("audio_lost")
        await phone.wait("status", state="audio_lost")
        await self.told("media.retry", 2)
        await self.told("media.live", 2, timeout_s=20)
        await self.is_cleared(alert)
        self.is_shown("live", 2)
        await until(lambda: len(phone.all("status", state="audio_live")) == 2, "the phone is told")
        await self.finish(phone, 2)

    async def test_sound_that_stops_comes_back_over_the_same_connection(self):
        phone = await self.call()
        phone.answers = False
        phone.mute(1)
        alert = await self.alert("audio_lost")
        await self.told("media.offered", 2)
        phone.unmute(1)
        await self.told("media.live", 1, n=2)
        await self.is_cleared(alert)
        # The other connection was not needed: that it never came is no failure.
        await self.told("media.closed", 2, timeout_s=20)
        self.is_shown("live", 1)
        for kind in ("media.degraded", "media.failed"):
            self.assertEqual(self.panel.events(kind, incident_id=self.incident), [])
        await self.finish(phone, 1)

    async def test_sound_that_stops_for_good_waits_for_an_operator(self):
        phone = await self.call()
        phone.answers = False
        phone.mute(1)
        lost, failed = await self.alert("audio_lost"), await self.alert("media_failed")
        await self.told("media.degraded", 2)
        await self.told("media.failed", 3)
        self.is_shown("failed", 3)
        phone.answers = True
        self.assertEqual((await self.panel.command("incident.retry_audio", incident_id=self.incident))["type"], "result")
        await self.told("media.live", 4, timeout_s=20)
        await self.is_cleared(lost)
        await self.is_cleared(failed)
        await self.finish(phone, 2)

    async def test_a_late_answer_is_as_good_as_a_question(self):
        phone = await self.call()
        phone.answers = False
        phone.mute(1)
        failed = await self.alert("media_failed")
        # As after an outage: the offers were long on their way.
        phone.answers = True
        await phone.on_message(phone.all("offer", attempt=3)[0])
        await phone.wait("error", code="stale_attempt")
        await self.told("media.live", 4, timeout_s=20)
        await self.is_cleared(failed)
        await self.finish(phone, 2)

    async def test_a_lost_socket_does_not_touch_the_sound(self):
        phone = await self.call()
        phone.socket.transport.abort()
        again = await MutablePhone(self.station, self.voice).connect()
        await again.join(self.accepted["session_token"])
        accepted = await again.wait("accepted")
        self.assertEqual((accepted["incident_id"], accepted["session_id"]), (self.incident, self.accepted["session_id"]))
        await again.wait("status", state="audio_live")
        self.assertEqual(again.all("offer"), [])
        self.is_shown("live", 1)
        await self.finish(again, 1)
        await phone.close()

    async def test_a_phone_that_vanished_is_heard_when_it_is_back(self):
        phone = await self.call()
        await phone.vanish()
        alert = await self.alert("audio_lost")
        again = await MutablePhone(self.station, self.voice).connect()
        await again.join(self.accepted["session_token"])
        await self.told("media.live", 2, timeout_s=20)
        await self.is_cleared(alert)
        await self.finish(again, 2)

    async def test_the_same_press_twice_is_one_incident(self):
        press = activation()
        phones = [await self.enterAsyncContext(Phone(self.station)) for _ in range(5)]
        for phone in phones:
            await phone.send(type="activate", activation=press)
        # Each takes it over from the one before.
        await until(lambda: sum(bool(phone.all("ended", reason="replaced")) for phone in phones) == 4, "one of five has it")
        holder, = [phone for phone in phones if not phone.all("ended")]
        accepted = await holder.wait("accepted")

        again = await self.enterAsyncContext(Phone(self.station))
        await again.send(type="activate", activation=press)
        repeated = await again.wait("accepted")
        for member in ("incident_id", "session_id", "received_at"):
            self.assertEqual(repeated[member], accepted[member])
        self.assertEqual((await again.wait("offer"))["attempt"], 1)
        await holder.wait("ended", reason="replaced")
        self.assertEqual(len(self.station.query("select 1 from incident")), 1)
        self.assertEqual(self.station.count("incident.reactivated"), 0)

    async def test_another_press_goes_on_as_another_session(self):
        first = await self.call()
        second = await MutablePhone(self.station, self.voice).connect()
        await second.press()
        accepted = await second.wait("accepted")
        self.assertEqual(accepted["incident_id"], self.incident)
        self.assertNotEqual(accepted["session_id"], self.accepted["session_id"])
        self.assertEqual((await first.wait("ended"))["reason"], "replaced")
        await self.panel.wait_event("incident.reactivated", incident_id=self.incident)
        await self.told("media.live", 1, n=2)
        self.assertEqual(self.media()["session_id"], accepted["session_id"])
        self.assertEqual((await self.panel.command("incident.end", incident_id=self.incident, disposition="test"))["type"], "result")
        await second.wait("ended")
        await first.close()
        await second.close()
        self.assertEqual([row[0] for row in self.station.query("select count(distinct session_id) from recording")], [2])

    async def test_pressing_again_and_again_is_never_refused(self):
        def post():
            status, _, body = self.station.http("/api/v1/sos", data=json.dumps(activation()).encode())
            return status, json.loads(body)

        answers = [await asyncio.to_thread(post) for _ in range(FREE_PRESSES + 20)]
        self.assertEqual([status for status, _ in answers], [201] * (FREE_PRESSES + 1) + [200] * 19)
        self.assertEqual(len({body["incident_id"] for _, body in answers}), 1)
        self.assertEqual({body["session_id"] for _, body in answers[FREE_PRESSES:]}, {answers[FREE_PRESSES][1]["session_id"]})
        self.incident = answers[0][1]["incident_id"]
        self.assertEqual(len(self.panel.events("incident.reactivated")), FREE_PRESSES)
        self.assertEqual(len(self.panel.events("incident.warning")), 1)

        # An honest one among them is heard all the same.
        phone = await RtcPhone(self.station, self.voice).connect()
        await phone.press()
        await phone.wait("status", 20, state="audio_live")
        await self.finish(phone, 1)


if __name__ == "__main__":
    unittest.main(verbosity=2)
