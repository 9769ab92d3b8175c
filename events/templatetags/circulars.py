"""Filters for messages to participants: `{% load circulars %}`."""

from django import template
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from events.circulars import previews, recipients
from events.models import Circular, Registration, Session
from web import names
from web.translated import translated

register = template.Library()


@register.filter
def instead(circular: Circular) -> str:
    """The code of the language in which the reader gets the message instead of their own; "" when in their own."""
    return previews.instead(circular, get_language() or "en").split("-")[0]


@register.filter
def filter_words(circular: Circular) -> list[tuple[str, str]]:
    """The filter in words, as pairs of what it is about and what it lets pass; what lets all pass is left out."""
    language = get_language() or "en"
    states = [str(label) for value, label in Registration.State.choices if value in circular.states]
    found = [(_("State of the registration"), ", ".join(states))]
    if circular.sessions:
        chosen = Session.objects.filter(event=circular.event_id, pk__in=circular.sessions)
        titles = chosen.values_list("titles", flat=True)
        found.append((_("Sessions they want to attend"), ", ".join(translated(one).text for one in titles)))
    if circular.countries:
        found.append((_("Country"), ", ".join(_country(code, language) for code in circular.countries)))
    if circular.languages:
        found.append((_("Language of their mails"), ", ".join(names.own_name(code) for code in circular.languages)))
    return found


def _country(code: str, language: str) -> str:
    return _("Without a member") if code == recipients.NO_MEMBER else names.country_name(code, language)
