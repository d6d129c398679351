# SPDX-License-Identifier: GPL-3.0-or-later
"""A reader of the stream of events, as an integrator's."""

import asyncio
import json
import pathlib
import socket
import ssl

from patience import at_most


ESTABLISHED = "01"


def station_end(station, transport, host="127.0.0.1"):
    """State and queues of the station's end of a connection, or nothing."""
    here, there = ["".join(f"{byte:02X}" for byte in reversed(socket.inet_aton(address))) + f":{port:04X}"
                   for address, port in ((host, station.port), transport.get_extra_info("sockname"))]
    rows = [line.split() for line in pathlib.Path("/proc/net/tcp").read_text().splitlines()]
    return [row[3:5] for row in rows if row[1:3] == [here, there]]


def is_held(station, transport, host="127.0.0.1"):
    """Whether the station still has its end."""
    return [state for state, _ in station_end(station, transport, host)] == [ESTABLISHED]


class Events:
    """A reader of server-sent events. One with a small window that does not read is a slow one."""

    def __init__(self, station, token, query="", last_event_id=None, window_bytes=None, host="127.0.0.1"):
        self.station = station
        self.request = f"GET /api/v1/events{query} HTTP/1.1\r\nHost: station\r\nAuthorization: Bearer {token}\r\n"
        if last_event_id is not None:
            self.request += f"Last-Event-ID: {last_event_id}\r\n"
        self.window_bytes = window_bytes
        self.host = host
        self.comments = 0
        self.last_waiting = 0

    async def __aenter__(self):
        connection = socket.socket()
        connection.setblocking(False)
        if self.window_bytes:
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, self.window_bytes)
        await asyncio.get_running_loop().sock_connect(connection, (self.host, self.station.port))
        tls = {"ssl": ssl._create_unverified_context(), "server_hostname": ""} if self.station.url.startswith("https") else {}
        self.reader, self.writer = await asyncio.open_connection(sock=connection, limit=2**12 if self.window_bytes else 2**20, **tls)
        self.writer.write(self.request.encode() + b"\r\n")
        head = (await asyncio.wait_for(self.reader.readuntil(b"\r\n\r\n"), 10)).decode()
        self.status = int(head.split()[1])
        self.head = head.lower()
        self.text = b""
        return self

    async def __aexit__(self, *exception):
        self.writer.close()

    def is_held(self):
        """Whether the station still has its end of the connection."""
        return is_held(self.station, self.writer.transport, self.host)

    def has_stalled(self):
        """Whether as much as the last time that this was asked, or less, waits to leave the station's end, and something does.

        Through a small window a few bytes may go now and then, for a minute.
        """
        last, self.last_waiting = self.last_waiting, 0
        for _, queues in station_end(self.station, self.writer.transport, self.host):
            self.last_waiting = int(queues.split(":")[0], 16)
        return 0 < self.last_waiting <= last

    async def _read_chunk(self):
        """False at the end, be it said or not."""
        try:
            size = int(await self.reader.readline() or b"0", 16)
            self.text += (await self.reader.readexactly(size + 2))[:-2]
        except (asyncio.IncompleteReadError, ConnectionError):
            return False
        return size > 0

    async def next(self, timeout_s=10):
        """The next event, or None at the end."""
        async with asyncio.timeout(at_most(timeout_s)):
            while True:
                while b"\n\n" not in self.text:
                    if not await self._read_chunk():
                        return None
                block, self.text = self.text.split(b"\n\n", 1)
                if block == b":":
                    self.comments += 1
                    continue
                fields = dict(line.split(": ", 1) for line in block.decode().split("\n"))
                event = json.loads(fields["data"])
                assert (int(fields["id"]), fields["event"]) == (event["seq"], event["kind"]), fields
                return event

    async def until(self, kind=None, seq=None):
        """All events up to the first of that kind, or to that number."""
        events = []
        while not events or (events[-1]["kind"] != kind and events[-1]["seq"] != seq):
            event = await self.next()
            assert event is not None, f"the stream ended after {events[-1:]}"
            events.append(event)
        return events

    async def rest(self):
        events = []
        while (event := await self.next()) is not None:
            events.append(event)
        return events
