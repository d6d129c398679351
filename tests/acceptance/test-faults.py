# SPDX-License-Identifier: GPL-3.0-or-later
"""The disk fails under a station that runs: an SOS rings and is heard all the same, people are told, and in the end everything is on record."""

import asyncio
import contextlib
import errno
import json
import os
import pathlib
import sqlite3
import subprocess
import sys
import tempfile
import unittest

import namespaces
import speech
from faulty_disk import FaultyDisk
from rtc_phone import RtcPhone
from station import Panel, Station, program, until

HAS_MOUNTS = namespaces.enter("m", "mount", "-t", "tmpfs", "none", "/tmp")
DISK_BYTES = 16 << 20
# A disk that hangs is told after two seconds.
HANGING_MS = 3000
# Half a second of speech, at least.
SOME_BYTES = 6000


def needs_mounts(test):
    return unittest.skipUnless(HAS_MOUNTS, "this machine allows no mounts of one's own (unshare, tmpfs)")(test)


class Faults(unittest.IsolatedAsyncioTestCase):
    def setUp(self):
        self.folder = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory()))
        self.data_dir = self.folder / "data"
        self.voice = speech.speak(speech.SENTENCES[0], self.folder / "voice.wav")
        self.log = self.folder / "log"
        self.addCleanup(lambda: print(self.log.read_text() if self.log.exists() else "", end="", file=sys.stderr))

    def station(self, *within):
        """Its own words go to a file."""
        return Station(self.data_dir, within=["sh", "-c", f'exec "$0" "$@" 2>>"{self.log}"', *(within or ["env"])])

    def health(self, station):
        status, _, body = station.http("/healthz")
        return status, json.loads(body)

    async def wait_alert(self, panel, kind):
        """What a P1 alert of this kind says."""
        found = await until(lambda: [event["data"] for event in panel.events("alert.raised") if event["data"]["alert"] == kind], kind, 30)
        self.assertEqual(found[0]["priority"], 1)
        return found[0]["text"]

    async def wait_told(self, station, panel, words):
        """The panel, the health check and the log say what is wrong."""
        self.assertRegex(await self.wait_alert(panel, "storage_degraded"), words)
        status, body = await asyncio.to_thread(self.health, station)
        self.assertEqual((status, body["status"]), (503, "degraded"))
        self.assertIn("storage", body["failing"])
        self.assertRegex(self.log.read_text(), "Records wait in memory: .*(" + words + ")")

    async def wait_recovered(self, station, panel):
        await panel.wait_event("station.storage_recovered", 30)
        await panel.wait_event("alert.cleared", 30)
        self.assertNotIn("storage", (await asyncio.to_thread(self.health, station))[1].get("failing", []))

    async def call(self, station, panel, citizen):
        """Rings and is heard. Returns the phone and the incident."""
        phone = await RtcPhone(station, self.voice).connect()
        await phone.press(citizen)
        await phone.wait("offer")
        activated = await until(lambda: [event for event in panel.events("incident.activated") if event["data"]["citizen"]["id"] == citizen],
                                f"{citizen} is on the screen", 30)
        incident = activated[0]["incident_id"]
        self.assertEqual((await panel.wait_event("incident.assigned", 30, incident_id=incident))["data"]["operator_id"], "supervisor")
        await panel.wait_event("media.live", 30, incident_id=incident)
        return phone, incident

    async def check_records(self, station, panel):
        """What the panel was told is what the log holds, in the same order, and the chain is whole."""
        told = [(event["seq"], event["kind"], event["incident_id"]) for event in panel.all("event")]
        self.assertEqual([seq for seq, _, _ in told], list(range(told[0][0], told[0][0] + len(told))))

        def stored():
            return [tuple(row) for row in station.query("select seq, kind, incident_id from event where seq between ? and ? order by seq",
                                                        told[0][0], told[-1][0])]

        await until(lambda: stored() == told, "everything that was told is on disk", 30)
        await asyncio.to_thread(station.command, "log", "verify")

    async def see_through(self, station, begin, end, words):
        """Everything that must hold before, during and after a fault."""
        async with Panel(station) as panel:
            before, first = await self.call(station, panel, "citizen-before")
            await before.wait("accepted")
            begin()
            during, second = await self.call(station, panel, "citizen-during")
            await self.wait_told(station, panel, words)
            self.assertEqual(during.all("accepted"), [])
            self.assertEqual(panel.events("media.lost"), [])
            end()
            await self.wait_recovered(station, panel)
            self.assertEqual((await during.wait("accepted", 30))["incident_id"], second)
            for phone, incident in ((before, first), (during, second)):
                self.assertEqual((await panel.command("incident.end", incident_id=incident, disposition="test"))["type"], "result")
                await phone.wait("ended")
                await phone.close()
            await self.check_records(station, panel)
            rows = station.query("select citizen_id, assigned_operator_id, latitude from sos_session order by activated_at")
            self.assertEqual([tuple(row) for row in rows],
                             [("citizen-before", "supervisor", 28.6139), ("citizen-during", "supervisor", 28.6139)])

    async def test_a_disk_that_fails(self):
        for error, words in ((errno.EIO, "disk I/O error"), (errno.ENOSPC, "disk is full"), (errno.EROFS, "disk I/O error")):
            with self.subTest(errno.errorcode[error]):
                self.data_dir = self.folder / errno.errorcode[error]
                disk = FaultyDisk(self.data_dir, self.folder / "disk")
                with self.station(*disk.within) as station:
                    await self.see_through(station, lambda: disk.fails(error), disk.works, words)

    async def test_a_disk_that_hangs(self):
        disk = FaultyDisk(self.data_dir, self.folder / "disk")
        with self.station(*disk.within) as station:
            await self.see_through(station, lambda: disk.is_slow(HANGING_MS), disk.works, "has not come back for two seconds")

    async def test_a_database_that_another_program_holds(self):
        with self.station() as station, contextlib.closing(sqlite3.connect(self.data_dir / "records.sqlite3", isolation_level=None)) as other:
            await self.see_through(station, lambda: other.execute("begin exclusive"), lambda: other.execute("rollback"), "database is locked|two seconds")

    def mount(self):
        self.data_dir.mkdir()
        subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={DISK_BYTES}", "none", self.data_dir], check=True)
        self.addCleanup(subprocess.run, ["umount", self.data_dir], check=True)

    @needs_mounts
    async def test_a_full_disk(self):
        self.mount()
        rubbish = self.data_dir / "rubbish"

        def fill():
            with open(rubbish, "wb", buffering=0) as file, contextlib.suppress(OSError):
                while True:
                    file.write(bytes(1 << 12))

        with self.station() as station:
            await self.see_through(station, fill, rubbish.unlink, "disk is full|disk I/O error")

    @needs_mounts
    async def test_a_read_only_directory(self):
        """There is nothing to run on: one line says so, and what is there stays as it was."""
        self.mount()
        with self.station():
            pass
        before = {path: path.read_bytes() for path in self.data_dir.rglob("*") if path.is_file()}
        subprocess.run(["mount", "-o", "remount,ro", self.data_dir], check=True)
        result = await asyncio.to_thread(subprocess.run, [program("hamrahi-station"), "run", "--data-dir", self.data_dir, "--listen", "127.0.0.1:0"],
                                         capture_output=True, text=True)
        self.assertEqual((result.returncode, result.stdout), (1, ""))
        self.assertRegex(result.stderr, "Read-only file system")
        self.assertEqual({path: path.read_bytes() for path in self.data_dir.rglob("*") if path.is_file()}, before)

    async def test_a_recordings_folder_that_cannot_be_written(self):
        """The records go on; the call is heard and is an alarm."""
        with self.station() as station:
            async with Panel(station) as panel:
                in_the_way = self.data_dir / "recordings"
                in_the_way.write_text("not a folder")
                phone, incident = await self.call(station, panel, "citizen-unrecorded")
                await phone.wait("accepted")
                await panel.wait_event("recording.failed", incident_id=incident)
                self.assertRegex(await self.wait_alert(panel, "recording_failed"), "is not being recorded: .*Not a directory")
                self.assertEqual(await asyncio.to_thread(self.health, station), (503, {"status": "degraded", "failing": ["recording"]}))

                # In the same call.
                in_the_way.unlink()
                await panel.wait_event("recording.started", 30, incident_id=incident)
                await panel.wait_event("alert.cleared", 10)
                self.assertEqual(await asyncio.to_thread(self.health, station), (200, {"status": "ok"}))
                await panel.command("incident.end", incident_id=incident, disposition="test")
                await panel.wait_event("recording.finished", incident_id=incident)
                await phone.close()
                await self.check_records(station, panel)

    def recordings(self, station, incident):
        """Its files, one after another as they are to be played."""
        return [self.data_dir / row["path"]
                for row in station.query("select path from recording where incident_id = ? order by started_at_us", incident)]

    async def test_a_recording_that_the_disk_broke_off_goes_on(self):
        """In the same call, in another file; both are kept and can be played."""
        disk = FaultyDisk(self.data_dir, self.folder / "disk")
        with self.station(*disk.within) as station:
            async with Panel(station) as panel:
                phone, incident = await self.call(station, panel, "citizen-recorded")
                first = (await panel.wait_event("recording.started", incident_id=incident))["data"]
                await until(lambda: (self.data_dir / first["path"]).stat().st_size > SOME_BYTES, "something is recorded")
                disk.fails(errno.ENOSPC)
                failed = await panel.wait_event("recording.failed", 30, incident_id=incident)
                self.assertEqual(failed["data"]["recording_id"], first["recording_id"])
                await self.wait_alert(panel, "recording_failed")
                self.assertIn("recording", (await asyncio.to_thread(self.health, station))[1]["failing"])

                disk.works()
                second = (await until(lambda: panel.events("recording.started", incident_id=incident)[1:], "it is recorded again", 60))[0]["data"]
                self.assertNotEqual((second["recording_id"], second["path"]), (first["recording_id"], first["path"]))
                await until(lambda: (self.data_dir / second["path"]).stat().st_size > SOME_BYTES, "the rest is recorded", 30)
                await self.wait_recovered(station, panel)
                await until(lambda: self.health(station) == (200, {"status": "ok"}), "all is well again", 30)
                await panel.command("incident.end", incident_id=incident, disposition="test")
                await panel.wait_event("recording.finished", 30, incident_id=incident)
                await phone.close()
                self.assertEqual(len(panel.events("recording.failed")), 1)
                await self.check_records(station, panel)

                files = self.recordings(station, incident)
                self.assertEqual(files, [self.data_dir / first["path"], self.data_dir / second["path"]])
                for recording, file in zip((first, second), files):
                    self.assertGreater(len(speech.load(file)), speech.RATE_HZ // 4)
                    status, _, body = await asyncio.to_thread(station.http, f"/api/v1/incidents/{incident}/recording?id={recording['recording_id']}",
                                                              panel.token)
                    self.assertEqual((status, body), (200, file.read_bytes()))


if __name__ == "__main__":
    unittest.main(verbosity=2)
