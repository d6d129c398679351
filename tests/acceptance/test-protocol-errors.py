# SPDX-License-Identifier: GPL-3.0-or-later
"""What a careless or hostile device may send: each is answered as docs/protocol.md says, and nobody else notices."""

import json
import unittest

from station import Panel, Phone, Station, activation, until


class ProtocolErrors(unittest.IsolatedAsyncioTestCase):
    def setUp(self):
        self.station = self.enterContext(Station())

    async def bystander_presses(self):
        """Somebody else is served as if nothing had happened."""
        async with Phone(self.station) as phone:
            await phone.press("bystander")
            await phone.wait("offer", 3)
            await phone.wait("accepted", 3)

    async def test_not_json(self):
        for text in ("", "{", "nothing", '"text"', "[]", "7", "\x00"):
            async with Phone(self.station) as phone:
                await phone.socket.send(text)
                self.assertEqual((await phone.wait("error"))["code"], "bad_json", text)
                await phone.press()
                await phone.wait("offer")

    async def test_nesting_closes_its_own_socket_and_nothing_else(self):
        async with Phone(self.station) as other, Phone(self.station) as phone:
            await phone.socket.send("[" * 100_000)
            self.assertEqual(await phone.wait_closed(), 1009)
            await other.press()
            await other.wait("accepted")
        async with Phone(self.station) as phone:
            await phone.socket.send('{"type":"activate","activation":' + "[" * 30_000)
            self.assertEqual((await phone.wait("error"))["code"], "bad_json")
        await self.bystander_presses()

    async def test_oversize(self):
        async with Phone(self.station) as phone:
            await phone.socket.send(json.dumps({"type": "activate", "filler": "x" * 70_000}))
            self.assertEqual(await phone.wait_closed(), 1009)
        status, _, _ = self.station.http("/api/v1/sos", data=b"{" + b" " * 70_000 + b"}")
        self.assertEqual(status, 413)
        await self.bystander_presses()

    async def test_missing_fields(self):
        for broken in ({}, {"citizen": {"id": "a"}}, {"activation_id": "a"}, {"activation_id": "", "citizen": {"id": "a"}},
                       {"activation_id": 7, "citizen": {"id": "a"}}, {"activation_id": "a", "citizen": {"id": "x" * 129}},
                       {"activation_id": "a", "citizen": "a"}):
            async with Phone(self.station) as phone:
                await phone.send(type="activate", activation=broken)
                self.assertEqual((await phone.wait("error"))["code"], "missing_field", broken)
            status, headers, body = self.station.http("/api/v1/sos", data=json.dumps(broken).encode(),
                                                      headers={"Content-Type": "application/json"})
            self.assertEqual((status, headers["Content-Type"], json.loads(body)["code"]),
                             (400, "application/problem+json", "missing_field"))
        self.assertEqual(self.station.query("select count(*) from incident")[0][0], 0)

    async def test_bad_optional_fields_are_warned_of(self):
        async with Panel(self.station) as panel, Phone(self.station) as phone:
            await phone.press(location={"lat": 999, "lon": 77.2}, battery_pct="low", activated_at="1999-01-01T00:00:00Z",
                              network="x" * 99)
            accepted = await phone.wait("accepted")
            await until(lambda: len(panel.events("incident.warning", incident_id=accepted["incident_id"])) == 4, "four warnings")
            warned = {event["data"]["field"] for event in panel.events("incident.warning")}
            for field in ("location", "battery_pct", "activated_at", "network"):
                self.assertTrue(any(name.startswith(field) for name in warned), (field, warned))

    async def test_unknown_type_keeps_the_socket(self):
        async with Phone(self.station) as phone:
            await phone.send(type="dance", ref=5)
            error = await phone.wait("error")
            self.assertEqual((error["code"], error["ref"]), ("unknown_type", 5))
            await phone.send(type="ping")
            await phone.wait("pong")

    async def test_tokens(self):
        station = self.enterContext(Station(settings=["auth.require_device_token=true"]))
        device = station.command("key", "create", "--name", "app", "--scope", "device").stdout.split()[-1]
        for token in (None, "wrong", device[:-1]):
            async with Phone(station) as phone:
                await phone.press(token=token)
                self.assertEqual((await phone.wait("error"))["code"], "unauthorized")
        async with Phone(station) as phone:
            await phone.press(token=device)
            await phone.wait("accepted")
        self.assertEqual(station.http("/api/v1/sos", data=json.dumps(activation()).encode())[0], 401)
        self.assertEqual(station.http("/api/v1/sos", token=device, data=json.dumps(activation("other")).encode())[0], 201)

    async def test_join_with_a_forged_token(self):
        async with Phone(self.station) as phone:
            await phone.join("e30.AAAA")
            self.assertEqual((await phone.wait("error"))["code"], "unauthorized")

    async def test_the_same_press_twice_is_one_incident(self):
        async with Phone(self.station) as phone, Phone(self.station) as again:
            await phone.press()
            first = await phone.wait("accepted")
            await again.send(type="activate", activation=phone.activation)
            second = await again.wait("accepted")
            self.assertEqual(first["incident_id"], second["incident_id"])
            self.assertEqual(first["session_id"], second["session_id"])
        status, _, body = self.station.http("/api/v1/sos", data=json.dumps(phone.activation).encode())
        self.assertEqual((status, json.loads(body)["incident_id"]), (200, first["incident_id"]))


if __name__ == "__main__":
    unittest.main(verbosity=2)
