"""A consultation is planned, begins, goes on by the clock and by its moderator, and ends."""

from datetime import timedelta

import pytest
from django.utils import timezone

from ledger import relay
from ledger.models import Promise
from ledger.reading import since
from members.models import Person
from rooms import clock, conversation, notes, refusals, rooms
from rooms.consultation import leading
from rooms.consultation.promised import ConsultationBegins
from rooms.consultation.refusals import BegunAlready, NotCastable, NotConsulting
from rooms.consultation_models import Consultation
from rooms.models import Admission, Room
from rooms.phases import PHASES
from tests.rooms.consultation.conftest import let_time_pass

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("standing_clock")]


def happened(room: Room, *kinds: str) -> list[tuple[str, str]]:
    return [(entry.kind, entry.data.get("phase", "")) for entry in since(f"room:{room.id}", 0) if entry.kind in kinds]


def test_planning_promises_the_beginning_and_moving_moves_it(room: Room) -> None:
    later = timezone.now() + timedelta(days=2)
    leading.plan(room, starts_at=later, seconds=5400, story_minutes=15, interpreted=True)
    promised = Promise.objects.get(kind="consultation_begins")
    assert (promised.state, promised.due_at) == ("due", later)
    room.refresh_from_db()
    assert dict(room.programme)["story"] == 15 * 60 * 1.3
    assert sum(seconds for _, seconds in room.programme) == 5400


def test_it_begins_by_the_clock(room: Room) -> None:
    let_time_pass(room, minutes=10)
    assert room.phase == "casting"
    assert clock.seconds_left(room) == 300
    assert Consultation.objects.get().began_at is not None
    assert happened(room, "phase_began") == [("phase_began", "casting")]


def test_every_phase_follows_by_the_clock_and_the_room_closes_at_the_end(running: Room) -> None:
    for phase, seconds in running.programme:
        assert running.phase == phase
        let_time_pass(running, seconds=seconds)
    relay.drain()
    running.refresh_from_db()
    assert happened(running, "phase_began") == [("phase_began", phase) for phase in PHASES]
    assert happened(running, "phase_ended") == [("phase_ended", phase) for phase in PHASES]
    assert running.closed_at is not None
    assert [entry.data["held"] for entry in since(f"room:{running.id}", 0) if entry.kind == "consultation_closed"] == [
        True
    ]


def test_after_an_outage_the_phase_that_should_run_runs_and_ends_when_it_was_to(room: Room) -> None:
    let_time_pass(room, minutes=10 + 17)
    assert room.phase == "key_question"
    assert clock.seconds_left(room) == 180
    assert happened(room, "phase_left_out") == [("phase_left_out", "casting"), ("phase_left_out", "story")]


def test_after_an_outage_over_the_whole_hour_it_was_not_held(room: Room) -> None:
    let_time_pass(room, minutes=80)
    relay.drain()
    room.refresh_from_db()
    assert (room.phase, room.closed_at is not None) == ("", True)
    closed = next(entry for entry in since(f"room:{room.id}", 0) if entry.kind == "consultation_closed")
    assert (closed.data["held"], closed.data["person_id"]) == (False, None)


def test_the_moderator_begins_early_and_then_the_promise_does_nothing(running: Room) -> None:
    assert Promise.objects.get(kind="consultation_begins").state == "withdrawn"
    leading.keep_promise(ConsultationBegins(room_id=running.id))
    assert happened(running, "phase_began") == [("phase_began", "casting")]
    with pytest.raises(BegunAlready):
        leading.begin(running)
    with pytest.raises(BegunAlready):
        leading.plan(running, starts_at=timezone.now(), seconds=3600)


def test_the_moderator_skips_pauses_and_extends(running: Room, anna: Person) -> None:
    clock.end(running, phase="casting", by=anna)
    running.refresh_from_db()
    assert running.phase == "story"
    clock.pause(running, by=anna)
    clock.resume(running, by=anna)
    clock.extend(running, seconds=120, phase="story", by=anna)
    running.refresh_from_db()
    assert clock.seconds_left(running) == 720
    let_time_pass(running, minutes=12)
    assert running.phase == "key_question"


def test_who_skips_a_phase_that_is_over_does_not_skip_the_next(running: Room, anna: Person) -> None:
    clock.end(running, phase="casting", by=anna)
    with pytest.raises(refusals.PhaseOver):
        clock.end(running, phase="casting", by=anna)
    with pytest.raises(refusals.PhaseOver):
        clock.extend(running, seconds=60, phase="casting", by=anna)
    running.refresh_from_db()
    assert running.phase == "story"


def test_only_the_moderator_leads(room: Room, uwe: Person, lucia: Person) -> None:
    for somebody in (uwe, lucia):
        with pytest.raises(refusals.OnlyForHosts):
            leading.begin(room, by=somebody)
        with pytest.raises(refusals.OnlyForHosts):
            leading.cast(room, {lucia.pk: "scribe"}, by=somebody)


def test_a_consultation_taken_back_never_begins(room: Room) -> None:
    assert leading.cancel(room) is True
    assert Promise.objects.get(kind="consultation_begins").state == "withdrawn"
    leading.keep_promise(ConsultationBegins(room_id=room.id))
    room.refresh_from_db()
    assert room.phase == ""


def test_a_running_consultation_is_not_taken_back(running: Room) -> None:
    with pytest.raises(BegunAlready):
        leading.cancel(running)


def test_while_the_others_advise_the_case_giver_only_listens(
    running: Room, anna: Person, uwe: Person, lucia: Person
) -> None:
    early = conversation.say(room=running, by=uwe, text="Our river rises in an hour.", nonce="1")
    for phase in ("casting", "story", "key_question", "method"):
        clock.end(running, phase=phase, by=anna)
    with pytest.raises(refusals.CaseGiverListens, match="only listen"):
        conversation.say(room=running, by=uwe, text="But we tried that.", nonce="2")
    with pytest.raises(refusals.CaseGiverListens):
        message = running.messages.get(id=early.message_id)
        conversation.edit(message=message, by=uwe, text="But we tried that.")
    conversation.say(room=running, by=lucia, text="Ask the fishermen.", nonce="1")
    clock.end(running, phase="advice", by=anna)
    conversation.say(room=running, by=uwe, text="Thank you.", nonce="3")
    assert [message.text for message in running.messages.all()] == [
        "Our river rises in an hour.", "Ask the fishermen.", "Thank you.",
    ]  # fmt: skip


def test_the_scribe_and_the_moderator_write_the_notes(
    running: Room, anna: Person, asha: Person, uwe: Person, lucia: Person
) -> None:
    notes.write(running, by=asha, text="Sirens", version=0)
    notes.write(running, by=anna, text="Sirens and sensors", version=1)
    for somebody in (uwe, lucia):
        with pytest.raises(refusals.OnlyScribes):
            notes.write(running, by=somebody, text="Mine", version=2)


def test_roles_are_cast_in_the_room(running: Room, anna: Person, lucia: Person, asha: Person) -> None:
    assert sorted(leading.cast(running, {lucia.pk: "scribe", asha.pk: "advisor"}, by=anna)) == sorted(
        [lucia.pk, asha.pk]
    )
    roles = dict(Admission.objects.filter(room=running).values_list("person_id", "role"))
    assert (roles[lucia.pk], roles[asha.pk]) == ("scribe", "advisor")


def test_roles_nobody_can_have_are_refused(running: Room, anna: Person, lucia: Person) -> None:
    for roles in ({lucia.pk: "host"}, {lucia.pk: "king"}, {anna.pk: "scribe"}, {999_999: "scribe"}):
        with pytest.raises(NotCastable):
            leading.cast(running, roles, by=anna)
    other = rooms.open_room("Table 3")
    Admission.objects.create(room=other, person=anna, role="host")
    with pytest.raises(NotConsulting):
        leading.cast(other, {}, by=anna)
