# SPDX-License-Identifier: GPL-3.0-or-later
"""An SOS rings at the zone's primary operator, else at the next who is there, else it waits aloud; and it is served as soon as somebody can."""

import asyncio
import datetime
import pathlib
import tempfile
import unittest

from console import Console, Desktop
from station import Panel, Phone, Station, until

PIN = "2468"
QUEUE_MS = 1500
# A console that is not heard of for six seconds is out of reach; what a busy machine adds.
STALE_S = 6 + 20

# id: (role, capacity, zone and rank or None)
PEOPLE = {
    "primary": ("operator", 1, "zone-1:1"),
    "second": ("operator", 1, "zone-1:2"),
    "third": ("operator", 1, "zone-1:3"),
    "elsewhere": ("operator", 4, None),
    "chief": ("supervisor", 4, None),
}


def seconds(event):
    return datetime.datetime.fromisoformat(event["at"].replace("Z", "+00:00")).timestamp()


class Room(unittest.IsolatedAsyncioTestCase):
    """A station with everybody of PEOPLE, who sign in by their PIN; the supervisor is there from the beginning."""

    settings = ()

    async def asyncSetUp(self):
        self.station = self.enterContext(Station(settings=[f"dispatch.queue_timeout_ms={QUEUE_MS}", *self.settings]))
        for person, (role, capacity, zone) in PEOPLE.items():
            self.station.command("operator", "add", "--id", person, "--name", f"The {person}", "--role", role, "--capacity", str(capacity),
                                 "--pin-file", "-", *(["--zone", zone] if zone else []), input=PIN + "\n")
        # Whom every station has at first.
        self.station.command("operator", "disable", "--id", "supervisor")
        self.chief = await self.sign_in("chief")

    async def asyncTearDown(self):
        self.assertEqual(self.station.command("log", "verify").returncode, 0)

    async def sign_in(self, person):
        return await self.enterAsyncContext(Panel(self.station, person, pin=PIN))

    async def sign_out(self, panel):
        await panel.close()
        await self.chief.wait_event("operator.offline", data={"operator_id": panel.operator_id})

    async def press(self, citizen="citizen-1"):
        """The incident, once it is on record."""
        phone = await self.enterAsyncContext(Phone(self.station))
        await phone.press(citizen)
        self.phone = phone
        return (await phone.wait("accepted"))["incident_id"]

    async def decided(self, incident, kind="incident.assigned", n=1, timeout_s=10):
        """What was decided of it for the n-th time."""
        await until(lambda: len(self.chief.events(kind, incident_id=incident)) >= n, f"{kind} {n}", timeout_s)
        return self.chief.events(kind, incident_id=incident)[n - 1]["data"]

    async def rings(self, incident, person, how, reason="", n=1, timeout_s=10):
        data = await self.decided(incident, n=n, timeout_s=timeout_s)
        self.assertEqual((data["operator_id"], data["how"]), (person, how), data)
        self.assertIn(reason, data["reason"])
        self.assertEqual(self.station.query("select assigned_operator_id from incident where id = ?", incident)[0][0], person)
        return data

    async def alert(self, incident, kind, timeout_s=10):
        """The active alert, as the supervisor has it."""
        found = await until(lambda: [event for event in self.chief.events("alert.raised", incident_id=incident) if event["data"]["alert"] == kind],
                            f"the alert {kind}", timeout_s)
        return found[0]

    async def is_cleared(self, alert):
        await self.chief.wait_event("alert.cleared", data={"id": alert["data"]["id"]})


class Zone(Room):
    async def test_the_primary_is_rung(self):
        primary, second = await self.sign_in("primary"), await self.sign_in("second")
        incident = await self.press()
        data = await self.rings(incident, "primary", "primary", "The primary is a primary operator of Zone 1")
        self.assertEqual(data["ringing"], ["primary"])
        self.assertEqual((await self.phone.wait("status", state="assigned"))["operator"]["name"], "The primary")
        for panel in (primary, second):
            await panel.wait_event("incident.assigned", incident_id=incident)

    async def test_the_primary_never_signed_in(self):
        await self.sign_in("second")
        await self.rings(await self.press(), "second", "fallback", "Of Zone 1, the primary operator The primary is offline; The second is next")

    async def test_the_primary_signed_out(self):
        primary = await self.sign_in("primary")
        await self.sign_in("second")
        await self.sign_out(primary)
        await self.rings(await self.press(), "second", "fallback", "is offline")

    async def test_the_primary_is_on_a_break(self):
        primary = await self.sign_in("primary")
        await self.sign_in("second")
        await primary.command("presence.set", state="break", reason="tea")
        await self.rings(await self.press(), "second", "fallback", "is on a break")

    async def test_the_primary_is_at_capacity(self):
        for person in ("primary", "second", "third"):
            await self.sign_in(person)
        await self.rings(await self.press("citizen-1"), "primary", "primary")
        await self.rings(await self.press("citizen-2"), "second", "fallback", "has no capacity left; The second is next with rank 2")
        await self.rings(await self.press("citizen-3"), "third", "fallback", "has no capacity left; The third is next with rank 3")
        nobody = await self.decided(await self.press("citizen-4"), "incident.queued")
        for person in ("primary", "second", "third"):
            self.assertIn(f"The {person} has no capacity left", nobody["reason"])

    async def test_nobody_of_another_zone_is_rung(self):
        await self.sign_in("elsewhere")
        incident = await self.press()
        self.assertIn("No operator of Zone 1 is free", (await self.decided(incident, "incident.queued"))["reason"])
        self.assertEqual(self.chief.events("incident.assigned", incident_id=incident), [])


class Queue(Room):
    async def wait_aloud(self, citizen="citizen-1"):
        """An SOS that nobody is there for: (incident, alert)."""
        incident = await self.press(citizen)
        await self.phone.wait("status", state="queued")
        await self.decided(incident, "incident.queued")
        alert = await self.alert(incident, "no_operator")
        self.assertEqual(alert["data"]["priority"], 1)
        self.assertIn("nobody is available", alert["data"]["text"])
        queued, = self.chief.events("incident.queued", incident_id=incident)
        self.assertGreaterEqual(seconds(alert) - seconds(queued), QUEUE_MS / 1000 - 0.01)
        return incident, alert

    async def is_served(self, incident, alert, person):
        await self.rings(incident, person, "queue")
        await self.is_cleared(alert)
        await until(lambda: self.station.query("select status from incident where id = ?", incident)[0]["status"] == "ringing", "it rings on record")

    async def test_it_rings_when_somebody_signs_in(self):
        incident, alert = await self.wait_aloud()
        await self.sign_in("second")
        await self.is_served(incident, alert, "second")
        self.assertEqual((await self.phone.wait("status", state="assigned"))["operator"]["name"], "The second")

    async def test_it_rings_when_the_break_is_over(self):
        primary = await self.sign_in("primary")
        await primary.command("presence.set", state="break")
        incident, alert = await self.wait_aloud()
        await primary.command("presence.set", state="available")
        await self.is_served(incident, alert, "primary")

    async def test_it_rings_when_a_call_ends(self):
        primary = await self.sign_in("primary")
        first = await self.press("citizen-1")
        await primary.command("incident.acknowledge", incident_id=first)
        older, alert = await self.wait_aloud("citizen-2")
        newer, _ = await self.wait_aloud("citizen-3")
        await primary.command("incident.end", incident_id=first, disposition="test")
        await self.is_served(older, alert, "primary")
        self.assertEqual(self.chief.events("incident.assigned", incident_id=newer), [])

    async def test_it_rings_when_the_connection_is_back(self):
        primary = await self.sign_in("primary")
        primary.socket.transport.abort()
        await self.chief.wait_event("operator.stale", STALE_S, data={"operator_id": "primary"})
        incident, alert = await self.wait_aloud()
        await self.sign_in("primary")
        await self.is_served(incident, alert, "primary")

    async def test_any_operator_takes_it(self):
        elsewhere = await self.sign_in("elsewhere")
        incident, alert = await self.wait_aloud()
        self.assertEqual((await elsewhere.command("incident.acknowledge", incident_id=incident))["code"], "forbidden")
        self.assertEqual((await elsewhere.command("incident.take", incident_id=incident))["type"], "result")
        await self.rings(incident, "elsewhere", "take", "The elsewhere took it")
        await self.chief.wait_event("incident.acknowledged", incident_id=incident, data={"operator_id": "elsewhere"})
        await self.is_cleared(alert)


class Hands(Room):
    """Taking and assigning."""

    async def asyncSetUp(self):
        await super().asyncSetUp()
        self.primary, self.second = await self.sign_in("primary"), await self.sign_in("second")
        self.incident = await self.press()
        await self.rings(self.incident, "primary", "primary")

    async def test_a_supervisor_takes_what_rings(self):
        self.assertEqual((await self.second.command("incident.take", incident_id=self.incident))["code"], "forbidden")
        self.assertEqual((await self.chief.command("incident.take", incident_id=self.incident))["type"], "result")
        await self.rings(self.incident, "chief", "take", n=2)
        late = await self.primary.command("incident.acknowledge", incident_id=self.incident)
        self.assertEqual((late["code"], late["detail"]), ("wrong_state", "The chief has acknowledged it already"))

    async def test_a_supervisor_assigns(self):
        words = {"incident_id": self.incident, "operator_id": "second"}
        self.assertEqual((await self.primary.command("incident.assign", **words))["code"], "forbidden")
        self.assertEqual((await self.chief.command("incident.assign", incident_id=self.incident, operator_id="third"))["code"], "wrong_state")
        self.assertEqual((await self.chief.command("incident.assign", **words, reason="Knows the place."))["type"], "result")
        data = await self.rings(self.incident, "second", "assign", "Assigned by The chief: Knows the place.", n=2)
        self.assertEqual(data["ringing"], ["second"])
        self.assertEqual((await self.primary.command("incident.acknowledge", incident_id=self.incident))["code"], "forbidden")
        self.assertEqual((await self.second.command("incident.acknowledge", incident_id=self.incident))["type"], "result")

    async def test_the_first_of_two_acknowledges(self):
        for number in range(20):
            both = self.primary, self.chief
            answers = await asyncio.gather(*(panel.command("incident.acknowledge", incident_id=self.incident) for panel in both))
            winner, = [panel for panel, answer in zip(both, answers) if answer["type"] == "result"]
            refusal, = [answer for answer in answers if answer["type"] == "error"]
            self.assertEqual((refusal["code"], refusal["detail"]), ("wrong_state", f"The {winner.operator_id} has acknowledged it already"))
            acknowledged, = self.chief.events("incident.acknowledged", incident_id=self.incident)
            self.assertEqual(acknowledged["data"]["operator_id"], winner.operator_id)
            await self.primary.command("incident.end", incident_id=self.incident, disposition="test")
            await self.chief.command("incident.end", incident_id=self.incident, disposition="test")
            self.incident = await self.press(f"citizen-{number + 2}")
            await self.rings(self.incident, "primary", "primary")


class NotAcknowledged(Room):
    settings = ("dispatch.ack_timeout_ms=2000",)

    async def test_it_rings_on_and_at_the_next_one_too(self):
        primary, second = await self.sign_in("primary"), await self.sign_in("second")
        incident = await self.press()
        alert = await self.alert(incident, "not_acknowledged")
        self.assertEqual((alert["data"]["priority"], alert["data"]["operator_id"]), (1, "primary"))
        data = await self.rings(incident, "second", "escalation", "Nobody acknowledged within 2 s.", n=2)
        self.assertEqual(data["ringing"], ["primary", "second"])
        # Both may still answer: one is first, the other is told who.
        answers = await asyncio.gather(*(panel.command("incident.acknowledge", incident_id=incident) for panel in (primary, second)))
        self.assertEqual(sorted(answer["type"] for answer in answers), ["error", "result"])
        self.assertEqual(len(self.chief.events("incident.acknowledged", incident_id=incident)), 1)
        await self.is_cleared(alert)

    async def test_the_next_one_signs_in_late(self):
        await self.sign_in("primary")
        incident = await self.press()
        await self.alert(incident, "not_acknowledged")
        self.assertEqual(len(self.chief.events("incident.assigned", incident_id=incident)), 1)
        await self.sign_in("second")
        data = await self.rings(incident, "second", "escalation", n=2)
        self.assertEqual(data["ringing"], ["primary", "second"])


class OutOfReach(Room):
    """Consoles whose network is gone."""

    async def test_what_rings_at_a_lost_console_rings_at_the_next_one(self):
        primary = await self.sign_in("primary")
        await self.sign_in("second")
        incident = await self.press()
        await self.rings(incident, "primary", "primary")
        primary.socket.transport.abort()
        data = await self.rings(incident, "second", "stale", "The primary is out of reach", n=2, timeout_s=STALE_S)
        self.assertEqual(data["ringing"], ["primary", "second"])

    async def test_what_a_lost_operator_listened_to_rings_at_the_next_one(self):
        primary = await self.sign_in("primary")
        incident = await self.press()
        await primary.command("incident.acknowledge", incident_id=incident)
        # The socket stays open, and nobody reads or answers it.
        primary.socket.transport.pause_reading()
        alert = await self.alert(incident, "no_operator", STALE_S)
        self.assertEqual(alert["data"]["priority"], 1)
        await self.sign_in("second")
        await self.rings(incident, "second", "stale", "The primary is out of reach", n=2)
        await self.is_cleared(alert)
        primary.socket.transport.resume_reading()
        await self.chief.wait_event("operator.online", data={"operator_id": "primary"})

    async def test_a_console_that_is_soon_back_loses_nothing(self):
        primary, third = await self.sign_in("primary"), await self.sign_in("third")
        incident = await self.press()
        await primary.command("incident.acknowledge", incident_id=incident)
        primary.socket.transport.abort()
        third.socket.transport.abort()
        again = await self.sign_in("primary")
        # By then the first connection would have been missed as well.
        await self.chief.wait_event("operator.stale", STALE_S, data={"operator_id": "third"})
        self.assertEqual(self.chief.events("operator.stale", data={"operator_id": "primary"}), [])
        self.assertEqual(len(self.chief.events("incident.assigned", incident_id=incident)), 1)
        self.assertEqual((await again.command("incident.end", incident_id=incident, disposition="test"))["type"], "result")


class Tokens(Room):
    """What an operator was let in by."""

    def incidents_status(self, token):
        return self.station.http("/api/v1/incidents", token)[0]

    async def test_a_new_pin_ends_them(self):
        primary, second = await self.sign_in("primary"), await self.sign_in("second")
        self.assertEqual(self.incidents_status(primary.token), 200)
        self.station.command("operator", "set-pin", "--id", "primary", "--pin-file", "-", input="97531\n")
        self.assertEqual(await primary.wait_closed(), 1008)
        self.assertEqual(primary.socket.close_reason, "The PIN was changed: log in with the new one")
        self.assertEqual(self.incidents_status(primary.token), 401)
        self.assertEqual(self.incidents_status(second.token), 200)
        with self.assertRaises(AssertionError):
            await Panel(self.station, "primary", pin=PIN).connect()
        async with Panel(self.station, "primary", pin="97531") as again:
            self.assertEqual(self.incidents_status(again.token), 200)

    async def test_an_operator_who_is_disabled_is_out(self):
        primary, _ = await self.sign_in("primary"), await self.sign_in("second")
        incident = await self.press()
        await self.rings(incident, "primary", "primary")
        self.station.command("operator", "disable", "--id", "primary")
        self.assertEqual(await primary.wait_closed(), 1008)
        self.assertEqual(primary.socket.close_reason, "You are no longer an operator")
        self.assertEqual(self.incidents_status(primary.token), 401)
        await self.rings(incident, "second", "stale", "The primary is no longer an operator", n=2)


class Window(Room):
    """The operator at the real console, who types the PIN."""

    async def asyncSetUp(self):
        await super().asyncSetUp()
        self.folder = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory()))
        self.desktop = self.enterContext(Desktop())

    async def open_console(self, name):
        signed_in = len(self.arrivals())
        console = Console(self.desktop, self.folder, name=name, words=["--station", self.station.url, "--operator", "primary"]).start()
        await self.log_in(PIN)
        await until(lambda: len(self.arrivals()) > signed_in, "the operator is on duty", 20)
        return console

    async def log_in(self, pin):
        """A window that is there may take no keys yet: as a person does, it is typed again when nothing has come of it."""
        await until(lambda: self.desktop.shows("Who is on duty?"), "the console asks who is on duty", 30)
        await until(lambda: not self.desktop.shows("Who is on duty?") or self.enter(pin), "the console has its answer", 30, 3)

    def enter(self, pin):
        self.desktop.key("ctrl+a")
        self.desktop.type(pin)
        self.desktop.key("Return")

    def arrivals(self):
        return self.chief.events("operator.online", data={"operator_id": "primary"})

    async def test_a_new_pin_is_asked_for(self):
        console = await self.open_console("window")
        first = await self.press("citizen-1")
        await self.rings(first, "primary", "primary")
        self.station.command("operator", "set-pin", "--id", "primary", "--pin-file", "-", input="97531\n")
        await self.log_in("97531")
        # It was away for less than six seconds: nothing rings elsewhere, and it works.
        await self.chief.command("incident.end", incident_id=first, disposition="test")
        await self.rings(await self.press("citizen-2"), "primary", "primary")
        console.stop()
        await self.chief.wait_event("operator.offline", data={"operator_id": "primary"})

    async def test_a_console_comes_and_goes(self):
        other = await self.sign_in("second")
        console = await self.open_console("first")
        first = await self.press("citizen-1")
        await self.rings(first, "primary", "primary")
        # As a person does, until the screen shows that it was seen.
        await until(lambda: self.desktop.key("F2") or self.chief.events("incident.acknowledged", incident_id=first), "F2 acknowledges it", poll_s=0.5)
        second = await self.press("citizen-2")
        await self.rings(second, "second", "fallback", "has no capacity left")
        # One that nobody answers would be the first to ring at a console that takes its time to come.
        await other.command("incident.acknowledge", incident_id=second)
        await self.chief.command("incident.end", incident_id=first, disposition="test")

        console.stop()
        await self.chief.wait_event("operator.offline", data={"operator_id": "primary"})
        third = await self.press("citizen-3")
        self.assertIn("The primary is offline", (await self.decided(third, "incident.queued"))["reason"])
        console = await self.open_console("next")
        await self.rings(third, "primary", "queue")
        await self.chief.command("incident.end", incident_id=second, disposition="test")
        console.kill()
        await self.rings(third, "second", "stale", "The primary is out of reach", n=2, timeout_s=STALE_S)


if __name__ == "__main__":
    unittest.main(verbosity=2)
