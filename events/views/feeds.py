"""The public calendar for other programs and websites. Nothing is taken from who asks, everything from the address."""

from collections.abc import Callable
from dataclasses import replace
from functools import wraps
from typing import Any

from csp.constants import NONE, SELF
from csp.decorators import csp_replace
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from events import calendar_files, listing
from events.feeds import atom, json_file
from events.feeds import public as public_events
from events.listing import Filters
from events.views.answers import public
from web import zones

View = Callable[..., HttpResponse]
FRAMED = {
    "script-src": [NONE],
    "connect-src": [NONE],
    "manifest-src": [NONE],
    "form-action": [NONE],
    "style-src": [SELF],
    "frame-ancestors": ["*"],
}
"""The policy of the page other websites show in a frame: anybody may, and it can do nothing but be read."""
PREFLIGHT = {
    "Allow": "GET, HEAD, OPTIONS",
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Allow-Methods": "GET, HEAD",
    "Access-Control-Allow-Headers": "If-None-Match",
    "Access-Control-Max-Age": "86400",
}
"""What browsers want to know before a page of another origin may send more than the simplest request."""
MOST, FEW = 50, 10
"""How many events a frame shows at most, and when it is not asked for a number."""


def language_of(request: HttpRequest) -> str:
    """The interface language the address names, else English."""
    asked = request.GET.get("lang", "")
    return asked if asked in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE


def _in_its_language(view: View) -> View:
    @wraps(view)
    def answered(request: HttpRequest, *words: Any, **names: Any) -> HttpResponse:
        language = language_of(request)
        with translation.override(language), timezone.override(zones.current("UTC")):
            found = view(request, *words, **names)
        found.headers["Content-Language"] = language  # else the middleware would name the asker's
        return found

    return answered


def _read_by_programs(view: View) -> View:
    """GET and HEAD, and the question of a page of another origin whether it may ask with `If-None-Match`."""

    @wraps(view)
    def answered(request: HttpRequest, *words: Any, **names: Any) -> HttpResponse:
        if request.method == "OPTIONS":
            return HttpResponse(status=204, headers=PREFLIGHT)
        return require_safe(view)(request, *words, **names)

    return answered


def _chosen(request: HttpRequest) -> Filters:
    """The filters the address names; a time only if it names one."""
    found = Filters.of(request.GET)
    return found if "when" in request.GET else replace(found, when="")


def _title(chosen: Filters) -> str:
    """What the feed is called, with what it is narrowed by."""
    offered = listing.choices(None)
    said = [dict(offered[name]).get(value, value) for name in offered if (value := getattr(chosen, name))]
    return " · ".join([_("Vernetzt: public events"), *said])


@_read_by_programs
@_in_its_language
def ics(request: HttpRequest) -> HttpResponse:
    """The public events as a calendar that others subscribe to."""
    chosen = _chosen(request)
    content = calendar_files.public_feed(public_events.events(chosen), _title(chosen))
    return public(request, content, "ics", public_events.changed_at(chosen))


@_read_by_programs
@_in_its_language
def atom_feed(request: HttpRequest) -> HttpResponse:
    """The public events as Atom."""
    chosen = _chosen(request)
    changed_at = public_events.changed_at(chosen)
    address = public_events.absolute(request.get_full_path())
    found = public_events.events(chosen)
    content = atom.written(found, title=_title(chosen), address=address, changed_at=changed_at)
    return public(request, content, "atom", changed_at)


@_read_by_programs
@_in_its_language
def json_feed(request: HttpRequest) -> HttpResponse:
    """The public events as JSON."""
    chosen = _chosen(request)
    content = json_file.written(public_events.events(chosen), language=language_of(request))
    return public(request, content, "json", public_events.changed_at(chosen))


@require_safe
@csp_replace(FRAMED)
@_in_its_language
def embedded(request: HttpRequest) -> HttpResponse:
    """The next public events as a small page for a frame: no script, no cookie, one's own language and zone."""
    chosen = _chosen(request)
    most, theme = _number(request.GET.get("most", "")), request.GET.get("theme", "")
    rows = list(public_events.standing(chosen)[: most + 1])
    context = {
        "events": rows[:most],
        "more": len(rows) > most,
        "chosen": chosen,
        "zone": zones.valid(request.GET.get("zone")),
        "theme": theme if theme in ("light", "dark") else "",
        "language": language_of(request),
    }
    return public(request, render_to_string("feeds/embedded.html", context), "html")


def _number(asked: str) -> int:
    """How many events a frame shows."""
    return min(max(int(asked), 1), MOST) if asked.isascii() and asked.isdecimal() and len(asked) < 5 else FEW
