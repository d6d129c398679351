# SPDX-License-Identifier: GPL-3.0-or-later
"""What a citizen said is found in History and heard again, by keyboard alone."""

import pathlib
import tempfile
import unittest

import numpy
import speech
from console import Console, Desktop
from rtc_phone import RtcPhone
from station import until


# Of 32767: louder than the noise of a conversion, softer than any voice.
QUIET = 50


def is_silent(played):
    """Of 48 kHz mono S16LE."""
    samples = numpy.frombuffer(played[: len(played) // 2 * 2], dtype="<i2")
    return not len(samples) or abs(samples).max() < QUIET


class Playback(unittest.IsolatedAsyncioTestCase):
    async def asyncSetUp(self):
        self.folder = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory()))
        self.desktop = self.enterContext(Desktop())

    async def call_and_end(self, console, station, voice):
        phone = await RtcPhone(station, voice).connect()
        await phone.press()
        await phone.wait("status", state="audio_live")
        await console.hear(voice)
        self.desktop.key("F2")
        await phone.wait("status", state="acknowledged")
        incident = station.query("select id from incident")[0]["id"]
        console.action("end", f"('{incident}', 'test', '', '')")
        await phone.wait("ended")
        await phone.close()
        await until(lambda: station.count("recording.finished"), "the recording is closed")

    async def test_a_call_is_heard_again(self):
        voice = speech.speak(speech.SENTENCES[0], self.folder / "voice.wav")
        with Console(self.desktop, self.folder) as console:
            station = await console.joined()
            await self.call_and_end(console, station, voice)
            before = await self.quiet(console)
            self.desktop.key("alt+2")
            self.desktop.type("HR-")

            # The letter of Play does nothing before the record is there; once it is heard it is not pressed again.
            for _ in range(10):
                self.desktop.key("Return")
                self.desktop.key("alt+p")
                if await self.comes_true(lambda: not is_silent(console.audio.read_bytes()[before:]), 4):
                    break
            await console.hear(voice, before)

            # Paused, or heard to its end.
            self.desktop.key("alt+p")
            await self.quiet(console)
        self.assertEqual(console.complaints(), [])
        self.assertEqual(station.count("media.offered"), 1, "a recording was taken for a call")

    async def quiet(self, console):
        """Waits until nothing was heard for two seconds; how many bytes were played by then."""
        since = console.audio.stat().st_size // 2 * 2

        def is_quiet():
            nonlocal since
            played = console.audio.read_bytes()
            if not is_silent(played[since:]):
                since = len(played) // 2 * 2
            return len(played) - since > 2 * 96_000

        await until(is_quiet, "it is quiet", 30, poll_s=0.2)
        return since

    async def comes_true(self, condition, timeout_s):
        try:
            return await until(condition, "it", timeout_s)
        except AssertionError:
            return False


if __name__ == "__main__":
    unittest.main(verbosity=2)
