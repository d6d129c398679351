# SPDX-License-Identifier: GPL-3.0-or-later
"""The phone's network is gone for eight seconds in the middle of a call: the sound returns by itself, to the same incident."""

import asyncio
import os
import pathlib
import sys
import tempfile
import time
import unittest

import link
import speech
from calls import MOBILE, connected, station_over
from measure import summary
from rtc_phone import RtcPhone
from station import until

OUTAGE_S = 8
OUTAGES = 20 if "HAMRAHI_TEST_ALL" in os.environ else 3
# TCP may be in the longest of its pauses when the network is back, and what it brings then may be over.
BACK_S = 60


class Outage(unittest.IsolatedAsyncioTestCase):
    def setUp(self):
        self.link = self.enterContext(link.Link(**MOBILE))
        folder = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory()))
        self.voice = speech.speak(speech.SENTENCES[0], folder / "voice.wav")

    def ask(self, sql, *values):
        return self.station.query(sql, *values)[0][0]

    def count(self, kind, after=0):
        return self.ask("select count(*) from event where incident_id = ? and kind = ? and seq > ?", self.incident, kind, after)

    def is_settled(self, phone):
        """The phone has caught up with all that was said to it meanwhile, and is heard over the last connection that it was offered."""
        row, = self.station.query("select media_state, attempt, (select max(attempt) from media_session where incident_id = incident.id) "
                                  "from incident where id = ?", self.incident)
        last = phone.all("offer")[-1]["attempt"]
        return tuple(row) == ("live", last, last)

    async def call(self, number):
        phone = await connected(RtcPhone(self.station, self.voice))
        await phone.press(f"citizen-{number}")
        self.incident = (await phone.wait("accepted"))["incident_id"]
        await phone.wait("status", 15, state="audio_live")
        return phone

    async def lose_the_network(self, phone):
        """How long after the network the sound is back, and how long after it all is settled, ms."""
        self.link.set(**MOBILE, outage=True)
        await asyncio.sleep(OUTAGE_S)
        self.assertEqual(self.count("media.lost"), 1)
        # What is live from now on is heard after the outage.
        before = self.ask("select max(seq) from event")
        self.link.set(**MOBILE)
        back_at = time.monotonic()
        await until(lambda: self.count("media.live", before), "the sound is back", BACK_S)
        heard_at = time.monotonic()
        await until(lambda: self.is_settled(phone), "the phone has caught up", BACK_S)
        return 1000 * (heard_at - back_at), 1000 * (time.monotonic() - back_at)

    async def test_the_sound_returns_by_itself(self):
        waits_ms = []
        with station_over(self.link) as self.station:
            for number in range(OUTAGES):
                phone = await self.call(number)
                waits_ms.append(await self.lose_the_network(phone))
                self.assertEqual(self.ask("select count(*) from alert where incident_id = ? and cleared_at_us is null and kind <> 'no_operator'",
                                          self.incident), 0)
                self.station.control("incident.end", incident_id=self.incident, disposition="test")
                await phone.wait("ended", 20)
                await phone.close()
            self.assertEqual(self.ask("select count(*) from incident"), OUTAGES)
            self.station.command("log", "verify")
        for what, values in zip(("sound", "settled"), zip(*waits_ms)):
            print(f"# network back → {what}, ms: {summary(values)}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    link.enter_network()
    unittest.main(verbosity=2)
