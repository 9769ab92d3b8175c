"""The moderator is away: somebody present takes over after a minute. A pause that was forgotten ends by itself."""

from datetime import timedelta

import pytest
from django.utils import timezone

from ledger import promises
from ledger.models import Promise
from members.models import Notice, Person
from rooms import admissions, clock, presence
from rooms.consultation import leading
from rooms.consultation.refusals import GiveThemAMinute, ModeratorIsHere, NotBegun, NotConsulting
from rooms.consultation.taking_over import take_over
from rooms.models import Admission, Consultation, Room
from rooms.refusals import OnlyListening
from tests.rooms.conftest import person

pytestmark = pytest.mark.django_db


def a_minute_later(**span: float) -> None:
    back = timedelta(**(span or {"minutes": 1}))
    Consultation.objects.update(missed_at=Consultation.objects.get().missed_at - back)  # type: ignore[operator]


def test_somebody_present_moderates_when_the_moderator_is_not_back_in_a_minute(
    running: Room, anna: Person, lucia: Person, uwe: Person
) -> None:
    assert take_over(running, by=lucia) is False
    with pytest.raises(GiveThemAMinute):
        take_over(running, by=uwe)
    a_minute_later()
    assert take_over(running, by=lucia) is True
    clock.pause(running, by=lucia)
    clock.resume(running, by=anna)
    roles = dict(Admission.objects.values_list("person_id", "role"))
    assert (roles[lucia.pk], roles[anna.pk], roles[uwe.pk]) == ("host", "host", "case_giver")


def test_a_moderator_who_is_here_or_comes_back_keeps_the_role(running: Room, anna: Person, lucia: Person) -> None:
    take_over(running, by=lucia)
    a_minute_later()
    presence.seen(f"room:{running.id}", anna)
    for _ in range(2):
        with pytest.raises(ModeratorIsHere):
            take_over(running, by=lucia)
    assert Consultation.objects.get().missed_at is None
    assert admissions.require(running, lucia).role == "advisor"


def test_what_was_missed_long_ago_counts_no_more(running: Room, lucia: Person) -> None:
    take_over(running, by=lucia)
    a_minute_later(minutes=16)
    assert take_over(running, by=lucia) is False


def test_observers_and_rooms_without_consultation_have_nothing_to_take(
    running: Room, table: Room, lucia: Person
) -> None:
    leading.cast(running, {lucia.pk: "observer"}, by=Person.objects.get(name="Anna Kowalska"))
    with pytest.raises(OnlyListening):
        take_over(running, by=lucia)
    admissions.admit(table, [lucia.pk])
    with pytest.raises(NotConsulting):
        take_over(table, by=lucia)


def test_nobody_is_missed_before_the_time_has_come(client, room: Room, lucia: Person) -> None:
    client.force_login(lucia, backend="django.contrib.auth.backends.ModelBackend")
    with pytest.raises(NotBegun):
        take_over(room, by=lucia)
    assert "Is the moderator away?" not in client.get(f"/rooms/{room.id}/").content.decode()
    Consultation.objects.update(starts_at=timezone.now())
    assert "Is the moderator away?" in client.get(f"/rooms/{room.id}/").content.decode()
    assert (take_over(room, by=lucia), Consultation.objects.get().began_at) == (False, None)


def the_pause_is(room: Room, minutes: float) -> None:
    """Let the clock have been paused for so long, and keep what is due."""
    at = timezone.now() - timedelta(minutes=minutes)
    Room.objects.filter(id=room.id).update(paused_at=at)
    Promise.objects.filter(kind="pause_forgotten", state="due").update(
        due_at=timezone.now(), promised_at=timezone.now()
    )
    promises.keep_due(until=timezone.now())
    room.refresh_from_db()


def test_a_forgotten_pause_is_reminded_of_and_then_ends(running: Room, anna: Person) -> None:
    clock.pause(running, by=anna)
    the_pause_is(running, 5.1)
    assert list(Notice.objects.filter(kind="clock_paused").values_list("person", flat=True)) == [anna.pk]
    assert running.paused_at is not None
    the_pause_is(running, 15.1)
    assert running.paused_at is None
    assert Promise.objects.get(kind="phase_ends").state == "due"
    assert not Promise.objects.filter(kind="pause_forgotten", state="due").exists()


def test_a_pause_that_ended_leaves_nothing_to_remind_of(running: Room, anna: Person) -> None:
    clock.pause(running, by=anna)
    clock.pause(running, by=anna)
    assert Promise.objects.get(kind="pause_forgotten").state == "due"
    clock.resume(running, by=anna)
    assert Promise.objects.get(kind="pause_forgotten").state == "withdrawn"


def test_the_page_offers_it_to_all_but_the_moderator(client, running: Room, anna: Person, lucia: Person) -> None:
    for who, offered in ((lucia, True), (anna, False)):
        client.force_login(who, backend="django.contrib.auth.backends.ModelBackend")
        page = client.get(f"/rooms/{running.id}/").content.decode()
        assert ("Is the moderator away?" in page) is offered
    stranger = person("Knud")
    client.force_login(stranger, backend="django.contrib.auth.backends.ModelBackend")
    assert client.post(f"/rooms/{running.id}/take-over/").status_code == 404
