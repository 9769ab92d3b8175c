"""Filters for pages of peer learning: reasons and limits in the reader's language, names of states and steps."""

from collections.abc import Mapping
from typing import Any

from django import template

from peers import due, wording
from peers.models import Request

register = template.Library()


@register.filter
def worded(one: Mapping[str, Any]) -> str:
    """A reason or limit of a suggestion as a sentence."""
    return wording.sentence(one)


@register.filter
def state_name(state: str) -> str:
    """A state of a request as people read it."""
    return str(dict(Request.State.choices).get(state, state))


@register.filter
def next_step(state: str) -> str:
    """What is to be done in a state."""
    return str(due.NEXT.get(state, ""))
