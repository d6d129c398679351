# SPDX-License-Identifier: GPL-3.0-or-later
"""What integrators read and what devices do between activation and end, over the real port."""

import hashlib
import json
import tempfile
import unittest

import speech
from rtc_phone import RtcPhone
from station import Panel, Phone, Station, activation, until


class RecordsApi(unittest.IsolatedAsyncioTestCase):
    def setUp(self):
        self.station = self.enterContext(Station())
        self.token = self.station.command("key", "create", "--name", "board", "--scope", "admin").stdout.split()[-1]

    def get(self, path, **headers):
        status, headers, body = self.station.http(path, token=self.token, headers=headers)
        return status, headers, body

    def read(self, path):
        status, _, body = self.get(path)
        self.assertEqual(status, 200, (path, body))
        return json.loads(body)

    async def test_post_then_join(self):
        status, headers, body = self.station.http("/api/v1/sos", data=json.dumps(activation()).encode())
        posted = json.loads(body)
        self.assertEqual((status, headers["Location"]), (201, "/api/v1/incidents/" + posted["incident_id"]))
        self.assertEqual(posted["signal_url"], self.station.websocket_url("/api/v1/sos"))
        self.assertIn("a=recvonly", posted["offer"]["sdp"])
        async with Phone(self.station) as phone:
            await phone.join(posted["session_token"])
            offer = await phone.wait("offer", session_id=posted["session_id"])
            self.assertEqual((offer["attempt"], offer["sdp"]), (1, posted["offer"]["sdp"]))
            self.assertEqual((await phone.wait("accepted"))["incident_id"], posted["incident_id"])

    async def test_a_second_socket_replaces_the_first(self):
        async with Phone(self.station) as first, Phone(self.station) as second:
            await first.press()
            token = (await first.wait("accepted"))["session_token"]
            await second.join(token)
            await second.wait("accepted")
            self.assertEqual((await first.wait("ended"))["reason"], "replaced")
            self.assertEqual(await first.wait_closed(), 1000)
            await second.send(type="location", lat=28.62, lon=77.21)
            await second.send(type="cancel", reason="x" * 600)
            incident = (await second.wait("accepted"))["incident_id"]
            await until(lambda: self.read(f"/api/v1/incidents/{incident}")["cancelled_by_citizen"], "the cancel is recorded")
            self.assertEqual(len(self.read(f"/api/v1/incidents/{incident}/locations")["features"]), 2)

    async def test_handovers(self):
        self.station.command("operator", "add", "--id", "meera", "--role", "supervisor", "--pin-file", "-", input="2468\n")
        self.station.command("operator", "add", "--id", "ravi", "--role", "supervisor", "--pin-file", "-", input="1357\n")
        self.assertEqual(self.read("/api/v1/handovers"), {"items": []})
        self.assertEqual(self.station.http("/api/v1/handovers")[0], 401)
        async with Panel(self.station, "ravi", pin="1357") as panel:
            await panel.command("shift.hand_over", to="meera", pin="2468", shift="B")
        (handover,) = self.read("/api/v1/handovers")["items"]
        self.assertEqual((handover["data"]["from"], handover["data"]["to"], handover["data"]["shift"]), ("ravi", "meera", "B"))
        self.assertTrue(self.read(f"/api/v1/log/verify?head={handover['head']}")["head_found"])

    async def test_lists(self):
        for citizen in ("asha", "binod", "chitra"):
            async with Phone(self.station) as phone:
                await phone.press(citizen)
                await phone.wait("accepted")
        page = self.read("/api/v1/incidents?limit=2")
        rest = self.read(f"/api/v1/incidents?limit=2&cursor={page['next']}")
        self.assertEqual([item["citizen"]["id"] for item in page["items"] + rest["items"]], ["chitra", "binod", "asha"])
        self.assertEqual(len(self.read("/api/v1/incidents?q=binod")["items"]), 1)
        self.assertEqual(self.read("/api/v1/incidents?q=bin%20HR-&drill=false&recorded=false")["items"][0]["citizen"]["id"], "binod")
        self.assertEqual(self.read("/api/v1/incidents?drill=true")["items"], [])
        self.assertEqual(self.read("/api/v1/incidents?disposition=test")["items"], [])
        self.assertEqual(self.get("/api/v1/incidents?drill=perhaps")[0], 400)
        self.assertEqual(self.get("/api/v1/incidents?limit=0")[0], 400)
        self.assertEqual(self.get("/api/v1/incidents/none")[0], 404)
        self.assertEqual(self.get("/api/v1/incidents/none/recording")[0], 404)
        self.assertTrue(self.read("/api/v1/operators")["items"])
        self.assertEqual(self.read("/api/v1/zones")["type"], "FeatureCollection")
        self.assertTrue(self.read("/api/v1/log/verify")["ok"])

    async def test_log_as_it_is_hashed(self):
        """The recipe of docs/data-model.md, by somebody who has only the answer."""
        async with Phone(self.station) as phone:
            await phone.press("asha")
            incident = (await phone.wait("accepted"))["incident_id"]
            log = self.read(f"/api/v1/incidents/{incident}/log")
        self.assertEqual(log["items"][0]["kind"], "incident.activated")
        for row in log["items"]:
            parts = [bytes.fromhex(row["prev_hash"])] + [str(row[name]).encode() for name in ("seq", "at_us", "kind", "incident_id", "actor", "data")]
            joined = b"".join(len(part).to_bytes(8, "big") + part for part in parts)
            self.assertEqual(hashlib.sha256(joined).hexdigest(), row["hash"], row)
            self.assertEqual(row["incident_id"], incident)
        first = log["items"][0]
        digest = hashlib.sha256(bytes.fromhex(first["salt"]) + first["private"].encode()).hexdigest()
        self.assertEqual(json.loads(first["data"])["digest"], digest)
        self.assertGreaterEqual(log["head"]["seq"], log["items"][-1]["seq"])
        self.assertTrue(self.read(f"/api/v1/log/verify?head={log['head']['hash']}")["head_found"])
        self.assertEqual(self.read("/api/v1/incidents/none/log")["items"], [])
        self.assertEqual(self.station.http(f"/api/v1/incidents/{incident}/log")[0], 401)

    async def test_ended_once(self):
        async with Phone(self.station) as phone:
            await phone.press()
            path = f"/api/v1/incidents/{(await phone.wait('accepted'))['incident_id']}/end"
            end = json.dumps({"disposition": "test"}).encode()
            self.assertEqual(self.station.http(path, token=self.token, data=b'{"disposition":"whatever"}')[0], 400)
            status, _, body = self.station.http(path, token=self.token, data=end)
            self.assertEqual((status, json.loads(body)["status"]), (200, "ended"))
            status, _, body = self.station.http(path, token=self.token, data=end)
            self.assertEqual((status, json.loads(body)["code"]), (409, "already_ended"))
            self.assertEqual((await phone.wait("ended"))["reason"], "resolved")

    async def test_recording_while_it_grows_and_in_ranges(self):
        with tempfile.TemporaryDirectory() as folder:
            voice = speech.speak(speech.SENTENCES[0], folder + "/voice.wav")
            async with Panel(self.station) as panel, RtcPhone(self.station, voice) as phone:
                await phone.press()
                live = await panel.wait_event("media.live", 10)
                path = f"/api/v1/incidents/{live['incident_id']}/recording"
                await until(lambda: len(self.get(path)[2]) > 4000, "the recording grows")
                await panel.command("incident.end", incident_id=live["incident_id"], disposition="test")
                finished = await panel.wait_event("recording.finished")
                status, headers, whole = self.get(path)
                self.assertEqual((status, headers["Content-Type"], whole[:4]), (200, "audio/ogg", b"OggS"))
                status, headers, part = self.get(path, Range="bytes=100-299")
                self.assertEqual((status, part), (206, whole[100:300]))
                self.assertEqual(headers["Content-Range"], f"bytes 100-299/{len(whole)}")
                self.assertEqual(self.get(path, Range="bytes=-50")[2], whole[-50:])
                self.assertEqual(self.get(path, Range=f"bytes={len(whole) + 5}-")[0], 416)
                self.assertEqual(self.get(path + "?attempt=9")[0], 404)
                self.assertEqual(self.get(path + "?id=" + finished["data"]["recording_id"])[2], whole)
                self.assertEqual(self.get(path + "?id=none")[0], 404)
                self.assertEqual(len(self.read("/api/v1/incidents?recorded=true")["items"]), 1)


if __name__ == "__main__":
    unittest.main(verbosity=2)
