# SPDX-License-Identifier: GPL-3.0-or-later
"""A phone with the Duress app as its own WebRTC stack behaves: Chromium's, with its fake camera. What it shows is on record, also when its size changes."""

import asyncio
import pathlib
import tempfile
import unittest

import pictures
import speech
from browser import Browser
from duress import Duress
from station import Panel, Station, until

FRAMES = 45

VICTIM = """
    window.victim = new RTCPeerConnection();
    const socket = new WebSocket(arguments[0]);
    const send = (event, data) => socket.send(JSON.stringify({event, data}));
    victim.onicecandidate = ({candidate}) => candidate && send('candidate', JSON.stringify(candidate));
    socket.onmessage = ({data}) => {
        const message = JSON.parse(data);
        if (message.event === 'answer')
            victim.setRemoteDescription({type: 'answer', sdp: message.data});
    };
    socket.onopen = async () => {
        const stream = await navigator.mediaDevices.getUserMedia({audio: true, video: {width: 640, height: 480}});
        for (const track of stream.getTracks())
            victim.addTransceiver(track, {direction: 'sendonly'});
        await victim.setLocalDescription(await victim.createOffer());
        send('offer', victim.localDescription.sdp);
    };"""

HALVE = """
    const sender = victim.getSenders().find((one) => one.track.kind === 'video');
    const parameters = sender.getParameters();
    parameters.encodings[0].scaleResolutionDownBy = 2;
    sender.setParameters(parameters);"""


class Browsers(unittest.IsolatedAsyncioTestCase):
    def setUp(self):
        folder = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory()))
        self.voice = speech.speak(speech.SENTENCES[0], folder / "voice.wav")
        self.station = self.enterContext(Station())
        self.duress = Duress(self.station)

    def recorded(self, suffix):
        """The files, of which there may be none yet."""
        return sorted((self.station.data_dir / "recordings").rglob(f"*.{suffix}"))

    def frames(self):
        found = self.recorded("webm")
        return pictures.frames(found[0]) if found and found[0].stat().st_size else []

    async def test_who_asks_is_seen_on_record(self):
        room = self.duress.help("Asha")
        async with Panel(self.station) as panel:
            with Browser(self.voice) as browser:
                browser.open(f"http://127.0.0.1:{self.station.port}/api/v1/health")
                browser.run(VICTIM, room["broadcasterWs"])
                await panel.wait_event("media.live", 30)
                await until(lambda: len(self.frames()) > FRAMES, "the picture is recorded", 30, poll_s=1)
                width = self.frames()[-1].width
                browser.run(HALVE)
                await until(lambda: self.frames()[-1].width < width, "it is smaller", 30, poll_s=1)
                self.duress.complete("Asha", "")
                await until(lambda: self.station.count("recording.finished") == 2, "both are closed", 20)
        self.assertRegex(self.station.command("log", "verify").stdout, "^whole: .* 2 recordings")

        seen = self.frames()
        self.assertTrue(seen[0].is_key)
        between_ms = [after.at_ms - before.at_ms for before, after in zip(seen, seen[1:])]
        self.assertGreaterEqual(min(between_ms), 0)
        print(f"{len(seen)} frames in {seen[-1].at_ms} ms, at most {max(between_ms)} ms apart, {sorted({frame.width for frame in seen})} wide")
        heard, = self.station.query("select duration_ms from recording where path like '%.ogg'")
        self.assertLess(abs(heard["duration_ms"] - seen[-1].at_ms), 3000)


if __name__ == "__main__":
    unittest.main(verbosity=2)
