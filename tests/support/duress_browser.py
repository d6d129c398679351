# SPDX-License-Identifier: GPL-3.0-or-later
"""Phones with the Duress app on Chromium, whose WebRTC is the app's own: its fake camera, and a WAV file for a microphone."""

import pathlib

from browser import Browser

PAGE = pathlib.Path(__file__).with_name("duress-page.html")


class DuressBrowser(Browser):
    """One page; it may ask for help, and watch several times."""

    def __init__(self, voice, station, configuration=None):
        super().__init__(voice)
        self.station = station
        self.configuration = configuration or {}

    def __enter__(self):
        super().__enter__()
        self.open(PAGE.as_uri())
        return self

    def ask(self, name):
        """The room of the request, once the page's offer is on its way."""
        return self.run("return ask(...arguments)", self.station.url, name, self.configuration)

    def help(self, helper):
        return self.run("return help(...arguments)", self.station.url, helper, self.configuration)

    def watch(self, room):
        return self.run("return watch(...arguments)", self.station.url, room["viewerWebsocketUrl"], room["roomId"], self.configuration)

    def state(self, viewer):
        return self.run("return viewers[arguments[0]].state()", viewer)

    def until_watched(self, viewer, pictures=20, timeout_s=20):
        """Until so many more pictures are decoded, and more is heard; the state then."""
        before = self.state(viewer)
        self.until(f"return viewers[{viewer}].decoded().then(({{pictures, loudness}}) =>"
                   f" pictures >= {before['pictures'] + pictures} && loudness > {before['loudness']})", f"{pictures} more than {before}", timeout_s)
        return self.state(viewer)

    def stop(self, viewer):
        self.run("viewers[arguments[0]].send('duress-stop', '')", viewer)
        self.until_closed(f"viewers[{viewer}]")

    def until_closed(self, phone, code=1000):
        self.until(f"return {phone}.closeCode === {code}", f"{phone} is closed with {code}")

    def victim_received(self, event):
        return self.run("return victim.received.filter((event) => event === arguments[0]).length", event)

    def receipts(self):
        """What the page knows, for a test that has failed."""
        return self.run("return Promise.all(viewers.map((viewer) => viewer.state())).then((watched) => ({ watched, asked: victim?.received }))")
