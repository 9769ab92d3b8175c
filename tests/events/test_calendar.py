"""Putting events into the calendar and changing them; the form that shows everyone's hour first."""

from datetime import timedelta
from typing import Any

import pytest
from django.http import QueryDict
from django.utils import timezone

from events import calendar, registrations, states
from events.errors import DateIsPast, EndsBeforeStart, EventChangedMeanwhile, EventIsFixed, NotYourEvent
from events.forms import EventForm
from events.models import Event, Registration
from ledger.reading import since
from members.models import Person, Topic
from tests.events import cast

E = Event.State
pytestmark = pytest.mark.django_db


@pytest.fixture
def olga() -> Person:
    return cast.organiser()


def details(**other: Any) -> dict[str, Any]:
    start = timezone.now() + timedelta(days=30)
    values = {
        "network": cast.network(),
        "kind": "workshop",
        "titles": {"de": "Hitze & Wasser", "en": "Heat & water"},
        "starts_at": start,
        "ends_at": start + timedelta(hours=2),
        "zone": "Europe/Berlin",
        "capacity": 20,
    }
    return {**values, **other}


def kinds(event: Event) -> list[str]:
    return [entry.kind for entry in since(f"event:{event.pk}", 0)]


def test_a_new_event_is_a_draft_of_its_organiser_with_an_address_of_its_own(olga, standing_clock):
    topics = list(Topic.objects.all()[:2])
    first, second = (calendar.add(by=olga, topics=topics, **details()) for _ in range(2))
    assert (first.state, first.organiser, first.slug) == (E.DRAFT, olga, f"heat-water-{first.starts_at:%Y-%m}")
    assert second.slug == f"{first.slug}-2"
    assert list(first.topics.all()) == topics
    assert kinds(first) == ["event_added"]


def test_titles_without_letters_of_ours_still_give_an_address(olga):
    event = calendar.add(by=olga, **details(titles={"en": "हिन्दी"}))
    assert event.slug == f"event-{event.starts_at:%Y-%m}"


def test_events_are_added_by_staff_of_the_network_for_the_future_and_with_a_length(olga):
    with pytest.raises(NotYourEvent):
        calendar.add(by=olga, **details(network=cast.network(cast.EUROPE)))
    with pytest.raises(DateIsPast):
        calendar.add(by=olga, **details(starts_at=timezone.now() - timedelta(hours=1)))
    with pytest.raises(EndsBeforeStart):
        calendar.add(by=olga, **details(ends_at=timezone.now()))
    assert Event.objects.count() == 0


def test_those_registered_are_told_of_a_new_time_and_nobody_of_a_new_title(olga):
    kochi = cast.member("Kochi", "IN")
    event = cast.event(by=olga)
    asha = cast.person("Asha", acts_for=kochi)
    cast.person("Bela", acts_for=kochi)
    registrations.register(event, asha, kochi)
    calendar.change(event, by=olga, titles={"en": "Another title"})
    later = event.starts_at + timedelta(days=1)
    moved = calendar.change(event, by=olga, starts_at=later, ends_at=later + timedelta(hours=1))
    cast.reactions_run()
    assert cast.told("event_moved") == ["Asha"]
    assert moved.sequence == 2
    assert kinds(event)[1:] == ["event_changed", "event_moved"]


def test_a_change_that_changes_nothing_is_no_change(olga):
    event = cast.event(by=olga)
    same = calendar.change(event, by=olga, titles=event.titles, starts_at=event.starts_at, capacity=10)
    assert (same.sequence, same.changed_at, kinds(event)) == (0, event.changed_at, [])


def test_other_topics_are_a_change_and_the_same_ones_are_none(olga):
    event = cast.event(by=olga)
    first, second = Topic.objects.all()[:2]
    for topics in ([first, second], [second, first], [first]):
        before = event.changed_at
        event = calendar.change(event, by=olga, topics=topics)
        assert set(event.topics.all()) == set(topics)
        assert (event.changed_at > before) == (topics != [second, first])
    assert (event.sequence, kinds(event)) == (0, ["event_changed"] * 2)


def test_time_and_place_are_fixed_once_it_has_begun_and_everything_once_it_is_off(olga):
    live, off = cast.event(by=olga, slug="live", state=E.LIVE), cast.event(by=olga, slug="off", state=E.CANCELLED)
    with pytest.raises(EventIsFixed):
        calendar.change(live, by=olga, venue="Rathaus Jena")
    assert calendar.change(live, by=olga, capacity=99).capacity == 99
    with pytest.raises(EventIsFixed):
        calendar.change(off, by=olga, capacity=99)
    with pytest.raises(NotYourEvent):
        calendar.change(live, by=cast.person("Asha"), capacity=5)


def test_a_postponed_event_comes_back_with_its_people_who_are_told_the_new_date(olga):
    kochi = cast.member("Kochi", "IN")
    event = cast.event(by=olga)
    registrations.register(event, cast.person("Asha", acts_for=kochi), kochi)
    event = states.move(event, to=E.POSTPONED, by=olga)
    later = event.starts_at + timedelta(days=60)
    event = calendar.change(event, by=olga, starts_at=later, ends_at=later + timedelta(hours=1))
    states.move(event, to=E.PUBLISHED, by=olga)
    cast.reactions_run()
    assert cast.told("event_dated") == ["Asha"]
    assert Registration.objects.get().state == Registration.State.CONFIRMED


def form(olga: Person, event: Event | None = None, **changes: Any) -> EventForm:
    values = {
        "titles_en": "Heat and water",
        "network": str(cast.network().pk),
        "starts": "2032-03-28T14:30",
        "zone": "Europe/Berlin",
        "minutes": "75",
        "mode": "online",
        "capacity": "60",
        "audience": "network",
        "languages": "en",
        "contact": "mixer@example.org",
    }
    data = QueryDict(mutable=True)
    data.update({**values, **changes})
    return EventForm(data, person=olga, event=event)


def typed(filled: EventForm) -> dict[str, str]:
    """What was typed into a form, as a browser posts it."""
    return {name: str(filled.data[name]) for name in filled.data}


def test_a_date_is_fixed_only_after_everyones_hour_was_shown(olga):
    unseen = form(olga)
    assert unseen.is_valid()
    assert not unseen.ready()
    assert unseen.asks_to_look
    hours = {code: f"{hour.first.start:%H:%M}" for hour in unseen.hours for code in hour.countries}
    assert hours == {"BR": "09:30", "DE": "14:30", "IN": "18:00", "MX": "06:30", "PE": "07:30"}
    seen = form(olga, hours_shown=unseen.hours_key)
    assert seen.ready()
    assert not form(olga, hours_shown=unseen.hours_key, starts="2032-03-28T15:30").ready()


def test_a_page_opened_before_somebody_moved_the_event_does_not_move_it_back(olga):
    event = cast.event(by=olga, starts_at=cast.at("2032-03-28 12:30"), ends_at=cast.at("2032-03-28 13:45"))
    shown = str(EventForm(person=olga, event=event)["seen"].value())
    later = cast.at("2032-04-04 12:30")
    calendar.change(event, by=olga, starts_at=later, ends_at=later + timedelta(minutes=75))
    stale = form(olga, event, titles_en="Heat, water and shade", seen=shown)
    assert stale.is_valid()
    with pytest.raises(EventChangedMeanwhile) as refused:
        calendar.change(event, by=olga, **stale.details())
    event.refresh_from_db()
    assert (event.starts_at, event.titles["en"]) == (later, cast.event(slug="other", by=olga).titles["en"])
    stale.refuse(refused.value)
    again = EventForm(stale.data, person=olga, event=event)
    assert again.is_valid()
    assert calendar.change(event, by=olga, **again.details()).titles["en"] == "Heat, water and shade"


def test_nobodys_own_address_is_proposed_as_the_public_contact(olga):
    proposed = EventForm(person=olga)
    assert (proposed["contact"].value(), proposed.fields["contact"].required) == (None, True)
    cast.event(by=olga, contact="symposia@iscn.example")
    assert EventForm(person=olga)["contact"].value() == "symposia@iscn.example"


def test_an_unchanged_date_needs_no_second_look(olga):
    event = cast.event(by=olga, starts_at=cast.at("2032-03-28 12:30"), ends_at=cast.at("2032-03-28 13:45"))
    assert form(olga, event, capacity="70").ready()
    assert not form(olga, event, minutes="90").ready()


def test_the_hour_is_that_of_the_hosts_place_whatever_clock_the_organiser_has(olga):
    with timezone.override("America/Lima"):
        kochi = form(olga, zone="Asia/Kolkata")
        assert kochi.is_valid()
    assert kochi.details()["starts_at"] == cast.at("2032-03-28 09:00")
    assert kochi.details()["ends_at"] - kochi.details()["starts_at"] == timedelta(minutes=75)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"starts": "2032-03-28T02:30"}, "starts"),
        ({"starts": "soon"}, "starts"),
        ({"starts": "9999-12-31T23:59", "zone": "America/Lima"}, "starts"),
        ({"starts": "9999-12-31T12:00"}, "starts"),
        ({"starts": "0001-01-01T00:00"}, "starts"),
        ({"starts": "2927-01-05T12:00"}, "starts"),
        ({"zone": "Mars/Olympus"}, "zone"),
        ({"titles_en": " "}, "titles"),
        ({"titles_en": "x" * 121}, "titles"),
        ({"titles_en": "a\x00b"}, "titles"),
        ({"capacity": "0"}, "capacity"),
        ({"capacity": "-1"}, "capacity"),
        ({"minutes": "5"}, "minutes"),
        ({"interpretation": "es-en, klingon"}, "interpretation"),
        ({"interpretation": "es-es"}, "interpretation"),
        ({"mode": "onsite"}, "venue"),
        ({"contact": "nobody"}, "contact"),
        ({"languages": "xx"}, "languages"),
        ({"network": "999"}, "network"),
    ],
)
def test_what_cannot_be_is_said_at_its_field(olga, changes: dict[str, Any], field: str):
    filled = form(olga, **changes)
    assert not filled.ready()
    assert list(filled.errors) == [field]


def test_pairs_of_languages_are_read_as_people_type_them(olga):
    filled = form(olga, interpretation=" ES-en,pt–EN  es-en")
    assert filled.is_valid(), filled.errors
    assert filled.details()["interpretation"] == [["es", "en"], ["pt", "en"]]


def test_only_networks_one_works_for_are_offered(olga):
    other = form(olga, network=str(cast.network(cast.EUROPE).pk))
    assert list(other.errors) == ["network"]


def test_the_page_keeps_what_was_typed_and_saves_after_the_look(olga, client):
    client.force_login(olga)
    values = {**typed(form(olga)), "kind": "workshop"}
    first = client.post("/events/new/", values)
    assert (first.status_code, Event.objects.count()) == (200, 0)
    assert 'value="Heat and water"' in first.content.decode()
    key = first.context["form"].hours_key
    looked = client.post("/events/new/", {**values, "hours_shown": key, "look": "1"})
    assert (looked.status_code, Event.objects.count()) == (200, 0)
    saved = client.post("/events/new/", {**values, "hours_shown": key})
    event = Event.objects.get()
    assert (saved.status_code, saved.headers["Location"]) == (302, f"/events/{event.slug}/")
    assert (event.kind, event.state, event.starts_at) == ("workshop", E.DRAFT, cast.at("2032-03-28 12:30"))


def test_a_refusal_stands_at_its_field(olga, client):
    kochi = cast.member("Kochi", "IN")
    event = cast.event(by=olga, slug="workshop", kind="workshop")
    for one in cast.delegates(3, acts_for=kochi):
        registrations.register(event, one, kochi)
    client.force_login(olga)
    filled = form(olga, event, capacity="2")
    key = filled.hours_key
    answer = client.post("/events/workshop/edit/", {**typed(filled), "hours_shown": key})
    assert answer.status_code == 200
    assert answer.context["form"].errors["capacity"] == ["More people already have a seat."]
    assert Event.objects.get().capacity == 10


def test_hours_are_shown_while_the_form_is_filled_in(olga, client):
    client.force_login(olga)
    query = f"starts=2032-03-28T14:30&zone=Europe/Berlin&minutes=60&network={cast.network().pk}"
    answer = client.get(f"/events/hours/?{query}")
    assert answer.status_code == 200
    assert len(answer.context["form"].hours) == 5
    assert client.get("/events/hours/?starts=x&zone=y").status_code == 200
