# SPDX-License-Identifier: GPL-3.0-or-later
"""The record of an SOS as a person with a shell reads it, and what happens when somebody changes one byte of the log."""

import json
import shutil
import sqlite3
import subprocess
import tempfile
import unittest

from station import Panel, Phone, Station, program


class Records(unittest.IsolatedAsyncioTestCase):
    async def make_one(self, station):
        async with Panel(station) as panel, Phone(station) as phone:
            await phone.press("citizen-77", location={"lat": 28.6139, "lon": 77.2090, "accuracy_m": 18})
            accepted = await phone.wait("accepted")
            # `accepted` means: on disk. Any other program sees it now.
            row = subprocess.run(["sqlite3", "-json", station.data_dir / "records.sqlite3", "select * from sos_session"],
                                 capture_output=True, text=True, check=True).stdout
            await panel.wait_event("incident.assigned")
            self.assertNotIn("error", await panel.command("incident.acknowledge", incident_id=accepted["incident_id"]))
            answer = await panel.command("incident.end", incident_id=accepted["incident_id"], disposition="test", note="Said so")
            self.assertEqual(answer["type"], "result", answer)
            self.assertEqual((await phone.wait("ended"))["reason"], "resolved")
            self.assertEqual(await phone.wait_closed(), 1000)
            return accepted, json.loads(row)[0]

    async def test_the_record_at_the_press_and_after_the_end(self):
        with Station() as station:
            accepted, at_press = await self.make_one(station)
            text = json.dumps(at_press)
            for expected in ("citizen-77", accepted["session_id"], "supervisor", "28.6139", "77.209", accepted["received_at"][:19]):
                self.assertIn(expected, text)
            after = dict(station.query("select * from sos_session")[0])
            resolved = [value for key, value in after.items() if "resol" in key or "ended" in key]
            self.assertTrue(resolved and resolved[0], after)
            self.assertEqual(station.query("select disposition from incident")[0][0], "test")

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
