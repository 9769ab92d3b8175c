"""Opening a socket: from which page, by whom, to which stream."""

import asyncio
import re
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from asgiref.sync import sync_to_async
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.db import connections
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import timezone
from websockets.exceptions import InvalidStatus

from members.models import Network, Office, Person
from tests.web.live import lab
from tests.web.live.clients import Client, LiveServer, Visitor, sign_in, visitors
from web.live import doorkeeper, switchboard, tickets
from web.live.doorkeeper import Claim
from web.live.limits import limits
from web.live.tickets import Voucher

pytestmark = pytest.mark.django_db(transaction=True)
people = sync_to_async(visitors)


async def refused(server: LiveServer, visitor: Visitor | None, path: str = "lab:7/", **options: Any) -> int | None:
    """The close code after the handshake, or the status of a handshake that was refused."""
    try:
        async with server.visit(path, visitor, **options) as client:
            return await client.end()
    except InvalidStatus as error:
        return error.response.status_code


@pytest.mark.parametrize(
    "origin",
    [
        None,
        "null",
        "https://localhost:{port}",
        "http://localhost:1{port}",
        "http://localhost",
        "http://www.localhost:{port}",
        "http://127.0.0.1:{port}",
        "http://attacker.example",
    ],
)
async def test_pages_of_other_origins_are_refused_at_the_handshake(server: LiveServer, origin: str | None) -> None:
    [kochi] = await people(1)
    assert await refused(server, kochi, origin=origin and origin.format(port=server.port)) == 403


async def test_who_has_not_signed_in_is_asked_to(server: LiveServer) -> None:
    assert await refused(server, None) == 4401
    assert await refused(server, Visitor(1, "nosuchsession")) == 4401
    assert await refused(server, Visitor(1, "'; --")) == 4401


async def test_who_is_not_admitted_is_told_apart_from_who_is_lost(server: LiveServer) -> None:
    [kochi] = await people(1)
    await sync_to_async(lab.dismiss)(7, kochi.id)
    assert await refused(server, kochi) == 4403
    assert await refused(server, kochi, "lab:0/") == 4404
    assert await refused(server, kochi, "attic:7/") == 4404
    assert await refused(server, kochi, "lab/") == 4404
    assert await refused(server, kochi, "lab:7%0a/") == 4404
    assert await refused(server, kochi, "lab:7;drop/") == 4404


@pytest.mark.parametrize(
    "query", ["?since=x", "?since=-1", "?since=1.5", "?since=" + "9" * 30, "?since=%00", "?since=", "?" + "&" * 20]
)
async def test_a_since_that_is_no_position_is_a_bad_address(server: LiveServer, query: str) -> None:
    [kochi] = await people(1)
    assert await refused(server, kochi, f"lab:7/{query}") == 400


async def test_other_addresses_are_bad(server: LiveServer) -> None:
    [kochi] = await people(1)
    assert await refused(server, kochi, "a/b/") == 400
    assert await refused(server, kochi, "lab:7") == 400


def changed_password(person: Person) -> None:
    person.set_password("another")
    person.save()


def deactivated(person: Person) -> None:
    person.is_active = False
    person.save()


def expired(person: Person) -> None:
    Session.objects.update(expire_date=timezone.now() - timedelta(seconds=1))


def signed_out(person: Person) -> None:
    Session.objects.all().delete()


def deleted(person: Person) -> None:
    Person.objects.filter(pk=person.pk).delete()


ENDS = [changed_password, deactivated, expired, signed_out, deleted]


def test_somebody_in_office_listens_only_with_a_second_factor(presence: lab.LabPresence) -> None:
    organiser, delegate = visitors(2)
    Office.objects.create(person_id=organiser.id, network=Network.objects.get(slug="iscn"), role=Office.Role.ORGANISER)
    claims = [Claim("lab:7", visitor.session_key) for visitor in (organiser, delegate)]
    assert doorkeeper.examine(claims) == [4403, vouch(delegate)]
    Authenticator.objects.create(user_id=organiser.id, type=Authenticator.Type.TOTP, data={})
    assert doorkeeper.examine(claims) == [vouch(organiser), vouch(delegate)]


@pytest.mark.parametrize("end", ENDS)
async def test_a_session_that_django_would_not_accept_opens_nothing(server: LiveServer, end: Any) -> None:
    [kochi] = await people(1)
    voucher = await sync_to_async(vouch)(kochi)
    ticket = tickets.issue("lab:7", session_key=kochi.session_key, voucher=voucher)
    await sync_to_async(lambda: end(Person.objects.get(pk=kochi.id)))()
    assert await refused(server, kochi) == 4401
    assert await refused(server, kochi, f"lab:7/?ticket={ticket}") == 4401


def vouch(visitor: Visitor) -> Voucher:
    return Voucher(visitor.id, tickets.stamp(Person.objects.get(pk=visitor.id).get_session_auth_hash()))


async def welcomed(server: LiveServer, visitor: Visitor, path: str) -> Client:
    async with server.visit(path, visitor) as client:
        await client.next("welcome")
        return client


async def test_a_ticket_opens_its_stream_without_loading_the_session(
    server: LiveServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    [kochi] = await people(1)
    ticket = tickets.issue("lab:7", session_key=kochi.session_key, voucher=await sync_to_async(vouch)(kochi))

    def unexpected(*args: Any) -> Any:
        raise AssertionError("the session was loaded")

    monkeypatch.setattr(doorkeeper, "_store", lambda: _Unread(unexpected))
    await welcomed(server, kochi, f"lab:7/?ticket={ticket}")


class _Unread:
    """Django's session store, whose rows may be counted and not read."""

    def __init__(self, decode: Any) -> None:
        self.decode = decode

    def __call__(self) -> "_Unread":
        return self

    def get_model_class(self) -> Any:
        return Session


async def test_a_ticket_of_somebody_else_changes_nothing(server: LiveServer) -> None:
    kochi, jena = await people(2)
    ticket = tickets.issue("lab:7", session_key=kochi.session_key, voucher=await sync_to_async(vouch)(kochi))
    async with server.visit(f"lab:7/?ticket={ticket}", jena) as client:
        await client.send(kind="say", nonce="n", text="who am I?")
        await client.reached(1)
    assert client.entries[0]["data"]["by"] == jena.id
    assert await refused(server, None, f"lab:7/?ticket={ticket}") == 4401


async def test_a_ticket_of_another_stream_leaves_it_to_the_session(server: LiveServer) -> None:
    [kochi] = await people(1)
    await sync_to_async(lab.dismiss)(8, kochi.id)
    ticket = tickets.issue("lab:7", session_key=kochi.session_key, voucher=await sync_to_async(vouch)(kochi))
    assert await refused(server, kochi, f"lab:8/?ticket={ticket}") == 4403


async def test_a_person_has_so_many_sockets_and_no_more(server: LiveServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(switchboard, "limits", lambda: replace(limits(), sockets_per_person=3))
    kochi, jena = await people(2)
    async with (
        server.visit("lab:1/", kochi) as first,
        server.visit("lab:2/", kochi) as second,
        server.visit("lab:3/", kochi) as third,
    ):
        await asyncio.gather(*(each.next("welcome") for each in (first, second, third)))
        assert await refused(server, kochi, "lab:4/") == 1013
        await welcomed(server, jena, "lab:4/")
        await first.connection.close()
        await lab.eventually(lambda: len(switchboard.boards()[0].sockets) == 2)
        await welcomed(server, kochi, "lab:4/")


def test_a_page_gets_a_ticket_for_its_stream(presence: lab.LabPresence) -> None:
    [kochi] = visitors(1)
    request = RequestFactory().get("/")
    request.user = Person.objects.get(pk=kochi.id)
    request.session = SessionStore(kochi.session_key)
    shown = Template("{% load web %}{% live 'lab:7' 41 'e' %}").render(Context({"request": request}))
    [ticket] = re.findall('data-ticket="([^"]+)"', shown)
    assert tickets.redeem(ticket, "lab:7", session_key=kochi.session_key) == vouch(kochi)


def test_a_crowd_at_the_door_costs_one_query_of_each_kind(
    presence: lab.LabPresence, django_assert_num_queries: Any
) -> None:
    crowd = visitors(50)
    claims = [Claim(f"lab:{n % 5 + 1}", visitor.session_key) for n, visitor in enumerate(crowd)]
    connections["default"].ensure_connection()
    with django_assert_num_queries(4):
        verdicts = doorkeeper.examine(claims)
    assert [verdict.person_id for verdict in verdicts if isinstance(verdict, Voucher)] == [each.id for each in crowd]


def test_a_session_signed_with_a_retired_key_is_good_while_django_accepts_it(
    presence: lab.LabPresence, settings: Any
) -> None:
    settings.SECRET_KEY = "the old key"
    person = Person.objects.create_user("piura@example.org", name="Piura")
    visitor = sign_in(person)
    doorkeeper._hashes.cache_clear()
    settings.SECRET_KEY = "the new key"
    # The session's own data is signed too, so both have to be told about the retired key.
    settings.SECRET_KEY_FALLBACKS = ["the old key"]
    assert doorkeeper.examine([Claim("lab:7", visitor.session_key)]) == [
        Voucher(person.pk, tickets.stamp(person.get_session_auth_hash()))
    ]
    settings.SECRET_KEY_FALLBACKS = []
    doorkeeper._hashes.cache_clear()
    assert doorkeeper.examine([Claim("lab:7", visitor.session_key)]) == [4401]
