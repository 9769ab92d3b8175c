"""What stands in the form of a poll."""

from collections.abc import Mapping

from django import template

from events.meetings.polls.queries import Choice

register = template.Library()


@register.filter
def chosen(choice: Choice, given: Mapping[int, str] | None) -> str:
    """The answer that is chosen: what was just sent, else what was answered before."""
    return (given or {}).get(choice.row.pk, choice.mine)
