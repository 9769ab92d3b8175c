"""What a reader can check in for now, and what an organiser shows on stage."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Count

from events.attendance import checking_in, codes
from events.models import Attendance, Event, Place, Registration
from events.states import SEATED
from events.symposia.places import line, overlaps
from members.models import Person
from web.translated import translated


@dataclass(frozen=True)
class Session:
    """A session one can check in for.

    Attributes:
        code: shown on stage; for organisers.
        there: how many have checked in; of the reader's own page: whether they have.
        without_place: places are limited, and the reader has none.
    """

    id: int
    titles: Mapping[str, str]
    code: str = ""
    there: int = 0
    without_place: bool = False

    def __str__(self) -> str:
        return translated(self.titles).text


@dataclass(frozen=True)
class Standing:
    """A reader in front of the event's door.

    Attributes:
        seat: whether the reader has a seat; there: whether they have checked in.
        now: whether the event's own door is open.
        sessions: those that are open now, earliest first.
    """

    seat: bool
    there: bool
    now: bool
    sessions: list[Session]


def of(event: Event, person: Person) -> Standing:
    """How the person stands, in four queries."""
    registered = Registration.objects.filter(event=event, person=person, state__in=SEATED)
    states = set(registered.values_list("state", flat=True))
    been = set(Attendance.objects.filter(session__event=event, person=person).values_list("session", flat=True))
    published = line.shown(event)
    open_now = [pk for pk, one in published.items() if checking_in.is_open(event, *overlaps.span(one))]
    limited = set(event.sessions.filter(pk__in=open_now, places__isnull=False).values_list("pk", flat=True))
    held = Place.objects.filter(session__in=limited, person=person, state=Place.State.HELD)
    without = limited - set(held.values_list("session", flat=True))
    found = [
        Session(pk, published[pk]["titles"], there=int(pk in been), without_place=pk in without)
        for pk in sorted(open_now, key=lambda pk: overlaps.span(published[pk]))
        if published[pk]["format"] != "break"
    ]
    now = checking_in.is_open(event, event.starts_at, event.ends_at)
    return Standing(bool(states), Registration.State.ATTENDED in states, now, found)


def on_stage(event: Event) -> list[Session]:
    """Every session with its code and how many have checked in, in the order of the agenda; two queries."""
    published = line.shown(event)
    counted = Attendance.objects.filter(session__event=event).order_by().values_list("session").annotate(Count("id"))
    there = dict(counted)
    return [
        Session(pk, published[pk]["titles"], codes.of(event, pk), there.get(pk, 0))
        for pk in sorted(published, key=lambda pk: overlaps.span(published[pk]))
        if published[pk]["format"] != "break"
    ]
