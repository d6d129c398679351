# SPDX-License-Identifier: GPL-3.0-or-later
"""What a citizen said is heard again while the call goes on, by keyboard: at its own pace, then faster until it has become what is said now."""

import asyncio
import pathlib
import subprocess
import tempfile
import unittest

import speech
from console import Console, Desktop
from patience import at_most
from rtc_phone import RtcPhone
from station import until

RATE = 1.25
# Short, so that the whole is.
COUNTED = ["One. There are two men at my door.", "Two. My neighbour has fallen down.", "Three. The driver will not stop.", "Four. The shutter is broken.",
           "Five. I am near the clock tower.", "Six. Somebody is following me."]
BYTES_PER_S = 96_000
# Of what is heard live, against what was heard live before.
MAX_DRIFT_S = 0.3


class Replay(unittest.IsolatedAsyncioTestCase):
    async def asyncSetUp(self):
        self.folder = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory()))
        self.desktop = self.enterContext(Desktop())
        self.said = [speech.speak(sentence, self.folder / f"{number}.wav", speed=170) for number, sentence in enumerate(COUNTED)]
        self.voice = self.folder / "voice.wav"
        # Nothing is said before the console can hear it.
        subprocess.run(["sox", *map(str, self.said), str(self.voice), "pad", "1", "0"], check=True)

    def faster(self, number):
        path = self.folder / f"{number}-faster.wav"
        subprocess.run(["sox", str(self.said[number]), str(path), "tempo", "-s", str(RATE)], check=True)
        return path

    def find(self, sentence, first_byte):
        """How alike the best place of what was played since then is, and when it was played."""
        path = self.folder / "heard.pcm"
        path.write_bytes(self.console.audio.read_bytes()[first_byte:])
        likeness, at_s = speech.find(path, sentence)
        return likeness, first_byte / BYTES_PER_S + at_s

    def now(self):
        return self.console.audio.stat().st_size // 2 * 2

    async def is_heard(self, sentence, first_byte, what, timeout_s=30):
        """Waits until the sentence was played since then; when."""
        likeness = 0
        deadline = asyncio.get_running_loop().time() + at_most(timeout_s)
        while asyncio.get_running_loop().time() < deadline:
            likeness, at_s = await asyncio.to_thread(self.find, sentence, first_byte)
            if likeness > speech.HOLDS:
                return at_s
            await asyncio.sleep(0.3)
        self.fail(f"{what} is not heard, alike by {likeness:.2f}; {self.console.words_of_the_log()}")

    def drift_s(self, first_byte):
        """How much later the best known sentence since then is than it was live; none: no sentence is there."""
        length_s = len(speech.load(self.voice)) / speech.RATE_HZ
        found = [(*self.find(sentence, first_byte), number) for number, sentence in enumerate(self.said)]
        likeness, at_s, number = max(found)
        if likeness <= speech.HOLDS:
            return None
        _, within_s = speech.find(self.voice, self.said[number])
        due_s = self.began_s + within_s
        return (at_s - due_s + length_s / 2) % length_s - length_s / 2

    async def first_heard(self):
        """Waits for the first sentence that is heard whole; which it is. From when on the phone's voice is played is known then."""
        deadline = asyncio.get_running_loop().time() + at_most(40)
        while asyncio.get_running_loop().time() < deadline:
            for number, sentence in enumerate(self.said):
                likeness, at_s = await asyncio.to_thread(self.find, sentence, 0)
                if likeness > speech.HOLDS:
                    self.began_s = at_s - speech.find(self.voice, sentence)[1]
                    return number
        self.fail(f"no call is heard; {self.console.words_of_the_log()}")

    async def is_live(self, first_byte, what, timeout_s=40):
        """Waits until what is played is played when it is said."""
        drift_s = None
        deadline = asyncio.get_running_loop().time() + at_most(timeout_s)
        while asyncio.get_running_loop().time() < deadline:
            newest = max(first_byte, self.now() - 5 * BYTES_PER_S)
            drift_s = await asyncio.to_thread(self.drift_s, newest)
            if drift_s is not None and abs(drift_s) < MAX_DRIFT_S:
                return
            await asyncio.sleep(0.3)
        self.fail(f"{what}: it is {drift_s} s late; {self.console.words_of_the_log()}")

    async def test_the_past_of_a_call_is_heard_while_it_goes_on(self):
        with Console(self.desktop, self.folder) as self.console:
            station = await self.console.joined()
            phone = await RtcPhone(station, self.voice).connect()
            await phone.press()
            first = await self.first_heard()
            self.desktop.key("F2")

            pressed = self.now()
            self.desktop.key("F5")
            await self.is_heard(self.said[0], pressed, "the first sentence again")
            await self.is_heard(self.faster((first + 2) % len(COUNTED)), pressed, "what came meanwhile, faster")
            await self.is_live(pressed, "caught up")

            # From the press on, and back at once.
            pressed = self.now()
            self.desktop.key("shift+F5")
            await self.is_heard(self.said[0], pressed, "the first sentence once more")
            self.assertGreater(abs(self.drift_s(pressed)), MAX_DRIFT_S)
            self.desktop.key("ctrl+F5")
            await self.is_live(self.now() + BYTES_PER_S // 2, "back to live")

            await phone.close()
            incident = station.query("select id from incident")[0]["id"]
            self.console.action("end", f"('{incident}', 'test', '', '')")
            await until(lambda: station.count("incident.ended"), "it is ended")
        self.assertEqual(self.console.complaints(), [])
        self.assertEqual(station.count("media.offered"), 1, "a replay was taken for a call")


if __name__ == "__main__":
    unittest.main(verbosity=2)
