# SPDX-License-Identifier: GPL-3.0-or-later
"""Five citizens at once, each with a sentence of its own: five sessions, and each recording holds its own sentence and no other's."""

import asyncio
import pathlib
import tempfile
import unittest

import speech
from rtc_phone import RtcPhone
from station import Panel, Station


class FiveCitizens(unittest.IsolatedAsyncioTestCase):
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
