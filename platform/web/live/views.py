"""The same entries over plain HTTP: for pages without sockets, and for closing a gap."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from ledger import reading
from ledger.facts import Entry
from web.live import addresses, doorkeeper, frames, log
from web.live.log import PAGE


@never_cache
@require_GET
def entries(request: HttpRequest, stream: str) -> JsonResponse:
    """Up to 1,000 entries of a stream after `since`.

    `position` is how far the answer reaches: the stream's newest position, or that of the last entry given where more
    follow; `more` is there, and true, then: ask again from that position. `reset` is there, and true, when the log does
    not lead on from `since`: reload the page's state.
    """
    try:
        since = addresses.position(request.GET.get("since"))
    except addresses.BadAddress:
        return _refused(400, _("since is a position, a whole number from 0 on."))
    if not request.user.is_authenticated:
        return _refused(401, _("Please sign in."))
    if not doorkeeper.admitted({(request.user.pk, stream)}):
        if doorkeeper.exists(stream):
            return _refused(403, _("You are not admitted to this stream."))
        return _refused(404, _("There is no such stream."))
    return JsonResponse(_answer(stream, since))


def _answer(stream: str, since: int | None) -> dict[str, Any]:
    found, head = _found(stream, since)
    answer: dict[str, Any] = {"epoch": reading.epoch(), "position": head, "entries": []}
    if since is None or since == head:
        return answer
    if not found or found[0].position != since + 1:
        return {**answer, "reset": True}
    looks, last = log.render(found), found[-1].position
    shown = [frames.shown(entry, looks[entry.stream, entry.position]) for entry in found]
    more = {"more": True} if last < head else {}
    return {**answer, "position": last, "entries": shown, **more}


def _found(stream: str, since: int | None) -> tuple[Sequence[Entry], int]:
    """Entries and a head that is no older than they are; what is committed between the two is read once more."""
    head = reading.head(stream)
    if since is None or since == head:
        return [], head
    found = reading.since(stream, since, limit=PAGE)
    return found, max(head, found[-1].position if found else reading.head(stream))


def _refused(status: int, sentence: str) -> JsonResponse:
    return JsonResponse({"error": sentence}, status=status)
