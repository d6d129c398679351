# SPDX-License-Identifier: GPL-3.0-or-later
"""Phones with the Duress app in the app's order of calls, with the media of a stack that is not GStreamer: who asks is heard and seen by
those who help, by the station, and in the record."""

import asyncio
import datetime
import pathlib
import tempfile
import unittest

import pictures
import speech
from duress import Duress
from patience import at_most
from rtc_duress import RtcVictim, RtcViewer
from station import Panel, Station, until

FIRST_PICTURE_S = 1


class Calls(unittest.IsolatedAsyncioTestCase):
    @classmethod
    def setUpClass(cls):
        folder = pathlib.Path(cls.enterClassContext(tempfile.TemporaryDirectory()))
        cls.voice = speech.speak(speech.SENTENCES[0], folder / "voice.wav")

    def setUp(self):
        self.station = self.enterContext(Station())
        self.duress = Duress(self.station)
        self.room = self.duress.help("Asha", zone="zone-1", mobile="+91 1")

    def victim(self, **options):
        return RtcVictim(self.room["broadcasterWs"], self.voice, **options)

    def viewer(self):
        return RtcViewer(self.room["viewerWebsocketUrl"])

    async def live(self, times=1):
        await until(lambda: self.station.count("media.live") >= times, f"the media is live {times} times", 15)

    def assert_answered_once(self, victim, times=1):
        self.assertEqual((len(victim.all("answer")), len(victim.all("offer"))), (times, 0))

    async def test_who_asks_is_first(self):
        async with self.victim() as victim:
            await victim.offer()
            await self.live()
            self.assertEqual(self.duress.give_help("Asha", "Rosa")[0], 200)
            url = self.duress.listen_for_helper("Asha")["viewerWebsocketUrl"]
            async with RtcViewer(url) as viewer:
                await viewer.watch()
                print(f"first picture {1000 * viewer.until_picture_s():.0f} ms after joining")
                self.assertLess(viewer.until_picture_s(), at_most(FIRST_PICTURE_S))
                self.assertEqual(len(viewer.all("offer")), 1)
                self.assert_answered_once(victim)
                # The last message goes out, then the socket is closed as it should be.
                self.assertEqual(self.duress.complete("Asha", "Rosa"), (200, {"status": "success"}))
                self.assertEqual((await victim.closed(), await viewer.closed()), (1000, 1000))
        self.assertEqual(self.duress.listen_for_helper("Asha"), {"helper": "", "status": "closed"})
        await until(lambda: self.station.query("select 1 from recording where sha256 is not null"), "what was heard is recorded")
        row, = self.station.query("select helper, status, media_state from incident")
        self.assertEqual((row["helper"], row["media_state"]), ("Rosa", "closed"))
        self.assertNotEqual(row["status"], "ended")

    async def test_who_helps_is_first(self):
        async with self.viewer() as viewer:
            self.assertTrue(await viewer.is_alive())
            self.assertEqual(viewer.received, [])
            async with self.victim() as victim:
                await victim.offer()
                await viewer.watch()
                self.assertEqual((await viewer.wait("duress-alert"))["data"], "Duress stream triggered")
                self.assertEqual((len(viewer.all("duress-alert")), len(viewer.all("offer"))), (1, 1))
                self.assert_answered_once(victim)

    async def test_three_watch_and_one_leaves_and_comes_back(self):
        async with self.victim() as victim, self.viewer() as first, self.viewer() as second:
            await victim.offer()
            await asyncio.gather(first.watch(), second.watch())
            async with self.viewer() as late:
                await asyncio.gather(*(viewer.watch() for viewer in (first, second, late)))
            for _ in range(3):
                async with self.viewer() as returned:
                    await asyncio.gather(returned.watch(), first.watch())
                    print(f"first picture {1000 * returned.until_picture_s():.0f} ms after joining")
                    await returned.send("duress-stop", "")
                    self.assertEqual(await returned.closed(), 1000)
            self.assertEqual((len(first.all("offer")), len(second.all("offer"))), (1, 1))
            self.assert_answered_once(victim)

    async def test_another_socket_of_who_asks(self):
        async with self.viewer() as viewer:
            async with self.victim() as before:
                await before.offer()
                await viewer.watch()
                async with self.victim() as after:
                    self.assertEqual(await before.closed(), 1000)
                    # Without an offer of the new one what there was goes on.
                    await viewer.watch()
                    await after.offer()
                    await self.live(2)
                    await before.hang_up()
                    await viewer.watch()
                    self.assertEqual(len(viewer.all("offer")), 1)
                    self.assert_answered_once(before)
                    self.assert_answered_once(after)
                    # One that offers again on the same socket is answered again.
                    await after.offer()
                    await self.live(3)
                    await viewer.watch()
                    self.assert_answered_once(after, 2)
        self.assertEqual(self.station.count("incident.activated"), 1)

    async def test_sound_alone(self):
        async with self.viewer() as viewer, self.victim(has_picture=False) as victim:
            await victim.offer()
            await viewer.watch(("audio",))
            self.assert_answered_once(victim)

    async def test_an_operator_hears_it_and_ends_it(self):
        async with Panel(self.station) as panel, self.victim() as victim, self.viewer() as viewer:
            await victim.offer()
            live = await panel.wait_event("media.live", 15)
            await viewer.watch()
            answer = await panel.command("incident.acknowledge", incident_id=live["incident_id"])
            self.assertEqual(answer["type"], "result")
            # Only the phone can begin anew, and the operator is told so.
            refused = await panel.command("incident.retry_audio", incident_id=live["incident_id"])
            self.assertEqual((refused["type"], refused["code"]), ("error", "wrong_state"))
            await viewer.watch()
            await panel.command("incident.end", incident_id=live["incident_id"], disposition="genuine_resolved")
            self.assertEqual((await victim.closed(), await viewer.closed()), (1000, 1000))
        self.assertRegex(self.station.command("log", "verify").stdout, "^whole: ")

    async def test_a_cancel_ends_the_media_and_not_the_incident(self):
        async with self.victim() as victim:
            await victim.offer()
            await self.live()
            self.assertEqual(self.duress.complete("Asha", ""), (200, {"status": "success"}))
            self.assertEqual(await victim.closed(), 1000)
        row, = self.station.query("select cancelled_by_citizen, ended_at_us, media_state from incident")
        self.assertEqual(tuple(row), (1, None, "closed"))
        alarms = self.station.query("select 1 from alert where kind = 'audio_lost' and cleared_at_us is null")
        self.assertEqual(len(alarms), 0)

    async def test_after_a_restart_both_come_back(self):
        port = self.station.port
        victim, viewer = await self.victim().connect(), await self.viewer().connect()
        await victim.offer()
        await viewer.watch(frames=60)
        self.station.kill()
        cut_off, = (self.station.data_dir / "recordings").rglob("*.webm")
        self.assertGreater(len(pictures.frames(cut_off)), 30)
        await victim.close()
        await viewer.close()
        self.station.start(listen=f"127.0.0.1:{port}")
        async with self.viewer() as viewer, self.victim() as victim:
            await victim.offer()
            await viewer.watch()
        self.assertEqual([tuple(row) for row in self.station.query("select distinct attempt from media_session order by 1")], [(1,), (2,)])
        await until(lambda: self.station.count("recording.finished") >= 2, "both recordings that were cut off are closed", 20)
        self.assertRegex(self.station.command("log", "verify").stdout, "^whole: ")
        row, = self.station.query("select duration_ms from recording where path = ?", str(cut_off.relative_to(self.station.data_dir)))
        self.assertGreater(row["duration_ms"], 2000)

    async def test_a_picture_without_a_disk_for_it(self):
        """It is told, and that the sound is recorded stays true."""
        (self.station.data_dir / "recordings").mkdir()
        async with Panel(self.station) as panel, self.victim() as victim:
            day = datetime.datetime.now(datetime.timezone.utc)
            session = self.station.query("select session_id from incident")[0]["session_id"]
            in_the_way = self.station.data_dir / f"recordings/{day:%Y/%m/%d}/{session}-1.webm"
            in_the_way.mkdir(parents=True)
            await victim.offer()
            failed = await panel.wait_event("recording.failed", 15)
            self.assertEqual(failed["data"]["media"], "picture")
            await until(lambda: [event for event in panel.events("recording.started") if event["data"].get("media") == "picture"],
                        "the picture is recorded under another name", 15)
            self.assertEqual(panel.events("alert.raised"), [])

    async def test_garbage_harms_only_itself(self):
        async with self.victim() as victim, self.viewer() as viewer, self.viewer() as rude:
            await victim.offer()
            await asyncio.gather(viewer.watch(), rude.watch())
            for sdp in ("", "v=0", "garbage", "v=0\r\nm=audio 9 UDP/TLS/RTP/SAVPF 111\r\n", "x" * 60_000):
                await victim.send("offer", sdp)
                await rude.send("answer", sdp)
                await rude.send("candidate", "candidate:" + sdp[:1000])
                await victim.send("candidate", {"candidate": "candidate:1 1 UDP 1 nowhere.local 1 typ host", "sdpMid": "x", "sdpMLineIndex": -1})
            self.assertTrue(await victim.is_alive() and await rude.is_alive())
            await asyncio.gather(viewer.watch(), rude.watch())
            self.assert_answered_once(victim)


class OfferedTo(unittest.IsolatedAsyncioTestCase):
    """The first form of the protocol: a phone that says so, and then nothing, is offered to."""

    async def test_who_waits_is_offered_to(self):
        with Station() as station:
            duress = Duress(station)
            url = duress.help("Asha")["broadcasterWs"]
            async with RtcViewer(url + "?offer=server") as waiting, RtcViewer(duress.help("Binu")["broadcasterWs"]) as silent:
                offer = await waiting.wait("offer", 1, 10)
                self.assertGreater(offer["_at"] - waiting.joined_at, 4.9)
                self.assertIn("a=recvonly", offer["data"])
                self.assertTrue(await silent.is_alive())
                self.assertEqual(silent.received, [])


if __name__ == "__main__":
    unittest.main(verbosity=2)
