"""The streams of a confidential case over real sockets, by role: who may listen receives, the others are closed."""

from collections.abc import Iterator
from contextlib import AsyncExitStack

import pytest
from asgiref.sync import sync_to_async

from exchanges.advisory import engagements
from exchanges.advisory.models import Case, Engagement
from members.models import Person
from rooms import conversation
from rooms.models import Room
from tests.exchanges.advisory import cast
from tests.exchanges.advisory.test_secrets import SPOKEN, People, built
from tests.web.live.clients import Client, LiveServer, Visitor, live_server, sign_in
from web.live import doorkeeper

pytestmark = pytest.mark.django_db(transaction=True)
SIGN_IN, NOT_ALLOWED, NO_STREAM = 4401, 4403, 4404
ROOM = {"case-giver", "accepted advisor", "secretariat", "interpreter"}
"""Who may listen in the room of the session; the interpreter reads no case, which does not exist for them."""
CASE = ROOM - {"interpreter"}


@pytest.fixture
def server(transactional_db: None) -> Iterator[LiveServer]:
    with live_server() as served:
        yield served


def running() -> tuple[Case, Room, People]:
    """The case whose session is running now, its room, and everybody by role."""
    cases, people = built()
    return cases[1], cast.session_of(cases[1]).room, people


def at_the_door(people: People) -> dict[str, Visitor | None]:
    return {role: sign_in(person) if person is not None else None for role, person in people.items()}


def heard(client: Client) -> str:
    return "".join(str(entry.get("html", "")) for entry in client.entries)


async def closed_with(server: LiveServer, path: str, visitor: Visitor | None) -> int | None:
    """The close code, of a socket on which nothing was sent before."""
    async with server.visit(path, visitor) as client:
        code = await client.end()
        assert (client.entries, client.others) == ([], [])
        return code


async def test_who_may_listen_to_the_room_of_a_session_hears_it_and_the_others_are_closed(server: LiveServer) -> None:
    _, room, people = await sync_to_async(running)()
    visitors = await sync_to_async(at_the_door)(people)
    stream = f"room:{room.pk}/"
    async with AsyncExitStack() as open_sockets:
        inside = {
            role: await open_sockets.enter_async_context(server.visit(f"{stream}?since=0", visitors[role]))
            for role in sorted(ROOM)
        }
        for client in inside.values():
            await client.until(lambda one: SPOKEN in heard(one))
        codes = {role: await closed_with(server, f"{stream}?since=0", visitors[role]) for role in people.keys() - ROOM}
        assert codes == {role: SIGN_IN if role == "guest" else NOT_ALLOWED for role in people.keys() - ROOM}
        await sync_to_async(says)(room, people["secretariat"])
        for client in inside.values():
            await client.until(lambda one: "xq7later" in heard(one))
        assert {role: client.code for role, client in inside.items()} == dict.fromkeys(ROOM)
        await sync_to_async(leaves)(people["accepted advisor"])
        assert await inside["accepted advisor"].end() == NOT_ALLOWED
        assert inside["case-giver"].code is None
    assert await closed_with(server, stream, visitors["accepted advisor"]) == NOT_ALLOWED
    assert await closed_with(server, "room:999999/", visitors["case-giver"]) == NO_STREAM


def says(room: Room, person: Person | None) -> None:
    assert person is not None
    conversation.say(room=room, by=person, text="xq7later", nonce="2")


def leaves(person: Person | None) -> None:
    row = Engagement.objects.filter(advisor__person=person, case__state=Case.State.SCHEDULED).get()
    assert person is not None
    engagements.leave(engagement_id=row.pk, by=person, reason="A new post.")


async def test_who_works_on_a_case_and_its_member_follow_its_stream_and_for_others_there_is_none(
    server: LiveServer,
) -> None:
    row, _, people = await sync_to_async(running)()
    visitors = await sync_to_async(at_the_door)(people)
    codes: dict[str, int | None] = {}
    for role, visitor in visitors.items():
        if role in CASE:
            async with server.visit(f"case:{row.pk}/?since=0", visitor) as client:
                await client.until(lambda one: "case_moved" in {entry["kind"] for entry in one.entries})
        else:
            codes[role] = await closed_with(server, f"case:{row.pk}/?since=0", visitor)
    assert codes == {role: SIGN_IN if role == "guest" else NO_STREAM for role in people.keys() - CASE}


async def test_without_the_doorkeepers_check_anybody_hears_it(
    server: LiveServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: the same socket of another member, where everybody is admitted to every stream."""
    monkeypatch.setattr(doorkeeper, "admitted", set)
    _, room, people = await sync_to_async(running)()
    visitors = await sync_to_async(at_the_door)(people)
    async with server.visit(f"room:{room.pk}/?since=0", visitors["other member"]) as client:
        await client.until(lambda one: SPOKEN in heard(one))
