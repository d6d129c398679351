# SPDX-License-Identifier: GPL-3.0-or-later
"""The Duress interface as its app calls it: every route, what it takes and refuses, and what becomes of it in the station."""

import asyncio
import contextlib
import hashlib
import json
import os
import re
import ssl
import time
import unittest
import unittest.mock
import urllib.error
import urllib.request
from urllib.parse import quote, urlencode

import websockets

from addresses import other_address
from duress import FORM, JSON, Duress, DuressSocket
from station import Panel, Phone, Station

MULTIPART = "multipart/form-data"
NAMES = ("Asha", "آشا बिनु", "Two  Words ", " &=?+%<b>\"quoted\"'", "naïve\u0301 🚨", "%41", "a" * 200, "अ" * 200, "null", "../x", "\r\nX: y")
URL = re.compile(r"^(wss?)://([^/]+)/duress/([0-9a-f-]{36})(/viewer)?/websocket$")


class Interface(unittest.TestCase):
    settings = ()

    def setUp(self):
        self.station = self.enterContext(Station(settings=self.settings))
        self.duress = Duress(self.station)

    def assert_refused(self, answer, status, text):
        self.assertEqual(answer, (status, {"error": text}))


class Help(Interface):
    def test_what_is_answered(self):
        before = int(time.time())
        status, headers, body = self.station.http("/duress/help", data=b'{"name":"Asha","zone":"Zone 1","mobile":"+91 1"}',
                                                  headers={"Content-Type": "application/json; charset=utf-8", "Origin": "http://app"})
        answer = json.loads(body)
        self.assertEqual((status, headers["Content-Type"]), (200, "application/json"))
        self.assertEqual((headers["Access-Control-Allow-Origin"], headers["Vary"]), ("*", "Origin"))
        self.assertNotIn(b": ", body)
        self.assertEqual(set(answer), {"status", "roomId", "streamId", "timestamp", "user", "broadcasterWs", "viewerWebsocketUrl"})
        self.assertEqual((answer["status"], answer["user"]), ("success", {"name": "Asha", "zone": "Zone 1", "mobile": "+91 1"}))
        self.assertEqual(answer["streamId"], hashlib.sha256(answer["roomId"].encode()).hexdigest())
        self.assertIsInstance(answer["timestamp"], int)
        self.assertTrue(before <= answer["timestamp"] <= time.time() + 1)
        for member, viewer in (("broadcasterWs", None), ("viewerWebsocketUrl", "/viewer")):
            self.assertEqual(URL.match(answer[member]).groups(), ("ws", f"127.0.0.1:{self.station.port}", answer["roomId"], viewer))

    def test_every_name_in_every_body(self):
        rooms = set()
        for name in NAMES:
            for content_type in (JSON, FORM, MULTIPART):
                with self.subTest(name=name, content_type=content_type):
                    answer = self.duress.help(name, content_type, zone="Z & <z>", mobile="+1")
                    self.assertEqual(answer["user"], {"name": name, "zone": "Z & <z>", "mobile": "+1"})
                    rooms.add(answer["roomId"])
                    self.assertEqual(self.duress.listen()["name"], name)
        self.assertEqual(len(rooms), len(NAMES))
        stored = {row[0] for row in self.station.query("select citizen_name from incident where source = 'duress'")}
        self.assertEqual(stored, set(NAMES))

    def test_what_is_left_out(self):
        for content_type in (JSON, FORM, MULTIPART):
            answer = self.duress.help(content_type, content_type)
            self.assertEqual(answer["user"], {"name": content_type, "zone": "Unknown", "mobile": ""})
        self.assertEqual(self.duress.call("/help", b'{"name":"N","zone":null,"mobile":null}', {"Content-Type": JSON})[1]["user"],
                         {"name": "N", "zone": "Unknown", "mobile": ""})

    def test_what_is_refused(self):
        for content_type, body in ((JSON, b""), (JSON, b"{"), (JSON, b"[]"), (JSON, b'"Asha"'), (JSON, b"null"), (JSON, b'{"name":7}'),
                                   (JSON, b'{"name":["a"]}'), (JSON, b'{"name":"a","zone":1}'), (JSON, b'{"name":"a","mobile":{}}'),
                                   (JSON, b'{"name":"\xff"}'), (JSON, b'{"name":"a\\u0000b"}'), (JSON, b"[" * 60_000),
                                   (FORM, b"name=%ff"), (FORM, b"name=a%00b"), ("text/plain", b"name=Asha"), ("application/xml", b"<name/>"),
                                   (MULTIPART, b"name=Asha"), (MULTIPART + "; boundary=x", b"name=Asha"), ("", b"name=Asha"),
                                   (JSON, json.dumps({"name": "a" * 201}).encode())):
            with self.subTest(content_type=content_type, body=body[:40]):
                self.assert_refused(self.duress.call("/help", body, {"Content-Type": content_type}), 400, "Invalid request")
        for content_type, body in ((JSON, b"{}"), (JSON, b'{"name":""}'), (JSON, b'{"name":null,"zone":"z"}'), (FORM, b""), (FORM, b"zone=z"),
                                   (FORM, b"name="), (MULTIPART + "; boundary=x", b"--x--\r\n")):
            with self.subTest(content_type=content_type, body=body):
                self.assert_refused(self.duress.call("/help", body, {"Content-Type": content_type}), 400, "Missing name")
        self.assertEqual(self.station.http("/duress/help", data=b"{" + b" " * 70_000, headers={"Content-Type": JSON})[0], 413)
        self.assertEqual(self.station.count("incident.activated"), 0)
        self.assertIsNone(self.duress.listen())

    def test_details_too_long_lose_nobody_their_help(self):
        answer = self.duress.help("Asha", zone="z" * 300, mobile="7" * 300)
        self.assertEqual(answer["user"], {"name": "Asha", "zone": "Unknown", "mobile": ""})
        self.duress.help("Binu", mobile="+44 7700 900123, after six +44 7700 900124")
        phones = dict(map(tuple, self.station.query("select citizen_name, citizen_phone from incident")))
        self.assertEqual(phones, {"Asha": None, "Binu": "+44 7700 900123, after six +44 7700 900124"})

    def test_asking_again_is_the_same_room(self):
        first = self.duress.help("Asha", zone="North", mobile="1")
        other = self.duress.help("Binu")
        again = self.duress.help("Asha", zone="South", mobile="2")
        self.assertEqual((again["roomId"], again["broadcasterWs"]), (first["roomId"], first["broadcasterWs"]))
        self.assertNotEqual(other["roomId"], first["roomId"])
        self.assertEqual(again["user"], {"name": "Asha", "zone": "South", "mobile": "2"})
        self.duress.help("Asha")
        incident, = self.station.query("select zone_text, citizen_phone from incident where citizen_name = 'Asha'")
        self.assertEqual(tuple(incident), ("South", "2"))
        self.assertEqual((self.station.count("incident.activated"), self.station.count("incident.details")), (2, 1))
        # Somebody who says something else each time is heard for a while.
        for number in range(60):
            self.duress.help("Asha", mobile=str(number))
        self.assertLess(self.station.count("incident.details"), 30)


class Helpers(Interface):
    def test_the_order_of_a_request(self):
        room = self.duress.help("Asha", zone="North", mobile="1")
        open_room = {key: room[key] for key in ("roomId", "broadcasterWs", "viewerWebsocketUrl")}
        self.assertIsNone(self.duress.listen_for_helper("Asha"))
        self.assertEqual(self.duress.listen(), {"name": "Asha", "zone": "North", "mobile": "1", "status": "open", **open_room})
        self.assertEqual(self.duress.give_help("Asha", "Rosa"), (200, {"status": "success"}))
        self.assertIsNone(self.duress.listen())
        for _ in range(2):
            self.assertEqual(self.duress.listen_for_helper("Asha"), {"helper": "Rosa", "status": "open", **open_room})
        # The first helper keeps it.
        self.assertEqual(self.duress.give_help("Asha", "Omar"), (200, {"status": "success"}))
        self.assertEqual(self.duress.listen_for_helper("Asha")["helper"], "Rosa")
        self.assertEqual(self.duress.call("/session_info?name=Asha"), (200, open_room))
        self.assertEqual(self.duress.complete("Asha", "Rosa"), (200, {"status": "success"}))
        self.assertEqual(self.duress.listen_for_helper("Asha"), {"helper": "", "status": "closed"})
        self.assertIsNone(self.duress.listen_for_helper("Asha"))
        self.assert_refused(self.duress.call("/session_info?name=Asha"), 404, "Not found")
        # And from the beginning.
        again = self.duress.help("Asha")
        self.assertNotEqual(again["roomId"], room["roomId"])
        self.assertEqual(again["user"], {"name": "Asha", "zone": "Unknown", "mobile": ""})
        self.assertIsNone(self.duress.listen_for_helper("Asha"))

    def test_nothing_is_four_bytes(self):
        for path, data in (("/duress/listen", None), ("/duress/listen_for_helper", b"name=Asha")):
            status, headers, body = self.station.http(path, data=data, headers={"Content-Type": FORM})
            self.assertEqual((status, headers["Content-Type"], headers["Access-Control-Allow-Origin"], body), (200, "application/json", "*", b"null"))

    def test_the_newest_is_listed(self):
        for name in ("A", "B", "C"):
            self.duress.help(name)
        for name in ("C", "B", "A"):
            self.assertEqual(self.duress.listen()["name"], name)
            self.duress.give_help(name, "Rosa")
        self.assertIsNone(self.duress.listen())

    def test_forms_of_every_kind(self):
        for number, name in enumerate(NAMES):
            helper = name[::-1]
            self.duress.help(name)
            if number % 3 == 0:
                status, _ = self.duress.post("/give_help", MULTIPART, name=name, helper=helper)
            elif number % 3 == 1:
                status, _ = self.duress.give_help(name, helper)
            else:
                status, _ = self.duress.call("/give_help?" + urlencode({"name": name, "helper": helper}), b"")
            self.assertEqual(status, 200)
            self.assertEqual(self.duress.listen_for_helper(name)["helper"], helper)
            self.assertEqual(self.duress.call("/session_info?name=" + quote(name, safe=""))[0], 200)
        stored = {row[0]: row[1] for row in self.station.query("select citizen_name, helper from incident")}
        self.assertEqual(stored, {name: name[::-1] for name in NAMES})

    def test_what_is_missing(self):
        self.duress.help("Asha")
        for path, fields, text in (("/give_help", {}, "Missing parameters"), ("/give_help", {"name": "Asha"}, "Missing parameters"),
                                   ("/give_help", {"name": "Asha", "helper": ""}, "Missing parameters"), ("/give_help", {"helper": "R"}, "Missing parameters"),
                                   ("/listen_for_helper", {}, "Missing requester name"), ("/listen_for_helper", {"name": ""}, "Missing requester name"),
                                   ("/help_completed", {"name": "Asha"}, "Missing parameters"), ("/help_completed", {"helper": "R"}, "Missing parameters"),
                                   ("/help_completed", {}, "Missing parameters")):
            with self.subTest(path=path, fields=fields):
                self.assert_refused(self.duress.post(path, **fields), 400, text)
        for path, text in (("/give_help", "Missing parameters"), ("/help_completed", "Missing parameters"),
                           ("/listen_for_helper", "Missing requester name")):
            self.assert_refused(self.duress.post(path, JSON, name="Asha", helper="R"), 400, text)
        for query in ("", "?name=", "?other=Asha"):
            self.assert_refused(self.duress.call("/session_info" + query), 400, "Missing name")
        self.assertEqual(self.duress.listen()["name"], "Asha")

    def test_nobody_is_helped(self):
        self.assertEqual(self.duress.give_help("Nobody", "Rosa"), (200, {"status": "success"}))
        self.assertEqual(self.duress.complete("Nobody", "Rosa"), (200, {"status": "success"}))
        self.assertIsNone(self.duress.listen_for_helper("Nobody"))
        self.assertEqual(self.station.count("incident.activated"), 0)


class Around(Interface):
    def request(self, method, path, headers=""):
        """One request by hand: (status, head in small letters, body)."""
        async def ask():
            reader, writer = await asyncio.open_connection("127.0.0.1", self.station.port)
            writer.write(f"{method} {path} HTTP/1.1\r\n{headers or 'Host: station'}\r\n\r\n".encode())
            head, _, body = (await asyncio.wait_for(reader.read(), 10)).partition(b"\r\n\r\n")
            writer.close()
            return int(head.split()[1]), head.decode().lower(), body
        return asyncio.run(ask())

    def test_options(self):
        for path in ("/duress", "/duress/help", "/duress/no/such", "/room/x/websocket", "/stream/x"):
            status, head, body = self.request("OPTIONS", path)
            self.assertEqual((status, body), (204, b""), path)
            for line in ("access-control-allow-origin: *", "access-control-allow-methods: get,post,options", "access-control-allow-headers: *",
                         "vary: origin"):
                self.assertIn(line, head)

    def test_what_matches_nothing(self):
        room = self.duress.help("Asha")["roomId"]
        for method, path in (("GET", "/duress"), ("GET", "/duress/"), ("GET", "/duress/help"), ("POST", "/duress/listen"), ("GET", "/duress/give_help"),
                             ("DELETE", "/duress/help"), ("GET", "/duress/no/such"), ("GET", f"/duress/{room}/websocket"),
                             ("GET", f"/duress/{room}/viewer/websocket"), ("GET", f"/room/{room}/websocket"), ("GET", "/duress/help/")):
            status, head, body = self.request(method, path, "Host: station\r\nContent-Length: 0")
            self.assertEqual((status, body), (426, b"Upgrade Required"), (method, path))
            self.assertIn("content-type: text/plain", head)
            self.assertIn("access-control-allow-origin: *", head)
        self.assertEqual(self.request("GET", "/duressed/help")[0], 404)

    def urls(self, headers, path="/duress/listen"):
        answer = json.loads(self.request("GET", path, headers)[2])
        return answer["broadcasterWs"], answer["viewerWebsocketUrl"]

    def test_urls_are_built_from_the_host(self):
        room = self.duress.help("Asha")["roomId"]
        for host, given in (("Station.EXAMPLE:8443", "station.example:8443"), ("STATION", "station"), ("[::1]:80", "[::1]:80"), ("10.0.0.1", "10.0.0.1")):
            self.assertEqual(self.urls(f"Host: {host}"), (f"ws://{given}/duress/{room}/websocket", f"ws://{given}/duress/{room}/viewer/websocket"))
        self.assertTrue(self.urls("Host: a\r\nX-Forwarded-Proto: https")[0].startswith("wss://a/"))
        self.assertTrue(self.urls("Host: a\r\nX-Forwarded-Proto: http")[0].startswith("ws://a/"))

    def test_production_is_secure(self):
        os.environ["ENVIRONMENT"] = "PRODUCTION"
        self.addCleanup(os.environ.pop, "ENVIRONMENT")
        with Station() as station:
            self.assertTrue(Duress(station).help("Asha")["broadcasterWs"].startswith("wss://"))

    def test_streams(self):
        room = self.duress.help("Asha")
        self.assertEqual(self.duress.station.http("/stream/" + "0" * 64)[0], 404)
        status, _, body = self.station.http("/stream/" + room["streamId"])
        self.assertEqual((status, json.loads(body)), (200, {"streamId": room["streamId"], "status": "waiting", "viewers": 0}))

    def test_beyond_loopback_it_is_off(self):
        if other_address() is None:
            self.skipTest("This machine has loopback alone")
        for settings, served in (((), False), (("duress.enabled=true",), True)):
            station = Station(settings=settings, listen="0.0.0.0:0")
            self.enterContext(station._own_dir)
            station.start()
            try:
                context = ssl._create_unverified_context()
                try:
                    request = urllib.request.Request(station.url + "/duress/help", data=b'{"name":"A"}', headers={"Content-Type": JSON})
                    with urllib.request.urlopen(request, context=context, timeout=20) as reply:
                        self.assertTrue(served)
                        self.assertTrue(json.loads(reply.read())["broadcasterWs"].startswith("wss://"))
                except urllib.error.HTTPError as error:
                    self.assertEqual((served, error.code), (False, 404))
            finally:
                station.stop()


class Names(Interface):
    settings = ("duress.max_open=400",)

    def test_byte_for_byte_after_a_thousand_others(self):
        rooms = {name: self.duress.help(name)["roomId"] for name in NAMES}
        for number in range(1000):
            name = f"other {number}"
            self.duress.help(name)
            if number % 3:
                self.duress.complete(name, "")
        for name, room in rooms.items():
            self.duress.give_help(name, name)
            found = self.duress.listen_for_helper(name)
            self.assertEqual((found["helper"], found["roomId"]), (name, room))


class Secret(Interface):
    settings = ("duress.shared_secret=s3cret~A",)

    def test_the_secret_is_part_of_the_path(self):
        self.assertEqual(self.station.http("/duress/listen")[0], 404)
        for wrong in ("/duress-", "/duress-s3cret~", "/duress-s3cret~B", "/duress-s3cret~AA"):
            self.assertEqual(self.station.http(wrong + "/listen")[0], 404)
        duress = Duress(self.station, "/duress-s3cret~A")
        answer = duress.help("Asha")
        self.assertEqual(answer["broadcasterWs"], f"ws://127.0.0.1:{self.station.port}/duress-s3cret~A/{answer['roomId']}/websocket")
        self.assertEqual(duress.listen()["name"], "Asha")
        self.assertEqual(self.station.http("/no/such")[0], 404)
        self.assertNotIn("s3cret", self.station.command("config").stdout)


class Incidents(Interface, unittest.IsolatedAsyncioTestCase):
    """A request in the station's own terms."""

    def incident(self, name):
        return dict(self.station.query("select * from incident where citizen_name = ?", name)[0])

    async def test_it_is_assigned_and_ended_as_any(self):
        async with Panel(self.station) as panel:
            room = self.duress.help("Asha", zone="zone 1", mobile="+91 1")
            activated = await panel.wait_event("incident.activated")
            await panel.wait_event("incident.assigned", incident_id=activated["incident_id"])
            self.assertEqual(activated["data"]["citizen"], {"id": "duress:Asha", "name": "Asha", "phone": "+91 1"})
            self.assertEqual((activated["data"]["source"], activated["data"]["zone_id"], activated["data"]["zone_text"]), ("duress", "zone-1", "zone 1"))
            # Nothing that lets anybody join is in the log.
            self.assertNotIn(room["roomId"], json.dumps([event["data"] for event in panel.all("event")]))
            self.duress.give_help("Asha", "Rosa")
            helper = await panel.wait_event("incident.helper")
            self.assertEqual((helper["incident_id"], helper["data"]), (activated["incident_id"], {"helper": "Rosa"}))
            async with DuressSocket(room["broadcasterWs"]) as victim, DuressSocket(room["viewerWebsocketUrl"]) as viewer:
                answer = await panel.command("incident.end", incident_id=activated["incident_id"], disposition="genuine_resolved")
                self.assertEqual(answer["type"], "result")
                self.assertEqual((await victim.closed(), await viewer.closed()), (1000, 1000))
        self.assertEqual(self.duress.listen_for_helper("Asha"), {"helper": "", "status": "closed"})
        self.assertEqual((self.incident("Asha")["status"], self.incident("Asha")["helper"]), ("ended", "Rosa"))
        self.assertRegex(self.station.command("log", "verify").stdout, "^whole: ")

    async def test_completed_help_waits_for_an_operator(self):
        async with Panel(self.station) as panel:
            room = self.duress.help("Asha")
            self.duress.give_help("Asha", "Rosa")
            async with DuressSocket(room["broadcasterWs"]) as victim, DuressSocket(room["viewerWebsocketUrl"]) as viewer:
                self.assertEqual(self.duress.complete("Asha", "Rosa")[0], 200)
                self.assertEqual((await victim.closed(), await viewer.closed()), (1000, 1000))
            completed = await panel.wait_event("incident.help_completed")
            closed = await panel.wait_event("media.closed")
            self.assertEqual((completed["data"], closed["data"]["attempt"]), ({"helper": "Rosa"}, 0))
            incident = self.incident("Asha")
            self.assertEqual((incident["ended_at_us"], incident["media_state"], incident["cancelled_by_citizen"]), (None, "closed", 0))
            self.assertIsNotNone(incident["help_completed_at_us"])
            # The same person again, before an operator has ended it: the same incident, and nobody helps yet.
            self.duress.help("Asha")
            again = self.incident("Asha")
            self.assertEqual((again["id"], again["helper"], again["help_completed_at_us"]), (incident["id"], None, None))
        status, _, body = self.station.http(f"/api/v1/incidents/{incident['id']}", token=panel.token)
        self.assertEqual((status, json.loads(body)["source"]), (200, "duress"))

    async def test_a_cancel_is_looked_at_by_a_person(self):
        async with Panel(self.station) as panel:
            room = self.duress.help("Asha")
            async with DuressSocket(room["broadcasterWs"]) as victim:
                self.assertEqual(self.duress.complete("Asha", ""), (200, {"status": "success"}))
                self.assertEqual(await victim.closed(), 1000)
            self.assertEqual((await panel.wait_event("incident.help_completed"))["data"], {})
        incident = self.incident("Asha")
        self.assertEqual((incident["cancelled_by_citizen"], incident["ended_at_us"]), (1, None))

    async def test_a_restart_keeps_the_urls(self):
        data_dir, port = self.station.data_dir, self.station.port
        rooms = {name: self.duress.help(name, zone="North", mobile="1") for name in NAMES}
        self.duress.give_help("Asha", "Rosa")
        self.duress.complete("null", "Rosa")
        for stop in (self.station.stop, self.station.kill):
            stop()
            self.station.start(listen=f"127.0.0.1:{port}")
            self.assertEqual(self.station.data_dir, data_dir)
            self.assertEqual(self.duress.listen_for_helper("Asha")["helper"], "Rosa")
            self.assert_refused(self.duress.call("/session_info?name=null"), 404, "Not found")
            for name, room in rooms.items():
                if name != "null":
                    self.assertEqual(self.duress.help(name), {**room, "timestamp": unittest.mock.ANY}, name)
            async with DuressSocket(rooms["Asha"]["broadcasterWs"]) as victim, DuressSocket(rooms["Asha"]["viewerWebsocketUrl"]) as viewer:
                self.assertTrue(await victim.is_alive() and await viewer.is_alive())

    async def test_a_request_that_nobody_joins(self):
        with Station(settings=["duress.unjoined_ms=1000"]) as station:
            duress = Duress(station)
            joined = duress.help("Binu")
            async with DuressSocket(joined["broadcasterWs"]), Panel(station) as panel:
                duress.help("Asha")
                completed = await panel.wait_event("incident.help_completed")
                self.assertEqual(set(completed["data"]), {"reason"})
                self.assertEqual(duress.listen()["name"], "Binu")
                self.assertEqual(duress.listen_for_helper("Asha"), {"helper": "", "status": "closed"})
            rows = station.query("select citizen_name, status, media_state from incident order by 1")
            self.assertEqual([(row[0], row[2]) for row in rows], [("Asha", "closed"), ("Binu", "none")])


class Sockets(Interface, unittest.IsolatedAsyncioTestCase):
    async def status_of(self, path):
        try:
            async with websockets.connect(self.station.websocket_url(path)) as socket:
                return 101
        except websockets.InvalidStatusCode as error:
            return error.status_code

    async def test_where_they_are(self):
        room = self.duress.help("Asha")
        for base in (f"/duress/{room['roomId']}", f"/room/{room['roomId']}", f"/stream/{room['streamId']}"):
            for end in ("/websocket", "/viewer/websocket"):
                self.assertEqual(await self.status_of(base + end), 101, base + end)
            for end in ("", "/", "/viewer", "/other/websocket", "/websocket/more"):
                self.assertEqual(await self.status_of(base + end), 404, base + end)
        wrong = room["roomId"][:-1] + ("0" if room["roomId"][-1] != "0" else "1")
        for path in (f"/duress/{wrong}/websocket", f"/duress/{wrong}/viewer/websocket", f"/duress/{room['streamId']}/websocket",
                     f"/stream/{room['roomId']}/websocket", "/duress//websocket"):
            self.assertEqual(await self.status_of(path), 404, path)

    async def test_nothing_bad_closes_one(self):
        room = self.duress.help("Asha")
        async with DuressSocket(room["broadcasterWs"]) as victim, DuressSocket(room["viewerWebsocketUrl"]) as viewer:
            for socket in (victim, viewer):
                for text in ("", "{", "null", "[]", "7", "{}", '{"event":7}', '{"event":"dance","data":"x"}', '{"event":"offer"}',
                             '{"event":"offer","data":null}', '{"event":"offer","data":"v=0"}', '{"event":"offer","data":{"sdp":7}}',
                             '{"event":"answer","data":"garbage"}', '{"event":"candidate","data":"candidate:x"}', '{"event":"candidate","data":{}}',
                             '{"event":"ice-candidate","data":"{\\"candidate\\":\\"candidate:1 1 UDP 1 x 1 typ host\\"}"}', '{"type":"ping"}',
                             '{"event":"candidate","data":' + "[" * 5000, json.dumps({"event": "offer", "data": "v=0\r\n" + "a=x\r\n" * 5_000})):
                    await socket.socket.send(text)
                await socket.socket.send(b"\x00\x01\x02")
                self.assertTrue(await socket.is_alive())
            self.assertEqual((victim.received, viewer.received), ([], []))

    async def test_who_watches_may_stop(self):
        room = self.duress.help("Asha")
        async with DuressSocket(room["broadcasterWs"]) as victim, DuressSocket(room["viewerWebsocketUrl"]) as one, \
                DuressSocket(room["viewerWebsocketUrl"]) as other:
            await one.send("duress-stop", "")
            self.assertEqual(await one.closed(), 1000)
            self.assertTrue(await other.is_alive())
            await victim.send("duress-stop", "")
            self.assertTrue(await victim.is_alive())

    async def test_a_new_victims_socket_replaces_the_old(self):
        room = self.duress.help("Asha")
        async with DuressSocket(room["broadcasterWs"]) as old, DuressSocket(room["broadcasterWs"]) as new:
            self.assertEqual(await old.closed(), 1000)
            self.assertTrue(await new.is_alive())

    async def test_signalling_over_http(self):
        room = self.duress.help("Asha")
        async with DuressSocket(room["broadcasterWs"]) as victim, DuressSocket(room["viewerWebsocketUrl"]) as viewer:
            await victim.is_alive(), await viewer.is_alive()
            line = "candidate:1 1 UDP 1 192.0.2.1 1 typ host"
            for path, socket, event in (("/broadcast/sdp", viewer, "offer"), ("/viewer/sdp", victim, "answer")):
                self.assertEqual(self.duress.post(path, JSON, roomId=room["roomId"], sdp="v=0")[0], 200)
                self.assertEqual((await socket.wait(event))["data"], "v=0")
            for path, socket in (("/broadcast/candidate", viewer), ("/viewer/candidate", victim)):
                for number, candidate in enumerate((line, {"candidate": line, "sdpMid": None}, json.dumps({"candidate": line, "sdpMid": "a", "sdpMLineIndex": 1}))):
                    body = json.dumps({"roomId": room["roomId"], "candidate": candidate}).encode()
                    self.assertEqual(self.duress.call(path, body, {"Content-Type": JSON})[0], 200)
                    said = json.loads((await socket.wait("candidate", number + 1))["data"])
                    self.assertEqual(said, {"candidate": line, "sdpMid": "a" if number == 2 else "0", "sdpMLineIndex": 1 if number == 2 else 0})
        for path, member in (("/broadcast/sdp", "sdp"), ("/viewer/sdp", "sdp"), ("/broadcast/candidate", "candidate"), ("/viewer/candidate", "candidate")):
            self.assert_refused(self.duress.post(path, JSON, roomId="none", **{member: "x"}), 404, "Room not found")
            self.assert_refused(self.duress.post(path, JSON, **{member: "x"}), 400, "Invalid request")
            self.assert_refused(self.duress.post(path, FORM, roomId=room["roomId"], **{member: "x"}), 400, "Invalid request")
            self.assert_refused(self.duress.post(path, JSON, roomId=room["roomId"]), 400,
                                "Invalid candidate" if member == "candidate" else "Invalid request")
        self.assert_refused(self.duress.post("/viewer/candidate", JSON, roomId=room["roomId"], candidate="nonsense"), 400, "Invalid candidate")

    async def test_a_room_has_so_many_places(self):
        room = self.duress.help("Asha")
        async with contextlib.AsyncExitStack() as stack:
            for _ in range(8):
                await stack.enter_async_context(DuressSocket(room["viewerWebsocketUrl"]))
            self.assertEqual(await self.status_of(f"/duress/{room['roomId']}/viewer/websocket"), 503)
            other = self.duress.help("Binu")
            self.assertEqual(await self.status_of(f"/duress/{other['roomId']}/viewer/websocket"), 101)


class Hostile(Interface, unittest.IsolatedAsyncioTestCase):
    async def honest_phone(self):
        started = time.monotonic()
        async with Phone(self.station) as phone:
            await phone.press(f"honest-{started}")
            await phone.wait("offer")

    async def test_ten_thousand_requests(self):
        self.station.stop()
        self.station.settings = ["limits.connections=200"]
        self.station.start()
        body = b'{"name":"%d"}'
        answers = {}

        async def ask(number):
            reader, writer = await asyncio.open_connection("127.0.0.1", self.station.port)
            text = body % number
            writer.write(b"POST /duress/help HTTP/1.1\r\nHost: s\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s" % (len(text), text))
            head, _, said = (await asyncio.wait_for(reader.read(), 60)).partition(b"\r\n\r\n")
            writer.close()
            status = int(head.split()[1])
            answers[status] = answers.get(status, 0) + 1
            if status == 503:
                self.assertEqual(said, b'{"error":"Busy"}')

        async def ask_many(numbers):
            for number in numbers:
                await ask(number)

        # Memory is measured in the plain build; a sanitizer looks at the same way a fifth as often.
        asked = 2_000 if self.station.is_sanitized() else 10_000
        await asyncio.gather(*(ask_many(range(first, 1000, 20)) for first in range(20)))
        before_kb = self.station.resident_kb()
        await asyncio.gather(*(ask_many(range(1000 + first, asked, 20)) for first in range(20)), self.honest_phone())
        self.assertEqual(answers, {200: 200, 503: asked - 200})
        self.assertEqual(self.station.count("incident.activated"), 201)
        self.assertLess(self.station.resident_kb() - before_kb, 600_000 if self.station.is_sanitized() else 16_000)
        # One that is completed makes place for another.
        self.duress.complete(self.duress.listen()["name"], "Rosa")
        self.duress.help("Asha")

    async def test_a_flood_ends_the_flooder_alone(self):
        room, other = self.duress.help("Asha"), self.duress.help("Binu")
        async with DuressSocket(room["broadcasterWs"]) as victim, DuressSocket(other["viewerWebsocketUrl"]) as bystander:
            flooder = await DuressSocket(room["viewerWebsocketUrl"]).connect()
            with contextlib.suppress(websockets.ConnectionClosed):
                for _ in range(20_000):
                    await flooder.send("candidate", "candidate:1 1 UDP 1 192.0.2.1 1 typ host")
            await flooder.closed()
            self.assertTrue(await victim.is_alive() and await bystander.is_alive())
            await self.honest_phone()

    async def test_one_who_never_reads_is_cut(self):
        room = self.duress.help("Asha")
        before_kb = self.station.resident_kb()
        slow = await websockets.connect(room["viewerWebsocketUrl"], ping_interval=None, compression=None, max_queue=1, read_limit=1024)
        slow.transport.pause_reading()
        async with DuressSocket(room["viewerWebsocketUrl"]) as viewer:
            await viewer.is_alive()
            sdp = "v=0" + "x" * 60_000
            for number in range(300):
                self.assertEqual(self.duress.post("/broadcast/sdp", JSON, roomId=room["roomId"], sdp=sdp)[0], 200)
                await viewer.wait("offer", number + 1)
            status, _, body = self.station.http("/stream/" + room["streamId"])
            self.assertEqual((status, json.loads(body)["viewers"]), (200, 1))
        slow.transport.abort()
        self.assertLess(self.station.resident_kb() - before_kb, 600_000 if self.station.is_sanitized() else 16_000)


if __name__ == "__main__":
    unittest.main(verbosity=2)
