# SPDX-License-Identifier: GPL-3.0-or-later
"""What a supervisor waits for, measured: the window, a found incident, the picture of what just happened."""

import asyncio
import contextlib
import os
import pathlib
import sqlite3
import subprocess
import tempfile
import time

import numpy
from console import Console, Desktop
from measure import summary
from station import Station, build_dir

INCIDENTS = 100_000
# Half of all, two hundred, one, the first letters of half of all, and none.
WORDS = ("singh", "name976", "099999", "si", "nothinglikethis")
SEARCHES_EACH = 10
STARTS = 10
LAMP_GREEN = (0x5f, 0xd6, 0xa4)
HEADER_HEIGHT = 80

MANY_INCIDENTS = """
BEGIN;
WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < :incidents)
INSERT INTO incident (id, number, status, drill, source, citizen_id, citizen_name, citizen_phone, activation_id, received_at_us, zone_id,
                      assigned_operator_id, silent, ended_at_us, disposition)
SELECT 'inc-' || i, printf('HR-2026-%06d', i), 'ended', i % 10 = 0, 'sos', 'citizen-' || (i * 7919 % 100003),
       'Name' || (i % 977) || ' ' || CASE i % 2 WHEN 0 THEN 'Singh' ELSE 'Kaur' END, '+91 ' || (90000 + i % 9999), 'a' || i,
       1790000000000000 + i * 60000000, 'zone-' || (i % 8), 'op-' || (i % 20), 0, 1790000005000000 + i * 60000000, 'accidental' FROM n;
INSERT INTO incident_words (place, incident_id, who) SELECT 1000 + CAST(substr(incident_id, 5) AS INTEGER), incident_id, who FROM incident_who;
COMMIT;
"""


def search_figures():
    """A line for each word: from the question to all of the first 50 that the console shows."""
    lines = []
    with tempfile.TemporaryDirectory() as folder:
        Station(folder).start().stop()
        with contextlib.closing(sqlite3.connect(pathlib.Path(folder) / "records.sqlite3")) as records:
            records.executescript(MANY_INCIDENTS.replace(":incidents", str(INCIDENTS)))
        with Station(folder) as station:
            token = station.command("key", "create", "--name", "bench", "--scope", "admin").stdout.split()[-1]
            for word in WORDS:
                waits_ms = []
                for _ in range(SEARCHES_EACH):
                    begun = time.monotonic()
                    status, _, body = station.http(f"/api/v1/incidents?limit=50&q={word}", token=token)
                    waits_ms.append(1000 * (time.monotonic() - begun))
                    assert status == 200, body
                lines.append(f"{word}: {body.count(b'HR-2026-')} shown, {summary(waits_ms)}")
    return lines


def has_green_lamp(desktop):
    """Whether the window is there and says that its station is: NET turns first."""
    return (desktop.pixels()[:HEADER_HEIGHT] == numpy.array(LAMP_GREEN)).all(axis=2).sum() > 20


def start_times_ms():
    """Console and station together, on records that there are: to a screen that says that they are joined. Looking takes a part of it."""
    times_ms = []
    with tempfile.TemporaryDirectory() as folder, Desktop() as desktop:
        for _ in range(STARTS + 1):
            begun = time.monotonic()
            with Console(desktop, folder):
                while not has_green_lamp(desktop):
                    assert time.monotonic() < begun + 60, "no green lamp"
                times_ms.append(1000 * (time.monotonic() - begun))
    # The first makes the records.
    return times_ms[1:]


async def screen_figures():
    """Of hr-screen-bench."""
    environment = {**os.environ, "GSK_RENDERER": "cairo", "GDK_DEBUG": "gl-disable", "GSETTINGS_BACKEND": "memory", "GTK_A11Y": "none"}
    process = await asyncio.create_subprocess_exec("xvfb-run", "-a", "-s", "-screen 0 1920x1080x24", build_dir() / "tests/ui/hr-screen-bench",
                                                   env=environment, stdout=subprocess.PIPE)
    return (await process.communicate())[0].decode().strip()
