"""How many statements the pages of a mixer send: the same for four people as for forty."""

import pytest
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.test import Client

from exchanges.mixers import cards, contacts
from exchanges.mixers.models import Mixer
from exchanges.mixers.programme import Programme
from members.models import Person
from tests.exchanges.mixers import cast
from tests.exchanges.mixers.cast import Clock
from tests.statements import counted

pytestmark = pytest.mark.django_db

PAGES = {
    "lobby/": 40,
    "lobby/clock/": 5,
    "lobby/seat/": 20,
    "lobby/here/": 7,
    "lobby/programme/": 5,
    "lobby/announcements/": 6,
    "table/": 36,
    "table/clock/": 5,
    "table/company/": 20,
    "table/time/": 6,
    "host/": 27,
    "host/parts/clock/": 5,
    "host/parts/controls/": 6,
    "host/parts/floor/": 11,
    "host/parts/announcements/": 6,
    "card/": 14,
    "afterwards/": 28,
    "recap/": 20,
    "recap/2.csv": 19,
}
"""Statements of each page and part, session and header included, in the middle of a round."""

FEWER_ALONE = {"afterwards/": 20, "recap/": 19, "recap/2.csv": 18}
"""Of somebody who is alone: about nobody nothing is asked."""


def mixer_with(clock: Clock, olga: Person, count: int) -> tuple[Mixer, Client, Client]:
    """A mixer in its first round, where the first two have cards and want to stay in touch; a guest and the host."""
    guests = cast.people(count)
    plan = Programme(welcome_seconds=0, input_seconds=0, round_count=2)
    mixer = cast.mixer(olga, guests, plan=plan, starts_in=10)
    water = cast.topic("water")
    for one in guests:
        cards.bring(mixer, by=one, seeks=[cards.Line(water.id)], offers=[cards.Line(water.id, "ten years of it")])
    cast.arrive(mixer, guests)
    clock.run(seconds=15)
    mixer = cast.fresh(mixer)
    if count > 1:
        mate = mixer.rounds.get(number=1).seats.get(person=guests[0]).table.seats.exclude(person=guests[0])[0]
        contacts.wish(mixer, by=guests[0], other_id=mate.person_id)
    Authenticator.objects.create(user=olga, type=Authenticator.Type.TOTP, data={})
    return mixer, sign_in(guests[0]), sign_in(olga)


def sign_in(person: Person) -> Client:
    cache.clear()
    client = Client()
    client.force_login(person)
    return client


def needed(mixer: Mixer, guest: Client, host: Client) -> dict[str, int]:
    found = {}
    for path in PAGES:
        client = host if path.startswith(("host/", "recap/")) else guest
        address = f"/mixers/{mixer.event.slug}/{path}"
        assert client.get(address).status_code == 200
        with counted() as sent:
            client.get(address)
        found[path] = len(sent)
    return found


@pytest.mark.parametrize("count", [4, 40])
def test_pages_send_as_many_statements_for_forty_people_as_for_four(clock: Clock, olga: Person, count: int) -> None:
    assert needed(*mixer_with(clock, olga, count)) == PAGES


def test_being_alone_costs_no_more(clock: Clock, olga: Person) -> None:
    assert needed(*mixer_with(clock, olga, 1)) == {**PAGES, **FEWER_ALONE}
