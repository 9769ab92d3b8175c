"""Who is told what about an event: reactions to its facts, run by `workers`.

People get the news about their own registration; news about an event goes to those who are registered for it and to
nobody else. Mails carry a calendar file where a calendar must change.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from events import audiences, calendar_files, formats
from events.models import Event, Registration
from events.states import ACTIVE, HOLDS_A_SEAT, SEATED
from ledger.facts import Entry
from members import roles
from members.models import Notice
from members.notices import tell

R = Registration.State
EXPECTED = (R.REQUESTED, R.WAITLISTED, *SEATED)
"""Whoever still reckons with the event."""
TAKES_OUT = ("registration_withdrawn", "event_cancelled", "event_postponed")
"""Notices whose calendar file takes the event out of the calendar; the others put it in."""
WITH_FILE = ("registration_confirmed", "registration_promoted", "event_moved", "event_dated", *TAKES_OUT)


def tell_person(entry: Entry) -> None:
    """Tell a person what became of their registration."""
    registration = _registration(entry)
    if registration is None:
        return
    ended = entry.kind == "registration_withdrawn"
    sequence = calendar_files.sequence(registration.event, registration, ended=ended)
    tell(
        [registration.person_id],
        kind=entry.kind,
        key=f"{entry.kind}:{registration.pk}",
        data=_data(registration.event, registration_id=registration.pk, sequence=sequence, **_had_seat(entry)),
        address=_page_for(registration),
    )


def _page_for(registration: Registration) -> str:
    """What must still be answered, the event's page, or the calendar for somebody who no longer sees the event."""
    event = registration.event
    if registration.state in ACTIVE and registration.unanswered:
        return formats.details_page(event)
    return formats.event_page(event) if audiences.may_see(event, registration.person) else "/events/"


def tell_staff(entry: Entry) -> None:
    """Tell the network's staff, on the page only, that somebody asks for a place."""
    registration = _registration(entry)
    if registration is None:
        return
    event = registration.event
    tell(
        roles.staff_of(event.network).values_list("pk", flat=True),
        kind="registration_to_decide",
        key=f"registration_to_decide:{registration.pk}",
        data=_data(event, person_id=registration.person_id),
        address=f"{formats.event_page(event)}participants/",
        by_mail=False,
    )


def tell_everybody(entry: Entry) -> None:
    """Tell all who reckon with an event that it is cancelled, postponed or moved."""
    event = Event.objects.filter(pk=entry.data["event_id"]).first()
    if event is not None:
        _tell_registered(event, entry.kind, entry.position)


def tell_new_date(entry: Entry) -> None:
    """Tell those who were registered before an event was postponed that it has a date again."""
    event = Event.objects.filter(pk=entry.data["event_id"]).first()
    if event is not None:
        _tell_registered(event, "event_dated", entry.position, since_before=entry.at)


def _tell_registered(event: Event, kind: str, position: int, *, since_before: datetime | None = None) -> None:
    expected = Registration.objects.filter(event=event, state__in=EXPECTED)
    if since_before is not None:  # reactions run later: whoever has registered meanwhile knows the date
        expected = expected.filter(queued_at__lt=since_before)
    tell(
        expected.values_list("person_id", flat=True),
        kind=kind,
        key=f"{kind}:{event.pk}:{position}",
        data=_data(event, sequence=event.sequence),
        address=formats.event_page(event),
    )


def files(notice: Notice) -> Iterable[tuple[str, bytes, str]]:
    """The calendar file that goes with a notice's mail, as (name, content, MIME type); none where nothing changes."""
    row = _registration_of(notice)
    if row is None or not notice.data.get("had_seat", True):
        return []
    off = notice.kind in TAKES_OUT
    if not off and row.event.state in calendar_files.OFF:
        return []  # what was promised before no longer holds; the notice of that has its own file
    sequence = notice.data["sequence"]
    if "registration_id" not in notice.data:
        sequence = calendar_files.sequence(row.event, row) - row.event.sequence + sequence
    method = "CANCEL" if off else "REQUEST"
    content = calendar_files.for_person(row, sequence=sequence, off=off)
    return [("invitation.ics", content, f"text/calendar; method={method}")]


def _registration_of(notice: Notice) -> Registration | None:
    """The registration a notice is about; for news about an event the person's seat, if they have one."""
    rows = Registration.objects.select_related("event__network", "person").filter(person=notice.person_id)
    if "registration_id" in notice.data:
        return rows.filter(pk=notice.data["registration_id"]).first()
    return rows.filter(event=notice.data["event_id"], state__in=HOLDS_A_SEAT).first()


def _registration(entry: Entry) -> Registration | None:
    rows = Registration.objects.select_related("event__network", "person")
    return rows.filter(pk=entry.data["registration_id"]).first()


def _data(event: Event, **more: Any) -> dict[str, Any]:
    return {"event_id": event.pk, **more}


def _had_seat(entry: Entry) -> dict[str, Any]:
    return {"had_seat": entry.data["had_seat"]} if "had_seat" in entry.data else {}
