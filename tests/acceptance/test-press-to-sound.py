# SPDX-License-Identifier: GPL-3.0-or-later
"""The whole way, for real: Chromium's page presses SOS, the control room plays what its microphone hears, somebody answers and ends it; and the
same with the console, then the station, killed in the middle."""

import json
import os
import pathlib
import signal
import socket
import tempfile
import time
import unittest

import numpy
import speech
from browser import Browser
from console import Console, Desktop
from station import Station

SPOKEN, OTHERS = speech.SENTENCES[0], speech.SENTENCES[1:3]


def wait(condition, what, timeout_s=20.0):
    deadline = time.monotonic() + timeout_s
    while not (value := condition()):
        assert time.monotonic() < deadline, f"not within {timeout_s} s: {what}"
        time.sleep(0.05)
    return value


def longest_silence_s(samples):
    """The longest run of quiet 10 ms pieces."""
    pieces = samples[: len(samples) // 160 * 160].reshape(-1, 160)
    quiet = numpy.abs(pieces).max(axis=1) < 0.01
    longest = run = 0
    for is_quiet in quiet:
        run = run + 1 if is_quiet else 0
        longest = max(longest, run)
    return longest / 100


class PressToSound(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory()))
        self.desktop = self.enterContext(Desktop())
        self.voice = speech.speak(SPOKEN, self.folder / "voice.wav")
        self.others = [speech.speak(sentence, self.folder / f"other-{number}.wav") for number, sentence in enumerate(OTHERS)]

    def info(self):
        try:
            with socket.socket(socket.AF_UNIX) as connection:
                connection.connect(str(self.folder / "data" / "control.sock"))
                connection.sendall(b'{"name":"station.info","args":{}}\n')
                return json.loads(connection.makefile().readline())["data"]
        except (OSError, ValueError):
            return None

    def started(self):
        """The console's station, once the console is on duty."""
        info = wait(self.info, "the console's station answers")
        station = Station(self.folder / "data")
        station.url, station.pid = info["url"], info["pid"]
        wait(lambda: self.count(station, "operator.online"), "the console is on duty")
        return station

    @staticmethod
    def count(station, kind):
        return station.query("select count(*) from event where kind = ?", kind)[0][0]

    def press(self, browser, station):
        browser.devtools("Emulation.setGeolocationOverride", latitude=28.6139, longitude=77.2090, accuracy=18)
        browser.open(station.url + "/sos")
        browser.hold("#sos", 1300)
        browser.wait_done("heard", 15)

    def play_on(self, audio, seconds):
        """Waits until that much more was played."""
        size = audio.stat().st_size if audio.exists() else 0
        wait(lambda: audio.exists() and audio.stat().st_size > size + 96_000 * seconds, "sound is played", seconds + 15)

    def assert_holds(self, path):
        own = speech.likeness(path, self.voice)
        others = [speech.likeness(path, other) for other in self.others]
        print(f"# {path.name}: {own:.2f} its own sentence, {max(others):.2f} the likest other")
        self.assertGreater(own, speech.HOLDS)
        self.assertLess(max(others), speech.NOT_HELD)

    def end(self, console, station, browser):
        incident = station.query("select id from incident")[0]["id"]
        console.action("end", f"('{incident}', 'test', '', '')")
        browser.wait_state("over", 10)
        wait(lambda: self.count(station, "recording.finished") == self.count(station, "recording.started"), "every recording is closed")

    def recordings(self, station):
        return [station.data_dir / row["path"] for row in station.query("select path from recording order by attempt")]

    def test_a_browser_is_heard_at_the_console(self):
        with Console(self.desktop, self.folder) as console, Browser(self.voice) as browser:
            station = self.started()
            self.press(browser, station)
            self.play_on(console.audio, 10)
            self.desktop.key("F2")
            browser.wait_done("listening")
            self.end(console, station, browser)
            record = dict(station.query("select * from sos_session")[0])
            print("# sos_session:", record)
            self.assertAlmostEqual(record["latitude"], 28.6139)
            self.assertTrue(record["resolved_at"])
        self.assert_holds(console.audio)
        self.assert_holds(self.recordings(station)[0])
        self.assertEqual(console.complaints(), [])
        self.assertEqual(station.command("log", "verify").returncode, 0)

    def test_a_killed_console_leaves_no_gap_and_a_new_one_sounds(self):
        console = Console(self.desktop, self.folder).start()
        station = self.started()
        with Browser(self.voice) as browser:
            self.press(browser, station)
            self.play_on(console.audio, 4)
            console.kill()
            with Console(self.desktop, self.folder, name="next") as successor:
                self.play_on(successor.audio, 12)
                self.end(successor, station, browser)
            self.assert_holds(successor.audio)
        recording, = self.recordings(station)
        self.assert_holds(recording)
        heard = speech.load(recording)
        voice = speech.load(self.voice)
        # The microphone's file is played over and over: its own pauses are the longest silence there may be.
        allowed_s = longest_silence_s(numpy.concatenate([voice, voice])) + 0.15
        self.assertLess(longest_silence_s(heard[speech.RATE_HZ // 2 :]), allowed_s)
        self.assertGreater(len(heard) / speech.RATE_HZ, 15)

    def test_a_killed_station_is_started_again_and_the_page_joins_by_itself(self):
        with Console(self.desktop, self.folder) as console, Browser(self.voice) as browser:
            station = self.started()
            self.press(browser, station)
            before = station.query("select id from incident where ended_at_us is null")
            os.kill(station.pid, signal.SIGKILL)
            wait(lambda: (self.info() or {}).get("pid") not in (None, station.pid), "the console starts the station again")
            self.assertEqual(self.info()["url"], station.url)
            wait(lambda: self.count(station, "media.live") >= 2, "the page joins and is heard")
            lost_bytes = console.audio.stat().st_size
            self.play_on(console.audio, 10)
            self.assertEqual(len(before), 1)
            self.end(console, station, browser)
            played = self.folder / "after.pcm"
            played.write_bytes(console.audio.read_bytes()[lost_bytes:])
        self.assert_holds(played)
        self.assertEqual(len(station.query("select id from incident")), 1)
        self.assertEqual(station.command("log", "verify").returncode, 0)


if __name__ == "__main__":
    unittest.main(verbosity=2)
