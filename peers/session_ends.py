"""What follows when a session is over: it is noted, told to all with notes and actions, and its actions are followed.

Reactions, run by `workers`.
"""

from django.db import transaction

from events.models import Meeting
from ledger.facts import Entry
from ledger.promises import withdraw
from ledger.recording import record
from members.notices import tell
from peers import session_cancelling, session_facts, session_people, sessions
from peers.models import Session
from peers.partnerships import concerned
from rooms.consultation import actions
from rooms.consultation.promised import ConsultationBegins
from rooms.consultation.refusals import BegunAlready
from rooms.models import Consultation
from rooms.refusals import Closed

S = Session.State


@transaction.atomic
def follow_meeting(entry: Entry) -> None:
    """Note that the session was held, or missed when its consultation never began; tell everybody."""
    session = _of(entry, S.BOOKED)
    if session is None:
        return
    began = Consultation.objects.filter(room=session.booked.room_id).exclude(began_at=None).exists()
    session.state = S.HELD if began else S.MISSED
    session.save(update_fields=["state"])
    ids = {"partnership_id": session.partnership_id, "session_id": session.pk}
    concerns = concerned(session.partnership)
    if not began:
        record(session_facts.SessionMissed(**ids, concerns=concerns))
        return
    agreed = actions.agreed(session.booked.room).count()
    record(session_facts.SessionHeld(**ids, actions=agreed, concerns=concerns))
    _sum_up(session, session.booked)


def _sum_up(session: Session, meeting: Meeting) -> None:
    people = meeting.participants.filter(left_at=None).values_list("person_id", flat=True)
    tell(
        people,
        kind="session_summary",
        key=f"session_summary:{session.pk}",
        data={"session_id": session.pk},
        address=f"/peers/sessions/{session.pk}/",
    )


@transaction.atomic
def follow_change(entry: Entry) -> None:
    """Keep the consultation in step with a meeting that was moved or cancelled by its network's staff."""
    session = _of(entry, S.BOOKED)
    if session is None:
        return
    session_cancelling.hold_room(session.booked.room_id)
    if session.booked.state == Meeting.State.CANCELLED:
        _cancelled(session)
    elif Consultation.objects.filter(room=session.booked.room_id).exclude(starts_at=session.booked.starts_at).exists():
        _moved(session)


def _moved(session: Session) -> None:
    try:
        sessions.plan_room(session)
    except (BegunAlready, Closed):
        return
    _note(session_facts.SessionMoved, session)


def _cancelled(session: Session) -> None:
    withdraw(ConsultationBegins(room_id=session.booked.room_id))
    session.state = S.CANCELLED
    session.save(update_fields=["state"])
    _note(session_facts.SessionCancelled, session)


def follow_action(entry: Entry) -> None:
    """Show in the members' dossiers what became of an action of a session of theirs."""
    session = Session.objects.filter(meeting__room=entry.data["room_id"]).select_related("partnership").first()
    if session is not None:
        with transaction.atomic():
            _note(
                session_facts.SessionFollowed,
                session,
                action_id=entry.data["action_id"],
                result=entry.data["result"],
            )


def _note(fact: type[session_facts.SessionFact], session: Session, **more: object) -> None:
    ids = {"partnership_id": session.partnership_id, "session_id": session.pk}
    record(fact(**ids, **more, concerns=concerned(session.partnership)))  # type: ignore[arg-type]


def _of(entry: Entry, state: str) -> Session | None:
    """The session of a fact about a meeting, its row locked, if it stands there."""
    if entry.data["subject_kind"] != session_people.SUBJECT:
        return None
    rows = Session.objects.select_for_update(of=("self",)).select_related("meeting__room", "partnership")
    return rows.filter(pk=entry.data["subject_id"], state=state).first()
