"""What the templates of notices see when a notice names somebody on an agenda, or a session of it."""

from collections.abc import Collection, Mapping

from events.models import Session, Speaker


def speakers(ids: Collection[int]) -> Mapping[int, Speaker]:
    """Speakers by id, each with their account."""
    return Speaker.objects.select_related("person").in_bulk(list(ids))


def sessions(ids: Collection[int]) -> Mapping[int, Session]:
    """Sessions of agendas by id."""
    return Session.objects.in_bulk(list(ids))
