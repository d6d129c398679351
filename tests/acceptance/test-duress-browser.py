# SPDX-License-Identifier: GPL-3.0-or-later
"""Phones with the Duress app on Chromium: who asks and who helps, with camera and microphone, in the app's order of calls and messages."""

import pathlib
import tempfile
import unittest

import speech
from duress import Duress
from duress_browser import DuressBrowser
from measure import Undisturbed
from patience import at_most
from rtc_duress import RtcViewer
from station import Station, until
from turn import FixedTurn

FIRST_PICTURE_MS = 1000


class Browsers(unittest.IsolatedAsyncioTestCase):
    @classmethod
    def setUpClass(cls):
        folder = pathlib.Path(cls.enterClassContext(tempfile.TemporaryDirectory()))
        cls.voice = speech.speak(speech.SENTENCES[0], folder / "voice.wav")

    def setUp(self):
        self.station = self.enterContext(Station())
        self.duress = Duress(self.station)

    def browser(self, configuration=None):
        return self.enterContext(DuressBrowser(self.voice, self.station, configuration))

    async def live(self, times=1):
        await until(lambda: self.station.count("media.live") >= times, f"the media is live {times} times", 20)

    def assert_first_picture(self, measured, *states):
        for state in states:
            print(f"ms after joining: {', '.join(f'{what} {ms:.0f}' for what, ms in state['waits_ms'].items())}; {measured}")
        self.assertLess(max(state["waits_ms"]["picture"] for state in states), FIRST_PICTURE_MS if measured else 1000 * at_most(FIRST_PICTURE_MS / 1000))

    def assert_answered_once(self, browser, times=1):
        self.assertEqual((browser.victim_received("answer"), browser.victim_received("offer")), (times, 0))

    def recorded_likeness(self):
        row, = self.station.query("select path from recording where path like '%.ogg'")
        return speech.likeness(self.station.data_dir / row["path"], self.voice)

    async def test_who_asks_is_first(self):
        victim, helper = self.browser(), self.browser()
        room = victim.ask("Asha <&> आशा")
        await self.live()
        self.assertIsNone(self.duress.listen_for_helper("Asha <&> आशा"))
        with Undisturbed(self.station) as measured:
            viewer = helper.help("Rosa")
            state = helper.until_watched(viewer)
        self.assertEqual(self.duress.listen_for_helper("Asha <&> आशा")["roomId"], room["roomId"])
        self.assertEqual(sorted(codec.lower() for codec in state["codecs"]), ["audio/opus", "video/vp8"])
        self.assertEqual(state["received"].count("offer"), 1)
        self.assertEqual(set(state["received"]) - {"offer", "candidate"}, set())
        self.assert_first_picture(measured, state)
        self.assert_answered_once(victim)

        await until(lambda: self.recorded_likeness() > speech.HOLDS, "the sentence is recorded", 30, poll_s=1)
        self.assertEqual(self.duress.complete("Asha <&> आशा", "Rosa"), (200, {"status": "success"}))
        victim.until_closed("victim")
        helper.until_closed(f"viewers[{viewer}]")
        self.assertEqual(self.duress.listen_for_helper("Asha <&> आशा"), {"helper": "", "status": "closed"})
        await until(lambda: self.station.query("select 1 from recording where sha256 is not null"), "what was heard is recorded")

    async def test_who_helps_is_first_and_who_asks_comes_again(self):
        victim, helper = self.browser(), self.browser()
        self.duress.help("Asha")
        viewer = helper.help("Rosa")
        self.assertEqual(helper.state(viewer)["received"], [])
        victim.ask("Asha")
        helper.until_watched(viewer)
        # Another socket, with another offer, replaces the media; who watches is offered nothing anew.
        victim.run("window.before = victim")
        victim.ask("Asha")
        victim.until_closed("before")
        await self.live(2)
        victim.run("before.close()")
        state = helper.until_watched(viewer)
        self.assertEqual([state["received"].count(event) for event in ("offer", "duress-alert")], [1, 2])
        self.assert_answered_once(victim)

    async def test_three_watch_and_one_leaves_and_comes_back(self):
        victim, helper = self.browser(), self.browser()
        room = victim.ask("Asha")
        await self.live()
        states = []
        with Undisturbed(self.station) as measured:
            watching = [helper.watch(room) for _ in range(3)]
            states += [helper.until_watched(viewer) for viewer in watching]
            for _ in range(2):
                helper.stop(watching.pop())
                watching.append(helper.watch(room))
                states.append(helper.until_watched(watching[-1]))
        self.assert_first_picture(measured, *states)
        # Beside the browser's, another stack.
        async with RtcViewer(room["viewerWebsocketUrl"]) as viewer:
            await viewer.watch()
        for viewer in watching:
            self.assertEqual(helper.until_watched(viewer)["received"].count("offer"), 1)
        self.assert_answered_once(victim)

    async def test_by_a_relay_with_the_apps_own_credentials(self):
        turn = FixedTurn()
        self.addCleanup(turn.close)
        turn.start()
        relayed = {"iceTransportPolicy": "relay",
                   "iceServers": [{"urls": f"turn:127.0.0.1:{turn.port}", "username": turn.user, "credential": turn.password}]}
        victim, helper = self.browser(relayed), self.browser(relayed)
        victim.ask("Asha")
        await self.live()
        viewer = helper.help("Rosa")
        helper.until_watched(viewer)
        self.assertEqual(victim.run("return victim.route()")[0], "relay")
        self.assertEqual(helper.run("return viewers[arguments[0]].route()", viewer)[0], "relay")
        victim.run("victim.close()")
        helper.stop(viewer)


if __name__ == "__main__":
    unittest.main(verbosity=2)
