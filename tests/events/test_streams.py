"""The stream of an event: who may follow it, and that it names nobody."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from events import audiences, registrations, states
from events.models import Event, Registration
from events.streams import EventStreams
from ledger.reading import since
from members.models import Delegate, Office, Person
from tests.events import cast
from tests.statements import counted

pytestmark = pytest.mark.django_db
streams = EventStreams()


def test_entries_say_how_many_seats_are_taken_and_never_by_whom():
    kochi = cast.member("Kochi", "IN")
    event = cast.event(by=cast.organiser(), capacity=1)
    for name in ("Asha", "Bela"):
        registrations.register(event, cast.person(name, acts_for=kochi), kochi)
    shown = [rendering.data for rendering in streams.render(since(f"event:{event.pk}", 0))]
    assert shown == [{"event_id": event.pk, "taken": 1, "waiting": 1}] * 2


def test_other_entries_say_which_event_and_nothing_else():
    olga = cast.organiser()
    event = cast.event(by=olga)
    states.move(event, to=Event.State.REGISTRATION_CLOSED, by=olga)
    assert [rendering.data for rendering in streams.render(since(f"event:{event.pk}", 0))] == [{"event_id": event.pk}]


def test_nonsense_keys_are_no_streams():
    asha = cast.person("Asha")
    assert streams.admitted([(asha.pk, "x"), (asha.pk, "9" * 30), (asha.pk, "-1")]) == set()
    assert not streams.exists("x")
    assert not streams.exists("9" * 30)


def test_asking_for_a_hundred_people_costs_five_queries():
    kochi = cast.member("Kochi", "IN")
    event = cast.event(by=cast.organiser())
    people = cast.delegates(100, acts_for=kochi)
    with counted() as statements:
        admitted = streams.admitted([(one.pk, str(event.pk)) for one in people])
    assert (len(admitted), len(statements)) == (100, 5)


class SameRule(TestCase):
    """The rule for many at once is the rule for one."""

    @settings(max_examples=60, deadline=None)
    @given(
        audience=st.sampled_from(Event.Audience.values),
        state=st.sampled_from(Event.State.values),
        unannounced=st.booleans(),
        registered=st.sampled_from([None, *Registration.State.values]),
        acting=st.sampled_from([None, *Delegate.State.values]),
        admitted=st.booleans(),
        office=st.sampled_from([None, "own", "other"]),
        active=st.booleans(),
    )
    def test_sight_agrees_with_the_query_of_the_pages(
        self, audience, state, unannounced, registered, acting, admitted, office, active
    ) -> None:
        event = cast.event(by=cast.person("Olga"), audience=audience, state=state, unannounced=unannounced)
        asha: Person = cast.person("Asha")
        kochi = cast.member("Kochi", "IN", admitted=admitted)
        if acting:
            Delegate.objects.create(person=asha, member=kochi, state=acting)
        if office:
            network = cast.network("iscn" if office == "own" else cast.EUROPE)
            Office.objects.create(person=asha, network=network, role=Office.Role.ORGANISER)
        if registered:
            Registration.objects.create(event=event, person=asha, state=registered)
        Person.objects.filter(pk=asha.pk).update(is_active=active)
        asha.refresh_from_db()
        follows = bool(streams.admitted([(asha.pk, str(event.pk))]))
        assert follows == (active and audiences.may_see(event, asha))
