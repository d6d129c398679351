# SPDX-License-Identifier: GPL-3.0-or-later
"""Phones on aiortc, each with a tone of its own, spread over processes; and whose tone it is that is heard.

As a program: tone_phones.py URL FOLDER NUMBER… presses as these citizens and prints what each was told as JSON lines; it stays until its input ends.
"""

import asyncio
import json
import os
import subprocess
import sys
import types

import numpy
import scipy.io.wavfile

import speech

RATE_HZ = 48_000
LOUDNESS = 0.25
# As it comes out: the phone spreads its one channel over two, at half the power each.
HEARD = LOUDNESS * 0.5 ** 0.5
# Apart by more than a window can confuse, and none is another's overtone.
FIRST_HERTZ, STEP_HERTZ = 1500, 100
WINDOW = 640  # 40 ms
HOP = WINDOW // 4


def hertz(number):
    return FIRST_HERTZ + STEP_HERTZ * number


def write_tone(number, folder):
    """A second of it, which can be repeated for ever."""
    times = numpy.arange(RATE_HZ) / RATE_HZ
    wave = LOUDNESS * numpy.sin(2 * numpy.pi * hertz(number) * times)
    path = folder / f"tone-{number}.wav"
    scipy.io.wavfile.write(path, RATE_HZ, (32767 * wave).astype("<i2"))
    return path


def strengths(samples, count):
    """How strong each citizen's tone is from window to window: 1 is one tone alone."""
    windows = numpy.lib.stride_tricks.sliding_window_view(samples, WINDOW)[::HOP] * numpy.hanning(WINDOW)
    spectra = numpy.abs(numpy.fft.rfft(windows, axis=1))
    bins = [round(hertz(number) * WINDOW / speech.RATE_HZ) for number in range(count)]
    return spectra[:, bins] / (HEARD * WINDOW / 4)


class TonePhones:
    """One process with some of the phones, for the length of a with block."""

    def __init__(self, station, folder, numbers):
        self.words = [sys.executable, os.path.abspath(__file__), station.url, str(folder), *map(str, numbers)]
        self.count = len(numbers)

    def __enter__(self):
        self.process = subprocess.Popen(self.words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        return self

    def __exit__(self, *exception):
        self.process.communicate(timeout=30)

    def accepted(self):
        """What each of its phones was told, by number."""
        lines = [json.loads(self.process.stdout.readline()) for _ in range(self.count)]
        return {line["number"]: line["accepted"] for line in lines}


async def press(station, folder, number):
    from rtc_phone import RtcPhone

    phone = await RtcPhone(station, f"{folder}/tone-{number}.wav").connect()
    await phone.press(f"citizen-{number}")
    accepted = await phone.wait("accepted", 60)
    print(json.dumps({"number": number, "accepted": {key: accepted[key] for key in ("incident_id", "session_id")}}), flush=True)
    return phone


async def main():
    url, folder, *numbers = sys.argv[1:]
    station = types.SimpleNamespace(websocket_url=lambda path: url.replace("http", "ws", 1) + path)
    phones = await asyncio.gather(*(press(station, folder, int(number)) for number in numbers))
    await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)
    await asyncio.gather(*(phone.close() for phone in phones))


if __name__ == "__main__":
    asyncio.run(main())
