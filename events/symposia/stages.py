"""Stages and tracks of an event, and how long people need between two sessions."""

from collections.abc import Mapping

from events.models import Event, Placement, Stage, Track
from events.symposia import facts, rights
from events.symposia.errors import NoSuchStage, NoSuchTrack, StageExists, StageInUse
from ledger.recording import record
from members.models import Person


def add_stage(event: Event, *, by: Person, name: str, capacity: int | None = None) -> Stage:
    """Add a stage after the others.

    Raises:
        NotYourEvent, EventIsFixed: see `rights.door`.
        StageExists: there is one of this name.
    """
    with rights.door(event, by=by) as agenda:
        rows = Stage.objects.filter(event=event)
        if rows.filter(name=name).exists():
            raise StageExists
        made = Stage.objects.create(event=event, name=name, capacity=capacity, place=rows.count())
        rights.touch(agenda)
        record(facts.StagesChanged(event_id=event.pk))
    return made


def drop_stage(event: Event, stage_id: int, *, by: Person) -> None:
    """Delete a stage on which nothing takes place.

    Raises:
        NotYourEvent, EventIsFixed: see `rights.door`.
        NoSuchStage: it is not of this event.
        StageInUse: the draft places sessions on it.
    """
    with rights.door(event, by=by) as agenda:
        row = Stage.objects.filter(event=event, pk=stage_id).first()
        if row is None:
            raise NoSuchStage
        if Placement.objects.filter(stage=row).exists():
            raise StageInUse
        row.delete()
        rights.touch(agenda)
        record(facts.StagesChanged(event_id=event.pk))


def set_change_minutes(event: Event, *, by: Person, minutes: int) -> None:
    """Say how many minutes speakers and interpreters need between two sessions; clashes are found by it.

    Raises:
        NotYourEvent, EventIsFixed: see `rights.door`.
    """
    with rights.door(event, by=by) as agenda:
        if agenda.change_minutes != minutes:
            agenda.change_minutes = minutes
            agenda.save(update_fields=["change_minutes"])
            rights.touch(agenda)
            record(facts.StagesChanged(event_id=event.pk))


def add_track(event: Event, *, by: Person, names: Mapping[str, str]) -> Track:
    """Add a track after the others.

    Raises:
        NotYourEvent, EventIsFixed: see `rights.door`.
    """
    with rights.door(event, by=by) as agenda:
        place = Track.objects.filter(event=event).count()
        made = Track.objects.create(event=event, names=dict(names), place=place)
        rights.touch(agenda)
        record(facts.StagesChanged(event_id=event.pk))
    return made


def drop_track(event: Event, track_id: int, *, by: Person) -> None:
    """Delete a track; its sessions stay without one.

    Raises:
        NotYourEvent, EventIsFixed: see `rights.door`.
        NoSuchTrack: it is not of this event.
    """
    with rights.door(event, by=by) as agenda:
        if not Track.objects.filter(event=event, pk=track_id).delete()[0]:
            raise NoSuchTrack
        rights.touch(agenda)
        record(facts.StagesChanged(event_id=event.pk))
