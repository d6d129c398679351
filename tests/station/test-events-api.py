# SPDX-License-Identifier: GPL-3.0-or-later
"""The stream of events, as an integrator reads it over the real port."""

import asyncio
import json
import time
import unittest

from addresses import other_address
from events import Events
from station import Panel, Phone, Station, until


class EventsApi(unittest.IsolatedAsyncioTestCase):
    def setUp(self):
        self.station = self.enterContext(Station())
        self.token = self.create_key("read")

    def create_key(self, scope):
        return self.station.command("key", "create", "--name", "wall", "--scope", scope).stdout.split()[-1]

    def last_seq(self):
        return self.station.query("select max(seq) from event")[0][0]

    def recorded(self, since, until_seq):
        """The same events, as the log has them."""
        rows = self.station.query("select seq, kind, incident_id, actor, data from whole_event where seq > ? and seq <= ? order by seq",
                                  since, until_seq)
        return [{**dict(row), "data": json.loads(row["data"])} for row in rows]

    def assert_whole(self, events, since):
        self.assertEqual([{key: event[key] for key in ("seq", "kind", "incident_id", "actor", "data")} for event in events],
                         self.recorded(since, events[-1]["seq"]))

    async def press(self):
        async with Phone(self.station) as phone:
            await phone.press()
            return await phone.wait("accepted")

    async def note(self, panel, incident, text, times):
        for _ in range(times):
            answer = await panel.command("incident.note", incident_id=incident, text=text)
            self.assertEqual(answer["type"], "result", answer)

    async def test_an_activation_is_pushed_with_its_session(self):
        async with Events(self.station, self.token) as events:
            self.assertEqual(events.status, 200)
            self.assertIn("content-type: text/event-stream", events.head)
            accepted = await self.press()
            pushed = (await events.until(kind="incident.activated"))[-1]
            self.assertEqual((pushed["incident_id"], pushed["data"]["session_id"]), (accepted["incident_id"], accepted["session_id"]))

    async def test_who_may_not_read(self):
        for token, since, status in (("wrong", 0, 401), (self.create_key("device"), 0, 403), (self.token, "x", 400),
                                     (self.token, -1, 400), (self.token, 10**9, 400), (self.token, 0, 200)):
            with self.subTest(since=since, status=status):
                async with Events(self.station, token, last_event_id=since) as events:
                    self.assertEqual(events.status, status)

    async def test_a_revoked_key_ends_the_stream(self):
        async with Events(self.station, self.token) as events:
            await self.press()
            await events.until(kind="incident.activated")
            key_id = self.station.query("select id from api_key")[0][0]
            self.station.command("key", "revoke", key_id)
            self.assertNotIn("key.revoked", [event["kind"] for event in await events.rest()])

    async def test_a_header_goes_before_the_query(self):
        await self.press()
        last = self.last_seq()
        async with Events(self.station, self.token, query="?since=0", last_event_id=last - 1) as events:
            self.assertEqual((await events.next())["seq"], last)

    async def test_a_quiet_stream_has_comments(self):
        async with Events(self.station, self.token) as events:
            reading = asyncio.ensure_future(events.next(40))
            await until(lambda: events.comments == 1, "a comment", 17)
            await self.press()
            self.assertIsNotNone(await reading)

    async def test_goes_on_across_restarts(self):
        async with Panel(self.station) as panel, Events(self.station, self.token, query="?since=0") as events:
            incident = (await self.press())["incident_id"]
            await self.note(panel, incident, "before", 250)
            seen = await events.until(kind="incident.activated")
        self.assert_whole(seen, 0)

        self.station.stop()
        self.station.start()
        # What was missed is in the log, more of it than is read at once, and more comes while it is read.
        async with (Panel(self.station) as panel,
                    Events(self.station, self.token, last_event_id=seen[-1]["seq"]) as events):
            noting = asyncio.ensure_future(self.note(panel, incident, "after", 50))
            seen += await events.until(kind="station.started")
            await noting
            seen += await events.until(seq=self.last_seq())
        self.assert_whole(seen, 0)

        # What was missed is in memory.
        async with Events(self.station, self.token, last_event_id=seen[-40]["seq"]) as events:
            again = await events.until(seq=seen[-1]["seq"])
        self.assertEqual(again, seen[-39:])

        self.station.kill()
        self.station.start()
        async with Events(self.station, self.token, last_event_id=seen[-1]["seq"]) as events:
            await self.press()
            seen += await events.until(kind="incident.reactivated")
        self.assert_whole(seen, 0)

    async def test_a_slow_reader_is_cut_and_comes_back(self):
        incident = (await self.press())["incident_id"]
        async with Panel(self.station) as panel, Events(self.station, self.token) as quick:
            first = self.last_seq()
            async with Events(self.station, self.token, last_event_id=first, window_bytes=4096) as slow:
                self.assertTrue(slow.is_held())
                for _ in range(20):
                    await self.note(panel, incident, "\U0001f6a8" * 4000, 25)
                    if not slow.is_held():
                        break
                self.assertFalse(slow.is_held(), "the slow reader is cut")
                seen = await slow.rest()
            last = self.last_seq()
            self.assertLess(seen[-1]["seq"] if seen else first, last)
            self.assert_whole(await quick.until(seq=last), first)
        async with Events(self.station, self.token, last_event_id=seen[-1]["seq"] if seen else first) as events:
            seen += await events.until(seq=last)
        self.assert_whole(seen, first)

    async def test_whoever_catches_up_may_be_slow(self):
        incident = (await self.press())["incident_id"]
        async with Panel(self.station) as panel:
            await self.note(panel, incident, "\U0001f6a8" * 4000, 100)
        last = self.last_seq()
        async with Events(self.station, self.token, query="?since=0", window_bytes=4096) as slow:
            self.assert_whole(await slow.until(seq=last), 0)

    async def test_a_slow_reader_does_not_hold_up_the_stop(self):
        incident = (await self.press())["incident_id"]
        async with Panel(self.station) as panel:
            await self.note(panel, incident, "\U0001f6a8" * 4000, 400)
        for host in ("127.0.0.1", other_address()):
            if host is None:
                continue
            self.station.stop()
            self.station.start(listen=f"{host}:0")
            async with Events(self.station, self.token, query="?since=0", window_bytes=4096, host=host) as slow:
                await until(slow.has_stalled, "the station cannot send more", poll_s=0.3)
                started = time.monotonic()
                self.station.stop()
                self.assertLess(time.monotonic() - started, 5)
            self.station.start()


if __name__ == "__main__":
    unittest.main(verbosity=2)
