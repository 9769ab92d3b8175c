"""Filters for notices and pages about members."""

from datetime import datetime

from django import template
from django.utils.translation import get_language

from members import browsers
from members.models import Member
from members.vocabulary import size_classes
from web import times, zones
from web.translated import translated

register = template.Library()


@register.filter
def moment(stored: str | datetime | None) -> datetime | None:
    """A moment kept in a notice's data as text, for `local_time` and its like."""
    if isinstance(stored, str):
        return datetime.fromisoformat(stored) if stored else None
    return stored


@register.filter
def plain_time(stored: str | datetime | None) -> str:
    """A moment in words with its zone, without markup, for mails: `Tue, 24 Nov 2026, 14:30 (Berlin)`."""
    when = moment(stored)
    if when is None:
        return ""
    city = zones.city(times.reader_zone(), get_language() or "en")
    return f"{times.written(when, skeletons=times.WEEKDAY_AND_HOUR)} ({city})"


@register.filter
def browser_name(user_agent: str) -> str:
    """Browser and system of a session."""
    return browsers.named(user_agent)


@register.filter
def size_name(code: str) -> str:
    """What a size class is called in the reader's language."""
    return translated(size_classes().get(code)).text


@register.filter
def kind_name(member: Member) -> str:
    """What kind of organisation a member is."""
    return str(member.get_kind_display())
