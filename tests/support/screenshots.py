# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes docs/images/ anew from the running control room. Usage: screenshots.py [--build-dir DIR] [--out DIR] [NAME…]"""

import argparse
import asyncio
import os
import pathlib
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))

import av  # noqa: E402
import numpy  # noqa: E402
import speech  # noqa: E402
from aiortc.contrib.media import MediaPlayer  # noqa: E402
from console import Console, Desktop  # noqa: E402
from duress import Duress  # noqa: E402
from rtc_duress import Picture, RtcVictim  # noqa: E402
from rtc_phone import RtcPhone  # noqa: E402
from station import Phone, until  # noqa: E402

SIZE = (1600, 900)
PLACES = [(28.6139, 77.2090, 18), (28.6215, 77.2151, 35), (28.6052, 77.2233, 12), (28.6304, 77.1987, 60), (28.5988, 77.1905, 25),
          (28.6123, 77.2295, 15)]


class Scene:
    """A control room with its station, and phones that press."""

    def __init__(self, desktop, folder, settings=""):
        self.desktop = desktop
        self.settings = settings
        self.folder = folder
        self.voices = [speech.speak(sentence, folder / f"voice-{number}.wav", pitch=35 + 10 * number)
                       for number, sentence in enumerate(speech.SENTENCES)]
        self.phones = []

    async def __aenter__(self):
        (self.folder / "data").mkdir()
        (self.folder / "data" / "station.conf").write_text("[station]\nname=Station 1\n" + self.settings)
        self.console = Console(self.desktop, self.folder).start()
        self.station = await self.console.joined()
        return self

    async def __aexit__(self, *exception):
        for phone in self.phones:
            await phone.close()
        await asyncio.get_running_loop().run_in_executor(None, self.console.stop)

    async def press(self, number, is_heard=True, **members):
        lat, lon, accuracy_m = PLACES[number]
        phone = RtcPhone(self.station, self.voices[number % len(self.voices)]) if is_heard else Phone(self.station)
        self.phones.append(await phone.connect())
        await phone.press(f"citizen-{number + 1}", location={"lat": lat, "lon": lon, "accuracy_m": accuracy_m, "source": "gps"}, **members)
        accepted = await phone.wait("accepted")
        if is_heard:
            await phone.wait("status", state="audio_live")
        return phone, accepted["incident_id"]

    async def walk(self, phone, number, steps):
        lat, lon, accuracy_m = PLACES[number]
        for step in range(steps):
            await phone.send(type="location", lat=lat + step * 4e-5, lon=lon + step * 7e-5, accuracy_m=accuracy_m, source="gps")
            await asyncio.sleep(1)


async def first_run(scene):
    await asyncio.sleep(2)


async def first_run_phones(scene):
    await asyncio.sleep(2)
    # The button that makes a phone's code.
    scene.desktop.click(603, 532)
    await asyncio.sleep(1)


first_run_phones.settings = "[listen]\naddress=0.0.0.0\nport=8443\n"


async def empty(scene):
    """After the first incident, on another day."""
    _, incident = await scene.press(0)
    scene.console.action("end", f"('{incident}', 'test', '', '')")
    await until(lambda: scene.station.count("incident.ended"), "it is ended")
    scene.console.stop()
    scene.console.start()
    await scene.console.joined()
    await asyncio.sleep(4)


async def one_live(scene):
    phone, incident = await scene.press(0, battery_pct=64, network="4g")
    await scene.walk(phone, 0, 6)
    scene.console.action("take", "''")
    scene.console.action("note", f"('{incident}', 'Knocking and two raised voices. Patrol car 4 is on its way.')")
    await scene.walk(phone, 0, 4)


class Doorway(Picture):
    """What a phone might see: a lit doorway at night, and somebody in it."""

    def paint(self):
        rows, columns = numpy.mgrid[0:480, 0:640]
        light = numpy.clip(1.15 - numpy.hypot((columns - 360) / 330, (rows - 260) / 330), 0, 1)
        image = numpy.stack([28 + 60 * light, 30 + 48 * light, 40 + 30 * light], axis=2)
        image[(abs(columns - 360) < 92) & (rows > 70) & (rows < 430)] = (236, 190, 120)
        image[((columns - 345) / 34) ** 2 + ((rows - 190) / 42) ** 2 < 1] = (38, 30, 30)
        image[(((columns - 345) / 66) ** 2 + ((rows - 360) / 128) ** 2 < 1) & (rows < 430)] = (46, 36, 38)
        image[rows > 430] *= 0.55
        return image.astype(numpy.uint8)

    async def recv(self):
        sent = await super().recv()
        frame = av.VideoFrame.from_ndarray(self.paint())
        frame.pts, frame.time_base = sent.pts, sent.time_base
        return frame


class Doorkeeper(RtcVictim):
    def make_tracks(self):
        return MediaPlayer(str(self.voice), loop=True).audio, Doorway()


async def picture(scene):
    room = Duress(scene.station).help("Asha Verma", zone="Block C, second gate", mobile="+91 00000 00007")
    victim = await Doorkeeper(room["broadcasterWs"], scene.voices[0]).connect()
    scene.phones.append(victim)
    await victim.offer()
    await until(lambda: scene.station.query("select 1 from recording where path like '%.webm'"), "there is a picture", 20)
    scene.console.action("take", "''")
    await asyncio.sleep(1)
    scene.console.action("toggle-picture", "''")
    await asyncio.sleep(7)


async def five_and_queue(scene):
    for number in range(len(PLACES)):
        await scene.press(number, is_heard=number < 5, battery_pct=85 - 15 * number)
        if number < 2:
            scene.console.action("take", "''")
        await asyncio.sleep(1)
    await asyncio.sleep(4)


async def alarm(scene):
    phone, _ = await scene.press(1, battery_pct=41)
    await scene.walk(phone, 1, 3)
    await until(lambda: scene.station.count("alert.raised"), "the alarm is raised", 30)
    await asyncio.sleep(2)


async def end_some(scene):
    """Three calls that were heard and ended, each its own way."""
    for number, disposition in enumerate(("genuine_dispatched", "accidental", "silent_no_threat")):
        phone, incident = await scene.press(number, battery_pct=64, network="4g")
        scene.console.action("take", "''")
        await scene.walk(phone, number, 3)
        scene.console.action("note", f"('{incident}', 'Patrol car {number + 4} is on its way.')")
        scene.console.action("end", f"('{incident}', '{disposition}', '', '')")
        await until(lambda number=number: scene.station.count("incident.ended") == number + 1, "it is ended")


async def history(scene):
    await end_some(scene)
    scene.desktop.key("alt+2")
    await asyncio.sleep(2)


async def history_record(scene):
    await history(scene)
    scene.desktop.type("car 4")
    await asyncio.sleep(1)
    scene.desktop.key("Return")
    await asyncio.sleep(3)


async def history_empty(scene):
    await history(scene)
    scene.desktop.type("nobody of this name")
    await asyncio.sleep(2)


async def statistics(scene):
    await end_some(scene)
    scene.desktop.key("alt+3")
    await asyncio.sleep(2)


SCENES = {scene.__name__.replace("_", "-"): scene for scene in (first_run, first_run_phones, empty, one_live, picture, five_and_queue, alarm, history,
                                                                     history_record, history_empty, statistics)}


async def make(name, out, size):
    with tempfile.TemporaryDirectory() as folder, Desktop(*size) as desktop:
        async with Scene(desktop, pathlib.Path(folder), getattr(SCENES[name], "settings", "")) as scene:
            await SCENES[name](scene)
            desktop.screenshot(out / f"{name}.png")
            print(out / f"{name}.png", *scene.console.complaints(), sep="\n", flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--build-dir")
    parser.add_argument("--out", type=pathlib.Path, default=pathlib.Path(__file__).resolve().parents[2] / "docs" / "images")
    parser.add_argument("--size", default="x".join(map(str, SIZE)))
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(SCENES))
    words = parser.parse_args()
    if words.build_dir:
        os.environ["HAMRAHI_BUILD_DIR"] = os.path.abspath(words.build_dir)
    for name in words.names or SCENES:
        asyncio.run(make(name, words.out, tuple(map(int, words.size.split("x")))))


if __name__ == "__main__":
    main()
