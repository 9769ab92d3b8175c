"""Letting time pass for what lies days ahead."""

from datetime import datetime, timedelta

from django.db.models import F
from django.utils import timezone

from events.models import AgendaVersion, Event, Meeting, Placement
from ledger.models import Promise


def bring_forward(meeting: Meeting, **span: float) -> None:
    """A meeting, its consultation and all they promise come nearer; whoever calls keeps what is due then."""
    back = timedelta(**span)
    meeting.refresh_from_db()
    meeting.starts_at, meeting.ends_at = meeting.starts_at - back, meeting.ends_at - back
    meeting.save()
    room = meeting.room
    room.refresh_from_db()
    for row, names in ((room, ("opens_at", "phase_started_at", "phase_ends_at")), (room.consultation, ("starts_at",))):
        for name in names:
            if getattr(row, name) is not None:
                setattr(row, name, getattr(row, name) - back)
        row.save()
    bring_promises_forward([f"meeting:{meeting.pk}", f"room:{room.pk}"], back)


def bring_promises_forward(streams: list[str], back: timedelta) -> None:
    """What was promised on these streams is due earlier."""
    for promise in Promise.objects.filter(stream__in=streams, state="due"):
        Promise.objects.filter(pk=promise.pk).update(
            due_at=promise.due_at - back, promised_at=promise.promised_at - back
        )


def bring_event_forward(event: Event, seconds: float) -> None:
    """An event and its agenda, as drafted and as published, come nearer until it begins in so many seconds."""
    back = event.starts_at - timezone.now() - timedelta(seconds=seconds)
    Event.objects.filter(pk=event.pk).update(starts_at=event.starts_at - back, ends_at=event.ends_at - back)
    Placement.objects.filter(session__event=event).update(starts_at=F("starts_at") - back)
    for version in event.agenda_versions.all():
        for session in version.snapshot["sessions"]:
            session["starts_at"] = (datetime.fromisoformat(session["starts_at"]) - back).isoformat()
        AgendaVersion.objects.filter(pk=version.pk).update(snapshot=version.snapshot)
