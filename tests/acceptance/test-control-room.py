# SPDX-License-Identifier: GPL-3.0-or-later
"""The control room with its own station: one press is heard by itself; a killed console loses nothing; it ends in order."""

import asyncio
import os
import pathlib
import signal
import tempfile
import unittest

import speech
from console import Console, Desktop
from rtc_phone import RtcPhone
from station import until

# What the console plays is kept as 48 kHz mono S16LE.
BYTES_PER_S = 96_000


class ControlRoom(unittest.IsolatedAsyncioTestCase):
    async def asyncSetUp(self):
        self.folder = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory()))
        self.desktop = self.enterContext(Desktop())

    async def test_a_press_is_heard_and_acknowledged_by_a_key(self):
        voice = speech.speak(speech.SENTENCES[0], self.folder / "voice.wav")
        with Console(self.desktop, self.folder) as console:
            station = await console.joined()
            phone = await RtcPhone(station, voice).connect()
            await phone.press()
            await phone.wait("status", state="audio_live")
            await console.hear(voice)
            self.desktop.key("F2")
            await phone.wait("status", state="acknowledged")
            incident = station.query("select id from incident")[0]["id"]
            console.action("end", f"('{incident}', 'test', 'By key and bus', '')")
            await phone.wait("ended")
            await phone.close()
        self.assertEqual(console.complaints(), [])
        self.assertEqual(station.query("select disposition from incident")[0]["disposition"], "test")
        self.assertIsNone(console.info(), "the station outlived an orderly end")
        self.assertEqual(station.command("log", "verify").returncode, 0)

    async def test_a_killed_console_loses_no_call(self):
        console = Console(self.desktop, self.folder).start()
        station = await console.joined()
        console.action("try-it")
        await until(lambda: station.query("select 1 from event where kind = 'media.live'"), "the drill citizen is heard", 20)
        console.kill()
        self.assertEqual(console.info()["pid"], station.pid)

        with Console(self.desktop, self.folder, name="next") as successor:
            await until(lambda: successor.audio.exists() and any(successor.audio.read_bytes()[-BYTES_PER_S:]), "the call is heard again", 20)
            self.assertEqual(successor.info()["pid"], station.pid)
            successor.action("take", "''")
            await until(lambda: station.query("select 1 from event where kind = 'incident.acknowledged'"), "it is acknowledged")
            self.assertEqual(station.query("select count(*) from event where kind = 'media.lost'")[0][0], 0)
        self.assertEqual(successor.complaints(), [])
        self.assertIsNone(successor.info(), "the adopted station outlived an orderly end")

    async def test_a_killed_station_is_back_at_the_same_address(self):
        with Console(self.desktop, self.folder) as console:
            station = await console.joined()
            os.kill(station.pid, signal.SIGKILL)
            info = await until(lambda: (console.info() or {}).get("pid") not in (None, station.pid) and console.info(),
                               "the console starts it again", 10)
            self.assertEqual(info["url"], station.url)
            await until(lambda: len(station.query("select 1 from event where kind = 'operator.online'")) == 2, "the console joins again")
            self.assertEqual([line for line in console.complaints() if "ended by signal 9" not in line], [])

    async def test_it_ends_in_order_whenever_it_is_told(self):
        for moment in range(8):
            with Console(self.desktop, self.folder) as console:
                await until(console.info, "the station answers", 20)
                await asyncio.sleep(moment * 0.08)
            self.assertEqual(console.complaints(), [])
            self.assertIsNone(console.info())


if __name__ == "__main__":
    unittest.main(verbosity=2)
