"""Self-ratings: one's own before and after, for organisers means of five people or more."""

import csv
import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from events.models import Event, SelfRating
from events.workshops import measures, ratings
from events.workshops.errors import AlreadyRated, NotTakingPart, NotTheTimeToRate
from members.models import Person
from tests.events import cast
from tests.events.workshops import bench
from web.spreadsheets import csv_file


@given(number=st.integers(min_value=1, max_value=30), average=st.floats(min_value=1, max_value=5))
def test_a_mean_of_fewer_than_five_is_never_shown(number: int, average: float):
    shown = measures.mean(number, average)
    assert (shown.value is None) == (number < 5)
    assert shown.value is None or 1 <= shown.value <= 5


def rated(event: Event, people: list[Person], score: int) -> None:
    [competence] = event.workshop.competences.all()
    for person in people:
        ratings.rate(event, by=person, scores={competence.pk: score})


pytestmark = pytest.mark.django_db


def test_what_changed_is_shown_from_five_answers_on():
    olga = cast.organiser()
    event = bench.preparing(olga)
    bench.competence(event, olga)
    people = bench.guests(event, 6)
    rated(event, people[:5], 2)
    bench.hold(event, olga)
    rated(event, people[:4], 4)
    [before] = measures.of(event)
    assert (before.before.value, before.after, before.change) == (2.0, measures.Mean(4, None), None)
    rated(event, people[4:], 5)
    [now] = measures.of(event)
    assert (now.before.value, now.after.value, now.change) == (2.0, 4.3, 2.3)
    read = list(csv.reader(io.StringIO(csv_file(measures.HEADINGS, measures.export_rows(event)).decode("utf-8-sig"))))
    assert read[1] == ["I can read a heat map.", "5", "2.0", "6", "4.3", "2.3"]


def test_a_person_rates_themselves_before_and_after_and_sees_both():
    olga = cast.organiser()
    event = bench.preparing(olga)
    competence = bench.competence(event, olga)
    asha = bench.guest(event, "Asha", cast.member("Kochi", "IN"))
    rated(event, [asha], 1)
    rated(event, [asha], 2)
    bench.hold(event, olga)
    rated(event, [asha], 5)
    assert ratings.mine(event, asha) == {(competence.pk, "before"): 2, (competence.pk, "after"): 5}


def test_there_is_a_time_to_rate_and_only_for_those_who_take_part():
    olga = cast.organiser()
    event = bench.workshop(olga)
    competence = bench.competence(event, olga)
    asha = bench.guest(event, "Asha", cast.member("Kochi", "IN"))
    with pytest.raises(NotTheTimeToRate):
        ratings.rate(event, by=asha, scores={competence.pk: 3})
    with pytest.raises(NotTakingPart):
        ratings.rate(event, by=olga, scores={competence.pk: 3})
    assert not SelfRating.objects.exists()


def test_competences_stay_as_they_are_once_somebody_rated_themselves():
    olga = cast.organiser()
    event = bench.preparing(olga)
    competence = bench.competence(event, olga)
    rated(event, [bench.guest(event, "Asha", cast.member("Kochi", "IN"))], 3)
    with pytest.raises(AlreadyRated):
        ratings.drop_competence(event, competence.pk, by=olga)
    with pytest.raises(AlreadyRated):
        bench.competence(event, olga, "I can plant a tree.")


def test_a_rating_of_another_workshops_competence_is_passed_over():
    olga = cast.organiser()
    event, other = bench.preparing(olga), bench.workshop(olga, slug="water")
    foreign = bench.competence(other, olga)
    asha = bench.guest(event, "Asha", cast.member("Kochi", "IN"))
    ratings.rate(event, by=asha, scores={foreign.pk: 3})
    assert not SelfRating.objects.exists()


def test_means_take_two_queries_for_any_number_of_competences():
    olga = cast.organiser()
    event = bench.workshop(olga)
    for text in ("I can read a heat map.", "I can plant a tree.", "I can ask for money."):
        bench.competence(event, olga, text)
    with CaptureQueriesContext(connection) as queries:
        assert len(measures.of(event)) == 3
    assert len(queries) == 2
