"""The start page: for visitors, with the next public events and the places of members."""

import pytest
from django.test import Client

from events.models import Event
from members.models import Member
from tests.events import cast
from tests.statements import counted

pytestmark = pytest.mark.django_db


def test_a_visitor_learns_what_this_is_what_comes_next_and_how_to_join():
    olga = cast.organiser()
    cast.event(by=olga, slug="public", audience="public")
    cast.event(by=olga, slug="network")
    kochi = cast.member("Kochi", "IN")
    Member.objects.filter(pk=kochi.pk).update(latitude=9.97, longitude=76.28)
    cast.member("Ulm", admitted=False)
    page = Client().get("/")
    text = page.content.decode()
    assert [card.event.slug for card in page.context["cards"]] == ["public"]
    assert [member.name for member in page.context["members"]] == ["Kochi"]
    assert "ISCN" in text
    assert "#vernetztinEuropa" in text
    assert 'href="/members/join/"' in text
    assert 'href="/members/apply/"' in text


def test_an_empty_platform_has_a_start_page_as_well():
    assert Client().get("/").status_code == 200


def test_many_members_and_events_cost_as_many_queries_as_one():
    olga = cast.organiser()
    found = []
    for number in (1, 8):
        Event.objects.all().delete()
        for each in range(number):
            cast.event(by=olga, slug=f"event-{each}", audience="public")
            cast.member(f"Place {each}")
        with counted() as statements:
            assert Client().get("/").status_code == 200
        found.append(len(statements))
    assert found[0] == found[1]
    assert found[0] <= 10
