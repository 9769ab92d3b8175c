"""What the templates of notices see when a notice names a host, a request or a partnership."""

from collections.abc import Callable, Collection, Mapping
from typing import Any

from django.db.models import Prefetch

from members.models import Member
from peers.models import Call, Partnership, Request, Session
from rooms.models import Action


def _partnerships(ids: Collection[int]) -> Mapping[int, Partnership]:
    rows = Partnership.objects.select_related("request__member").prefetch_related("partners__member")
    return rows.in_bulk(list(ids))


def _sessions(ids: Collection[int]) -> Mapping[int, Session]:
    """Sessions with their room's notes and, as `meeting.room.agreed`, its actions."""
    agreed = Action.objects.filter(withdrawn_at=None).select_related("owner")
    rows = Session.objects.select_related("meeting__room", "partnership")
    return rows.prefetch_related(Prefetch("meeting__room__actions", agreed, to_attr="agreed")).in_bulk(list(ids))


SUBJECTS: dict[str, Callable[[Collection[int]], Mapping[int, Any]]] = {
    "host_id": lambda ids: Member.objects.in_bulk(list(ids)),
    "request_id": lambda ids: Request.objects.select_related("member", "network").in_bulk(list(ids)),
    "partnership_id": _partnerships,
    "session_id": _sessions,
    "call_id": lambda ids: Call.objects.select_related("network").in_bulk(list(ids)),
}
