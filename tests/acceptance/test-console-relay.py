# SPDX-License-Identifier: GPL-3.0-or-later
"""A network that lets nobody reach another but over the TURN server: the console hears by the relay that its station's credentials give it."""

import pathlib
import tempfile
import unittest

import speech
from console import Console, Desktop
from rtc_phone import RtcPhone
from station import until
from turn import Turn

SECRET = "south of the river"
# More than connecting takes, less than 2 s of sound.
SOME_PACKETS = 60


class ConsoleRelay(unittest.IsolatedAsyncioTestCase):
    async def test_a_console_hears_over_its_own_relay(self):
        folder = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory()))
        voice = speech.speak(speech.SENTENCES[0], folder / "voice.wav")
        turn = Turn(SECRET, relays_alone=True)
        self.addCleanup(turn.close)
        turn.start()
        console = Console(self.enterContext(Desktop()), folder)
        console.data_dir.mkdir(mode=0o700)
        (console.data_dir / "station.conf").write_text(f"[ice]\nturn=turn://127.0.0.1:{turn.port}\nturn_secret={SECRET}\nrelay_only=true\n")
        with console:
            station = await console.joined()
            phone = await RtcPhone(station, voice).connect()
            await phone.press()
            await phone.wait("status", 20, state="audio_live")
            await console.hear(voice)
            await phone.close()
        self.assertEqual(console.complaints(), [])
        await until(lambda: turn.carried("supervisor") > SOME_PACKETS, "coturn has carried the sound to the console", 20)


if __name__ == "__main__":
    unittest.main(verbosity=2)
