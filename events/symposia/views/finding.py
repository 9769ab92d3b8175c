"""How these views find what their address names: foreign things do not exist."""

from django.http import Http404, HttpRequest

from events.models import Event, Session
from events.symposia import rights
from events.views import finding


def symposium(request: HttpRequest, slug: str) -> Event:
    """The event with an agenda, if the reader may see it.

    Raises:
        Http404: there is none, or not for this reader.
    """
    found = finding.event(request, slug)
    if found.kind not in rights.KINDS:
        raise Http404
    return found


def own_symposium(request: HttpRequest, slug: str) -> Event:
    """The event with an agenda, if the reader looks after it.

    Raises:
        Http404: there is none, or others look after it.
    """
    found = finding.own_event(request, slug)
    if found.kind not in rights.KINDS:
        raise Http404
    return found


def session(event: Event, session_id: int) -> Session:
    """A session of the draft.

    Raises:
        Http404: there is no such session in it.
    """
    found = Session.objects.filter(event=event, pk=session_id, dropped=False).first()
    if found is None:
        raise Http404
    return found
