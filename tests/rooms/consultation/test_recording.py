"""Recording: off, unless everybody admitted has agreed since the moderator asked, and nobody took it back."""

from contextlib import suppress
from datetime import timedelta
from functools import partial

import pytest
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from ledger.reading import since
from members.models import Person
from rooms import admissions, refusals, rooms
from rooms.admissions import Role
from rooms.consultation import closing, leading, recording
from rooms.consultation.refusals import NobodyAsked, NotConsulting
from rooms.models import Consultation, RecordingConsent, Room
from tests.parallel import at_once, errors
from tests.rooms.conftest import person
from web.errors import Refused

pytestmark = pytest.mark.django_db


def is_on(room: Room) -> bool:
    return recording.of(Consultation.objects.get(room=room), 0).on


def turned(room: Room) -> list[str]:
    kinds = (entry.kind for entry in since(f"room:{room.id}", 0))
    return [kind for kind in kinds if kind in ("recording_allowed", "recording_forbidden")]


def all_agree(room: Room, people: list[Person]) -> None:
    for somebody in people:
        recording.answer(room, by=somebody, agreed=True)


@pytest.fixture
def everybody(anna: Person, uwe: Person, lucia: Person, asha: Person) -> list[Person]:
    return [anna, uwe, lucia, asha]


def test_it_is_off_until_the_last_one_has_agreed(room: Room, anna: Person, everybody: list[Person]) -> None:
    assert not is_on(room)
    recording.ask(room, by=anna)
    for somebody in everybody:
        assert not is_on(room)
        recording.answer(room, by=somebody, agreed=True)
    assert is_on(room)
    assert turned(room) == ["recording_allowed"]


@pytest.mark.parametrize("who", range(4))
def test_one_refusal_or_withdrawal_means_off(room: Room, anna: Person, everybody: list[Person], who: int) -> None:
    recording.ask(room, by=anna)
    all_agree(room, everybody)
    for _ in range(2):
        recording.answer(room, by=everybody[who], agreed=False)
    assert not is_on(room)
    assert turned(room) == ["recording_allowed", "recording_forbidden"]
    said = RecordingConsent.objects.filter(person=everybody[who]).values_list("agreed", flat=True)
    assert list(said) == [True, False]
    recording.answer(room, by=everybody[who], agreed=True)
    assert is_on(room)


def test_somebody_new_must_agree_first(room: Room, anna: Person, everybody: list[Person]) -> None:
    recording.ask(room, by=anna)
    all_agree(room, everybody)
    new = person("Rosa Quispe")
    admissions.admit(room, [new.pk], role=Role.INTERPRETER)
    assert not is_on(room)
    recording.follow_people(room.id)
    assert turned(room)[-1] == "recording_forbidden"
    recording.answer(room, by=new, agreed=True)
    assert is_on(room)


def test_it_does_not_begin_because_who_refused_has_left(room: Room, anna: Person, everybody: list[Person]) -> None:
    recording.ask(room, by=anna)
    all_agree(room, everybody[:3])
    recording.answer(room, by=everybody[3], agreed=False)
    admissions.dismiss(room, [everybody[3].pk], by=anna)
    assert not is_on(room)
    recording.ask(room, by=anna)
    assert not is_on(room)
    all_agree(room, everybody[:3])
    assert is_on(room)


def test_asking_anew_forgets_and_asking_no_longer_turns_it_off(
    room: Room, anna: Person, everybody: list[Person]
) -> None:
    for _ in range(2):
        recording.ask(room, by=anna)
        assert not is_on(room)
        all_agree(room, everybody)
        assert is_on(room)
    for _ in range(2):
        recording.drop(room, by=anna)
    assert not is_on(room)
    assert turned(room) == ["recording_allowed", "recording_forbidden"] * 2
    with pytest.raises(NobodyAsked):
        recording.answer(room, by=anna, agreed=True)


def test_who_may_what(room: Room, anna: Person, uwe: Person, table: Room) -> None:
    stranger = person("Nobody Here")
    for deed in (recording.ask, recording.drop):
        with pytest.raises(refusals.OnlyForHosts):
            deed(room, by=uwe)
        with pytest.raises(refusals.NotAdmitted):
            deed(room, by=stranger)
    recording.ask(room, by=anna)
    with pytest.raises(refusals.NotAdmitted):
        recording.answer(room, by=stranger, agreed=True)
    admissions.admit(table, [anna.pk], role=Role.HOST)
    with pytest.raises(NotConsulting):
        recording.ask(table, by=anna)


def test_after_the_end_it_is_off(running: Room, anna: Person, everybody: list[Person]) -> None:
    recording.ask(running, by=anna)
    all_agree(running, everybody)
    assert is_on(running)
    closing.close(running, by=anna, reason="We listened.")
    assert not is_on(running)
    with pytest.raises(refusals.Closed):
        recording.answer(running, by=anna, agreed=False)


def test_the_state_is_shown_to_all_and_said_without_javascript(
    room: Room, anna: Person, everybody: list[Person]
) -> None:
    def browser(somebody: Person) -> Client:
        client = Client()
        client.force_login(somebody, backend="django.contrib.auth.backends.ModelBackend")
        return client

    def seen(somebody: Person) -> str:
        return " ".join(browser(somebody).get(f"/rooms/{room.id}/").content.decode().split())

    assert all("Recording is off." in seen(one) for one in everybody)
    assert "Ask whether this may be recorded" not in seen(everybody[1])
    assert browser(anna).post(f"/rooms/{room.id}/recording/ask/").status_code == 302
    assert "so far 0 of 4 do" in seen(everybody[1])
    for one in everybody:
        assert browser(one).post(f"/rooms/{room.id}/recording/agree/").status_code == 302
    assert all("A recording may be on." in seen(one) for one in everybody)
    browser(everybody[2]).post(f"/rooms/{room.id}/recording/refuse/")
    assert all("It stays off, since not everybody agrees." in seen(one) for one in everybody)
    part = browser(anna).get(f"/rooms/{room.id}/parts/recording/").content.decode()
    assert "Lucía" not in part  # nobody is named for refusing
    assert browser(anna).post(f"/rooms/{room.id}/recording/begin/").status_code == 404


@pytest.mark.django_db(transaction=True)
def test_the_last_consents_at_the_same_moment_turn_it_on_once(
    room: Room, anna: Person, everybody: list[Person]
) -> None:
    recording.ask(room, by=anna)
    answers = [partial(recording.answer, room, by=one, agreed=True) for one in everybody]
    assert errors(at_once(*answers, *answers)) == []
    assert (is_on(room), turned(room)) == (True, ["recording_allowed"])
    assert RecordingConsent.objects.count() == 4


DEEDS = st.sampled_from(("ask", "drop", "agree", "refuse", "come", "go"))


class AnyOrder(TestCase):
    """Each example is rolled back."""

    @settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
    @given(deeds=st.lists(st.tuples(DEEDS, st.integers(0, 2)), max_size=16))
    def test_it_is_never_on_without_everybodys_consent(self, deeds: list[tuple[str, int]]) -> None:
        host, *others = people = [person(name) for name in ("Host One", "Other Two", "Other Three")]
        room = rooms.open_room("Flood warning")
        admissions.admit_all({room.id: {host.pk: Role.HOST, **{one.pk: Role.ADVISOR for one in others}}})
        leading.plan(room, starts_at=timezone.now() + timedelta(minutes=10), seconds=3600)
        asked, agreed, inside = False, set[int](), {one.pk for one in people}
        for deed, index in deeds:
            who = people[index]
            if deed in ("agree", "refuse"):
                with suppress(Refused):
                    recording.answer(room, by=who, agreed=deed == "agree")
                    agreed = agreed | {who.pk} if deed == "agree" else agreed - {who.pk}
            elif deed in ("ask", "drop"):
                {"ask": recording.ask, "drop": recording.drop}[deed](room, by=host)
                asked, agreed = deed == "ask", set()
            elif who != host:
                inside = inside | {who.pk} if deed == "come" else inside - {who.pk}
                (admissions.admit if deed == "come" else admissions.dismiss)(room, [who.pk])
            assert not is_on(room) or (asked and inside <= agreed)
