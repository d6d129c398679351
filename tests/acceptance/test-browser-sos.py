# SPDX-License-Identifier: GPL-3.0-or-later
"""A phone's browser on /sos: one hold, no question, and the station has the very words that were spoken.

With HAMRAHI_SCREENSHOTS set to a folder the page's states are kept there as pictures.
"""

import os
import pathlib
import tempfile
import unittest

import speech
from browser import Browser
from station import Panel, Station, until

SPACE = "\ue00d"


class BrowserSos(unittest.IsolatedAsyncioTestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = cls.enterClassContext(tempfile.TemporaryDirectory(prefix="hamrahi-voices-"))
        cls.said, cls.other = (speech.speak(sentence, f"{cls.folder}/{number}.wav")
                               for number, sentence in enumerate(speech.SENTENCES[:2]))

    def setUp(self):
        self.station = self.enterContext(Station())

    def open_page(self, suffix="", **options):
        browser = self.enterContext(Browser(self.said, **options))
        browser.devtools("Emulation.setGeolocationOverride", latitude=28.6139, longitude=77.2090, accuracy=18)
        browser.open(self.station.url + "/sos" + suffix)
        browser.until("return document.querySelector('h1').textContent", "the page has its words")
        return browser

    def picture(self, browser, name):
        if folder := os.environ.get("HAMRAHI_SCREENSHOTS"):
            browser.screenshot(pathlib.Path(folder) / f"sos-page-{name}.png")

    async def recording_of(self, incident_id, seconds):
        """The file once it is closed; it held at least so many seconds before the incident was ended."""
        def long_enough():
            files = list(self.station.data_dir.glob("recordings/**/*.ogg"))
            return files and max(len(speech.load(file)) for file in files) > seconds * speech.RATE_HZ
        await until(long_enough, f"{seconds} s are recorded", seconds + 15, 0.5)
        return incident_id

    async def finished_file(self, panel, incident_id):
        await panel.command("incident.end", incident_id=incident_id, disposition="test")
        await panel.wait_event("recording.finished", incident_id=incident_id)
        path, = self.station.query("select path from recording where incident_id = ? order by attempt desc limit 1", incident_id)[0]
        return self.station.data_dir / path

    async def test_one_hold_and_the_station_has_the_words(self):
        async with Panel(self.station) as panel:
            browser = self.open_page()
            self.picture(browser, "ready")
            browser.hold("#sos", 1100)
            browser.wait_done("called", 5)
            activated = await panel.wait_event("incident.activated")
            live = await panel.wait_event("media.live", 10)
            print("# press to sound, ms:", live["data"]["live_ms"])
            self.assertLess(live["data"]["live_ms"], 3000)
            self.assertEqual(browser.wait_done("heard"), "A police operator can hear you")
            self.picture(browser, "heard")
            await panel.wait_event("incident.location")
            incident_id = activated["incident_id"]
            await panel.command("incident.acknowledge", incident_id=incident_id)
            name = panel.welcome["operator"]["name"]
            self.assertEqual(browser.wait_done("listening"), f"Operator {name} is listening")
            self.picture(browser, "listening")

            await self.recording_of(incident_id, 2 * len(speech.load(self.said)) / speech.RATE_HZ + 1)
            file = await self.finished_file(panel, incident_id)
            browser.wait_state("over")
            self.picture(browser, "over")
            likeness, difference = speech.likeness(file, self.said), speech.likeness(file, self.other)
            print(f"# likeness to what was said {likeness:.2f}, to something else {difference:.2f}")
            self.assertGreater(likeness, speech.HOLDS)
            self.assertLess(difference, speech.NOT_HELD)
            self.assertGreater(likeness - difference, 0.15)

    async def test_a_short_touch_is_no_call(self):
        browser = self.open_page()
        browser.hold("#sos", 500)
        browser.press_key(SPACE, 300)
        self.assertEqual(browser.receipts()["state"], "ready")
        self.assertEqual(self.station.query("select count(*) from incident")[0][0], 0)

    async def test_by_keyboard(self):
        browser = self.open_page()
        browser.run("document.getElementById('sos').focus()")
        browser.press_key(SPACE, 1200)
        browser.wait_done("called", 5)

    async def test_phone_behind_a_name(self):
        """A browser that hides its address sends mDNS names, which the station cannot resolve: it learns the address from the phone's packets."""
        async with Panel(self.station) as panel:
            browser = self.open_page()
            browser.run("""
                window.hidden = 0;
                const send = WebSocket.prototype.send;
                WebSocket.prototype.send = function (text) {
                  send.call(this, text.replace(/(candidate:\\S+ \\d udp \\d+ )\\S+/g, (all, start) => {
                    window.hidden += 1;
                    return `${start}${crypto.randomUUID()}.local`;
                  }));
                };""")
            browser.hold("#sos", 1100)
            live = await panel.wait_event("media.live", 10)
            print("# candidates hidden, press to sound, ms:", live["data"]["live_ms"])
            self.assertGreater(browser.run("return window.hidden"), 0)
            self.assertLess(live["data"]["live_ms"], 3000)

    async def test_reload_joins_the_same_call(self):
        async with Panel(self.station) as panel:
            browser = self.open_page()
            browser.hold("#sos", 1100)
            await panel.wait_event("media.live", 10)
            browser.reload()
            await until(lambda: len(panel.events("media.live")) == 2, "it is heard again", 10)
            browser.wait_done("heard")
            self.assertEqual(len(panel.events("incident.activated")), 1)

    async def test_killed_station_is_joined_again(self):
        browser = self.open_page()
        browser.hold("#sos", 1100)
        browser.wait_done("heard", 10)
        port = self.station.port
        self.station.kill()
        browser.until("return !document.getElementById('link').hidden", "the page says that it is connecting")
        self.picture(browser, "connecting")
        self.station.start(listen=f"127.0.0.1:{port}")
        async with Panel(self.station) as panel:
            await until(lambda: panel.events("media.live")
                        or panel.welcome["snapshot"]["incidents"][0]["media"]["state"] == "live", "it is heard again", 15)
        self.assertEqual(self.station.query("select count(*) from incident")[0][0], 1)

    async def test_silent(self):
        async with Panel(self.station) as panel:
            browser = self.open_page("?silent")
            self.picture(browser, "silent")
            browser.hold("#sos", 1100)
            activated = await panel.wait_event("incident.activated")
            self.assertTrue(activated["data"]["silent"])
            await panel.wait_event("media.live", 10)
            self.assertEqual(browser.run("return document.querySelector('main').innerText.trim()"), "")

    async def test_urdu_reads_from_the_right(self):
        browser = self.open_page(languages="ur")
        self.assertEqual(browser.run("return [document.documentElement.lang, getComputedStyle(document.body).direction]"), ["ur", "rtl"])
        self.picture(browser, "urdu")

    async def test_refused_phone_is_told(self):
        station = self.enterContext(Station(settings=["auth.require_device_token=true"]))
        browser = self.enterContext(Browser(self.said))
        browser.open(station.url + "/sos")
        browser.hold("#sos", 1100)
        browser.until("return document.getElementById('notice').innerText.includes('112')", "the page says whom to call")


if __name__ == "__main__":
    unittest.main(verbosity=2)
