# SPDX-License-Identifier: GPL-3.0-or-later
"""The whole way, for real: Chromium's page presses SOS, the control room plays what its microphone hears, somebody answers and ends it; and the
same with the console, then the station, killed in the middle."""

import os
import pathlib
import signal
import tempfile
import unittest

import numpy
import speech
from browser import Browser
from console import Console, Desktop
from station import until

SPOKEN, OTHERS = speech.SENTENCES[0], speech.SENTENCES[1:3]


def longest_silence_s(samples):
    """The longest run of quiet 10 ms pieces."""
    pieces = samples[: len(samples) // 160 * 160].reshape(-1, 160)
    quiet = numpy.abs(pieces).max(axis=1) < 0.01
    longest = run = 0
    for is_quiet in quiet:
        run = run + 1 if is_quiet else 0
        longest = max(longest, run)
    return longest / 100


class PressToSound(unittest.IsolatedAsyncioTestCase):
    def setUp(self):
        self.folder = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory()))
        self.desktop = self.enterContext(Desktop())
        self.voice = speech.speak(SPOKEN, self.folder / "voice.wav")
        self.others = [speech.speak(sentence, self.folder / f"other-{number}.wav") for number, sentence in enumerate(OTHERS)]

    def press(self, browser, station):
        browser.devtools("Emulation.setGeolocationOverride", latitude=28.6139, longitude=77.2090, accuracy=18)
        browser.open(station.url + "/sos")
        browser.hold("#sos", 1300)
        browser.wait_done("heard", 15)

    def assert_holds(self, path):
        own = speech.likeness(path, self.voice)
        others = [speech.likeness(path, other) for other in self.others]
        print(f"# {path.name}: {own:.2f} its own sentence, {max(others):.2f} the likest other")
        self.assertGreater(own, speech.HOLDS)
        self.assertLess(max(others), speech.NOT_HELD)

    async def recorded(self, station):
        """The console has played the sentence a moment before it is all in the recording."""
        await until(lambda: speech.likeness(self.recordings(station)[0], self.voice) > speech.HOLDS, "the sentence is recorded", 20, poll_s=1)

    async def end(self, console, station, browser):
        incident = station.query("select id from incident")[0]["id"]
        console.action("end", f"('{incident}', 'test', '', '')")
        browser.wait_state("over", 10)
        await until(lambda: station.count("recording.finished") == station.count("recording.started"), "every recording is closed")

    def recordings(self, station):
        return [station.data_dir / row["path"] for row in station.query("select path from recording order by attempt")]

    async def test_a_browser_is_heard_at_the_console(self):
        with Console(self.desktop, self.folder) as console, Browser(self.voice) as browser:
            station = await console.joined()
            self.press(browser, station)
            self.assert_holds(await console.hear(self.voice))
            await self.recorded(station)
            self.desktop.key("F2")
            browser.wait_done("listening")
            await self.end(console, station, browser)
            record = dict(station.query("select * from sos_session")[0])
            print("# sos_session:", record)
            self.assertAlmostEqual(record["latitude"], 28.6139)
            self.assertTrue(record["resolved_at"])
        self.assert_holds(self.recordings(station)[0])
        self.assertEqual(console.complaints(), [])
        self.assertEqual(station.command("log", "verify").returncode, 0)

    async def test_a_killed_console_leaves_no_gap_and_a_new_one_sounds(self):
        console = Console(self.desktop, self.folder).start()
        station = await console.joined()
        with Browser(self.voice) as browser:
            self.press(browser, station)
            self.assert_holds(await console.hear(self.voice))
            console.kill()
            with Console(self.desktop, self.folder, name="next") as successor:
                self.assert_holds(await successor.hear(self.voice))
                await self.end(successor, station, browser)
        recording, = self.recordings(station)
        self.assert_holds(recording)
        heard = speech.load(recording)
        voice = speech.load(self.voice)
        # The microphone's file is played over and over: its own pauses are the longest silence there may be.
        allowed_s = longest_silence_s(numpy.concatenate([voice, voice])) + 0.15
        self.assertLess(longest_silence_s(heard[speech.RATE_HZ // 2 :]), allowed_s)
        self.assertGreater(len(heard) / speech.RATE_HZ, 10)

    async def test_a_killed_station_is_started_again_and_the_page_joins_by_itself(self):
        with Console(self.desktop, self.folder) as console, Browser(self.voice) as browser:
            station = await console.joined()
            self.press(browser, station)
            await until(lambda: any(path.stat().st_size > 1000 for path in station.data_dir.rglob("*.ogg")), "something is recorded")
            before = station.query("select id from incident where ended_at_us is null")
            os.kill(station.pid, signal.SIGKILL)
            info = await until(lambda: (console.info() or {}).get("pid") not in (None, station.pid) and console.info(),
                               "the console starts the station again")
            self.assertEqual(info["url"], station.url)
            await until(lambda: station.count("media.live") >= 2, "the page joins and is heard")
            self.assert_holds(await console.hear(self.voice, first_byte=console.audio.stat().st_size // 2 * 2))
            self.assertEqual(len(before), 1)
            await self.end(console, station, browser)
        self.assertEqual(len(station.query("select id from incident")), 1)
        self.assertEqual(station.command("log", "verify").returncode, 0)


if __name__ == "__main__":
    unittest.main(verbosity=2)
