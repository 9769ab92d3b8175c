"""What the owner of a meeting says about it: where its page is and where people meet.

An owner registers itself in its `AppConfig.ready()`:

    owners.register(Owner(kind="partnership", page=workspace.address_of_meeting))
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from events.models import Meeting
from members.models import Person
from rooms.models import Admission
from web.translated import translated


def meeting_page(meeting: Meeting) -> str:
    """The address of a meeting's own page."""
    return f"/meetings/{meeting.pk}/"


def room_page(meeting: Meeting) -> str:
    """The address of a meeting's room."""
    return f"/rooms/{meeting.room_id}/"


@dataclass(frozen=True)
class Owner:
    """What an owner contributes.

    Attributes:
        kind: the `subject_kind` of its meetings.
        page: where a meeting is looked at and changed; notices lead there.
        live_address: where people go when it begins; the last reminder and calendar files carry it.
        book: books what a poll found: called with the subject's id, the time and who books, in the transaction that
            ends the poll; without it the people asked are booked as they are.
        format: which of `Event.Kind` its meetings belong to, so that the calendar's filter by format finds them.
    """

    kind: str
    page: Callable[[Meeting], str] = meeting_page
    live_address: Callable[[Meeting], str] = room_page
    book: Callable[[int, datetime, Person], Meeting] | None = None
    format: str = ""


def page_for(meeting: Meeting, role: str) -> str:
    """Where somebody with a role in a meeting looks at it: interpreters may not read what it is about."""
    return meeting_page(meeting) if role == Admission.Role.INTERPRETER else of(meeting).page(meeting)


def page_of_room(found: Admission) -> str:
    """The page of the meeting that is held in a room, as `page_for` its role there; "" when none is."""
    meeting = Meeting.objects.filter(room=found.room_id).first()
    return page_for(meeting, found.role) if meeting is not None else ""


def titles_of_rooms(room_ids: Collection[int]) -> Mapping[int, str]:
    """By rooms' ids the titles of the meetings that are held there, in the reader's language."""
    rows = Meeting.objects.filter(room__in=room_ids).order_by().values_list("room", "titles")
    return {room: translated(titles).text for room, titles in rows}


registered: dict[str, Owner] = {}


def register(owner: Owner) -> None:
    """Add an owner; the same kind again replaces the first."""
    registered[owner.kind] = owner


def of(meeting: Meeting) -> Owner:
    """The meeting's owner; one that adds nothing when none is registered."""
    return of_kind(meeting.subject_kind)


def of_kind(kind: str) -> Owner:
    """The owner of such meetings; one that adds nothing when none is registered."""
    return registered.get(kind) or Owner(kind=kind)


def kinds_of(kind: str) -> list[str]:
    """The kinds of subject whose meetings belong to a format."""
    return [owner.kind for owner in registered.values() if owner.format == kind]
