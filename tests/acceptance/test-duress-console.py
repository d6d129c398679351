# SPDX-License-Identifier: GPL-3.0-or-later
"""What a Duress phone shows is seen in the control room when its operator asks for it: the colours that were sent, as they change, beside the sound."""

import asyncio
import pathlib
import tempfile
import unittest

import speech
from aiortc.contrib.media import MediaPlayer
from coloured_picture import ANOTHER_ORDER, HEIGHT, ONE_ORDER, WIDTH, ColouredPicture, find
from console import Console, Desktop
from duress import Duress
from rtc_duress import RtcVictim
from station import until

TOGGLE = ("toggle-picture", "''")


class Victim(RtcVictim):
    def make_tracks(self):
        self.picture = ColouredPicture()
        return MediaPlayer(str(self.voice), loop=True).audio, self.picture


class DuressConsole(unittest.IsolatedAsyncioTestCase):
    async def asyncSetUp(self):
        self.folder = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory()))
        self.voice = speech.speak(speech.SENTENCES[0], self.folder / "voice.wav")
        self.desktop = self.enterContext(Desktop(1366, 768))

    async def seen(self):
        return find(await asyncio.to_thread(self.desktop.pixels))

    async def until_seen(self, order, what):
        """Until the screen shows the colours in that order; None: not all of them any more."""
        newest = None
        for _ in range(60):
            newest = await self.seen()
            if (newest.order if newest else None) == order:
                return newest
            await asyncio.sleep(0.2)
        raise AssertionError(f"{what}: {newest}")

    async def test_the_picture_is_seen_when_it_is_asked_for(self):
        with Console(self.desktop, self.folder) as console:
            station = await console.joined()
            room = Duress(station).help("Asha")
            async with Victim(room["broadcasterWs"], self.voice) as victim:
                await victim.offer()
                await until(lambda: station.query("select 1 from recording where path like '%.webm'"), "there is a picture", 20)
                self.desktop.key("F2")
                await until(lambda: station.count("incident.acknowledged"), "it is acknowledged")
                self.assertIsNone(await self.seen(), "it is off until somebody asks for it")

                console.action(*TOGGLE)
                shown = await self.until_seen(ONE_ORDER, "what was sent is seen")
                self.assertAlmostEqual(shown.width / shown.height, WIDTH / HEIGHT, delta=0.04)
                victim.picture.order = ANOTHER_ORDER
                await self.until_seen(ANOTHER_ORDER, "what is sent now is seen")
                before = console.audio.stat().st_size
                await until(lambda: any(console.audio.read_bytes()[before:]), "the sound goes on beside it", 20)

                # What stands still is not as bright as what is live.
                victim.picture.moves.clear()
                await self.until_seen(None, "a frozen picture looks frozen")
                victim.picture.moves.set()
                await self.until_seen(ANOTHER_ORDER, "it goes on")

                self.desktop.key("ctrl+p")
                await self.until_seen(None, "it is hidden by its key")
                await until(lambda: station.count("incident.watch_stopped") == 1, "the log knows")
                console.action(*TOGGLE)
                await self.until_seen(ANOTHER_ORDER, "it is opened again")

                incident, = station.query("select id from incident")
                console.action("end", f"('{incident['id']}', 'test', '', '')")
                await until(lambda: station.count("incident.watch_stopped") == 2, "it ends with its incident")
                await self.until_seen(None, "nothing is seen of it any more")
        self.assertEqual((station.count("media.lost"), station.count("media.live")), (0, 1), "the sound went on")
        self.assertEqual(station.count("incident.watch_started"), 2, "a connection was made again")
        self.assertEqual(console.complaints(), [])
        self.assertEqual(station.command("log", "verify").returncode, 0)


if __name__ == "__main__":
    unittest.main(verbosity=2)
