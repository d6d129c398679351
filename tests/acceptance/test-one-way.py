# SPDX-License-Identifier: GPL-3.0-or-later
"""Sound flows from the citizen to the station only, and only from the device that signalled it."""

import pathlib
import re
import tempfile
import unittest

import speech
from rtc_phone import RtcPhone
from station import Panel, Phone, Station


class OneWay(unittest.IsolatedAsyncioTestCase):
    def setUp(self):
        folder = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory()))
        self.voice = speech.speak(speech.SENTENCES[0], folder / "voice.wav")
        self.station = self.enterContext(Station())

    def recordings(self):
        return list((self.station.data_dir / "recordings").rglob("*.ogg"))

    async def test_the_offer_only_receives(self):
        async with Phone(self.station) as phone:
            await phone.press()
            sdp = (await phone.wait("offer"))["sdp"]
            self.assertEqual(re.findall(r"^m=(\w+)", sdp, re.M), ["audio"])
            self.assertEqual(re.findall(r"^a=(sendrecv|sendonly|recvonly|inactive)", sdp, re.M), ["recvonly"])
            self.assertIn("a=rtcp-mux", sdp)
            self.assertIn("a=group:BUNDLE", sdp)
            self.assertRegex(sdp, r"a=candidate:")

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


if __name__ == "__main__":
    unittest.main(verbosity=2)
