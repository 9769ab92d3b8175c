"""Words for agendas in templates."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import template

from events.symposia import wording

register = template.Library()


@register.filter
def piece_names(kinds: Iterable[str]) -> str:
    """Missing pieces by name, joined by commas."""
    return wording.piece_names(kinds)


@register.filter
def change_told(change: Mapping[str, Any]) -> str:
    """A line of a notice: which session, what changed, when and where it is now."""
    return wording.change_told(change)
