"""Rights that are withdrawn while a socket is open."""

import asyncio
import time
from typing import Any

import pytest
from asgiref.sync import sync_to_async
from django.db import OperationalError

from ledger.recording import record
from members.models import Person
from tests.web.live import lab
from tests.web.live.clients import LiveServer, visitors
from tests.web.live.test_handshake import ENDS
from web.live import doorkeeper, rights
from web.live.switchboard import boards

pytestmark = pytest.mark.django_db(transaction=True)
say = lab.say_elsewhere
dismiss = sync_to_async(lab.dismiss)
people = sync_to_async(visitors)


async def test_who_is_dismissed_gets_not_even_the_entry_that_says_so(server: LiveServer) -> None:
    kochi, jena = await people(2)
    async with server.visit("lab:7/", kochi) as out, server.visit("lab:7/", jena) as stays:
        await asyncio.gather(out.next("welcome"), stays.next("welcome"))
        await say(7, "before")
        await out.reached(1)
        await dismiss(7, kochi.id)
        assert await out.end() == 4403
        await say(7, "after")
        await stays.reached(3)
    assert (out.positions, stays.positions) == ([1], [1, 2, 3])


async def test_who_was_let_in_is_not_told_that_there_is_no_such_stream(
    server: LiveServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also of what hides from strangers, such as a case: 4404 for them, 4403 for who followed it until now."""
    [kochi] = await people(1)
    async with server.visit("lab:7/", kochi) as client:
        await client.next("welcome")
        monkeypatch.setattr(lab.LabStreams, "exists", lambda self, key: False)
        await dismiss(7, kochi.id)
        assert await client.end() == 4403


async def test_who_is_dismissed_and_admitted_again_stays(server: LiveServer) -> None:
    [kochi] = await people(1)
    async with server.visit("lab:7/", kochi) as client:
        await client.next("welcome")
        await sync_to_async(dismissed_and_admitted)(kochi.id)
        await say(7, "after")
        await client.reached(3)
        assert client.code is None


def dismissed_and_admitted(person: int) -> None:
    from django.db import transaction

    with transaction.atomic():
        record(
            lab.LabPersonDismissed(lab="7", person=person),
            lab.LabPersonAdmitted(lab="7", person=person),
        )


@pytest.mark.alone
async def test_without_any_entry_saying_so_the_check_finds_it(
    server: LiveServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lab.LabStreams, "dismisses", lambda self, entry: ())
    kochi, jena = await people(2)
    async with server.visit("lab:7/", kochi) as out, server.visit("lab:7/", jena) as stays:
        await asyncio.gather(out.next("welcome"), stays.next("welcome"))
        await dismiss(7, kochi.id)
        began = time.monotonic()
        while out.code is None:
            await say(7, "still talking")
            assert time.monotonic() - began < 2.5
            await asyncio.sleep(0.05)
        assert await out.end() == 4403


@pytest.mark.parametrize("end", ENDS)
async def test_when_the_session_ends_so_do_its_sockets(server: LiveServer, end: Any) -> None:
    kochi, jena = await people(2)
    async with server.visit("lab:7/", kochi) as out, server.visit("lab:8/", kochi) as also_out:
        await out.next("welcome")
        await also_out.next("welcome")
        await sync_to_async(lambda: end(Person.objects.get(pk=kochi.id)))()
        assert {*await asyncio.gather(out.end(), also_out.end())} == {4401}
    del jena


async def test_entries_wait_while_rights_cannot_be_checked_and_come_when_they_can(
    server: LiveServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The negative control: without the lease the entry would be there long before the check."""
    [kochi] = await people(1)
    async with server.visit("lab:7/", kochi) as client:
        await client.next("welcome")
        with monkeypatch.context() as patch:
            patch.setattr(doorkeeper, "examine", broken)
            await asyncio.sleep(rights.LEASE_SECONDS + 0.1)
            await say(7, "held back")
            await asyncio.sleep(1.3)
            assert client.positions == []
        await client.reached(1)


async def test_without_the_lease_it_would_have_gone_out(server: LiveServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rights, "LEASE_SECONDS", 3600.0)
    [kochi] = await people(1)
    async with server.visit("lab:7/", kochi) as client:
        await client.next("welcome")
        monkeypatch.setattr(doorkeeper, "examine", broken)
        await asyncio.sleep(2.1)
        await say(7, "not held back")
        await client.reached(1)


def broken(claims: Any) -> Any:
    raise OperationalError("could not connect to server")


async def test_a_slow_check_lets_nobody_hear_more_than_two_seconds_of_what_came_after(
    server: LiveServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody is dismissed while every check takes a second; what they still get is younger than two seconds."""
    monkeypatch.setattr(lab.LabStreams, "dismisses", lambda self, entry: ())
    examine = doorkeeper.examine

    def slowly(claims: Any) -> Any:
        verdicts = examine(claims)
        time.sleep(1.0)
        return verdicts

    [kochi] = await people(1)
    async with server.visit("lab:7/", kochi) as client:
        await client.next("welcome")
        monkeypatch.setattr(doorkeeper, "examine", slowly)
        await dismiss(7, kochi.id)
        dismissed = time.monotonic()
        said = []
        while client.code is None and time.monotonic() - dismissed < 6:
            when = time.monotonic() - dismissed
            said.append((await say(7, "x"), when))
            await asyncio.sleep(0.1)
        assert await client.end() == 4403
    after_two_seconds = [position for position, when in said if when > 2.0]
    assert not set(client.positions) & set(after_two_seconds)


async def test_who_is_turned_away_while_coming_in_is_not_taken_in(
    server: LiveServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Rights are checked once more before a socket joins, and the check itself may close it."""
    confirm = rights.Rights.confirm

    async def dismissing(self: rights.Rights) -> bool:
        for socket in list(self._sockets()):
            socket.end(doorkeeper.NOT_ALLOWED, "not allowed")
        return await confirm(self)

    [kochi] = await people(1)
    async with server.visit("lab:7/", kochi) as stays:
        await stays.next("welcome")
        await say(8, "before")
        monkeypatch.setattr(rights.Rights, "confirm", dismissing)
        async with server.visit("lab:8/?since=0", kochi) as out:
            assert await out.end() == 4403
        joined = [listener for board in boards() for hub in board.hubs.values() for listener in hub.listeners]
        assert [listener for listener in joined if getattr(listener, "closing", False)] == []
