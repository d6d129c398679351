# SPDX-License-Identifier: GPL-3.0-or-later
"""The real hamrahi-control-room in a real window under Xvfb, heard through a file and worked by keyboard and D-Bus actions."""

import asyncio
import os
import pathlib
import re
import signal
import subprocess
import time

import numpy

import speech
from patience import at_most
from station import Station, program, until

SAMPLE_BYTES = 2
# 20 s: several times the longest sentence.
HEARD_BYTES = 20 * 48_000 * SAMPLE_BYTES

APPLICATION = "org.hamrahi.ControlRoom"


class Desktop:
    """An X server and a session bus of one's own."""

    def __init__(self, width=1920, height=1080):
        self.size = f"{width}x{height}x24"
        self.processes = []

    def __enter__(self):
        read, write = os.pipe()
        self.processes.append(subprocess.Popen(["Xvfb", "-displayfd", str(write), "-screen", "0", self.size, "-nolisten", "tcp", "-noreset"],
                                               pass_fds=[write], stderr=subprocess.DEVNULL))
        os.close(write)
        with os.fdopen(read) as pipe:
            self.display = ":" + pipe.readline().strip()
        bus = subprocess.Popen(["dbus-daemon", "--session", "--nofork", "--print-address=1"], stdout=subprocess.PIPE, text=True)
        self.bus_address = bus.stdout.readline().strip()
        self.processes.append(bus)
        return self

    def __exit__(self, *exception):
        for process in reversed(self.processes):
            process.terminate()
            process.wait(10)
            if process.stdout:
                process.stdout.close()

    def environment(self, **more):
        return {**os.environ, "DISPLAY": self.display, "DBUS_SESSION_BUS_ADDRESS": self.bus_address, "GSK_RENDERER": "cairo",
                "GDK_BACKEND": "x11", "GSETTINGS_BACKEND": "memory", "GTK_A11Y": "none", "NO_AT_BRIDGE": "1", "LC_ALL": "C.UTF-8",
                "G_DEBUG": "fatal-criticals", **more}

    def screenshot(self, path):
        pathlib.Path(path).parent.mkdir(parents=True, exist_ok=True)
        subprocess.run(["import", "-window", "root", str(path)], env=self.environment(), check=True)

    def pixels(self):
        """What the screen shows now: rows of pixels of (red, green, blue)."""
        width, height, _ = map(int, self.size.split("x"))
        raw = subprocess.run(["import", "-window", "root", "-depth", "8", "rgb:-"], env=self.environment(), check=True, capture_output=True).stdout
        return numpy.frombuffer(raw, dtype=numpy.uint8).reshape(height, width, 3)

    def key(self, *keys):
        subprocess.run(["xdotool", "key", "--clearmodifiers", *keys], env=self.environment(), check=True)

    def type(self, text):
        subprocess.run(["xdotool", "type", text], env=self.environment(), check=True)

    def shows(self, title):
        """Whether there is a window of that title."""
        return subprocess.run(["xdotool", "search", "--name", title], env=self.environment(), capture_output=True, check=False).returncode == 0

    def types_into(self, title):
        """Whether a window of that title has the keyboard."""
        found = subprocess.run(["xdotool", "getwindowfocus", "getwindowname"], env=self.environment(), capture_output=True, text=True, check=False)
        return re.search(title, found.stdout) is not None

    def click(self, x, y):
        subprocess.run(["xdotool", "mousemove", str(x), str(y), "click", "1"], env=self.environment(), check=True)


class Console:
    """One run of the control room on a data directory; what it plays is in `audio` (48 kHz mono S16LE)."""

    def __init__(self, desktop, folder, name="console", words=(), **environment):
        self.desktop = desktop
        self.folder = pathlib.Path(folder)
        self.data_dir = self.folder / "data"
        self.audio = self.folder / f"{name}.pcm"
        self.log = self.folder / f"{name}.log"
        self.words = list(words)
        self.environment = environment
        self.process = None

    def start(self):
        environment = self.desktop.environment(
            HAMRAHI_AUDIO_SINK=f"audioconvert ! audioresample ! audio/x-raw,format=S16LE,rate=48000,channels=1 ! filesink location={self.audio}",
            HAMRAHI_ALARM_SINK="fakesink sync=true", XDG_CONFIG_HOME=str(self.folder / "config"), **self.environment)
        with open(self.log, "ab") as log:
            self.process = subprocess.Popen([program("hamrahi-control-room"), "--data-dir", self.data_dir, *self.words],
                                            env=environment, stdout=log, stderr=log)
        return self

    def info(self):
        """What its station says on the control socket; None while there is none."""
        try:
            return Station(self.data_dir).control("station.info")
        except (OSError, ValueError):
            return None

    async def joined(self):
        """A view of its station, once the console is on duty."""
        info = await until(self.info, "the console's station answers", 20)
        station = Station(self.data_dir)
        station.url, station.pid = info["url"], info["pid"]
        await until(lambda: station.count("operator.online"), "the console is on duty")
        return station

    async def hear(self, voice, first_byte=0):
        """Waits until what it has played since then holds the sentence, however often that was said; a file of the newest of what it played."""
        played = self.folder / "played.pcm"
        likenesses = []
        deadline = time.monotonic() + at_most(30)

        def look():
            audio = self.audio.read_bytes()[first_byte:] if self.audio.exists() else b""
            newest = max(0, len(audio) - HEARD_BYTES) // SAMPLE_BYTES * SAMPLE_BYTES
            played.write_bytes(audio[newest:])
            return speech.likeness(played, voice)

        # Beside the event loop: a phone of this process goes on speaking.
        while not likenesses or likenesses[-1] <= speech.HOLDS:
            if time.monotonic() > deadline:
                raise AssertionError(f"the sentence is not played: the newest sound is alike by "
                                     f"{[round(likeness, 2) for likeness in likenesses]}; {self.words_of_the_log()}")
            await asyncio.sleep(1)
            likenesses.append(await asyncio.to_thread(look))
        return played

    def action(self, name, parameter=None, timeout_s=10):
        """Activates an action of the application, as an integrator may."""
        words = ["gapplication", "action", APPLICATION, name]
        if parameter is not None:
            words.append(parameter)
        subprocess.run(words, env=self.desktop.environment(), check=True, timeout=at_most(timeout_s))

    def kill(self):
        self.process.kill()
        self.process.wait()
        self.process = None

    def stop(self, timeout_s=30):
        if self.process is None:
            return
        process, self.process = self.process, None
        process.send_signal(signal.SIGTERM)
        try:
            code = process.wait(at_most(timeout_s))
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
            raise AssertionError("the control room does not end on SIGTERM") from None
        if code != 0:
            raise AssertionError(f"the control room ended with {code}: {self.words_of_the_log()}")

    def __enter__(self):
        return self.start()

    def __exit__(self, *exception):
        if self.process is not None:
            self.kill() if exception[0] is not None else self.stop()

    def words_of_the_log(self):
        return self.log.read_text(errors="replace")

    def complaints(self):
        """What GTK, GLib, Adwaita or we ourselves warned of."""
        return [line for line in self.words_of_the_log().splitlines() if "WARNING" in line or "CRITICAL" in line]
