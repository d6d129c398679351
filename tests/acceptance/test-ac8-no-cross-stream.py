# SPDX-License-Identifier: GPL-3.0-or-later
"""Many citizens at once, each with a sound of their own: as many sessions, and nobody's sound in another's recording or on another's slot."""

import asyncio
import contextlib
import pathlib
import tempfile
import unittest

import numpy

import speech
from rtc_monitor import SLOTS, RtcMonitor
from rtc_phone import RtcPhone
from station import Panel, Station, until
from tone_phones import HEARD, HOP, WINDOW, TonePhones, hertz, strengths, write_tone

CITIZENS = 20
PROCESSES = 4
HEARD_S = 2.0
# Of one tone alone. One packet of another's tone is at 0.7 or more in some window, however it falls; a gap or a jump in the
# own tone, which a busy machine causes, spreads to no more than 0.2 at any other's place.
THERE = 0.45
# The window holds hardly anything else.
ALONE = 0.9
# Half a second of the own tone; what is shorter says nothing about the rest.
OWN_WINDOWS = 50


def loudest_other(tones, number):
    """The strongest that anybody else's tone is in any window."""
    return numpy.delete(tones, number, axis=1).max()


def is_alone(window, number):
    """Whether the window is this citizen's tone alone."""
    return len(window) == WINDOW and strengths(window, CITIZENS)[0, number] > ALONE


class Detector(unittest.TestCase):
    """That the measure tells another's tone from a fault in the own one."""

    def tone(self, number, length, phase=0.0):
        return HEARD * numpy.sin(2 * numpy.pi * hertz(number) * numpy.arange(length) / speech.RATE_HZ + phase)

    def test_one_packet_is_found(self):
        packet = speech.RATE_HZ // 50
        for other in (3, 8, 10):
            for start in range(3000, 3000 + HOP, 7):
                samples = self.tone(9, 8000)
                samples[start:start + packet] = self.tone(other, packet)
                self.assertGreater(loudest_other(strengths(samples, CITIZENS), 9), THERE)

    def test_gaps_and_jumps_are_nobody(self):
        dice = numpy.random.default_rng(1)
        for _ in range(200):
            pieces = [numpy.concatenate([self.tone(9, dice.integers(200, 3000), dice.uniform(0, 7)), numpy.zeros(dice.choice([0, 40, 400]))])
                      for _ in range(12)]
            self.assertLess(loudest_other(strengths(numpy.concatenate(pieces), CITIZENS), 9), THERE)


class TwentyTones(unittest.IsolatedAsyncioTestCase):
    async def asyncSetUp(self):
        asyncio.get_running_loop().set_debug(False)
        self.folder = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory()))
        for number in range(CITIZENS):
            write_tone(number, self.folder)
        self.station = self.enterContext(Station())
        # A sanitizer leaves two processors no time for all of them: as many as both consoles hear at once.
        self.citizens = 2 * SLOTS if self.station.is_sanitized() else CITIZENS

    def assert_holds_only(self, number, samples, what):
        """That this citizen's tone is there, and nobody else's in any window."""
        tones = strengths(samples, CITIZENS)
        own, other = int((tones[:, number] > THERE).sum()), loudest_other(tones, number)
        where, who = numpy.unravel_index(numpy.delete(tones, number, axis=1).argmax(), (len(tones), CITIZENS - 1))
        print(f"# {what}: citizen {number} in {own} of {len(tones)} windows, the strongest other at {other:.4f}, "
              f"citizen {who + (who >= number)} in window {where}", flush=True)
        self.assertGreaterEqual(own, OWN_WINDOWS, what)
        self.assertLess(other, THERE, what)

    async def press_all(self, stack):
        processes = [stack.enter_context(TonePhones(self.station, self.folder, range(first, self.citizens, PROCESSES))) for first in range(PROCESSES)]
        accepted = {}
        for some in await asyncio.gather(*(asyncio.to_thread(phones.accepted) for phones in processes)):
            accepted |= some
        self.assertEqual(len({told["session_id"] for told in accepted.values()}), self.citizens)
        return [accepted[number]["incident_id"] for number in range(self.citizens)]

    async def listen(self, monitor, incidents, numbers):
        """These citizens, one on each of a console's slots, after whoever was there before."""
        for slot, number in enumerate(numbers):
            answer = await monitor.command("incident.listen", incident_id=incidents[number], slot=slot)
            self.assertEqual(answer["type"], "result", answer)
        # Once the new sound is there, nothing of the one before may follow: packets keep their order.
        monitor.clear()
        for slot, number in enumerate(numbers):
            await until(lambda slot=slot, number=number: is_alone(monitor.newest(slot, WINDOW), number), f"slot {slot} sounds of citizen {number}", 30)
        monitor.clear()
        await until(lambda: all(monitor.seconds(slot) > HEARD_S for slot in range(len(numbers))), "the slots sound for long enough", 30)
        for slot, number in enumerate(numbers):
            await asyncio.to_thread(self.assert_holds_only, number, monitor.samples(slot), f"slot {slot}")

    async def test_no_crossing(self):
        with contextlib.ExitStack() as stack:
            async with RtcMonitor(self.station) as one, RtcMonitor(self.station) as other:
                incidents = await self.press_all(stack)
                for incident in incidents:
                    await one.wait_event("media.live", 60, incident_id=incident)
                # Both consoles listen at once, each to somebody else, until all were heard.
                for first in range(0, self.citizens, 2 * SLOTS):
                    numbers = range(first, min(first + 2 * SLOTS, self.citizens))
                    await asyncio.gather(self.listen(one, incidents, numbers[:SLOTS]), self.listen(other, incidents, numbers[SLOTS:]))
                for incident in incidents:
                    answer = await one.command("incident.end", incident_id=incident, disposition="test")
                    self.assertEqual(answer["type"], "result", answer)
                for incident in incidents:
                    await one.wait_event("recording.finished", 30, incident_id=incident)

        # A busy machine may make a second attempt of one.
        recorded = {incident: [] for incident in incidents}
        for incident, path in self.station.query("select incident_id, path from recording order by attempt"):
            recorded[incident].append(speech.load(self.station.data_dir / path))
        for number, incident in enumerate(incidents):
            self.assert_holds_only(number, numpy.concatenate(recorded[incident]), "recording")


class FiveSentences(unittest.IsolatedAsyncioTestCase):
    async def test_no_crossing(self):
        folder = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory()))
        voices = [speech.speak(sentence, folder / f"{number}.wav", pitch=35 + 10 * number)
                  for number, sentence in enumerate(speech.SENTENCES)]
        with Station() as station:
            async with Panel(station) as panel:
                phones = [await RtcPhone(station, voice).connect() for voice in voices]
                await asyncio.gather(*(phone.press(f"citizen-{number}") for number, phone in enumerate(phones)))
                accepted = [await phone.wait("accepted") for phone in phones]
                incidents = [message["incident_id"] for message in accepted]
                self.assertEqual(len({message["session_id"] for message in accepted}), 5)
                for incident in incidents:
                    await panel.wait_event("media.live", 15, incident_id=incident)
                # Long enough for the longest sentence twice over, so that it is there whole wherever the recording begins.
                await asyncio.sleep(2 * max(len(speech.load(voice)) / speech.RATE_HZ for voice in voices))
                for incident in incidents:
                    answer = await panel.command("incident.end", incident_id=incident, disposition="test")
                    self.assertEqual(answer["type"], "result", answer)
                    await panel.wait_event("recording.finished", incident_id=incident)
                for phone in phones:
                    await phone.close()

            for number, incident in enumerate(incidents):
                path = station.data_dir / station.query("select path from recording where incident_id = ?", incident)[0][0]
                alike = [speech.likeness(path, voice) for voice in voices]
                print(f"# citizen {number}: " + " ".join(f"{value:.2f}" for value in alike))
                for other, value in enumerate(alike):
                    if other == number:
                        self.assertGreater(value, speech.HOLDS)
                    else:
                        self.assertLess(value, speech.NOT_HELD)


if __name__ == "__main__":
    unittest.main(verbosity=2)
