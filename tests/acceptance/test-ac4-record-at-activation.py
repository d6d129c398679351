# SPDX-License-Identifier: GPL-3.0-or-later
"""AC4: the record of an SOS is in the database at the moment of activation, and `accepted` says no less than that.

What is in it is read with the sqlite3 shell while the station runs. That it is on the disk before anybody is told so is seen in two ways: in the
order of the station's own system calls, and with a disk that takes long. Last, what happens when somebody changes one byte of the log.
"""

import asyncio
import datetime
import json
import pathlib
import re
import shutil
import sqlite3
import subprocess
import tempfile
import time
import unittest

from faulty_disk import FaultyDisk
from station import Panel, Phone, Station, activation, program, until

OFFER_MS = 500
# Longer than an offer may take: one that waited for the disk would be late.
SYNC_MS = 700
PRESSES = 10


def shell(station, sql):
    """What a person with the sqlite3 shell sees."""
    rows = subprocess.run(["sqlite3", "-json", "-readonly", station.data_dir / "records.sqlite3", sql],
                          capture_output=True, text=True, check=True).stdout
    return json.loads(rows or "[]")


def utc(text):
    return datetime.datetime.fromisoformat(text.replace("Z", "+00:00"))


class Record(unittest.IsolatedAsyncioTestCase):
    """Citizen, UTC time, operator, session, position: in one row, as soon as the phone has heard of it."""

    def setUp(self):
        self.station = self.enterContext(Station())

    def row(self, citizen):
        rows = shell(self.station, f"select * from sos_session where citizen_id = '{citizen}'")
        self.assertEqual(len(rows), 1)
        return rows[0]

    def check(self, row, citizen, session, operator):
        self.assertEqual((row["citizen_id"], row["session_id"], row["assigned_operator_id"]), (citizen, session, operator))
        self.assertEqual((row["latitude"], row["longitude"], row["accuracy_m"]), (28.6139, 77.2090, 18.0))
        self.assertRegex(row["activated_at"], r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$")
        self.assertIsNone(row["resolved_at"])

    async def test_over_the_socket(self):
        before = datetime.datetime.now(datetime.timezone.utc) - datetime.timedelta(milliseconds=1)
        async with Panel(self.station), Phone(self.station) as phone:
            await phone.press("citizen-77")
            accepted = await phone.wait("accepted")
            row = self.row("citizen-77")
            self.check(row, "citizen-77", accepted["session_id"], "supervisor")
            self.assertEqual(row["activated_at"], accepted["received_at"])
            self.assertTrue(before <= utc(row["activated_at"]) <= datetime.datetime.now(datetime.timezone.utc))

    async def test_through_a_backend(self):
        async with Panel(self.station):
            sos = {key: value for key, value in activation("citizen-78").items() if value is not None}
            status, _, body = await asyncio.to_thread(self.station.http, "/api/v1/sos", None, json.dumps(sos).encode(),
                                                      {"Content-Type": "application/json"})
            self.assertEqual(status, 201)
            self.check(self.row("citizen-78"), "citizen-78", json.loads(body)["session_id"], "supervisor")

    async def test_without_a_position(self):
        async with Panel(self.station), Phone(self.station) as phone:
            await phone.press("citizen-79", location=None)
            accepted = await phone.wait("accepted")
            row = self.row("citizen-79")
            self.assertEqual((row["session_id"], row["latitude"], row["longitude"]), (accepted["session_id"], None, None))

    async def test_without_an_operator(self):
        """It is on record while it waits, and names the operator as soon as there is one."""
        async with Phone(self.station) as phone:
            await phone.press("citizen-80")
            accepted = await phone.wait("accepted")
            self.check(self.row("citizen-80"), "citizen-80", accepted["session_id"], None)
            async with Panel(self.station) as panel:
                await until(lambda: self.row("citizen-80")["assigned_operator_id"] == panel.operator_id, "the operator is on record")

    async def test_to_the_end(self):
        async with Panel(self.station) as panel, Phone(self.station) as phone:
            await phone.press("citizen-81")
            accepted = await phone.wait("accepted")
            answer = await panel.command("incident.end", incident_id=accepted["incident_id"], disposition="test", note="Said so")
            self.assertEqual(answer["type"], "result", answer)
            self.assertEqual((await phone.wait("ended"))["reason"], "resolved")
            self.assertEqual(await phone.wait_closed(), 1000)
            row = self.row("citizen-81")
            self.assertGreaterEqual(utc(row["resolved_at"]), utc(row["activated_at"]))
            self.assertEqual(row["disposition"], "test")


class Trace:
    """The system calls of a station, in order: each a (name, arguments, result)."""

    # What it was interrupted in is told in two lines; the place of a call is where it came back.
    LINE = re.compile(r"^(\d+) +(?:<\.\.\. )?(\w+)(?:\((.*?)| resumed>(.*?))(?: <unfinished \.\.\.>|\) += (-?\d+).*)$")

    def __init__(self, path):
        self.began, self.ended = [], []  # of (place, name, arguments)
        unfinished = {}
        for place, line in enumerate(pathlib.Path(path).read_text(errors="replace").splitlines()):
            found = self.LINE.match(line)
            if not found:
                continue
            thread, name, arguments, rest, result = found.groups()
            if arguments is not None:
                unfinished[thread] = arguments
                self.began.append((place, name, arguments))
            if result is not None and int(result) >= 0:
                self.ended.append((place, name, unfinished.get(thread, "") + (rest or "")))

    def first(self, calls, names, holds, after=-1):
        return next((place for place, name, arguments in calls if place > after and name in names and holds in arguments), None)


class Durable(unittest.IsolatedAsyncioTestCase):
    """`accepted` never precedes the sync of its event."""

    async def press_all(self, station):
        """(activation id, phone) of presses, one after the other."""
        phones = []
        for number in range(PRESSES):
            async with Phone(station) as phone:
                await phone.press(f"citizen-{number}")
                phone.accepted = await phone.wait("accepted", 20)
                phone.offer = await phone.wait("offer", 20)
                phones.append(phone)
        return phones

    @unittest.skipUnless(subprocess.run(["strace", "-D", "true"], capture_output=True).returncode == 0,
                         "this machine lets no program be traced (strace)")
    async def test_in_the_order_of_system_calls(self):
        folder = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory()))
        trace = ["strace", "-D", "-f", "-y", "-s", "9000", "-o", folder / "trace",
                 "-e", "trace=fsync,fdatasync,pwrite64,sendto,sendmsg,write,writev"]
        # A leak cannot be looked for in a process that is traced.
        with Station(folder / "data", within=["env", "ASAN_OPTIONS=detect_leaks=0", *trace]) as station:
            phones = await self.press_all(station)
            await until(lambda: all(phone.accepted["session_id"] in (folder / "trace").read_text(errors="replace") for phone in phones),
                        "the trace is written")
        found = Trace(folder / "trace")
        for phone in phones:
            written = found.first(found.ended, ("pwrite64",), phone.activation["activation_id"])
            self.assertIsNotNone(written)
            synced = found.first(found.ended, ("fsync", "fdatasync"), "records.sqlite3-wal", written)
            told = found.first(found.began, ("sendto", "sendmsg", "write", "writev"), phone.accepted["session_token"])
            self.assertIsNotNone(synced)
            self.assertIsNotNone(told)
            self.assertLess(written, synced)
            self.assertLess(synced, told)

    async def test_with_a_disk_that_takes_long(self):
        folder = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory()))
        disk = FaultyDisk(folder / "data", folder / "disk")
        with Station(folder / "data", within=disk.within) as station:
            disk.is_slow(SYNC_MS)
            phones = await self.press_all(station)
            is_sanitized = station.is_sanitized()
            started = time.monotonic()
            sos = {key: value for key, value in activation("citizen-backend").items() if value is not None}
            status, _, _ = await asyncio.to_thread(station.http, "/api/v1/sos", None, json.dumps(sos).encode())
            # A backend is told after a second at the latest, in words that do not say “created”.
            self.assertIn(status, (201, 202))
            self.assertGreaterEqual(1000 * (time.monotonic() - started), SYNC_MS)
            disk.works()
        for phone in phones:
            self.assertGreaterEqual(1000 * (phone.accepted["_at"] - phone.pressed_at), SYNC_MS)
            offer_ms = 1000 * (phone.offer["_at"] - phone.pressed_at)
            self.assertLess(offer_ms, SYNC_MS if is_sanitized else OFFER_MS)


class Log(unittest.IsolatedAsyncioTestCase):
    """What is on record stays as it is."""

    async def make_one(self, station):
        async with Panel(station) as panel, Phone(station) as phone:
            await phone.press("citizen-82")
            incident = (await phone.wait("accepted"))["incident_id"]
            await panel.command("incident.end", incident_id=incident, disposition="test", note="Said so")
            await phone.wait("ended")

    async def test_one_changed_byte_is_found(self):
        with Station() as station:
            await self.make_one(station)
            self.assertEqual(station.command("log", "verify").returncode, 0)
            with tempfile.TemporaryDirectory() as copy:
                station.stop()
                shutil.copytree(station.data_dir, copy, dirs_exist_ok=True)
                database = sqlite3.connect(copy + "/records.sqlite3")
                seq, data = database.execute("select seq, data from event where kind = 'incident.note' or kind = 'incident.ended'").fetchone()
                for trigger, in database.execute("select name from sqlite_master where type = 'trigger' and tbl_name = 'event'").fetchall():
                    database.execute(f"drop trigger {trigger}")
                database.execute("update event set data = ? where seq = ?", (data.replace("t", "T", 1), seq))
                database.commit()
                database.close()
                result = subprocess.run([program("hamrahi-station"), "log", "verify", "--data-dir", copy], capture_output=True, text=True)
                self.assertEqual(result.returncode, 1)
                self.assertIn(str(seq), result.stdout + result.stderr)
            station.start()

    async def test_the_log_refuses_to_be_changed(self):
        with Station() as station:
            await self.make_one(station)
            station.stop()
            database = sqlite3.connect(station.data_dir / "records.sqlite3")
            for statement in ("update event set actor = 'x'", "delete from event"):
                with self.assertRaises(sqlite3.DatabaseError):
                    database.execute(statement)
            database.close()
            station.start()


if __name__ == "__main__":
    unittest.main(verbosity=2)
