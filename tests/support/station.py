# SPDX-License-Identifier: GPL-3.0-or-later
"""The real hamrahi-station under test, and clients that speak its protocol."""

import asyncio
import contextlib
import ctypes
import functools
import json
import os
import pathlib
import re
import select
import signal
import sqlite3
import ssl
import subprocess
import tempfile
import time
import urllib.error
import urllib.request
import uuid

import websockets

from patience import at_most


def build_dir():
    """The build folder: meson tells it, a person may leave it out."""
    default = pathlib.Path(__file__).resolve().parents[2] / "build"
    return pathlib.Path(os.environ.get("HAMRAHI_BUILD_DIR", default))


def program(name):
    folder = {"hamrahi-station": "station", "hamrahi-drill": "drill", "hamrahi-control-room": "console"}[name]
    return build_dir() / "app" / folder / name


def end_with_the_test():
    """In a child: a test that is killed leaves nothing running."""
    ctypes.CDLL(None).prctl(1, signal.SIGKILL)  # PR_SET_PDEATHSIG


async def until(condition, what, timeout_s=10.0, poll_s=0.02):
    """Waits until condition() is true and returns what it returned."""
    deadline = time.monotonic() + at_most(timeout_s)
    while True:
        value = condition()
        if value:
            return value
        if time.monotonic() > deadline:
            raise AssertionError(f"not within {at_most(timeout_s)} s: {what}")
        await asyncio.sleep(poll_s)


class Station:
    """One run of hamrahi-station on a data directory of its own, on a free port; `within` are words before its own, such as nsenter's."""

    def __init__(self, data_dir=None, settings=(), listen="127.0.0.1:0", within=()):
        self._own_dir = tempfile.TemporaryDirectory(prefix="hamrahi-") if data_dir is None else None
        self.data_dir = pathlib.Path(data_dir or self._own_dir.name)
        self.settings = list(settings)
        self.listen = listen
        self.within = list(within)
        self.process = None
        self.url = None

    def start(self, listen=None, timeout_s=20):
        words = [*self.within, program("hamrahi-station"), "run", "--data-dir", self.data_dir, "--listen", listen or self.listen]
        for setting in self.settings:
            words += ["--set", setting]
        self.process = subprocess.Popen(words, stdout=subprocess.PIPE, preexec_fn=end_with_the_test)
        deadline = time.monotonic() + at_most(timeout_s)
        text = ""
        while time.monotonic() < deadline:
            if not select.select([self.process.stdout], [], [], 0.1)[0]:
                continue
            piece = os.read(self.process.stdout.fileno(), 4096).decode()
            text += piece
            if found := re.search(r"^listening on (\S+)$", text, re.M):
                self.url = found.group(1)
                return self
            if not piece:
                break
        self.kill()
        raise AssertionError(f"the station does not listen: {text!r}")

    @property
    def port(self):
        return int(self.url.rsplit(":", 1)[1])

    def stop(self, timeout_s=20):
        """Ends it in order; its exit code must be 0."""
        if self.process is None:
            return
        process, self.process = self.process, None
        process.send_signal(signal.SIGTERM)
        try:
            code = process.wait(at_most(timeout_s))
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
            raise AssertionError("the station does not stop on SIGTERM") from None
        finally:
            process.stdout.close()
        if code != 0:
            raise AssertionError(f"the station ended with {code}")

    def kill(self):
        """As a power cut would, for the process."""
        self.process.kill()
        self.process.wait()
        self.process.stdout.close()
        self.process = None

    def __enter__(self):
        return self.start()

    def __exit__(self, *exception):
        if self.process is not None and exception[0] is not None:
            self.kill()
        else:
            self.stop()
        if self._own_dir is not None:
            self._own_dir.cleanup()

    # What a person with a shell sees.

    def command(self, *words, check=True, **options):
        result = subprocess.run([program("hamrahi-station"), *words, "--data-dir", self.data_dir],
                                capture_output=True, text=True, timeout=at_most(60), **options)
        if check and result.returncode != 0:
            raise AssertionError(f"{words}: exit {result.returncode}: {result.stderr}")
        return result

    def query(self, sql, *values):
        with contextlib.closing(sqlite3.connect(f"file:{self.data_dir}/records.sqlite3?mode=ro", uri=True)) as database:
            database.row_factory = sqlite3.Row
            return database.execute(sql, values).fetchall()

    def count(self, kind):
        """How many events of a kind the log holds."""
        return self.query("select count(*) from event where kind = ?", kind)[0][0]

    def control(self, name, **args):
        """One command over the control socket."""
        import socket

        with socket.socket(socket.AF_UNIX) as connection:
            connection.connect(str(self.data_dir / "control.sock"))
            connection.sendall((json.dumps({"name": name, "args": args}) + "\n").encode())
            answer = json.loads(connection.makefile().readline())
        if "error" in answer:
            raise AssertionError(f"{name}: {answer['error']}")
        return answer["data"]

    def is_sanitized(self):
        maps = pathlib.Path(f"/proc/{self.process.pid}/maps").read_text()
        return "libasan" in maps or "libtsan" in maps

    def threads(self):
        return len(os.listdir(f"/proc/{self.process.pid}/task"))

    def descriptors(self):
        """Those that are open but the records' own: SQLite keeps what it opened for a backup, for the next one."""
        open_files = []
        for entry in os.scandir(f"/proc/{self.process.pid}/fd"):
            with contextlib.suppress(FileNotFoundError):
                open_files.append(os.readlink(entry.path))
        return sum(not path.endswith("records.sqlite3") for path in open_files)

    def resident_kb(self):
        status = pathlib.Path(f"/proc/{self.process.pid}/status").read_text()
        return int(re.search(r"VmRSS:\s+(\d+)", status).group(1))

    def http(self, path, token=None, data=None, headers=None):
        """(status, headers, body); never raises for a status."""
        request = urllib.request.Request(self.url + path, data=data, headers=dict(headers or {}))
        if token:
            request.add_header("Authorization", "Bearer " + token)
        try:
            with urllib.request.urlopen(request, timeout=at_most(20)) as reply:
                return reply.status, reply.headers, reply.read()
        except urllib.error.HTTPError as error:
            with error:
                return error.code, error.headers, error.read()

    def websocket_url(self, path):
        return self.url.replace("http", "ws", 1) + path


@functools.cache
def accept_any_certificate():
    """Beyond loopback the station makes its own."""
    context = ssl.create_default_context()
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context


class Client:
    """A WebSocket that keeps what it received, by type."""

    path = protocol = None
    own_address = None  # where it calls from, if that matters
    patience_s = 10     # for the connection

    def __init__(self, station):
        self.station = station
        self.received = []
        self.socket = None
        self.arrived = {}
        self._reader = None

    async def connect(self):
        url = self.station.websocket_url(self.path)
        self.socket = await websockets.connect(url, subprotocols=[self.protocol], max_size=None, ping_interval=None, compression=None,
                                               ssl=accept_any_certificate() if url.startswith("wss") else None,
                                               local_addr=(self.own_address, 0) if self.own_address else None,
                                               open_timeout=at_most(self.patience_s))
        self._reader = asyncio.ensure_future(self._read())
        return self

    async def _read(self):
        with contextlib.suppress(websockets.ConnectionClosed):
            async for text in self.socket:
                message = json.loads(text)
                message["_at"] = time.monotonic()
                self.received.append(message)
                await self.on_message(message)

    async def on_message(self, message):
        pass

    async def send(self, **message):
        await self.socket.send(json.dumps(message))

    def all(self, message_type, /, **members):
        return [m for m in self.received
                if m.get("type") == message_type and all(m.get(key) == value for key, value in members.items())]

    async def wait(self, message_type, timeout_s=10.0, /, **members):
        found = await until(lambda: self.all(message_type, **members),
                            f"{message_type} {members}; got {self.received[-5:]}", timeout_s)
        return found[0]

    async def wait_closed(self, timeout_s=10.0):
        await asyncio.wait_for(self.socket.wait_closed(), at_most(timeout_s))
        return self.socket.close_code

    async def close(self):
        if self.socket is not None:
            await self.socket.close()
        if self._reader is not None:
            await self._reader

    async def __aenter__(self):
        return await self.connect()

    async def __aexit__(self, *exception):
        await self.close()


class Panel(Client):
    """A console's socket, joined by the control socket's token or, where one is given, by a PIN; `since` is the last event it has seen."""

    path = "/api/v1/panel"
    protocol = "hamrahi.panel.v1"

    def __init__(self, station, operator_id="supervisor", since=None, pin=None):
        super().__init__(station)
        self.operator_id = operator_id
        self.since = {} if since is None else {"since": since}
        self.pin = pin
        self.token = None
        self._ref = 0

    async def connect(self):
        await super().connect()
        if self.pin is not None:
            await self.send(type="login", operator_id=self.operator_id, pin=self.pin, **self.since)
        else:
            token = self.station.control("operator.login", operator_id=self.operator_id)["token"]
            await self.send(type="resume", token=token, **self.since)
        self.welcome = await self.wait("welcome")
        self.token = self.welcome["token"]
        return self

    async def command(self, name, **args):
        self._ref += 1
        ref = self._ref
        await self.send(type="command", ref=ref, name=name, args=args)
        await until(lambda: self.all("result", ref=ref) or self.all("error", ref=ref), f"an answer to {name}")
        return (self.all("result", ref=ref) or self.all("error", ref=ref))[0]

    def events(self, kind, /, **members):
        return self.all("event", kind=kind, **members)

    async def wait_event(self, kind, timeout_s=10.0, /, **members):
        return await self.wait("event", timeout_s, kind=kind, **members)


def activation(citizen="citizen-1", **members):
    return {"activation_id": str(uuid.uuid4()), "citizen": {"id": citizen, "name": citizen.title()}, "activated_at": None,
            "location": {"lat": 28.6139, "lon": 77.2090, "accuracy_m": 18, "source": "gps"}, **members}


class Phone(Client):
    """A citizen's device without media: it presses and sees what comes back."""

    path = "/api/v1/sos"
    protocol = "hamrahi.sos.v1"
    supports = ()

    async def press(self, citizen="citizen-1", token=None, **members):
        self.activation = {key: value for key, value in activation(citizen, **members).items() if value is not None}
        self.pressed_at = time.monotonic()
        message = {"type": "activate", "activation": self.activation}
        if self.supports:
            message["supports"] = list(self.supports)
        if token:
            message["token"] = token
        await self.send(**message)
        return self

    async def join(self, token):
        await self.send(type="join", token=token)
        return self
