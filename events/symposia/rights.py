"""Who may change an agenda, and the one door every change goes through."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager

from django.db import transaction

from events import audiences
from events.errors import EventIsFixed, NotYourEvent
from events.models import Agenda, Event
from members.models import Person

KINDS = (Event.Kind.SYMPOSIUM, Event.Kind.WORKSHOP)
"""Events that have an agenda."""
FIXED = (Event.State.ARCHIVED, Event.State.CANCELLED)


def require(event: Event, by: Person) -> None:
    """Let only those pass who look after the event.

    Raises:
        NotYourEvent: the person does not.
    """
    if not audiences.looks_after(event, by):
        raise NotYourEvent


@contextmanager
def door(event: Event, *, by: Person | None, fixed: Collection[str] = FIXED) -> Iterator[Agenda]:
    """Open a transaction and hold the agenda's row: one editor at a time; the revision rises with what they do.

    Args:
        event: whose agenda.
        by: who changes it; None for a speaker who hands something in, checked by the caller.
        fixed: states of the event in which nothing can be changed.

    Raises:
        NotYourEvent: the person does not look after the event.
        EventIsFixed: the event is in one of the states `fixed`: archived or cancelled.
    """
    with transaction.atomic():
        Agenda.objects.get_or_create(event=event)
        agenda = Agenda.objects.select_for_update(of=("self",)).select_related("event__network").get(event=event)
        if by is not None:
            require(agenda.event, by)
        if agenda.event.state in fixed:
            raise EventIsFixed
        yield agenda


def touch(agenda: Agenda) -> None:
    """Note that the draft is another one now."""
    agenda.revision += 1
    agenda.save(update_fields=["revision"])
