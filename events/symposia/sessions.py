"""Sessions of the draft: planned, changed, dropped. Whoever saves names the revision they saw."""

from typing import Any

from events.models import AgendaVersion, Event, Placement, Session, Track
from events.symposia import facts, rights
from events.symposia.errors import ChangedMeanwhile, NoSuchSession, NoSuchTrack
from ledger.recording import record
from members.models import Person

DETAILS = ("titles", "abstracts", "format", "track", "language", "interpretation", "minutes", "capacity")


def plan(event: Event, *, by: Person, **details: Any) -> Session:
    """Add a session to the draft; it waits beside the agenda until it is placed.

    Args:
        event: whose agenda.
        by: an organiser of the event.
        details: fields named in `DETAILS`, and `guid` when it comes from a file.

    Raises:
        NotYourEvent, EventIsFixed: see `rights.door`.
        NoSuchTrack: the track is another event's.
    """
    with rights.door(event, by=by) as agenda:
        _check_track(event, details.get("track"))
        made = Session.objects.create(event=event, **details)
        rights.touch(agenda)
        record(facts.SessionPlanned(event_id=event.pk, session_id=made.pk))
    return made


def change(event: Event, session_id: int, *, by: Person, revision: int, **details: Any) -> Session:
    """Change a session's details; what is not named stays as it is. Its length is also that of its place in the agenda.

    Raises:
        NotYourEvent, EventIsFixed: see `rights.door`.
        NoSuchSession: it is not in this agenda.
        ChangedMeanwhile: somebody changed it after `revision`.
        NoSuchTrack: the track is another event's.
    """
    with rights.door(event, by=by) as agenda:
        row = held(event, session_id, revision)
        _check_track(event, details.get("track"))
        changed = [name for name in DETAILS if name in details and details[name] != getattr(row, name)]
        for name in changed:
            setattr(row, name, details[name])
        lasts = "minutes" in details and _lasts(row, details["minutes"])
        if changed or lasts:
            row.revision += 1
            row.save(update_fields=[*changed, "revision"])
            rights.touch(agenda)
            record(facts.SessionEdited(event_id=event.pk, session_id=row.pk))
    return row


def _lasts(session: Session, minutes: int) -> bool:
    """Let a placed session have another length. Returns whether it had one."""
    return Placement.objects.filter(session=session).exclude(minutes=minutes).update(minutes=minutes) > 0


def drop(event: Event, session_id: int, *, by: Person, revision: int) -> None:
    """Delete a session from the draft; once a version is out the row stays, for who wanted to attend must be told.

    Raises:
        NotYourEvent, EventIsFixed: see `rights.door`.
        NoSuchSession: it is not in this agenda.
        ChangedMeanwhile: somebody changed it after `revision`.
    """
    with rights.door(event, by=by) as agenda:
        row = held(event, session_id, revision)
        Placement.objects.filter(session=row).delete()
        if AgendaVersion.objects.filter(event=event).exists():
            row.dropped = True
            row.save(update_fields=["dropped"])
        else:
            row.delete()
        rights.touch(agenda)
        record(facts.SessionDropped(event_id=event.pk, session_id=session_id))


def held(event: Event, session_id: int, revision: int | None) -> Session:
    """The session as it is now; the agenda's row is held, so nobody changes it meanwhile.

    Raises:
        NoSuchSession: it is not in this agenda.
        ChangedMeanwhile: its revision is another one; None asks for none.
    """
    row = Session.objects.filter(event=event, pk=session_id, dropped=False).first()
    if row is None:
        raise NoSuchSession
    if revision is not None and row.revision != revision:
        raise ChangedMeanwhile
    return row


def _check_track(event: Event, track: Track | None) -> None:
    if track is not None and track.event_id != event.pk:
        raise NoSuchTrack
