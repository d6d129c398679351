# SPDX-License-Identifier: GPL-3.0-or-later
"""A real TURN server, coturn, on loopback."""

import base64
import hashlib
import hmac
import pathlib
import re
import socket
import subprocess
import tempfile
import time

from station import end_with_the_test

RESOURCES = pathlib.Path(__file__).resolve().parents[2] / "resources"

# What a test adds to the files that we give to administrators.
HERE = """
listening-ip=127.0.0.1
allow-loopback-peers
verbose
simple-log
log-file={folder}/turn.log
pidfile={folder}/turn.pid
userdb={folder}/users.sqlite3
"""

# Nobody is reached but over a relay of their own.
RELAYS_ALONE = """
relay-ip=127.0.0.2
denied-peer-ip=0.0.0.0-255.255.255.255
"""


def free_port():
    with socket.socket() as tcp:
        tcp.bind(("127.0.0.1", 0))
        return tcp.getsockname()[1]


def credentials(secret, username):
    """What coturn takes for a username such as “1700000000:phone”, which holds until that time."""
    return base64.b64encode(hmac.new(secret.encode(), username.encode(), hashlib.sha1).digest()).decode()


class Turn:
    """One run of coturn as resources/ has it; the port stays the same when it is started again."""

    source = "turnserver.conf"

    def __init__(self, secret, relays_alone=False):
        self.secret = secret
        self.relays_alone = relays_alone
        self.port = free_port()
        self._folder = tempfile.TemporaryDirectory(prefix="hamrahi-turn-")
        self._process = None

    @property
    def settings(self):
        """The station's, to use it."""
        return [f"ice.turn=turn://127.0.0.1:{self.port}", f"ice.turn_secret={self.secret}"]

    def replacements(self):
        """What an administrator writes instead."""
        return {r"(?<=^listening-port=)\d+$": str(self.port), r"\bSTATION$": "127.0.0.2" if self.relays_alone else "127.0.0.1",
                r"\bSECRET$": self.secret}

    def configuration(self, folder):
        text = (RESOURCES / self.source).read_text()
        for pattern, value in self.replacements().items():
            text, found = re.subn(pattern, value, text, flags=re.M)
            assert found, f"{self.source} has no {pattern}"
        return text + HERE.format(folder=folder) + (RELAYS_ALONE if self.relays_alone else "relay-ip=127.0.0.1\n")

    def start(self, timeout_s=20):
        folder = pathlib.Path(self._folder.name)
        (folder / "turn.conf").write_text(self.configuration(folder))
        self._process = subprocess.Popen(["turnserver", "-c", folder / "turn.conf"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                                         preexec_fn=end_with_the_test)
        deadline = time.monotonic() + timeout_s
        while True:
            try:
                socket.create_connection(("127.0.0.1", self.port), 1).close()
                return self
            except OSError:
                assert self._process.poll() is None and time.monotonic() < deadline, f"coturn does not start: {self.log()}"
                time.sleep(0.05)

    def stop(self):
        """In order, so that it writes down what each relay has carried."""
        if self._process is not None:
            self._process.terminate()
            self._process.wait(20)
            self._process = None

    def kill(self):
        """It forgets its relays without a word."""
        self._process.kill()
        self._process.wait()
        self._process = None

    def close(self):
        self.stop()
        self._folder.cleanup()

    def log(self):
        file = pathlib.Path(self._folder.name) / "turn.log"
        return file.read_text(errors="replace") if file.exists() else ""

    def given(self):
        """The users that were given a relay, once for each relay."""
        return re.findall(r"user <([^>]*)>: incoming packet ALLOCATE processed, success", self.log())

    def refused(self):
        """The users whose credentials were refused."""
        return re.findall(r"user <([^>]+)>: incoming packet message processed, error 401", self.log())

    def carried(self, name):
        """How many packets the relays of that name, of any expiry, have passed between it and its peers; they are counted when a relay ends."""
        usage = re.findall(r"peer usage: realm=<[^>]*>, username=<(?:\d+:)?([^>]*)>, rp=(\d+), rb=\d+, sp=(\d+)", self.log())
        return sum(int(received) + int(sent) for user, received, sent in usage if user == name)


class FixedTurn(Turn):
    """One with the user and the password that an app has built in."""

    source = "turnserver-duress.conf"
    user, password = "duress", "built in"

    def __init__(self, relays_alone=False):
        super().__init__(None, relays_alone)

    def replacements(self):
        replacements = super().replacements()
        del replacements[r"\bSECRET$"]
        return {**replacements, "USER:PASSWORD$": f"{self.user}:{self.password}"}
