"""What the pages show, and how many queries that takes for few people and for many."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from exchanges.mixers import cards, contacts, followups, hosting, problems, ratings, recap, rounds, upkeep, wishes
from exchanges.mixers.models import Mixer, Wish
from exchanges.mixers.programme import Programme
from exchanges.mixers.queries import afterwards, figures, floor, lobby, seat
from exchanges.mixers.refusals import NotAHost
from members.models import Notice, Person
from members.notices import with_subjects
from tests.exchanges.mixers import cast
from tests.exchanges.mixers.cast import Clock

pytestmark = pytest.mark.django_db
NO_PRELUDE = Programme(welcome_seconds=0, input_seconds=0, round_count=2, pause_seconds=60)


def open_mixer(clock: Clock, olga: Person, count: int) -> tuple[Mixer, list[Person]]:
    """A mixer with everybody at a table, everybody with a card."""
    guests = cast.people(count)
    mixer = cast.mixer(olga, guests, plan=NO_PRELUDE, starts_in=10)
    water = cast.topic("water")
    for one in guests[:2]:
        cards.bring(mixer, by=one, seeks=[cards.Line(water.id)], offers=[cards.Line(water.id, "ten years of it")])
    cast.arrive(mixer, guests)
    clock.run(seconds=15)
    return cast.fresh(mixer), guests


def test_the_lobby_shows_who_is_here_by_country_and_what_comes(clock: Clock, olga: Person) -> None:
    guests = cast.people(6)
    mixer = cast.mixer(olga, guests)
    cast.arrive(mixer, guests[:5])
    hosting.announce(mixer, by=olga, text="We begin soon.")
    mixer = cast.fresh(mixer)
    there, parts, coming = lobby.attendance(mixer), lobby.parts(mixer), lobby.coming_round(mixer)
    assert (there.here, there.expected, seat.of(mixer, guests[0])) == (5, 6, None)
    assert [country.code for country in there.countries] == ["BR", "DE", "IN", "MX", "PE"]
    assert parts[0].begins_at == mixer.event.starts_at
    assert [part.step.phase for part in parts][:3] == ["welcome", "input", "round"]
    assert parts[-1].ends_at == mixer.event.ends_at
    assert [one.text for one in lobby.announcements(mixer)] == ["We begin soon."]
    assert coming is not None
    assert coming.prompt == {"en": "What went wrong first?"}


def test_my_next_table_and_why_are_known_before_the_bell(clock: Clock, olga: Person) -> None:
    guests = cast.people(3)
    mixer = cast.mixer(olga, guests)
    water = cast.topic("water")
    cards.bring(mixer, by=guests[0], seeks=[cards.Line(water.id)], offers=[])
    cards.bring(mixer, by=guests[1], seeks=[], offers=[cards.Line(water.id)])
    cast.arrive(mixer, guests)
    clock.run_until(mixer.event.starts_at + timedelta(minutes=24, seconds=55))
    mine = seat.of(cast.fresh(mixer), guests[0])
    assert mine is not None
    assert (mine.is_open, mine.table.room, [one.place for one in mine.others]) == (False, None, ["Jena", "Piura"])
    assert mine.reasons == [
        "You can all talk in English.",
        "Jena offers what you seek: Water.",
        "You have not met anybody from Germany and Peru here yet.",
    ]


def test_without_cards_what_the_members_work_on_counts(clock: Clock, olga: Person) -> None:
    guests = cast.people(2)
    mixer = cast.mixer(olga, guests, plan=NO_PRELUDE, starts_in=10)
    for row in mixer.event.registrations.select_related("member"):
        assert row.member is not None
        row.member.topics.add(cast.topic("energy"))
    cast.arrive(mixer, guests)
    clock.run(seconds=15)
    mine = seat.of(cast.fresh(mixer), guests[0])
    assert mine is not None
    assert "Jena works on Energy, as you do." in mine.reasons


def test_the_floor_shows_tables_chairs_and_who_sits_nowhere(clock: Clock, olga: Person) -> None:
    mixer, guests = open_mixer(clock, olga, 7)
    cast.leave(mixer, guests[:1])
    shown = floor.view(mixer)
    assert (shown.here, shown.expected, floor.time_wishes(mixer)) == (6, 7, 0)
    assert sorted(len(table.chairs) for table in shown.tables) == [3, 4]
    away = [chair.participant.id for table in shown.tables for chair in table.chairs if chair.away]
    assert away == [guests[0].pk]
    assert shown.unseated == []


def test_who_met_whom_counts_pairs_of_countries(clock: Clock, olga: Person) -> None:
    mixer, _ = open_mixer(clock, olga, 4)
    links = figures.who_met_whom(mixer)
    assert [(link.one, link.other, link.count) for link in links] == [
        ("BR", "DE", 1), ("BR", "IN", 1), ("BR", "PE", 1), ("DE", "IN", 1), ("DE", "PE", 1), ("IN", "PE", 1),
    ]  # fmt: skip


def test_the_recap_traces_to_what_happened(clock: Clock, olga: Person) -> None:
    mixer, guests = open_mixer(clock, olga, 4)
    cast.confirm(mixer, [Person.objects.create_user("late@example.org", name="Never came")])
    asha, jonas, *_ = guests
    for one, other in ((asha, jonas), (jonas, asha)):
        contacts.wish(mixer, by=one, other_id=other.pk)
        ratings.rate_meeting(mixer, by=one, other_id=other.pk, useful=one == asha)
    clock.run(hours=1)
    mixer = cast.fresh(mixer)
    ratings.rate(mixer, by=asha, stars=5, comment="Very good")
    clock.sleep(days=30)
    clock.run(seconds=1)
    followups.answer(mixer, by=asha, other_id=jonas.pk, days=30, outcome="doing")
    found = recap.of(mixer, by=olga)
    assert (found.registered, found.present, found.no_shows, found.members, found.rounds) == (5, 4, 1, 4, 2)
    assert (found.meetings, found.first_meetings, found.cross_country) == (6, 6, 1.0)
    assert (found.useful, found.rated, found.stars, found.ratings, list(found.comments)) == (
        0.5,
        2,
        5.0,
        1,
        ["Very good"],
    )
    assert (found.contacts, found.follow_ups, found.going_on) == (1, 1, 1)
    assert [(row.country, row.registered, row.present) for row in found.countries][:2] == [("", 1, 0), ("BR", 1, 1)]
    measures, countries, people = recap.sheets(mixer, by=olga)
    assert len(measures.rows) == 15
    assert len(countries.rows) == 5
    assert ["Delegate 1 of Kochi", "Kochi", "IN", "yes", 3, 1] in [list(row) for row in people.rows]
    with pytest.raises(NotAHost):
        recap.of(mixer, by=asha)


def test_who_met_in_an_earlier_mixer_does_not_meet_for_the_first_time(clock: Clock, olga: Person) -> None:
    mixer, guests = open_mixer(clock, olga, 4)
    clock.run(hours=1)
    again = cast.mixer(olga, guests, plan=NO_PRELUDE, starts_in=10)
    cast.arrive(again, guests)
    wishes.wish(again, by=guests[0], other_id=guests[1].pk, kind=Wish.Kind.MUST)
    wishes.wish(again, by=guests[2], other_id=guests[3].pk, kind=Wish.Kind.RATHER_NOT)
    asked = problems.build(again, [one.pk for one in guests])
    assert len(asked.met_before) == 6
    assert asked.must_meet == ((guests[0].pk, guests[1].pk),)
    assert asked.must_not_meet == ((guests[2].pk, guests[3].pk),)
    assert [(person.country, person.topics) for person in asked.people][:2] == [("IN", ()), ("DE", ())]
    clock.run(hours=1)
    assert recap.of(cast.fresh(again), by=olga).first_meetings == 0
    assert recap.of(cast.fresh(mixer), by=olga).first_meetings == 6


QUERIES = {"attendance": 2, "seat": 16, "floor": 5, "afterwards": 16, "figures": 2, "recap": 10, "problem": 9}
"""Queries of each view; what it takes must not depend on the number of people."""

STATEMENTS = {"plan": 23, "open": 38, "look": 11, "close": 17}
"""Statements, savepoints counted, for a round of any size."""


@pytest.mark.parametrize("count", [4, 40])
def test_queries_do_not_grow_with_the_people(clock: Clock, olga: Person, count: int) -> None:
    mixer, guests = open_mixer(clock, olga, count)
    views = {
        "attendance": lambda: lobby.attendance(mixer),
        "seat": lambda: seat.of(mixer, guests[0]),
        "floor": lambda: floor.view(mixer),
        "afterwards": lambda: afterwards.view(mixer, guests[0]),
        "figures": lambda: figures.who_met_whom(mixer),
        "recap": lambda: recap.of(mixer, by=olga),
        "problem": lambda: problems.build(mixer, [one.pk for one in guests]),
    }
    needed = {}
    for name, view in views.items():
        with CaptureQueriesContext(connection) as captured:
            view()
        needed[name] = len(captured)
    assert needed == QUERIES


@pytest.mark.parametrize("count", [8, 48])
def test_a_round_is_planned_opened_tended_and_closed_in_so_many_statements(
    clock: Clock, olga: Person, count: int
) -> None:
    guests = cast.people(count)
    mixer = cast.mixer(olga, guests, plan=NO_PRELUDE)
    cast.arrive(mixer, guests)
    end = clock.now + timedelta(minutes=12)
    acts = {
        "plan": lambda: rounds.plan(mixer, 1),
        "open": lambda: rounds.open_round(mixer, 1, opens_at=clock.now, ends_at=end),
        "look": lambda: upkeep.look(mixer),
        "close": lambda: rounds.close_round(mixer, 1),
    }
    needed = {}
    for name, act in acts.items():
        clock.sleep(seconds=10)
        with CaptureQueriesContext(connection) as captured:
            act()
        needed[name] = len(captured)
    assert needed == STATEMENTS


def test_notices_of_a_mixer_can_be_read(clock: Clock, olga: Person) -> None:
    from django.template.loader import render_to_string

    mixer, (asha, jonas, *_) = open_mixer(clock, olga, 4)
    for one, other in ((asha, jonas), (jonas, asha)):
        contacts.wish(mixer, by=one, other_id=other.pk)
    clock.run(days=2, hours=1)
    clock.sleep(days=29)
    clock.run(seconds=1)
    told = with_subjects(list(Notice.objects.filter(person__in=[asha, olga]).order_by("id")))
    said = {notice.kind: render_to_string(f"notices/{notice.kind}.html", context).strip() for notice, context in told}
    assert said["contact_exchanged"].startswith("Delegate 2 of Jena wants to stay in touch, too")
    assert said["mixer_afterwards"] == "“Spring Mixer” is over: see whom you met, and stay in touch."
    assert said["mixer_recap"] == "The recap of “Spring Mixer” is ready."
    assert said["mixer_follow_up"] == "30 days after “Spring Mixer”: what came of your contacts?"
