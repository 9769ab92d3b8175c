"""Where the draft places sessions: placed, moved, taken out again.

Clashes are shown, not refused: while an agenda is drafted, things are in the wrong place for a while.
"""

from datetime import datetime

from events.models import Event, Placement, Session, Stage
from events.symposia import facts, rights, sessions
from events.symposia.errors import NoSuchStage
from ledger.recording import record
from members.models import Person


def place(
    event: Event,
    session_id: int,
    *,
    by: Person,
    stage_id: int,
    starts_at: datetime,
    minutes: int | None = None,
    revision: int | None,
) -> Placement:
    """Give a session a time and a stage, or others than it had.

    Args:
        event: whose agenda.
        session_id: which session.
        by: an organiser of the event.
        stage_id: one of the event's stages.
        starts_at: when it begins.
        minutes: how long it is; as long as before, or as planned, when not given.
        revision: of the session as the organiser saw it; None when no page was shown.

    Raises:
        NotYourEvent, EventIsFixed: see `rights.door`.
        NoSuchSession, NoSuchStage: it is not of this event.
        ChangedMeanwhile: somebody changed the session after `revision`.
    """
    with rights.door(event, by=by) as agenda:
        session = sessions.held(event, session_id, revision)
        stage = Stage.objects.filter(event=event, pk=stage_id).first()
        if stage is None:
            raise NoSuchStage
        row = Placement.objects.filter(session=session).first()
        length = minutes or (row.minutes if row else session.minutes)
        if row is not None and (row.stage_id, row.starts_at, row.minutes) == (stage.pk, starts_at, length):
            return row
        kind = facts.PlacementMoved if row else facts.PlacementMade
        row = row or Placement(session=session)
        row.stage, row.starts_at, row.minutes = stage, starts_at, length
        row.save()
        _raise(session)
        rights.touch(agenda)
        record(kind(event_id=event.pk, session_id=session.pk))
    return row


def unplace(event: Event, session_id: int, *, by: Person, revision: int | None) -> None:
    """Take a session out of the draft agenda; it waits beside it.

    Raises:
        NotYourEvent, EventIsFixed: see `rights.door`.
        NoSuchSession: it is not in this agenda.
        ChangedMeanwhile: somebody changed it after `revision`.
    """
    with rights.door(event, by=by) as agenda:
        session = sessions.held(event, session_id, revision)
        if Placement.objects.filter(session=session).delete()[0]:
            _raise(session)
            rights.touch(agenda)
            record(facts.PlacementWithdrawn(event_id=event.pk, session_id=session.pk))


def _raise(session: Session) -> None:
    session.revision += 1
    session.save(update_fields=["revision"])
