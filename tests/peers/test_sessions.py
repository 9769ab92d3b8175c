"""A session is proposed, countered, accepted, moved and cancelled; everything it promised goes along."""

from datetime import timedelta
from functools import partial

import pytest
from django.utils import timezone

from events.meetings import booking
from events.meetings.availability import Attendee
from events.meetings.errors import MeetingInPast, SlotTaken
from events.meetings.polls import answering
from events.meetings.polls import booking as polls
from events.models import Meeting, Poll
from ledger.models import Promise
from ledger.reading import since
from members.errors import NotFound
from members.models import Notice
from peers import sessions
from peers.errors import CannotMove
from peers.models import Request, Session, SessionTime
from peers.session_errors import NoTimes, NotInTeams, SessionIsFixed, TimePassed
from rooms import clock
from rooms.consultation.refusals import BegunAlready
from rooms.models import Admission, Consultation
from tests.parallel import at_once, errors
from tests.peers import session_cast as cast
from tests.peers.session_cast import Tandem, booked, keep_everything_due, proposed, soon, wanted
from workers import wiring


@pytest.fixture(autouse=True)
def _wired() -> None:
    wiring.connect()


@pytest.fixture
def tandem(db: None) -> Tandem:
    return cast.tandem()


def due(session: Session) -> set[str]:
    meeting = session.booked
    rows = Promise.objects.filter(stream__in=[f"meeting:{meeting.pk}", f"room:{meeting.room_id}"], state="due")
    return set(rows.values_list("kind", flat=True))


EVERYTHING = {"meeting_day_reminder", "meeting_hour_reminder", "meeting_last_reminder", "meeting_opens"} | {
    "meeting_closes", "consultation_begins",
}  # fmt: skip


def test_a_proposal_is_told_to_the_others(tandem: Tandem) -> None:
    session = proposed(tandem, soon(), soon(days=3))
    keep_everything_due()
    assert (session.state, session.times.count()) == ("proposed", 2)
    told = Notice.objects.filter(kind="session_proposed").values_list("person", flat=True)
    assert set(told) == {tandem.petra.pk, tandem.anna.pk, tandem.marek.pk}


def test_accepting_books_room_roles_and_all_promises_at_once(tandem: Tandem) -> None:
    starts_at = soon()
    session = booked(tandem, starts_at)
    meeting = session.booked
    assert (session.state, meeting.starts_at, meeting.minutes) == ("booked", starts_at, 60)
    assert due(session) == EVERYTHING
    assert meeting.room.opens_at == starts_at - timedelta(minutes=10)
    roles = dict(Admission.objects.filter(room=meeting.room).values_list("person_id", "role"))
    assert roles == {
        tandem.uwe.pk: "case_giver", tandem.anna.pk: "host", tandem.petra.pk: "advisor", tandem.marek.pk: "scribe",
    }  # fmt: skip
    assert Promise.objects.get(kind="consultation_begins").due_at == starts_at


def test_who_proposed_has_accepted_and_books_nothing_alone(tandem: Tandem) -> None:
    session = proposed(tandem)
    again = sessions.accept(session_id=session.pk, by=tandem.petra, time_id=session.times.get().pk)
    assert (again.state, Meeting.objects.count()) == ("proposed", 0)


def test_a_tridem_books_when_all_three_have_accepted(tandem: Tandem) -> None:
    from peers.models import Partner, TeamMember

    piura = cast.member("Piura", "PE", "America/Lima", tandem.partnership.request.network)
    lucia = cast.delegate("Lucía Rojas", piura)
    Partner.objects.create(partnership=tandem.partnership, member=piura)
    TeamMember.objects.create(partnership=tandem.partnership, person=lucia, member=piura)
    session = proposed(tandem)
    accept = partial(sessions.accept, session_id=session.pk, time_id=session.times.get().pk)
    assert accept(by=tandem.anna).state == "proposed"
    assert accept(by=lucia).state == "booked"


def test_other_times_replace_those_that_stood(tandem: Tandem) -> None:
    session = proposed(tandem)
    first = session.times.get()
    sessions.counter(session_id=session.pk, by=tandem.anna, times=[soon(days=4)])
    with pytest.raises(TimePassed):
        sessions.accept(session_id=session.pk, by=tandem.anna, time_id=first.pk)
    other = session.times.get(passed=False)
    assert sessions.accept(session_id=session.pk, by=tandem.uwe, time_id=other.pk).state == "booked"


def test_a_time_taken_meanwhile_comes_back_with_alternatives_and_changes_nothing(tandem: Tandem) -> None:
    session = proposed(tandem)
    row = session.times.get()
    booking.book(
        subject=("other", 1),
        network=tandem.partnership.request.network,
        titles={"en": "Something else"},
        attendees=[Attendee(person_id=tandem.marek.pk), Attendee(person_id=tandem.petra.pk)],
        starts_at=row.starts_at,
        minutes=30,
    )
    with pytest.raises(SlotTaken) as taken:
        sessions.accept(session_id=session.pk, by=tandem.anna, time_id=row.pk)
    assert len(taken.value.alternatives) > 0
    assert all(slot.start != row.starts_at for slot in taken.value.alternatives)
    session.refresh_from_db()
    assert (session.state, session.meeting, row.votes.count()) == ("proposed", None, 1)


def test_a_poll_asks_everybody_and_books_without_another_acceptance(tandem: Tandem) -> None:
    session = sessions.propose(
        partnership_id=tandem.partnership.pk, by=tandem.uwe, wanted=wanted(tandem), times=[soon(), soon(days=3)],
        poll=True,
    )  # fmt: skip
    keep_everything_due()
    others = {tandem.petra.pk, tandem.anna.pk, tandem.marek.pk}
    assert set(Notice.objects.filter(kind="poll_asked").values_list("person", flat=True)) == others
    assert not Notice.objects.filter(kind="session_proposed").exists()
    poll = Poll.objects.get()
    first, second = poll.times.values_list("pk", flat=True)
    for voter in poll.voters.exclude(person=tandem.uwe):
        answering.answer(voter, {first: "no", second: "yes"})
    meeting = polls.book(poll_id=poll.pk, by=tandem.uwe, time_id=second)
    session.refresh_from_db()
    assert (session.state, session.meeting, due(session)) == ("booked", meeting, EVERYTHING)
    assert Consultation.objects.get().starts_at == meeting.starts_at


def test_a_poll_ends_when_its_session_is_booked_countered_or_cancelled(tandem: Tandem) -> None:
    session = proposed(tandem, soon(), soon(days=3))
    ask = partial(sessions.ask_everybody, session_id=session.pk, by=tandem.uwe)
    time = partial(session.times.get, passed=False, starts_at=soon(days=4))
    ask()
    sessions.counter(session_id=session.pk, by=tandem.anna, times=[soon(days=4), soon(days=5)])
    ask()
    sessions.accept(session_id=session.pk, by=tandem.uwe, time_id=time().pk)
    assert list(Poll.objects.order_by("pk").values_list("state", flat=True)) == ["called_off", "booked"]
    with pytest.raises(SessionIsFixed):
        ask()
    other = proposed(tandem, soon(days=6), soon(days=7))
    sessions.ask_everybody(session_id=other.pk, by=tandem.uwe)
    sessions.cancel(session_id=other.pk, by=tandem.uwe)
    assert Poll.objects.latest("pk").state == "called_off"


def test_moving_moves_every_promise(tandem: Tandem) -> None:
    session = booked(tandem)
    later = soon(days=5)
    sessions.move(session_id=session.pk, by=tandem.marek, starts_at=later)
    session.refresh_from_db()
    assert (session.booked.starts_at, session.booked.sequence) == (later, 1)
    assert due(session) == EVERYTHING
    at = dict(Promise.objects.filter(state="due").values_list("kind", "due_at"))
    assert (at["consultation_begins"], at["meeting_opens"]) == (later, later - timedelta(minutes=10))
    assert Consultation.objects.get().starts_at == later


def test_cancelling_withdraws_every_promise(tandem: Tandem) -> None:
    session = booked(tandem)
    sessions.cancel(session_id=session.pk, by=tandem.uwe, reason="The river has risen.")
    keep_everything_due()
    session.refresh_from_db()
    assert (session.state, session.booked.state, due(session)) == ("cancelled", "cancelled", set())
    with pytest.raises(SessionIsFixed):
        sessions.move(session_id=session.pk, by=tandem.uwe, starts_at=soon())


def test_a_running_session_is_neither_moved_nor_cancelled(tandem: Tandem) -> None:
    session = booked(tandem, soon(minutes=30))
    cast.bring_forward(session, minutes=31)
    assert session.booked.room.phase == "casting"
    with pytest.raises(BegunAlready):
        sessions.cancel(session_id=session.pk, by=tandem.uwe)
    with pytest.raises(BegunAlready):
        sessions.move(session_id=session.pk, by=tandem.uwe, starts_at=soon())
    session.booked.refresh_from_db()
    assert session.booked.state == "open"


def test_the_networks_staff_may_move_and_cancel_the_meeting_itself(tandem: Tandem) -> None:
    session = booked(tandem)
    later = soon(days=6)
    booking.reschedule(session.booked, starts_at=later, by=None)
    keep_everything_due()
    assert Consultation.objects.get().starts_at == later
    booking.cancel(session.booked, by=None)
    keep_everything_due()
    session.refresh_from_db()
    assert (session.state, due(session)) == ("cancelled", set())


def test_times_lie_in_the_future_and_are_few(tandem: Tandem) -> None:
    for times in ([], [soon(days=-1)], [soon(days=n) for n in range(1, 7)]):
        with pytest.raises(NoTimes):
            sessions.propose(partnership_id=tandem.partnership.pk, by=tandem.uwe, wanted=wanted(tandem), times=times)
    session = booked(tandem)
    with pytest.raises(MeetingInPast):
        sessions.move(session_id=session.pk, by=tandem.uwe, starts_at=soon(days=-1))
    assert SessionTime.objects.count() == 1


def test_roles_go_to_two_people_of_the_teams(tandem: Tandem) -> None:
    stranger = cast.delegate("Knud Holm", tandem.pirna)
    for moderator in (tandem.uwe.pk, stranger.pk):
        what = sessions.Wanted(title="Floods", minutes=60, case_giver=tandem.uwe.pk, moderator=moderator)
        with pytest.raises(NotInTeams):
            sessions.propose(partnership_id=tandem.partnership.pk, by=tandem.uwe, wanted=what, times=[soon()])


def test_nobody_else_touches_a_session(tandem: Tandem) -> None:
    stranger = cast.delegate(
        "Knud Holm", cast.member("Kolding", "DK", "Europe/Copenhagen", tandem.partnership.request.network)
    )
    session = proposed(tandem)
    for act in (
        partial(sessions.accept, session_id=session.pk, time_id=session.times.get().pk),
        partial(sessions.counter, session_id=session.pk, times=[soon()]),
        partial(sessions.cancel, session_id=session.pk),
        partial(sessions.move, session_id=session.pk, starts_at=soon()),
        partial(sessions.propose, partnership_id=tandem.partnership.pk, wanted=wanted(tandem), times=[soon()]),
    ):
        with pytest.raises(NotFound):
            act(by=stranger)
    with pytest.raises(NotFound):
        sessions.visible(stranger, session.pk)
    assert sessions.visible(tandem.marek, session.pk) == session


def test_a_partnership_that_is_over_plans_nothing(tandem: Tandem) -> None:
    Request.objects.update(state=Request.State.CLOSED)
    with pytest.raises(CannotMove):
        proposed(tandem)


@pytest.mark.django_db(transaction=True)
def test_accepting_twice_at_the_same_moment_books_once(transactional_db: None) -> None:
    tandem = cast.tandem()
    session = proposed(tandem)
    accept = partial(sessions.accept, session_id=session.pk, time_id=session.times.get().pk)
    results = at_once(*[partial(accept, by=person) for person in (tandem.anna, tandem.marek)] * 2)
    assert all(isinstance(error, SessionIsFixed) for error in errors(results))
    assert len(errors(results)) == 3
    assert Meeting.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_moving_at_the_moment_it_begins_leaves_one_of_both(transactional_db: None) -> None:
    from ledger import promises

    tandem = cast.tandem()
    session = booked(tandem, soon(minutes=20))
    room = session.booked.room
    now = timezone.now()
    Consultation.objects.update(starts_at=now)
    begins = Promise.objects.get(kind="consultation_begins")
    Promise.objects.filter(pk=begins.pk).update(due_at=now, promised_at=now)
    later = soon(days=1)
    move = partial(sessions.move, session_id=session.pk, by=tandem.uwe, starts_at=later)
    moved = at_once(partial(promises.keep, begins.pk), move)[1]
    room.refresh_from_db()
    meeting = Meeting.objects.get()
    if isinstance(moved, BegunAlready):
        assert (room.phase, meeting.starts_at != later) == ("casting", True)
    else:
        assert isinstance(moved, Session)
        assert (room.phase, meeting.starts_at) == ("", later)
        assert Promise.objects.get(pk=begins.pk).due_at == later
    began = [entry for entry in since(f"room:{room.pk}", 0) if entry.kind == "phase_began"]
    assert len(began) == isinstance(moved, BegunAlready)
    assert clock.seconds_left(room) is None or room.phase == "casting"
