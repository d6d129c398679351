# SPDX-License-Identifier: GPL-3.0-or-later
"""The station is killed in the middle of a call and started again: nothing that was accepted is lost, the phone joins again, sound returns."""

import asyncio
import os
import pathlib
import random
import tempfile
import unittest

import speech
import websockets
from rtc_phone import RtcPhone
from station import Panel, Phone, Station, until

KILLS = 50 if "HAMRAHI_TEST_ALL" in os.environ else 5


class Recovery(unittest.IsolatedAsyncioTestCase):
    async def test_the_open_incident_is_there_and_sound_returns(self):
        folder = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory()))
        voice = speech.speak(speech.SENTENCES[0], folder / "voice.wav")
        station = Station(folder / "data").start()
        phone = await RtcPhone(station, voice).connect()
        async with Panel(station) as panel:
            await phone.press()
            accepted = await phone.wait("accepted")
            await panel.wait_event("media.live")
            await until(lambda: any(path.stat().st_size > 1000 for path in station.data_dir.rglob("*.ogg")), "something is recorded")
        station.kill()
        await phone.close()

        station.start()
        async with Panel(station) as panel:
            self.assertEqual([incident["id"] for incident in panel.welcome["snapshot"]["incidents"]], [accepted["incident_id"]])
            phone = await RtcPhone(station, voice).connect()
            await phone.join(accepted["session_token"])
            live = await panel.wait_event("media.live", incident_id=accepted["incident_id"])
            self.assertGreater(live["data"]["attempt"], 1)
            await panel.command("incident.end", incident_id=accepted["incident_id"], disposition="test")
            # Of both attempts: the one that the kill cut off, and the one after.
            await until(lambda: len(station.query("select 1 from recording where sha256 is not null")) == 2, "both recordings are closed")
            await phone.close()
        self.assertEqual(station.command("log", "verify").returncode, 0)
        station.stop()

    async def test_every_accepted_press_survives(self):
        folder = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory()))
        station = Station(folder / "data")
        accepted, dice = {}, random.Random(1)

        async def press_until_killed(name):
            number = 0
            try:
                while True:
                    async with Phone(station) as phone:
                        await phone.press(f"{name}-{number}")
                        message = await phone.wait("accepted", 5)
                        accepted[message["incident_id"]] = f"{name}-{number}"
                    number += 1
            except (AssertionError, OSError, websockets.WebSocketException):
                return

        for run in range(KILLS):
            station.start()
            phones = [asyncio.ensure_future(press_until_killed(f"run-{run}-phone-{number}")) for number in range(4)]
            await asyncio.sleep(dice.uniform(0.3, 1.0))
            station.kill()
            await asyncio.gather(*phones)
        station.start()
        stored = {row["id"]: row["citizen_id"] for row in station.query("select id, citizen_id from incident")}
        print(f"# {len(accepted)} accepted presses over {KILLS} kills, {len(stored)} in the records")
        self.assertGreater(len(accepted), 20)
        for incident, citizen in accepted.items():
            self.assertEqual(stored.get(incident), citizen)
        self.assertEqual(station.command("log", "verify").returncode, 0)
        station.stop()


if __name__ == "__main__":
    unittest.main(verbosity=2)
