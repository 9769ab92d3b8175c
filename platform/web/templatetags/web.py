"""Filters and tags for every page: moments, names of languages and countries, translated texts, icons."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django import template
from django.forms import BoundField, CheckboxInput
from django.http import HttpRequest
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from web import names, times, zones
from web.icons import ICONS
from web.live import tickets
from web.preferences import safe_address
from web.translated import translated

register = template.Library()


def _moment(when: datetime | None, skeletons: tuple[str, ...], shape: str, zone: str | None, city: bool) -> str:
    """The `<time>` element; `data-time` tells the browser's script which shape to write for another zone."""
    if when is None:
        return ""
    text = times.written(when, skeletons=skeletons, zone=zone)
    place = f" · {zones.city(times.reader_zone(zone), get_language() or 'en')}" if city else ""
    mark = "" if zone else shape
    return format_html('<time datetime="{}" data-time="{}">{}{}</time>', times.iso(when), mark, text, place)


@register.filter
def local_time(when: datetime | None, zone: str | None = None) -> str:
    """Day and hour with the city of the zone: `24 Nov 2026, 14:30 · Berlin`. A zone given is used instead."""
    return _moment(when, times.DAY_AND_HOUR, "moment", zone, city=True)


@register.filter
def local_weekday(when: datetime | None, zone: str | None = None) -> str:
    """As `local_time` with the day of the week: `Tue, 24 Nov 2026, 14:30 · Berlin`."""
    return _moment(when, times.WEEKDAY_AND_HOUR, "weekday", zone, city=True)


@register.filter
def moment_plain(when: datetime | str, zone: str | None = None) -> str:
    """As `local_weekday`, as plain text for mails; also takes what `isoformat()` wrote."""
    moment = datetime.fromisoformat(when) if isinstance(when, str) else when
    place = zones.city(times.reader_zone(zone), get_language() or "en")
    return f"{times.written(moment, skeletons=times.WEEKDAY_AND_HOUR, zone=zone)} · {place}"


@register.filter
def local_hour(when: datetime | None, zone: str | None = None) -> str:
    """The hour alone, for places where the zone stands nearby: `14:30`."""
    return _moment(when, times.HOUR, "hour", zone, city=False)


@register.filter
def local_hour_in(when: datetime | None, zone: str) -> str:
    """The hour in another place, with its city: `19:00 · Kolkata`."""
    return _moment(when, times.HOUR, "hour", zone, city=True)


@register.filter
def local_day(when: datetime | date | None, zone: str | None = None) -> str:
    """The day with its weekday: `Tue, 24 Nov 2026`; a plain date has no zone and stays as it is."""
    if isinstance(when, datetime) or when is None:
        return _moment(when, times.DAY, "day", zone, city=False)
    text = times.written(when, skeletons=times.DAY)
    return format_html('<time datetime="{}">{}</time>', when.isoformat(), text)


@register.filter
def time_span(start: datetime | None, end: datetime | None) -> str:
    """Start with day and zone, end by its hour: `Tue, 24 Nov 2026, 14:30 to 15:45 · Berlin`."""
    if start is None or end is None:
        return local_weekday(start)
    same_day = timezone.localtime(start).date() == timezone.localtime(end).date()
    first = _moment(start, times.WEEKDAY_AND_HOUR, "weekday-hour", None, city=False)
    last = _moment(end, times.HOUR if same_day else times.WEEKDAY_AND_HOUR, "hour", None, city=False)
    return format_html("{} {} {} · <span data-city>{}</span>", first, _("to"), last, times.city_now())


@register.filter
def iso(when: datetime) -> str:
    """The moment for machines: `2026-11-24T13:30:00Z`."""
    return times.iso(when)


@register.filter
def language_name(code: str) -> str:
    """A spoken language's name in the reader's language; takes an ISO 639-1 code."""
    return names.language_name(code, get_language() or "en")


@register.filter
def language_names(codes: Iterable[str]) -> str:
    """Several languages' names, joined by commas."""
    return ", ".join(language_name(code) for code in codes)


@register.filter
def own_name(code: str) -> str:
    """An interface language's name in itself: `Português (Brasil)`."""
    return names.own_name(code)


@register.filter
def country_name(code: str) -> str:
    """A country's name in the reader's language; takes an ISO 3166-1 code of two letters."""
    return names.country_name(code, get_language() or "en")


@register.filter(name="translated")
def translated_text(value: Mapping[str, str] | None) -> str:
    """A text kept in several languages; marked with `lang` when it is not in the reader's language."""
    text, language = translated(value)
    if not text or language.split("-")[0] == (get_language() or "en").split("-")[0]:
        return text
    return format_html('<span lang="{}">{}</span>', language, text)


@register.filter
def translated_plain(value: Mapping[str, str] | None) -> str:
    """As `translated` without markup, for titles and attributes."""
    return translated(value).text


@register.simple_tag
def icon(name: str, label: str = "", size: str = "") -> SafeString:
    """An icon. Without a label it is decoration and hidden from screen readers; `size` is "", "small" or "large"."""
    kind = f"icon icon--{size}" if size else "icon"
    shape = mark_safe(ICONS[name])  # noqa: S308  our own drawings, never a person's text
    if label:
        return format_html(
            '<svg class="{}" viewBox="0 0 24 24" role="img" aria-label="{}">{}</svg>', kind, label, shape
        )
    return format_html('<svg class="{}" viewBox="0 0 24 24" aria-hidden="true">{}</svg>', kind, shape)


@register.inclusion_tag("web/clock.html")
def countdown(
    ends_at: datetime | None, seconds: int = 0, label: str = "", paused_left: int | None = None
) -> dict[str, Any]:
    """The ring that runs down to `ends_at`.

    Args:
        ends_at: when it ends; nothing is running when None.
        seconds: the whole length, so that the ring knows what full is.
        label: what runs, for instance "Round 2".
        paused_left: seconds left when the clock is held.
    """
    left = paused_left
    if left is None:
        left = max(0, round((ends_at - timezone.now()).total_seconds())) if ends_at else 0
    whole = max(seconds, left, 1)
    return {
        "ends_at": ends_at,
        "seconds": whole,
        "left": left,
        "text": f"{left // 60}:{left % 60:02d}",
        "gone": f"{100 * (1 - left / whole):.2f}",
        "label": label,
        "paused": paused_left is not None,
    }


@register.simple_tag(takes_context=True)
def live(context: template.Context, stream: str, position: int, epoch: str) -> SafeString:
    """The attributes that follow a stream from the state the page shows: `<section {% live stream position epoch %}>`.

    Read the position before what the page shows, or an entry in between is lost. The ticket spares the handshake the
    session; `data-me` lets the page mark what is the reader's own.
    """
    request = context["request"]
    person = request.user
    ticket = ""
    if person.is_authenticated and request.session.session_key:
        voucher = tickets.Voucher(person.pk, tickets.stamp(person.get_session_auth_hash()))
        ticket = tickets.issue(stream, session_key=request.session.session_key, voucher=voucher)
    shape = 'data-live="{}" data-position="{}" data-epoch="{}" data-ticket="{}" data-me="{}"'
    return format_html(shape, stream, position, epoch, ticket, person.pk or "")


@register.filter
def is_lone_checkbox(field: BoundField) -> bool:
    """Whether the field is a single checkbox, whose label stands beside it."""
    return isinstance(field.field.widget, CheckboxInput)


@register.filter
def own_address(target: str | None, request: HttpRequest) -> str:
    """The address when it is on this host, else the start page."""
    return safe_address(request, target)
