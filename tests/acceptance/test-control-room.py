# SPDX-License-Identifier: GPL-3.0-or-later
"""The control room with its own station: one press is heard by itself; a killed console loses nothing; it ends in order."""

import asyncio
import json
import os
import pathlib
import signal
import tempfile
import unittest

import speech
from console import Console, Desktop
from rtc_phone import RtcPhone
from station import Station, until

PIN = "24680"
ZONE = json.dumps({"type": "FeatureCollection", "features": [{"type": "Feature", "id": "south", "properties": {"name": "South"}, "geometry": {
    "type": "Polygon", "coordinates": [[[77, 28], [78, 28], [78, 29], [77, 29], [77, 28]]]}}]})

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

    async def log_in(self, who):
        """Into the dialog, which has the keyboard: the operator is typed first, then Tab and the PIN."""
        await until(lambda: self.desktop.types_into("Who is on duty|Who goes on here"), "somebody is asked who they are")
        self.desktop.type(who)
        self.desktop.key("Tab")
        self.desktop.type(PIN)
        self.desktop.key("Return")

    async def test_an_operator_joins_answers_and_makes_way(self):
        voice = speech.speak(speech.SENTENCES[0], self.folder / "voice.wav")
        with Station() as station:
            (self.folder / "zones.geojson").write_text(ZONE)
            station.command("zone", "import", str(self.folder / "zones.geojson"))
            for who, zone in (("asha", "south:1"), ("bina", "south:2")):
                station.command("operator", "add", "--id", who, "--name", who.title(), "--zone", zone, "--pin-file", "-", input=PIN + "\n")
            with Console(self.desktop, self.folder, words=["--station", station.url]) as console:
                await self.log_in("asha")
                await until(lambda: station.count("operator.online"), "Asha is on duty")
                phone = await RtcPhone(station, voice).connect()
                await phone.press(location={"lat": 28.5, "lon": 77.2})
                await phone.wait("status", state="audio_live")
                await console.hear(voice)
                self.desktop.key("F2")
                await phone.wait("status", state="acknowledged")

                # Bina goes on: at no moment is nobody there, and what was Asha's rings at Bina.
                self.desktop.key("ctrl+k")
                self.desktop.type("change the operator")
                self.desktop.key("Return")
                await self.log_in("bina")
                await until(lambda: station.count("operator.offline"), "Asha has gone")
                kinds = [(row["kind"], row["data"]) for row in station.query("select kind, data from event where kind like 'operator.o%line' order by seq")]
                self.assertEqual([kind for kind, _ in kinds], ["operator.online", "operator.online", "operator.offline"])
                self.assertIn("asha", kinds[2][1])
                await until(lambda: station.count("incident.assigned") == 2, "it rings at Bina")
                await until(lambda: not self.desktop.shows("Who goes on here"), "the room has the keyboard again")
                self.desktop.key("F2")
                await until(lambda: station.count("incident.acknowledged") == 2, "Bina listens")
                await phone.close()
            self.assertEqual(console.complaints(), [])

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
