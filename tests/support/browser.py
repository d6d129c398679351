# SPDX-License-Identifier: GPL-3.0-or-later
"""A phone's browser: headless Chromium behind the WebDriver protocol, with a WAV file for a microphone."""

import base64
import json
import pathlib
import re
import subprocess
import tempfile
import time
import urllib.error
import urllib.request

from patience import at_most

ELEMENT = "element-6066-11e4-a52e-4f735466cecf"

FLAGS = [
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--no-first-run",
    # The microphone: allowed without a question, and fed from a file.
    "--use-fake-ui-for-media-stream",
    "--use-fake-device-for-media-stream",
    # What comes in is played, as in an app.
    "--autoplay-policy=no-user-gesture-required",
    # Candidates carry the phone's address, not a name, even before the microphone is open.
    "--disable-features=WebRtcHideLocalIpsWithMdns",
]

# A phone leaves loopback out of its candidates, and a station under test may have nothing else.
LOOPBACK = "--allow-loopback-in-peer-connection"


class Browser:
    """One Chromium with a profile of its own, as a phone of 390 × 844; on the station's machine, unless it comes over a link."""

    def __init__(self, voice, languages="en", over_link=False):
        self._dir = tempfile.TemporaryDirectory(prefix="hamrahi-browser-")
        flags = [*FLAGS, *([] if over_link else [LOOPBACK]), f"--use-file-for-fake-audio-capture={pathlib.Path(voice).resolve()}", f"--lang={languages}",
                 f"--user-data-dir={self._dir.name}/profile"]
        self._options = {
            "args": flags,
            "binary": "/usr/bin/chromium",
            "mobileEmulation": {"deviceMetrics": {"width": 390, "height": 844, "pixelRatio": 1, "touch": True, "mobile": True}},
            "prefs": {"intl.accept_languages": languages, "profile.default_content_setting_values.geolocation": 1},
        }
        self._driver = None
        self._url = None

    def __enter__(self):
        self._driver = subprocess.Popen(["chromedriver", "--port=0"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        for line in self._driver.stdout:
            if found := re.search(r"started successfully on port (\d+)", line):
                break
        else:
            raise AssertionError("chromedriver does not start")
        base = f"http://127.0.0.1:{found.group(1)}"
        wanted = {"browserName": "chrome", "goog:chromeOptions": self._options, "goog:loggingPrefs": {"browser": "ALL"},
                  "acceptInsecureCerts": True}
        answer = self._request("POST", f"{base}/session", {"capabilities": {"alwaysMatch": wanted}})
        self._url = f"{base}/session/{answer['sessionId']}"
        return self

    def __exit__(self, *exception):
        try:
            if self._url is not None:
                self._request("DELETE", self._url)
        finally:
            self._driver.terminate()
            self._driver.wait(at_most(10))
            self._driver.stdout.close()
            self._dir.cleanup()

    @staticmethod
    def _request(method, url, body=None):
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(url, data=data, method=method, headers={"Content-Type": "application/json"})
        try:
            with urllib.request.urlopen(request, timeout=at_most(60)) as reply:
                return json.load(reply)["value"]
        except urllib.error.HTTPError as error:
            with error:
                raise AssertionError(f"{method} {url}: {json.load(error)['value']['message']}") from None

    def _post(self, path, **body):
        return self._request("POST", self._url + path, body)

    def open(self, url):
        self._post("/url", url=url)

    def reload(self):
        self._post("/refresh")

    def run(self, script, *arguments):
        """The value of a script's `return`."""
        return self._post("/execute/sync", script=script, args=list(arguments))

    def devtools(self, command, **parameters):
        return self._post("/goog/cdp/execute", cmd=command, params=parameters)

    def find(self, selector):
        return self._post("/element", using="css selector", value=selector)

    def tap(self, selector):
        self._request("POST", f"{self._url}/element/{self.find(selector)[ELEMENT]}/click", {})

    def hold(self, selector, hold_ms):
        """A finger on the element for that long."""
        finger = {"type": "pointer", "id": "finger", "parameters": {"pointerType": "touch"}, "actions": [
            {"type": "pointerMove", "duration": 0, "origin": self.find(selector), "x": 0, "y": 0},
            {"type": "pointerDown", "button": 0},
            {"type": "pause", "duration": hold_ms},
            {"type": "pointerUp", "button": 0},
        ]}
        self._post("/actions", actions=[finger])

    def press_key(self, key, hold_ms):
        self._post("/actions", actions=[{"type": "key", "id": "keyboard", "actions": [
            {"type": "keyDown", "value": key},
            {"type": "pause", "duration": hold_ms},
            {"type": "keyUp", "value": key},
        ]}])

    def until(self, script, what, timeout_s=10.0):
        """Waits until the script returns something true, and gives it back."""
        deadline = time.monotonic() + at_most(timeout_s)
        while True:
            value = self.run(script)
            if value:
                return value
            if time.monotonic() > deadline:
                raise AssertionError(f"not within {at_most(timeout_s)} s: {what}; the page shows {self.receipts()}; console: {self.console()}")
            time.sleep(0.05)

    def screenshot(self, path):
        pathlib.Path(path).write_bytes(base64.b64decode(self._request("GET", f"{self._url}/screenshot")))

    def console(self):
        return [entry["message"] for entry in self._post("/se/log", type="browser")]

    # The /sos page.

    def receipts(self):
        """What the citizen reads: the state, each step's text and whether it is done, and the notice."""
        return self.run("""
            const step = (item) => [item.dataset.step, {text: item.innerText.trim(), done: 'done' in item.dataset}];
            return {state: document.body.dataset.state,
                    ...Object.fromEntries(Array.from(document.querySelectorAll('[data-step]'), step)),
                    notice: document.getElementById('notice')?.innerText ?? ''};""")

    def wait_done(self, step, timeout_s=10.0):
        return self.until(f"return document.querySelector('[data-step={step}][data-done]')?.innerText", f"{step} is done", timeout_s)

    def wait_state(self, state, timeout_s=10.0):
        return self.until(f"return document.body.dataset.state === '{state}'", f"the state {state}", timeout_s)
