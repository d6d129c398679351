# SPDX-License-Identifier: GPL-3.0-or-later
"""The command line: every command, beside a station that runs and without one."""

import hashlib
import json
import os
import pathlib
import signal
import sqlite3
import ssl
import subprocess
import tempfile
import unittest

from station import Station, program

NORTH = {"type": "Polygon", "coordinates": [[[77.1, 28.6], [77.3, 28.6], [77.3, 28.8], [77.1, 28.6]]]}


class CommandLine(unittest.TestCase):
    def setUp(self):
        self.directory = self.enterContext(tempfile.TemporaryDirectory(prefix="hamrahi-"))
        self.data_dir = pathlib.Path(self.directory, "data")

    def run_words(self, *words, **options):
        return subprocess.run([program("hamrahi-station"), *map(str, words)], capture_output=True, text=True, timeout=60, **options)

    def do(self, *words, **options):
        """A command that must succeed; what it prints."""
        result = self.run_words(*words, "--data-dir", self.data_dir, **options)
        self.assertEqual((result.returncode, result.stderr), (0, ""), words)
        return result.stdout

    def refuse(self, *words, saying="", **options):
        """A command that must fail, with one line that says why."""
        result = self.run_words(*words, "--data-dir", self.data_dir, **options)
        self.assertEqual(result.returncode, 1, (words, result))
        self.assertEqual(result.stderr.count("\n"), 1, result.stderr)
        self.assertIn(saying, result.stderr)

    def file(self, name, content):
        path = pathlib.Path(self.directory, name)
        path.write_text(content)
        return path

    def zones(self, *features):
        return self.file("zones.geojson", json.dumps({"type": "FeatureCollection", "features": features}))

    def administer(self):
        """What an administrator does; the same beside a station and without one."""
        pin = self.file("pin", "jamun-7\n")
        north = {"type": "Feature", "id": "north", "properties": {"name": "North"}, "geometry": NORTH}
        numbered = {"type": "Feature", "properties": {"id": 7}, "geometry": NORTH}

        self.assertIn("2 zones", self.do("zone", "import", self.zones(north, numbered)))
        self.assertRegex(self.do("zone", "list"), r"(?m)^north +North +Polygon$")
        exported = {zone["id"]: zone for zone in json.loads(self.do("zone", "export"))["features"]}
        self.assertEqual(exported["north"]["geometry"], NORTH)
        self.assertIn("7", exported)
        bad = dict(north, geometry={"type": "Point", "coordinates": [0, 0]})
        self.refuse("zone", "import", self.zones(north, bad), saying="Feature 2 (“north”)")
        self.refuse("zone", "import", self.file("no.json", "{"), saying="no.json")
        self.refuse("zone", "import", "/nonexistent")
        self.assertIn("1 zones", self.do("zone", "import", self.zones({**north, "id": "gone"})))
        self.do("zone", "remove", "gone")
        self.assertNotIn("gone", self.do("zone", "list"))
        self.refuse("zone", "remove", "gone", saying="no zone “gone”")

        self.do("operator", "add", "--id", "asha", "--name", "आशा", "--pin-file", pin, "--zone", "north", "--zone", "7:2", "--capacity", "3")
        self.do("operator", "add", "--id", "chief", "--role", "supervisor", "--pin-file", "-", input="1357\n")
        self.assertRegex(self.do("operator", "list"), r"(?m)^asha +आशा +operator +3 +true +offline +north:1,7:2$")
        self.refuse("operator", "add", "--id", "asha", saying="already")
        self.refuse("operator", "add", "--id", "a b", saying="id")
        self.refuse("operator", "add", "--id", "short", "--pin-file", "-", input="12\n", saying="PIN")
        self.do("operator", "set-pin", "--id", "asha", "--pin-file", "-", input="8642\n")
        self.refuse("operator", "set-pin", "--id", "nobody", "--pin-file", pin, saying="nobody")
        self.do("operator", "disable", "--id", "asha")
        self.assertRegex(self.do("operator", "list"), r"(?m)^asha +आशा +operator +3 +false ")

        words = self.do("key", "create", "--name", "phones", "--scope", "device").split()
        key_id, token = words[1], words[-1]
        self.assertEqual(len(token), 43)
        self.assertNotIn(token, self.do("key", "list"))
        self.do("key", "revoke", key_id)
        self.refuse("key", "revoke", key_id, saying=key_id)

        head = self.do("log", "verify").split()[-1]
        self.assertEqual(len(head), 64)
        self.do("log", "verify", "--head", head)
        self.refuse("log", "verify", "--head", "0" * 64, saying="head")
        lines = [json.loads(line) for line in self.do("log", "export").splitlines()]
        self.assertEqual([line["seq"] for line in lines], list(range(1, len(lines) + 1)))
        self.assertNotIn(token, json.dumps(lines))
        self.assertNotIn("jamun-7", json.dumps(lines))

        copy = pathlib.Path(self.directory, "copy.sqlite3")
        self.do("backup", copy)
        self.assertEqual(sqlite3.connect(copy).execute("pragma integrity_check").fetchone(), ("ok",))
        self.assertEqual(copy.stat().st_mode & 0o777, 0o600)
        self.refuse("backup", "/nonexistent/copy")

    def test_without_a_station(self):
        self.refuse("operator", "list", saying="no records")
        self.administer()
        self.assertIn("NUMBER", self.do("incident", "list"))
        self.refuse("incident", "show", "HR-2026-000001", saying="HR-2026-000001")
        self.refuse("incident", "export", "HR-2026-000001")

    def test_beside_a_station(self):
        with Station(self.data_dir) as station:
            self.administer()
            body = json.dumps({"activation_id": "1", "citizen": {"id": "citizen-1"}}).encode()
            status, _, answer = station.http("/api/v1/sos", data=body, headers={"Content-Type": "application/json"})
            self.assertEqual(status, 201)
            incident = json.loads(answer)["incident_id"]
            number = self.do("incident", "list").splitlines()[1].split()[0]
            self.assertIn("citizen-1", self.do("incident", "show", number))
            export = json.loads(self.do("incident", "export", incident))
            self.assertEqual(export["incident"]["number"], number)
            self.assertEqual(export["events"][0]["kind"], "incident.activated")
        self.do("log", "verify")

    def test_a_long_path(self):
        self.data_dir = pathlib.Path(self.directory, "d" * 100, "e" * 100)
        with Station(self.data_dir):
            self.do("operator", "add", "--id", "asha")

    def test_a_second_station(self):
        with Station(self.data_dir):
            self.refuse("run", "--listen", "127.0.0.1:0", saying="Another station")

    def erase(self, station):
        """An incident that has ended, erased: none of its words is left in the records' files."""
        body = {"activation_id": "press-of-zarathustra", "citizen": {"id": "zarathustra-1", "name": "Zarathustra"}, "location": {"lat": 28.123456, "lon": 77.2}}
        status, _, answer = station.http("/api/v1/sos", data=json.dumps(body).encode(), headers={"Content-Type": "application/json"})
        self.assertEqual(status, 201)
        incident = json.loads(answer)["incident_id"]
        self.refuse("incident", "erase", incident, "--reason", "Asked", saying="has not ended")
        token = self.do("key", "create", "--name", "admin", "--scope", "admin").split()[-1]
        status, _, _ = station.http(f"/api/v1/incidents/{incident}/end", token=token, data=b'{"disposition":"test"}', headers={"Content-Type": "application/json"})
        self.assertEqual(status, 200)
        return incident

    def assert_nobody_is_left(self, incident):
        shown = json.loads(self.do("incident", "export", incident))["incident"]
        self.assertEqual((shown["citizen"]["id"], shown["location"]), (None, None))
        self.assertTrue(shown["erased_at"])
        self.assertRegex(self.do("log", "verify"), "^whole: ")
        for path in self.data_dir.glob("records.sqlite3*"):
            for text in (b"arathustra", b"28.123456"):
                self.assertNotIn(text, path.read_bytes(), path)

    def test_erase_and_be_killed(self):
        station = Station(self.data_dir)
        station.start()
        incident = self.erase(station)
        self.assertRegex(self.do("incident", "erase", incident, "--reason", "Asked"), "^erased: HR-")
        station.kill()
        station.start()
        self.assert_nobody_is_left(incident)
        self.refuse("incident", "erase", incident, "--reason", "Asked", saying="erased before")
        station.stop()
        self.assertRegex(self.do("log", "rebuild"), "^rebuilt: ")
        self.assert_nobody_is_left(incident)

    def test_erase_without_a_station(self):
        with Station(self.data_dir) as station:
            incident = self.erase(station)
        self.refuse("incident", "erase", "nobody", "--reason", "Asked", saying="no incident")
        self.do("incident", "erase", incident, "--reason", "Asked")
        self.assert_nobody_is_left(incident)

    def test_config(self):
        self.data_dir.mkdir()
        (self.data_dir / "station.conf").write_text("[dispatch]\nack_timeout_ms=20000\n[ice]\nturn_secret=hunter2\n")
        text = self.do("config", "--set", "station.name=Saket")
        self.assertIn("dispatch.ack_timeout_ms = 20000\n", text)
        self.assertIn("station.name = Saket\n", text)
        self.assertIn("ice.turn_secret = set\n", text)
        self.assertNotIn("hunter2", text)
        (self.data_dir / "station.conf").write_text("[dispatch]\nack_timeout=20000\n")
        self.refuse("config", saying="dispatch.ack_timeout")
        self.refuse("run", saying="dispatch.ack_timeout")

    def test_words_that_are_off(self):
        for words in (
            [], ["fly"], ["operator"], ["operator", "fly"], ["operator", "add"], ["operator", "add", "--id"],
            ["operator", "add", "--id", "a", "--role", "king"], ["operator", "add", "--id", "a", "--capacity", "many"],
            ["operator", "list", "more"], ["operator", "list", "--id", "a"], ["operator", "set-pin", "--id", "a"],
            ["zone", "import"], ["key", "create", "--name", "n"], ["key", "create", "--name", "n", "--scope", "all"],
            ["key", "revoke"], ["incident", "show"], ["incident", "show", "a", "b"], ["backup"], ["log", "verify", "--haed", "x"],
            ["run", "--listen", "8080"], ["run", "--listen", "localhost:8080"], ["run", "--listen", "127.0.0.1:99999"],
            ["run", "--set", "listen.prot=1"], ["run", "--tls-cert", "/tmp/x"],
        ):
            result = self.run_words(*words, env=dict(os.environ, XDG_DATA_HOME=self.directory))
            self.assertEqual(result.returncode, 2, (words, result))
            self.assertEqual(result.stderr.count("\n"), 1, (words, result.stderr))
            self.assertEqual(result.stdout, "")
        self.assertFalse(pathlib.Path(self.directory, "hamrahi").exists())

    def test_help_and_version(self):
        self.assertRegex(self.run_words("--version").stdout, r"^hamrahi-station \d+\.\d+\.\d+\n$")
        overview = self.run_words("--help")
        self.assertEqual(overview.returncode, 0)
        for line in overview.stdout.splitlines():
            words = [word for word in line.split("  ")[1].split()[1:] if not word.isupper()]
            result = self.run_words(*words, "--help")
            self.assertEqual(result.returncode, 0, words)
            self.assertIn("--data-dir", result.stdout, words)

    def test_the_default_folder(self):
        environment = dict(os.environ, XDG_DATA_HOME=self.directory)
        self.assertEqual(self.run_words("operator", "add", "--id", "asha", env=environment).returncode, 0)
        self.assertTrue(pathlib.Path(self.directory, "hamrahi", "records.sqlite3").exists())

    def test_certificate_beyond_loopback(self):
        """The first line is the fingerprint of the certificate that is then met."""
        process = subprocess.Popen([program("hamrahi-station"), "run", "--data-dir", self.data_dir, "--listen", "0.0.0.0:0"],
                                   stdout=subprocess.PIPE, text=True)
        try:
            fingerprint = process.stdout.readline().split()[-1]
            url = process.stdout.readline().split()[-1]
            self.assertTrue(url.startswith("https://"), url)
            port = int(url.rsplit(":", 1)[1])
            certificate = ssl.PEM_cert_to_DER_cert(ssl.get_server_certificate(("127.0.0.1", port)))
            self.assertEqual(hashlib.sha256(certificate).hexdigest().upper(), fingerprint.replace(":", ""))
        finally:
            process.send_signal(signal.SIGINT)
            self.assertEqual(process.wait(20), 0)
            process.stdout.close()


if __name__ == "__main__":
    unittest.main(verbosity=2)
