"""The calendar as pages: a list by days, a month, a map of hours. One address each, with the filters in it."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from events import listing
from events.listing import Card, Filters
from events.overview import agenda, day_map, month
from events.views import finding
from web.pagination import page

PAGE = 24


def _frame(request: HttpRequest, chosen: Filters, view: str) -> dict[str, Any]:
    """What the head of each view needs: the filters and what they offer, and what an organiser may make."""
    return {
        "view": view,
        "chosen": chosen,
        "choices": listing.choices(request.user),
        "new": listing.new_addresses(request.user),
    }


@require_GET
def by_day(request: HttpRequest) -> HttpResponse:
    """What comes next, or what was, day by day."""
    chosen = Filters.of(request.GET)
    found = page(request, agenda.keys(request.user, chosen), size=PAGE)
    entries = agenda.loaded(list(found.object_list), request.user)
    context = {
        **_frame(request, chosen, "list"),
        "page": found,
        "cards": [entry for entry in entries if isinstance(entry, Card)],
        "days": agenda.days(entries),
    }
    return render(request, "overview/list.html", context)


@require_GET
def by_month(request: HttpRequest) -> HttpResponse:
    """A month as a table."""
    chosen = Filters.of(request.GET)
    found = month.of(request.user, chosen, request.GET.get("month", ""))
    return render(request, "overview/month.html", {**_frame(request, chosen, "month"), "month": found})


@require_GET
def by_hour(request: HttpRequest) -> HttpResponse:
    """A day, or an event's day, over the clocks of every country."""
    chosen = Filters.of(request.GET)
    slug = request.GET.get("event", "")
    event = finding.event(request, slug) if slug else None
    found = day_map.of(request.user, chosen, request.GET.get("day", ""), event)
    return render(request, "overview/hours.html", {**_frame(request, chosen, "hours"), "map": found})
