"""How a view finds what its address names: foreign things do not exist."""

from django.http import Http404, HttpRequest

from events import audiences
from events.models import Event, Registration
from members import roles
from members.models import Person


def reader(request: HttpRequest) -> Person:
    """The signed-in reader.

    Raises:
        Http404: nobody is signed in; a view that offers to sign in asks `login_required` first.
    """
    if not roles.active(request.user):
        raise Http404
    return request.user


def event(request: HttpRequest, slug: str) -> Event:
    """The event, if the reader may see it.

    Raises:
        Http404: there is none, or not for this reader.
    """
    seen = audiences.visible(request.user).select_related("network", "organiser")
    found = None if "\x00" in slug else seen.filter(slug=slug).first()  # PostgreSQL does not even look for it
    if found is None:
        raise Http404
    return found


def any_event(slug: str) -> Event:
    """The event of this address, for a caller who decides by other means what the reader may know of it.

    Raises:
        Http404: there is none.
    """
    rows = Event.objects.select_related("network")
    found = None if "\x00" in slug else rows.filter(slug=slug).first()
    if found is None:
        raise Http404
    return found


def own_event(request: HttpRequest, slug: str) -> Event:
    """The event, if the reader looks after it.

    Raises:
        Http404: there is none, or others look after it.
    """
    found = event(request, slug)
    if not audiences.looks_after(found, request.user):
        raise Http404
    return found


def registrations(event: Event, ids: list[str]) -> list[Registration]:
    """The event's registrations with these ids, in the order of the waiting list; others are passed by."""
    numbers = [int(text) for text in ids if text.isdecimal() and len(text) < 19]
    return list(Registration.objects.filter(event=event, pk__in=numbers).order_by("queued_at", "id"))
