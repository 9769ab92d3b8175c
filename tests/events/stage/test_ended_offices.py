"""Who loses an office leads no conversation and no small group of a live stage any more, and keeps no chair by it."""

from functools import partial

import pytest

from events.models import Appearance, Chair, Registration, SmallGroup
from events.stage import chairs, places, talking
from events.stage.groups import leading
from members import offices
from members.models import Office, Person
from rooms.models import Admission, Room
from tests.events import cast
from tests.events.stage import hall as at
from tests.parallel import Meanwhile

pytestmark = pytest.mark.django_db


@pytest.fixture
def here() -> at.Hall:
    return at.hall()


def end_office(person: Person) -> None:
    """The secretariat ends one of the person's offices, and what follows has followed, from what was before as well."""
    cast.reactions_run()
    office = Office.objects.filter(person=person, network=cast.network()).earliest("pk")
    offices.take(network=cast.network(), office_id=office.pk, by=None)
    cast.reactions_run()


def inside(room: Room) -> dict[str, str]:
    return dict(Admission.objects.filter(room=room, dismissed_at=None).values_list("person__name", "role"))


def table() -> Room:
    room = SmallGroup.objects.get().room
    assert room is not None
    return room


def test_who_has_no_other_place_leaves_the_conversation(here: at.Hall) -> None:
    rooms = [talking.join(here.event, one.pk, by=here.olga) for one in (here.heat, here.water)]
    talking.join(here.event, here.heat.pk, by=here.asha)
    end_office(here.olga)
    assert [inside(room) for room in rooms] == [{"Asha": "participant"}, {}]


def test_who_has_a_seat_stays_and_who_moderates_stays_host_of_that_session(here: at.Hall) -> None:
    Registration.objects.create(event=here.event, person=here.olga, state=Registration.State.CONFIRMED)
    moderator = at.appears(here.event, here.olga, here.water, "Noor", Appearance.Role.MODERATOR)
    Office.objects.create(person=moderator, network=cast.network(), role=Office.Role.ORGANISER)
    for person in (here.olga, moderator):
        heat, water = (talking.join(here.event, one.pk, by=person) for one in (here.heat, here.water))
    for person in (here.olga, moderator):
        end_office(person)
    assert inside(heat) == {"Olga": "participant", "Noor": "participant"}
    assert inside(water) == {"Olga": "participant", "Noor": "host"}


def test_who_is_still_secretariat_leads_on_and_others_stay_what_they_are(here: at.Hall) -> None:
    Office.objects.create(person=here.olga, network=cast.network(), role=Office.Role.SECRETARIAT)
    for person in (here.olga, here.ravi, here.asha):
        room = talking.join(here.event, here.heat.pk, by=person)
    end_office(here.olga)
    assert inside(room) == {"Olga": "host", "Ravi": "host", "Asha": "participant"}
    end_office(here.olga)
    assert inside(room) == {"Ravi": "host", "Asha": "participant"}


def test_an_office_in_another_network_ends_without_a_trace_here(here: at.Hall) -> None:
    room = talking.join(here.event, here.heat.pk, by=here.olga)
    europe = cast.network(cast.EUROPE)
    office = Office.objects.create(person=here.olga, network=europe, role=Office.Role.ORGANISER)
    offices.take(network=europe, office_id=office.pk, by=None)
    cast.reactions_run()
    assert inside(room) == {"Olga": "host"}


def test_at_small_groups_whoever_has_only_a_seat_leads_no_table(here: at.Hall) -> None:
    at.in_format(here, "world_cafe")
    Registration.objects.create(event=here.event, person=here.olga, state=Registration.State.CONFIRMED)
    for person in (here.olga, here.ravi, here.asha, here.lucia):
        talking.join(here.event, here.heat.pk, by=person)
    leading.begin(here.event, here.heat.pk, by=here.ravi)
    assert inside(table())["Olga"] == "host"
    end_office(here.olga)
    assert inside(table()) == {"Ravi": "host", "Asha": "participant", "Lucia": "participant"}


def test_a_chair_that_was_taken_by_the_office_is_free(here: at.Hall) -> None:
    at.in_format(here, "fishbowl")
    for person in (here.olga, here.asha):
        chairs.take(here.event, here.heat.pk, by=person)
    end_office(here.olga)
    assert list(Chair.objects.values_list("person__name", flat=True)) == ["Asha"]


@pytest.mark.django_db(transaction=True)
def test_who_comes_in_while_the_office_ends_does_not_stay_as_a_host(monkeypatch: pytest.MonkeyPatch) -> None:
    """The reaction waits for somebody who was still staff when they came to the door."""
    here = at.hall()
    cast.reactions_run()
    find = places.require_acting
    ending = Meanwhile(partial(end_office, here.olga))

    def found(*args: object) -> places.Place:
        place = find(*args)  # type: ignore[arg-type]
        ending.begin()
        return place

    with monkeypatch.context() as held:
        held.setattr(places, "require_acting", found)
        room = talking.join(here.event, here.heat.pk, by=here.olga)
    assert ending.result() is None
    assert inside(room) == {}
