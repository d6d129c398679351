# SPDX-License-Identifier: GPL-3.0-or-later
"""Records that other programs left: older ones are brought up to date, newer ones are left alone. And tables that are made anew from the log.

records/N.sql is what a station of schema N wrote, N.ogg its recording.
"""

import contextlib
import hashlib
import pathlib
import re
import shutil
import sqlite3
import subprocess
import tempfile
import unittest

from station import Station, program

RECORDS = pathlib.Path(__file__).parent / "records"
SOURCES = pathlib.Path(__file__).parents[2] / "server" / "store" / "schema"
PRESENT = max(int(path.stem) for path in SOURCES.glob("[0-9]*.sql"))


class Records(unittest.TestCase):
    def setUp(self):
        self.data_dir = self.path = None
        self.use_new_folder()

    def use_new_folder(self):
        self.data_dir = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory()))
        self.path = self.data_dir / "records.sqlite3"

    def make(self, version):
        """A data directory as a station of that schema left it."""
        if self.path.exists():
            self.use_new_folder()
        with contextlib.closing(sqlite3.connect(self.path)) as database:
            database.executescript((RECORDS / f"{version}.sql").read_text())
            recording, = database.execute("select path from recording").fetchone()
        (self.data_dir / recording).parent.mkdir(parents=True)
        shutil.copy(RECORDS / f"{version}.ogg", self.data_dir / recording)

    def query(self, sql):
        with contextlib.closing(sqlite3.connect(self.path)) as database:
            return database.execute(sql).fetchall()

    def change(self, sql):
        with contextlib.closing(sqlite3.connect(self.path)) as database:
            database.executescript(sql)

    def tables(self):
        """Everything but the log and the inner tables of the index of words: name, rows in an order of their own."""
        names = [name for name, in self.query("select name from sqlite_master where type = 'table' and name <> 'event'"
                                              " and name not like 'incident_index_%'")]
        return {name: sorted(map(repr, self.query(f"select * from {name}"))) for name in names}

    def run_words(self, *words):
        return subprocess.run([program("hamrahi-station"), *words, "--data-dir", self.data_dir], capture_output=True, text=True, timeout=60)

    def refuse(self, saying, *words):
        """A command that must fail, with one line that says why, and touch nothing."""
        before = hashlib.sha256(self.path.read_bytes()).digest()
        result = self.run_words(*words)
        self.assertEqual((result.returncode, result.stdout), (1, ""))
        self.assertRegex(result.stderr, f"^hamrahi-station: .*{saying}.*\n$")
        self.assertEqual(hashlib.sha256(self.path.read_bytes()).digest(), before)


class Migrations(Records):
    def test_there_are_records_of_every_older_schema(self):
        self.assertEqual(sorted(int(path.stem) for path in RECORDS.glob("*.sql")), list(range(1, PRESENT)))

    def test_older_records_are_brought_up_to_date(self):
        for version in range(1, PRESENT):
            with self.subTest(version):
                self.make(version)
                log, sessions = self.query("select * from event"), self.query("select * from sos_session")
                with Station(self.data_dir) as station:
                    self.assertEqual(self.query("pragma user_version"), [(PRESENT,)])
                    self.assertEqual(self.query("select * from event")[: len(log)], log)
                    self.assertEqual(self.query("select * from sos_session"), sessions)
                    self.assertRegex(station.command("log", "verify").stdout, "^whole: .* 1 recordings")

    def test_tables_that_an_older_program_made_otherwise_are_made_anew(self):
        self.make(1)
        self.change("update incident set media_state = 'otherwise'; delete from location")
        with Station(self.data_dir) as station:
            self.assertRegex(station.command("log", "verify").stdout, "^whole: ")

    def test_older_records_cannot_be_compared_before(self):
        self.make(1)
        self.refuse(f"The records are of schema 1, this program is of schema {PRESENT}; a station brings", "log", "verify")

    def test_a_migration_that_fails_leaves_everything(self):
        self.make(1)
        # What the step wants to add is there already.
        self.change("alter table recording add column removed_at_us integer")
        before = self.tables()
        result = self.run_words("run", "--listen", "127.0.0.1:0")
        self.assertEqual((result.returncode, result.stdout), (1, ""))
        self.assertRegex(result.stderr, "Migration to schema 2: .*removed_at_us")
        self.assertEqual(self.query("pragma user_version"), [(1,)])
        self.assertEqual(self.tables(), before)

    def test_newer_records_are_left_alone(self):
        with Station(self.data_dir):
            pass
        for version in (PRESENT + 1, 1000):
            self.change(f"pragma user_version = {version}")
            self.refuse(rf"made by a newer program \(schema {version}, this one knows {PRESENT}\); they were left untouched",
                        "run", "--listen", "127.0.0.1:0")


    def test_what_older_programs_hashed_stays_in_the_log(self):
        self.make(1)
        with Station(self.data_dir):
            pass
        log = self.query("select seq, data from event")
        incident, = self.query("select id from incident where status = 'ended' and citizen_id = 'citizen-1'")[0]
        erased = self.run_words("incident", "erase", incident, "--reason", "Asked")
        self.assertRegex(erased.stdout, "^erased: HR-2026-000001, what 0 events ")
        self.assertEqual(self.query(f"select citizen_id, lat, activation_id from incident where id = '{incident}'"), [(None, None, None)])
        self.assertEqual(self.query(f"select count(*) from location where incident_id = '{incident}'"), [(0,)])
        self.assertEqual(self.query("select seq, data from event")[: len(log)], log)
        self.assertRegex(self.run_words("log", "verify").stdout, "^whole: ")
        self.assertRegex(self.run_words("log", "rebuild").stdout, "^rebuilt: ")


class Rebuild(Records):
    def setUp(self):
        super().setUp()
        self.make(1)
        with Station(self.data_dir):
            pass
        self.before = self.tables()

    def test_a_rebuild_makes_what_was_there(self):
        self.assertRegex(self.run_words("log", "rebuild").stdout, "^rebuilt: ")
        self.assertEqual(self.tables(), self.before)

    def test_words_are_found_again(self):
        found = "select count(*) from incident_index where incident_index match '\"HR-20\"'"
        self.assertNotEqual(self.query(found), [(0,)])
        before = self.query(found)
        self.change("update incident_words set notes = 'X'")
        self.assertNotEqual(self.run_words("log", "verify").returncode, 0)
        self.assertRegex(self.run_words("log", "rebuild").stdout, "^rebuilt: ")
        self.assertEqual(self.query(found), before)

    def test_what_was_changed_or_lost_is_as_it_was(self):
        self.change("update incident set citizen_name = 'X'; delete from location; delete from recording; delete from alert;"
                    "update operator set role = 'supervisor'; delete from meta where key = 'last_number'")
        self.assertNotEqual(self.run_words("log", "verify").returncode, 0)
        self.assertRegex(self.run_words("log", "rebuild").stdout, "^rebuilt: ")
        self.assertEqual(self.tables(), self.before)
        self.assertRegex(self.run_words("log", "verify").stdout, "^whole: ")

    def test_not_beside_a_station(self):
        with Station(self.data_dir):
            result = self.run_words("log", "rebuild")
            self.assertEqual((result.returncode, result.stdout), (1, ""))
            self.assertIn("Another station runs", result.stderr)

    def test_not_from_a_log_that_is_not_whole(self):
        self.change("drop trigger event_is_never_changed; update event set actor = 'X' where seq = 7; update incident set citizen_name = 'X'")
        self.refuse("Event 7 is not what was written", "log", "rebuild")
        self.assertTrue(re.search("'X'", repr(self.tables()["incident"])))


if __name__ == "__main__":
    unittest.main(verbosity=2)
