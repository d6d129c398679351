# SPDX-License-Identifier: GPL-3.0-or-later
"""A phone with the Duress app: its requests, and its sockets with their envelope."""

import asyncio
import contextlib
import json
import time
import urllib.parse
import uuid

import websockets

from patience import at_most
from station import until

FORM = "application/x-www-form-urlencoded"
JSON = "application/json"


def encode(content_type, fields):
    """(body, content type) of fields that are texts."""
    if content_type == JSON:
        return json.dumps(fields, ensure_ascii=False).encode(), JSON
    if content_type == FORM:
        return urllib.parse.urlencode(fields).encode(), FORM
    boundary = uuid.uuid4().hex
    parts = "".join(f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n' for name, value in fields.items())
    return f"{parts}--{boundary}--\r\n".encode(), f"multipart/form-data; boundary={boundary}"


class Duress:
    """The routes, as the app calls them: each returns (status, parsed body)."""

    def __init__(self, station, prefix="/duress"):
        self.station = station
        self.prefix = prefix

    def call(self, path, data=None, headers=None):
        status, _, body = self.station.http(self.prefix + path, data=data, headers=headers)
        return status, json.loads(body)

    def post(self, path, content_type=FORM, /, **fields):
        body, header = encode(content_type, fields)
        return self.call(path, body, {"Content-Type": header})

    def help(self, name, content_type=JSON, /, **fields):
        status, answer = self.post("/help", content_type, name=name, **fields)
        assert status == 200, (status, answer)
        return answer

    def listen(self):
        return self.call("/listen")[1]

    def listen_for_helper(self, name):
        return self.post("/listen_for_helper", name=name)[1]

    def give_help(self, name, helper):
        return self.post("/give_help", name=name, helper=helper)

    def complete(self, name, helper):
        return self.post("/help_completed", name=name, helper=helper)


class DuressSocket:
    """One of the app's WebSockets, used verbatim; keeps what it received."""

    def __init__(self, url):
        self.url = url
        self.received = []
        self.socket = None
        self._reader = None

    async def connect(self):
        self.socket = await websockets.connect(self.url, ping_interval=None, compression=None, open_timeout=at_most(10))
        self._reader = asyncio.ensure_future(self._read())
        return self

    async def _read(self):
        with contextlib.suppress(websockets.ConnectionClosed):
            async for text in self.socket:
                message = json.loads(text)
                # What the app takes, and no more.
                assert isinstance(message["event"], str) and isinstance(message["data"], str), message
                message["_at"] = time.monotonic()
                self.received.append(message)
                await self.on_message(message)

    async def on_message(self, message):
        pass

    async def send(self, event, data):
        await self.socket.send(json.dumps({"event": event, "data": data}))

    def all(self, event):
        return [message for message in self.received if message["event"] == event]

    async def wait(self, event, count=1, timeout_s=10):
        await until(lambda: len(self.all(event)) >= count, f"{count} × {event}; got {[m['event'] for m in self.received]}", timeout_s)
        return self.all(event)[count - 1]

    async def closed(self, timeout_s=10):
        """The code with which the station closed it."""
        await asyncio.wait_for(self.socket.wait_closed(), at_most(timeout_s))
        return self.socket.close_code

    async def is_alive(self):
        """Whether it still answers, and so has taken all that was sent before."""
        await asyncio.wait_for(await self.socket.ping(), at_most(10))
        return True

    async def close(self):
        if self.socket is not None:
            await self.socket.close()
        if self._reader is not None:
            await self._reader

    async def __aenter__(self):
        return await self.connect()

    async def __aexit__(self, *exception):
        await self.close()
