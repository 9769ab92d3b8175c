"""A session's rooms: its conversation for everybody at the symposium, its green room for those on stage."""

import pytest
from django.utils import translation

from events import registrations, states
from events.models import Appearance, Event, Podium, Registration, Session
from events.stage import talking
from events.stage.errors import NoPlace, OnlyForTheAgenda, StageIsClosed
from events.symposia import speakers
from rooms import admissions, conversation
from rooms.models import Admission
from rooms.refusals import Closed, WasRemoved
from tests.events import cast
from tests.events.stage import hall as at

pytestmark = pytest.mark.django_db


@pytest.fixture
def here() -> at.Hall:
    return at.hall()


def inside(room_id: int) -> dict[str, str]:
    rows = Admission.objects.filter(room=room_id, dismissed_at=None).order_by("person__name")
    return dict(rows.values_list("person__name", "role"))


def test_a_session_has_one_conversation_with_its_moderators_as_hosts(here: at.Hall) -> None:
    found = {talking.join(here.event, here.heat.pk, by=one).pk for one in (here.asha, here.ravi, here.lucia, here.asha)}
    [room] = found
    assert inside(room) == {"Asha": "participant", "Lucia": "participant", "Ravi": "host"}
    assert talking.join(here.event, here.water.pk, by=here.asha).pk != room
    with pytest.raises(NoPlace):
        talking.join(here.event, here.heat.pk, by=cast.person("Knud"))


def test_the_green_room_is_for_those_on_stage_alone(here: at.Hall) -> None:
    room = talking.enter_green_room(here.event, here.heat.pk, by=here.lucia)
    assert talking.enter_green_room(here.event, here.heat.pk, by=here.ravi) == room
    assert inside(room.pk) == {"Lucia": "participant", "Ravi": "host"}
    for person in (here.asha, here.olga):
        with pytest.raises(OnlyForTheAgenda):
            talking.enter_green_room(here.event, here.heat.pk, by=person)
        assert admissions.admission(room, person) is None
    with pytest.raises(OnlyForTheAgenda):
        talking.enter_green_room(here.event, here.water.pk, by=here.lucia)


def test_who_is_taken_off_the_agenda_leaves_the_green_room(here: at.Hall) -> None:
    room = talking.enter_green_room(here.event, here.heat.pk, by=here.lucia)
    talking.enter_green_room(here.event, here.heat.pk, by=here.ravi)
    speakers.remove(here.event, here.event.speakers.get(person=here.lucia).pk, by=here.olga)
    cast.reactions_run()
    assert inside(room.pk) == {"Ravi": "host"}


def test_who_gives_the_seat_back_leaves_the_conversation(here: at.Hall) -> None:
    room = talking.join(here.event, here.heat.pk, by=here.asha)
    talking.join(here.event, here.heat.pk, by=here.ravi)
    mine = Registration.objects.get(event=here.event, person=here.asha)
    registrations.withdraw(mine, by=here.olga)
    cast.reactions_run()
    assert inside(room.pk) == {"Ravi": "host"}


def test_who_is_taken_off_the_agenda_without_a_seat_leaves_the_conversation(here: at.Hall) -> None:
    for person in (here.asha, here.lucia, here.ravi):
        room = talking.join(here.event, here.heat.pk, by=person)
    speakers.remove(here.event, here.event.speakers.get(person=here.lucia).pk, by=here.olga)
    cast.reactions_run()
    assert inside(room.pk) == {"Asha": "participant", "Ravi": "host"}


def test_hosts_are_those_who_moderate_now(here: at.Hall) -> None:
    both = [go(here.event, here.heat.pk, by=here.ravi) for go in (talking.join, talking.enter_green_room)]
    moderates = Appearance.objects.get(session=here.heat, speaker__person=here.ravi)
    for role, is_now in (("speaker", "participant"), ("chair", "host")):
        speakers.take_role(
            here.event, Appearance.objects.get(session=here.heat, speaker__person=here.ravi).pk, by=here.olga
        )
        speakers.give_role(here.event, moderates.speaker_id, by=here.olga, session_id=here.heat.pk, role=role)
        cast.reactions_run()
        assert [inside(room.pk) for room in both] == [{"Ravi": is_now}] * 2


def test_who_did_not_come_leaves_the_conversation(here: at.Hall) -> None:
    room = talking.join(here.event, here.heat.pk, by=here.asha)
    registrations.mark_missed(here.event, [here.asha.pk], by=here.olga)
    cast.reactions_run()
    assert inside(room.pk) == {}


def test_who_a_moderator_removed_does_not_walk_back(here: at.Hall) -> None:
    room = talking.join(here.event, here.heat.pk, by=here.asha)
    talking.join(here.event, here.heat.pk, by=here.ravi)
    admissions.dismiss(room, [here.asha.pk], by=here.ravi)
    with pytest.raises(WasRemoved):
        talking.join(here.event, here.heat.pk, by=here.asha)
    assert inside(room.pk) == {"Ravi": "host"}
    assert inside(talking.join(here.event, here.water.pk, by=here.asha).pk) == {"Asha": "participant"}


def test_who_has_a_seat_again_comes_back_as_silent_as_they_were(here: at.Hall) -> None:
    room = talking.join(here.event, here.heat.pk, by=here.asha)
    talking.join(here.event, here.heat.pk, by=here.ravi)
    admissions.mute(room, [here.asha.pk], by=here.ravi)
    mine = Registration.objects.get(event=here.event, person=here.asha)
    registrations.withdraw(mine, by=here.asha)
    cast.reactions_run()
    assert inside(room.pk) == {"Ravi": "host"}
    registrations.register(here.event, here.asha, mine.member, by=here.olga)
    assert talking.join(here.event, here.heat.pk, by=here.asha) == room
    assert admissions.require(room, here.asha).muted is True


def test_a_postponed_event_closes_its_rooms_and_opens_others_when_it_takes_place(here: at.Hall) -> None:
    room = talking.join(here.event, here.heat.pk, by=here.asha)
    states.move(here.event, to="postponed", by=here.olga)
    cast.reactions_run()
    with pytest.raises(Closed):
        conversation.say(room=room, by=here.asha, text="Still there?", nonce="1")
    with pytest.raises(StageIsClosed):
        talking.enter_green_room(here.event, here.heat.pk, by=here.ravi)
    Event.objects.filter(pk=here.event.pk).update(state=Event.State.LIVE)
    again = talking.join(here.event, here.heat.pk, by=here.asha)
    assert conversation.say(room=again, by=here.asha, text="Here we are.", nonce="2")
    assert again != room


def test_whether_somebody_comes_in_is_decided_by_what_holds_then(here: at.Hall) -> None:
    """The page found the event live; before its post arrived it was over."""
    states.move(Event.objects.get(pk=here.event.pk), to="documentation", by=here.olga)
    assert here.event.state == Event.State.LIVE
    with pytest.raises(StageIsClosed):
        talking.join(here.event, here.heat.pk, by=here.asha)
    with pytest.raises(StageIsClosed):
        talking.enter_green_room(here.event, here.heat.pk, by=here.ravi)
    assert not Podium.objects.exists()


def test_a_room_has_one_title_whoever_comes_first(here: at.Hall) -> None:
    Session.objects.filter(pk=here.heat.pk).update(titles={"de": "Hitze", "en": "Heat"})
    with translation.override("de"):
        assert talking.join(here.event, here.heat.pk, by=here.asha).title == "Heat"


def test_when_the_event_is_over_nothing_more_is_said(here: at.Hall) -> None:
    room = talking.join(here.event, here.heat.pk, by=here.asha)
    green = talking.enter_green_room(here.event, here.heat.pk, by=here.ravi)
    states.move(here.event, to="documentation", by=here.olga)
    cast.reactions_run()
    for place, person in ((room, here.asha), (green, here.ravi)):
        with pytest.raises(Closed):
            conversation.say(room=place, by=person, text="Still there?", nonce="1")
    assert Podium.objects.count() == 1
