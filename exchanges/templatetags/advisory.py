"""Filters for pages of the advisory programme: states, steps, reasons and limits in the reader's language."""

from collections.abc import Mapping
from typing import Any

from django import template

from exchanges.advisory import due, wording
from exchanges.advisory.models import Case, Engagement

register = template.Library()


@register.filter
def case_state(state: str) -> str:
    """A state of a case as people read it."""
    return str(dict(Case.State.choices).get(state, state))


@register.filter
def engagement_state(state: str) -> str:
    """A state of an engagement as people read it."""
    return str(dict(Engagement.State.choices).get(state, state))


@register.filter
def case_step(state: str) -> str:
    """What is to be done in a state."""
    return str(due.STEPS.get(state, ("", ""))[0])


@register.filter
def case_owed(state: str) -> str:
    """Who owes the next step in a state."""
    return str(due.WHO[due.STEPS.get(state, ("", ""))[1]])


@register.filter
def fit_worded(one: Mapping[str, Any]) -> str:
    """A reason or limit of a suggested advisor as a sentence."""
    return wording.sentence(one)


@register.filter
def item(values: Mapping[str, Any], key: str) -> Any:
    """What stands in a mapping under a key that is no word for templates, such as `take-on`; else `None`."""
    return values.get(key)
