# SPDX-License-Identifier: GPL-3.0-or-later
"""A handshake that does not end in sound is recorded, shown as degraded and tried once more by itself; after that an operator may try again."""

import asyncio
import json
import pathlib
import tempfile
import unittest

import speech
from rtc_phone import RtcPhone
from station import Panel, Station, until

AUDIO_MS = 3000
# Both attempts and what a busy machine adds.
BOTH_ATTEMPTS_S = 2 * AUDIO_MS / 1000 + 20
NO_ANSWERS = ["no SDP at all", "v=0\r\n" * 1000, "v=0\r\no=- 0 0 IN IP4 0.0.0.0\r\ns=-\r\nt=0 0\r\nm=audio 9 UDP/TLS/RTP/SAVPF 96\r\na=sendonly\r\n"]


class FaultyPhone(RtcPhone):
    """A phone that may come to its senses."""

    is_honest = False

    async def on_message(self, message):
        if self.is_honest:
            await super().on_message(message)


class GarblingPhone(FaultyPhone):
    """Answers with what is no answer."""

    garbage = NO_ANSWERS[0]

    async def on_message(self, message):
        if message["type"] == "offer" and not self.is_honest:
            await self.send(type="answer", attempt=message["attempt"], sdp=self.garbage)
        else:
            await super().on_message(message)


class EndlessPhone(RtcPhone):
    """Its answer is good and its ICE connects, but it takes no step of DTLS."""

    is_honest = False

    def prepare(self, connection):
        if not self.is_honest:
            connection.getSenders()[0].transport.start = self.never

    @staticmethod
    async def never(parameters):
        await asyncio.get_running_loop().create_future()


class MuffledPhone(RtcPhone):
    """Everything connects, and no packet of sound comes."""

    is_honest = False

    def prepare(self, connection):
        if not self.is_honest:
            connection.getSenders()[0].transport._send_rtp = self.drop

    @staticmethod
    async def drop(packet):
        pass


class FailedHandshake(unittest.IsolatedAsyncioTestCase):
    async def asyncSetUp(self):
        folder = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory()))
        self.voice = speech.speak(speech.SENTENCES[0], folder / "voice.wav")
        # It rings all the time: who acknowledges is another test's.
        self.station = self.enterContext(Station(settings=["dispatch.ack_timeout_ms=600000"]))
        self.panel = await self.enterAsyncContext(Panel(self.station))

    async def asyncTearDown(self):
        self.assertEqual(self.station.command("log", "verify").returncode, 0)

    async def press(self, phone, **members):
        await phone.connect()
        await phone.press(**members)
        self.incident = (await phone.wait("accepted"))["incident_id"]
        return phone

    async def wait_event(self, kind, attempt, timeout_s=10):
        found = await until(lambda: [event for event in self.panel.events(kind, incident_id=self.incident) if event["data"]["attempt"] == attempt],
                            f"{kind} of attempt {attempt}; the console has {self.told()}", timeout_s)
        return found[0]["data"]

    def told(self):
        """What a console was told of the audio, in its order."""
        return [(event["kind"], event["data"]["attempt"]) for event in self.panel.all("event", incident_id=self.incident)
                if event["kind"].startswith("media.")]

    def shown(self):
        """The incident as an integrator has it now."""
        status, _, body = self.station.http(f"/api/v1/incidents/{self.incident}", self.panel.token)
        self.assertEqual(status, 200)
        return json.loads(body)

    async def fails_twice(self, code, reason):
        """Attempt 1 is recorded, marked and tried again; with attempt 2 it is given up, aloud, and the incident goes on."""
        degraded = await self.wait_event("media.degraded", 1, BOTH_ATTEMPTS_S)
        retry = await self.wait_event("media.retry", 2)
        if code == "media_failed":
            self.assertEqual((self.shown()["media"]["state"], self.shown()["media"]["attempt"]), ("degraded", 2))
        failed = await self.wait_event("media.failed", 2, BOTH_ATTEMPTS_S)
        for data in (degraded, failed):
            self.assertEqual(data["code"], code)
            self.assertIn(reason, data["reason"])
        self.assertEqual(retry["reason"], degraded["reason"])
        order = [step for step in self.told() if step[0] not in ("media.answered", "media.connected")]
        self.assertEqual(order, [("media.offered", 1), ("media.degraded", 1), ("media.retry", 2), ("media.offered", 2), ("media.failed", 2)])
        await self.is_given_up()

    async def is_given_up(self):
        alert = (await self.panel.wait_event("alert.raised", incident_id=self.incident))["data"]
        self.assertEqual((alert["alert"], alert["priority"]), ("media_failed", 1))
        self.assertEqual(self.shown()["media"]["state"], "failed")
        # It rings on, as silent as it is.
        self.assertEqual((self.shown()["status"], self.shown()["ringing"]), ("ringing", ["supervisor"]))
        # What a console that comes now is told, and what is in the records.
        async with Panel(self.station) as later:
            incident, = [each for each in later.welcome["snapshot"]["incidents"] if each["id"] == self.incident]
            self.assertEqual(incident["media"]["state"], "failed")
            self.assertIn("media_failed", [each["alert"] for each in later.welcome["snapshot"]["alerts"]])
        rows = self.station.query("select attempt, state, failure is not null, live_at_us from media_session where incident_id = ? order by attempt",
                                  self.incident)
        self.assertEqual([tuple(row) for row in rows], [(1, "degraded", 1, None), (2, "failed", 1, None)])

    async def is_heard_on_request(self, phone):
        """The operator asks for the audio, and the phone is a good one by now."""
        phone.is_honest = True
        answer = await self.panel.command("incident.retry_audio", incident_id=self.incident)
        self.assertEqual(answer["type"], "result", answer)
        await self.wait_event("media.live", 3, 20)
        await self.panel.wait_event("alert.cleared", incident_id=self.incident)
        self.assertEqual(self.shown()["media"]["state"], "live")
        await self.panel.command("incident.end", incident_id=self.incident, disposition="test")
        await phone.wait("ended")
        await phone.close()

    async def test_an_answer_that_is_none(self):
        for garbage in NO_ANSWERS:
            with self.subTest(garbage=garbage[:30]):
                phone = GarblingPhone(self.station, self.voice)
                phone.garbage = garbage
                await self.press(phone, citizen=f"citizen-{NO_ANSWERS.index(garbage)}")
                await self.fails_twice("bad_sdp", "")
                self.assertEqual({error["code"] for error in phone.all("error")}, {"bad_sdp"})
                await self.is_heard_on_request(phone)

    async def test_no_answer(self):
        phone = await self.press(FaultyPhone(self.station, self.voice), silent=True)
        await self.fails_twice("media_failed", "the offer was not answered")
        self.assertTrue(self.shown()["silent"])
        self.assertEqual(phone.all("status", state="audio_lost")[0]["state"], "audio_lost")
        await self.is_heard_on_request(phone)

    async def test_dtls_that_never_ends(self):
        phone = await self.press(EndlessPhone(self.station, self.voice))
        await self.fails_twice("media_failed", "the offer was answered, but nothing connected")
        self.assertIn(("media.answered", 1), self.told())
        self.assertNotIn(("media.connected", 1), self.told())
        await self.is_heard_on_request(phone)

    async def test_a_phone_that_is_gone_after_the_press(self):
        phone = await self.press(FaultyPhone(self.station, self.voice))
        await phone.vanish()
        await self.fails_twice("media_failed", "the offer was not answered")
        token = phone.all("accepted")[0]["session_token"]

        # Back with a phone that works: nobody has to ask for its audio.
        again = await RtcPhone(self.station, self.voice).connect()
        await again.join(token)
        await self.wait_event("media.live", 3, 20)
        await again.close()

    async def test_a_phone_that_is_gone_after_its_answer(self):
        phone = await self.press(EndlessPhone(self.station, self.voice))
        await self.wait_event("media.answered", 1)
        await phone.vanish()
        await self.wait_event("media.degraded", 1, BOTH_ATTEMPTS_S)
        failed = await self.wait_event("media.failed", 2, BOTH_ATTEMPTS_S)
        self.assertIn("the offer was not answered", failed["reason"])
        await self.is_given_up()

    async def test_a_phone_that_connects_and_says_nothing(self):
        phone = await self.press(MuffledPhone(self.station, self.voice))
        await self.fails_twice("media_failed", "the phone connected, but sent none")
        await self.is_heard_on_request(phone)


if __name__ == "__main__":
    unittest.main(verbosity=2)
