#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Stands in for hamrahi-station as a process: says that it listens, answers station.info, ends on SIGTERM.

Each start adds its --listen to DIR/starts. A file DIR/broken makes it end at once."""

import json
import os
import pathlib
import signal
import socket
import sys

words = sys.argv[1:]
data_dir = pathlib.Path(words[words.index("--data-dir") + 1])
listen = words[words.index("--listen") + 1] if "--listen" in words else "settings"
with open(data_dir / "starts", "a") as starts:
    starts.write(listen + "\n")
if (data_dir / "broken").exists():
    sys.exit(1)

signal.signal(signal.SIGTERM, lambda *_: os._exit(0))
control = data_dir / "control.sock"
control.unlink(missing_ok=True)
server = socket.socket(socket.AF_UNIX)
server.bind(str(control))
server.listen()
url = "http://127.0.0.1:4711"
print("warming", flush=True)
print("listening on " + url, flush=True)
while True:
    connection, _ = server.accept()
    with connection, connection.makefile("rw") as stream:
        if json.loads(stream.readline())["name"] == "station.info":
            stream.write(json.dumps({"data": {"url": url, "station_id": "fake", "pid": os.getpid()}}) + "\n")
