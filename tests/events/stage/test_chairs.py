"""A fishbowl: six chairs, taken and left, and free again when the session or a place is lost."""

from datetime import timedelta

import pytest
from django.utils import timezone

from events import registrations, states
from events.models import Chair, Event, Registration
from events.stage import chairs, circles, places
from events.stage.errors import ChairsTaken, NoPlace, NoSuchThing, NotOnNow, OnlyForModerators, StageIsClosed
from events.stage.promised import ChairsEmpty
from events.symposia import speakers
from members.models import Person
from tests.events import cast
from tests.events.passing import bring_event_forward
from tests.events.stage import hall as at
from tests.events.stage.test_questions import frames, kinds
from tests.events.symposia import stage as on

pytestmark = pytest.mark.django_db


@pytest.fixture
def here() -> at.Hall:
    made = at.hall()
    at.in_format(made, "fishbowl")
    return made


def sit(here: at.Hall, *people: Person) -> list[int]:
    return [chairs.take(here.event, here.heat.pk, by=one) for one in people]


def sitting(here: at.Hall) -> dict[int, str]:
    return dict(Chair.objects.filter(session=here.heat).values_list("number", "person__name"))


def test_people_sit_down_on_the_first_free_chair_and_doing_it_again_changes_nothing(here: at.Hall) -> None:
    assert sit(here, here.asha, here.lucia, here.asha) == [1, 2, 1]
    for _ in range(2):
        chairs.leave(here.event, here.heat.pk, by=here.asha)
    assert sit(here, here.ravi) == [1]
    assert sitting(here) == {1: "Ravi", 2: "Lucia"}
    assert kinds(here) == ["chair_taken", "chair_taken", "chair_left", "chair_taken"]


def test_a_seventh_person_waits_until_somebody_leaves_and_all_are_asked_longest_first(here: at.Hall) -> None:
    people = at.audience(here, 7)
    sit(here, *people[:6])
    with pytest.raises(ChairsTaken):
        sit(here, people[6])
    Chair.objects.filter(person=people[3]).update(since=timezone.now() - timedelta(hours=1))
    shown = circles.of_session(here.heat.pk, places.require(here.event, people[0]), is_on=True)
    assert shown.asked == tuple(str(people[number]) for number in (3, 0, 1, 2, 4, 5))
    assert (shown.mine, shown.acts) == (1, True)
    chairs.leave(here.event, here.heat.pk, by=people[3])
    assert sit(here, people[6]) == [4]
    chairs.leave(here.event, here.heat.pk, by=people[0])
    assert circles.of_session(here.heat.pk, places.require(here.event, people[0]), is_on=True).asked == ()


def test_pages_are_told_all_six_chairs_with_names_and_members(here: at.Hall) -> None:
    sit(here, here.asha)
    [frame] = frames(here)
    seats = frame["chairs"]
    assert isinstance(seats, list)
    assert seats[0] == {"number": 1, "person_id": here.asha.pk, "name": "Asha", "member": "Kochi"}
    assert [one["person_id"] for one in seats[1:]] == [0] * 5
    assert (frame["chair"], frame["asked"]) == (1, "")


def test_a_moderator_frees_the_chair_of_the_person_they_mean(here: at.Hall) -> None:
    sit(here, here.asha)
    for person in (here.lucia, here.asha):
        with pytest.raises(OnlyForModerators):
            chairs.free(here.event, here.heat.pk, here.asha.pk, by=person)
    chairs.free(here.event, here.heat.pk, here.lucia.pk, by=here.ravi)
    assert sitting(here) == {1: "Asha"}
    for _ in range(2):
        chairs.free(here.event, here.heat.pk, here.asha.pk, by=here.ravi)
    assert kinds(here) == ["chair_taken", "chair_left"]


def test_who_has_no_place_sits_nowhere_and_other_formats_have_no_chairs(here: at.Hall) -> None:
    with pytest.raises(NoPlace):
        sit(here, cast.person("Knud", acts_for=cast.member("Jena")))
    with pytest.raises(NoSuchThing):
        chairs.take(here.event, here.water.pk, by=here.asha)
    at.in_format(here, "panel")
    with pytest.raises(NoSuchThing):
        sit(here, here.asha)


def test_chairs_are_taken_while_the_session_is_on_alone(here: at.Hall) -> None:
    on.put(here.heat, here.olga, here.stage, here.event.starts_at + timedelta(hours=3))
    on.publish(here.event, here.olga)
    with pytest.raises(NotOnNow):
        sit(here, here.asha)
    Event.objects.update(state=Event.State.DOCUMENTATION)
    with pytest.raises(StageIsClosed):
        chairs.take(Event.objects.get(), here.heat.pk, by=here.asha)


def test_who_gives_the_seat_back_leaves_the_chair_but_nobody_else_does(here: at.Hall) -> None:
    sit(here, here.asha, here.lucia)
    registrations.withdraw(Registration.objects.get(event=here.event, person=here.asha), by=here.olga)
    cast.reactions_run()
    assert sitting(here) == {2: "Lucia"}
    speakers.remove(here.event, here.event.speakers.get(person=here.lucia).pk, by=here.olga)
    cast.reactions_run()
    assert sitting(here) == {}


@pytest.mark.parametrize("state", ["postponed", "documentation"])
def test_when_the_event_is_over_or_postponed_the_chairs_are_free(here: at.Hall, state: str) -> None:
    sit(here, here.asha, here.ravi)
    states.move(here.event, to=state, by=here.olga)
    cast.reactions_run()
    assert sitting(here) == {}
    assert kinds(here) == ["chair_taken"] * 2 + ["chair_left"] * 2


def test_when_the_session_is_over_the_chairs_are_free_by_a_promise(here: at.Hall) -> None:
    sit(here, here.asha, here.ravi)
    on.keep(ChairsEmpty.kind)
    assert sitting(here) == {1: "Asha", 2: "Ravi"}
    bring_event_forward(here.event, -3 * 3600)
    on.keep(ChairsEmpty.kind)
    assert sitting(here) == {}
    assert on.keep(ChairsEmpty.kind) == 0


def test_a_session_that_becomes_a_panel_has_its_chairs_taken_away(here: at.Hall) -> None:
    sit(here, here.asha)
    at.in_format(here, "panel")
    cast.reactions_run()
    assert sitting(here) == {}
