"""Sessions that are called off: one by itself, or all that are to come when their partnership is over.

The caller holds the row of the partnership's request.
"""

from collections.abc import Collection
from contextlib import suppress

from django.db import transaction

from events.meetings import booking
from events.meetings.polls import asking
from ledger.promises import hold
from ledger.recording import record
from members.models import Person
from peers import session_people
from peers.models import Session
from peers.session_facts import SessionCancelled
from rooms.consultation import leading
from rooms.consultation.promised import ConsultationBegins
from rooms.consultation.refusals import BegunAlready
from rooms.promised import CLOCK

S = Session.State


def hold_room(room_id: int) -> None:
    """Take the promises of a room before its row, as their keepers do."""
    hold(f"room:{room_id}", ConsultationBegins, *CLOCK)


def cancel(session: Session, *, by: Person | None, concerns: tuple[int, ...], reason: str) -> None:
    """Cancel a locked session with all it promised.

    Raises:
        BegunAlready: it is running.
    """
    asking.settle((session_people.SUBJECT, session.pk))
    if session.meeting is not None:
        hold_room(session.meeting.room_id)
        leading.cancel(session.meeting.room)
        booking.cancel(session.meeting, by=None)
    session.state, session.reason = S.CANCELLED, " ".join(reason.split())[:300]
    session.save(update_fields=["state", "reason"])
    ids = {"partnership_id": session.partnership_id, "session_id": session.pk}
    record(SessionCancelled(**ids, by=by.pk if by else None, concerns=concerns))


def cancel_all(
    partnership_id: int, *, where: Collection[str], by: Person | None, concerns: tuple[int, ...], reason: str
) -> None:
    """Cancel the sessions of a partnership that stand in some states; one that is running goes on to its end."""
    rows = Session.objects.select_for_update(of=("self",)).select_related("meeting__room")
    for session in list(rows.filter(partnership=partnership_id, state__in=where).order_by("id")):
        with suppress(BegunAlready), transaction.atomic():
            cancel(session, by=by, concerns=concerns, reason=reason)
