"""How these views find what their address names: a workshop exists for its participants and organisers alone."""

from django.http import Http404, HttpRequest

from events.models import Event, Workshop
from events.views import finding
from events.workshops import people, rights


def workshop(request: HttpRequest, slug: str) -> Event:
    """The event, if the reader takes part or looks after it.

    Raises:
        Http404: there is none, it is of another kind, or the reader has no seat.
    """
    found = finding.event(request, slug)
    if found.kind != Event.Kind.WORKSHOP or not people.may_enter(found, request.user):
        raise Http404
    return found


def own_workshop(request: HttpRequest, slug: str) -> Event:
    """The event, if the reader looks after it.

    Raises:
        Http404: there is none, it is of another kind, or others look after it.
    """
    found = finding.own_event(request, slug)
    if found.kind != Event.Kind.WORKSHOP:
        raise Http404
    return found


def beside(event: Event) -> Workshop:
    """What the workshop has beside its event; begun when it is first looked at."""
    found = Workshop.objects.select_related("room", "event").filter(event=event).first()
    if found is not None:
        return found
    with rights.door(event, by=None) as begun:
        return begun
