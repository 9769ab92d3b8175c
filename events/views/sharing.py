"""How the public calendar gets into other calendars, readers and websites."""

from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from events import listing
from events.feeds.public import absolute
from events.listing import Filters


@require_safe
def share(request: HttpRequest) -> HttpResponse:
    """Addresses and pieces to copy for the filters and the language chosen."""
    chosen = Filters.of(request.GET)
    asked = request.GET.get("lang", "")
    language = asked if asked in dict(settings.LANGUAGES) else get_language()
    context = {
        "view": "share",
        "chosen": chosen,
        "choices": listing.choices(None),
        "languages": settings.LANGUAGES,
        "reading": language,
        **_addresses(chosen, language or settings.LANGUAGE_CODE),
    }
    return render(request, "feeds/share.html", context)


def _addresses(chosen: Filters, language: str) -> dict[str, Any]:
    names = ("network", "kind", "language", "topic")
    query = {name: value for name in names if (value := getattr(chosen, name))} | {"lang": language}
    zone = timezone.get_current_timezone_name()
    framed = query if zone == settings.TIME_ZONE else {**query, "zone": zone}
    feed = absolute(f"{reverse('events:public_feed')}?{urlencode(query)}")
    return {
        "feed": feed,
        "webcal": f"webcal://{feed.partition('://')[2]}",
        "atom": absolute(f"{reverse('events:atom')}?{urlencode(query)}"),
        "json": absolute(f"{reverse('events:json')}?{urlencode(query)}"),
        "frame": absolute(f"{reverse('events:embedded')}?{urlencode(framed)}"),
    }
