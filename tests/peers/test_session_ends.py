"""A session runs to its end: phases, actions, summary, dossiers, checks; and people who leave are replaced."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.template.loader import render_to_string
from django.test import Client
from django.utils import timezone, translation

from events.meetings import booking
from events.meetings.availability import Attendee
from events.models import Participant, Poll
from ledger.models import Promise
from members import delegates, dossiers, erasure, mailing, people
from members.models import Delegate, Member, Notice, Person
from peers import sessions, subjects, team
from peers.models import Session, TeamMember
from peers.queries import sessions as queries
from peers.session_errors import SomebodyMissing
from rooms import notes
from rooms.consultation import actions, checks, closing
from rooms.consultation.refusals import NotAsked
from rooms.models import Action, Admission, Outcome
from tests.peers import session_cast as cast
from tests.peers.session_cast import Tandem, booked, bring_forward, keep_everything_due, soon
from workers import wiring

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _wired() -> None:
    wiring.connect()


@pytest.fixture
def tandem() -> Tandem:
    return cast.tandem()


@pytest.fixture
def running(tandem: Tandem) -> Session:
    """A session whose first phase has begun by itself."""
    session = booked(tandem, soon(minutes=30))
    bring_forward(session, minutes=31)
    return session


def agree(session: Session, tandem: Tandem) -> None:
    room, day = session.booked.room, timezone.localdate() + timedelta(days=30)
    actions.agree(room, by=tandem.anna, text="Lend two sensors", owner_id=tandem.marek.pk, due_on=day)
    actions.agree(room, by=tandem.uwe, text="Ask the fishermen", owner_id=tandem.uwe.pk, due_on=day)


def dossier(of: Member) -> list[str]:
    """What a delegate of the member reads in its dossier."""
    reader = Person.objects.filter(delegations__member=of).first()
    return [str(line.sentence) for line in dossiers.entries(of, reader)[:50]]


def test_it_opens_begins_and_runs_by_itself(tandem: Tandem) -> None:
    session = booked(tandem, soon(minutes=30))
    bring_forward(session, minutes=21)
    assert session.booked.state == "open"
    bring_forward(session, minutes=10)
    assert session.booked.room.phase == "casting"
    bring_forward(session, minutes=5)
    assert session.booked.room.phase == "story"


def test_when_its_hour_is_over_it_is_held_without_anybody_doing_anything(running: Session) -> None:
    bring_forward(running, minutes=61)
    assert (running.state, running.booked.state) == ("held", "held")
    assert running.booked.room.closed_at is not None
    assert not Promise.objects.filter(stream=f"meeting:{running.booked.pk}", state="due").exists()


def test_everybody_gets_notes_and_actions_in_their_language(running: Session, tandem: Tandem) -> None:
    notes.write(running.booked.room, by=tandem.marek, text="Sirens, sensors, fishermen", version=0)
    agree(running, tandem)
    closing.close(running.booked.room, by=tandem.anna)
    keep_everything_due()
    told = Notice.objects.filter(kind="session_summary")
    assert set(told.values_list("person", flat=True)) == {person.pk for person in tandem.people}
    session = subjects.SUBJECTS["session_id"]([running.pk])[running.pk]
    with translation.override("en"):
        mail = render_to_string("notices/session_summary.txt", {"session": session})
    for words in ("Lend two sensors", "Marek Nowak", "Ask the fishermen", "Sirens, sensors, fishermen", "until"):
        assert words in mail
    assert mailing.mail_due() >= 4


@pytest.mark.parametrize(
    ("language", "subject"),
    [("de", "Notizen und Maßnahmen"), ("es", "Notas y acciones"), ("pt-br", "Notas e ações")],
)
def test_the_summary_speaks_the_readers_language(running: Session, tandem: Tandem, language: str, subject: str) -> None:
    type(tandem.petra).objects.filter(pk=tandem.petra.pk).update(language=language)
    agree(running, tandem)
    closing.close(running.booked.room, by=tandem.anna)
    keep_everything_due()
    mail = mailing.compose(Notice.objects.select_related("person").get(kind="session_summary", person=tandem.petra))
    assert mail.subject == f"{subject}: How do we warn people of floods?"
    assert "Lend two sensors" in str(mail.body)


def test_both_dossiers_show_the_session_and_its_actions(running: Session, tandem: Tandem) -> None:
    agree(running, tandem)
    closing.close(running.booked.room, by=tandem.anna)
    keep_everything_due()
    for member in (tandem.pirna, tandem.boleslawiec):
        [line] = [line for line in dossier(member) if line.startswith("Consulted on")]
        assert line.startswith("Consulted on “How do we warn people of floods?” and agreed on 2 actions:")
        assert line.endswith("Lend two sensors; Ask the fishermen")


def test_actions_are_checked_and_the_answer_stands_in_the_dossiers(running: Session, tandem: Tandem) -> None:
    agree(running, tandem)
    closing.close(running.booked.room, by=tandem.anna)
    keep_everything_due()
    checks_due = Promise.objects.filter(kind="actions_need_check", state="due")
    assert checks_due.count() == 3
    past = timezone.now() - timedelta(minutes=1)
    checks_due.filter(data__months=3).update(due_at=past, promised_at=past)
    keep_everything_due()
    asked = Outcome.objects.get(asked=tandem.marek)
    checks.answer(asked, by=tandem.marek, result="done", sentence="They hang under the bridge.")
    keep_everything_due()
    assert "What became of “Lend two sensors”: done." in dossier(tandem.pirna)


def test_a_session_whose_hour_passed_while_everything_was_down_was_not_held(tandem: Tandem) -> None:
    session = booked(tandem, soon(minutes=30))
    bring_forward(session, minutes=120)
    assert (session.state, session.booked.state) == ("missed", "missed")
    assert Promise.objects.get(kind="meeting_last_reminder").state == "missed"
    assert "A session was not held: “How do we warn people of floods?”." in dossier(tandem.pirna)


def test_who_leaves_the_member_is_replaced_in_what_is_to_come(tandem: Tandem) -> None:
    session = booked(tandem)
    Delegate.objects.filter(person=tandem.anna).update(state=Delegate.State.ENDED)
    team.leave(partnership_id=tandem.partnership.pk, by=tandem.marek, person_id=tandem.anna.pk)
    keep_everything_due()
    rows = Admission.objects.filter(room=session.booked.room, dismissed_at=None)
    assert dict(rows.values_list("person_id", "role")) == {
        tandem.uwe.pk: "case_giver", tandem.petra.pk: "advisor", tandem.marek.pk: "host",
    }  # fmt: skip


def test_who_joins_the_team_takes_part_in_what_is_booked_unless_busy(tandem: Tandem) -> None:
    session, other = booked(tandem), booked(tandem, soon(days=5))
    nele = cast.delegate("Nele Roth", tandem.pirna)
    other.booked.refresh_from_db()
    busy_at(other.booked.starts_at, nele, tandem)
    team.join(partnership_id=tandem.partnership.pk, by=tandem.uwe, person_id=nele.pk)
    keep_everything_due()
    assert Admission.objects.get(room=session.booked.room, person=nele).role == "advisor"
    assert nele.pk not in session_people(other)
    for row in (session, other):
        coming = {one.person_id for one in queries.people_of(row)}
        assert coming == session_people(row)
        shown = queries.booked(row)
        assert shown is not None
        assert len(shown.hours) == len(coming)


def busy_at(starts_at: datetime, person: Person, tandem: Tandem) -> None:
    others = [Attendee(person_id=one.pk) for one in (person, cast.delegate("Knud Holm", tandem.pirna))]
    network, titles = tandem.partnership.request.network, {"en": "Else"}
    booking.book(
        subject=("other", 1), network=network, titles=titles, attendees=others, starts_at=starts_at, minutes=30
    )


def leaves(person: Person, tandem: Tandem) -> None:
    team.leave(partnership_id=tandem.partnership.pk, by=person, person_id=person.pk)
    keep_everything_due()


def bar(person: Person) -> None:
    people.deactivate(person_id=person.pk, by=None)


@pytest.mark.parametrize("gone", [bar, erasure.erase])
def test_the_role_of_a_moderator_who_was_barred_or_erased_is_taken_along(
    tandem: Tandem, gone: Callable[[Person], None]
) -> None:
    session = booked(tandem)
    gone(tandem.anna)
    keep_everything_due()
    rows = Participant.objects.filter(meeting=session.booked, left_at=None)
    assert dict(rows.values_list("person", "role"))[tandem.marek.pk] == "host"
    assert Admission.objects.get(room=session.booked.room, person=tandem.marek).role == "host"


def test_a_moderator_who_is_there_keeps_the_role(tandem: Tandem) -> None:
    session = booked(tandem)
    leaves(tandem.anna, tandem)
    team.join(partnership_id=tandem.partnership.pk, by=tandem.marek, person_id=tandem.anna.pk)
    leaves(tandem.anna, tandem)
    rows = Participant.objects.filter(meeting=session.booked, left_at=None)
    assert list(rows.filter(role="host").values_list("person", flat=True)) == [tandem.marek.pk]


@pytest.mark.parametrize(("who", "instead"), [("anna", "marek"), ("uwe", "petra")])
def test_who_was_to_lead_a_proposed_session_is_replaced(tandem: Tandem, who: str, instead: str) -> None:
    session = cast.proposed(tandem)
    leaves(getattr(tandem, who), tandem)
    session.refresh_from_db()
    leading = {"anna": tandem.anna, "uwe": tandem.uwe, who: getattr(tandem, instead)}
    assert (session.moderator, session.case_giver) == (leading["anna"], leading["uwe"])
    sessions.accept(session_id=session.pk, by=tandem.anna, time_id=session.times.get().pk)
    session.refresh_from_db()
    roles = dict(Admission.objects.filter(room=session.booked.room).values_list("role", "person"))
    assert (roles["host"], roles["case_giver"]) == (leading["anna"].pk, leading["uwe"].pk)


def test_without_a_moderator_or_anybody_of_a_member_nothing_is_booked(tandem: Tandem) -> None:
    wanted = sessions.Wanted(title="Floods", minutes=60, case_giver=tandem.marek.pk, moderator=tandem.anna.pk)
    session = sessions.propose(partnership_id=tandem.partnership.pk, by=tandem.uwe, wanted=wanted, times=[soon()])
    other = cast.proposed(tandem, soon(days=6))
    leaves(tandem.anna, tandem)
    TeamMember.objects.filter(person=tandem.marek).update(until=timezone.now())
    session.refresh_from_db()
    assert (session.moderator, session.case_giver) == (None, tandem.marek)
    Session.objects.filter(pk=other.pk).update(moderator=tandem.petra)
    for row in (session, other):
        with pytest.raises(SomebodyMissing):
            sessions.accept(session_id=row.pk, by=tandem.marek, time_id=row.times.get().pk)


def test_who_leaves_hands_over_their_actions_but_not_the_history(running: Session, tandem: Tandem) -> None:
    agree(running, tandem)
    closing.close(running.booked.room, by=tandem.anna)
    keep_everything_due()
    team.leave(partnership_id=tandem.partnership.pk, by=tandem.anna, person_id=tandem.marek.pk)
    keep_everything_due()
    assert Action.objects.get(text="Lend two sensors").owner == tandem.anna
    assert session_people(running) == {person.pk for person in tandem.people}


def test_who_leaves_the_member_reads_and_writes_in_its_past_rooms_no_more(running: Session, tandem: Tandem) -> None:
    agree(running, tandem)
    closing.close(running.booked.room, by=tandem.anna)
    keep_everything_due()
    room, outcome = running.booked.room, asked_about(running, tandem.marek)
    delegates.leave(Delegate.objects.get(person=tandem.marek), by=tandem.marek)
    delegates.leave(Delegate.objects.get(person=tandem.petra), by=tandem.petra)
    Delegate.objects.create(person=tandem.petra, member=tandem.boleslawiec, state=Delegate.State.ADMITTED)
    keep_everything_due()
    inside = set(Admission.objects.filter(room=room, dismissed_at=None).values_list("person", flat=True))
    assert inside == {tandem.uwe.pk, tandem.anna.pk, tandem.petra.pk}
    with pytest.raises(NotAsked):
        checks.answer(outcome, by=tandem.marek, result="done", sentence="They hang under the bridge.")
    assert session_people(running) == {person.pk for person in tandem.people}


def asked_about(session: Session, owner: Person) -> Outcome:
    action = Action.objects.get(room=session.booked.room, owner=owner)
    return Outcome.objects.create(action=action, months=3, asked=owner)


def session_people(session: Session) -> set[int]:
    return set(session.booked.participants.values_list("person_id", flat=True))


def test_a_proposal_taken_back_is_told(tandem: Tandem) -> None:
    session = cast.proposed(tandem)
    sessions.cancel(session_id=session.pk, by=tandem.uwe, reason="Too early")
    keep_everything_due()
    assert Notice.objects.filter(kind="session_cancelled").count() == 3
    assert Client().get(f"/peers/sessions/{session.pk}/").status_code in (302, 404)


def test_a_poll_that_was_called_off_is_closed_to_who_leaves_the_member(tandem: Tandem) -> None:
    session = cast.proposed(tandem, soon(days=6), soon(days=7))
    sessions.ask_everybody(session_id=session.pk, by=tandem.uwe)
    sessions.cancel(session_id=session.pk, by=tandem.uwe)
    delegates.leave(Delegate.objects.get(person=tandem.marek), by=tandem.marek)
    keep_everything_due()
    client, seen = Client(), {}
    for person in (tandem.marek, tandem.anna):
        client.force_login(person)
        seen[person.name] = client.get(f"/meetings/polls/{Poll.objects.get().pk}/").status_code
    assert seen == {"Marek Nowak": 404, "Anna Kowalska": 200}
