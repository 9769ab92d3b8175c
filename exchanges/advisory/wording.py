"""Reasons and limits of suggested advisors as plain sentences: the secretariat reads them, and whoever is asked."""

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from members import vocabulary
from web import names
from web.translated import translated

Values = Mapping[str, Any]


def sentence(one: Values) -> str:
    """A reason or limit as `fitting` gives it; nothing for a kind nobody knows."""
    say = SAID.get(str(one.get("kind")))
    return say(one) if say else ""


def _topic(one: Values) -> str:
    slug = str(one["topic"])
    return translated(vocabulary.topics().get(slug)).text or slug


def _languages(one: Values) -> str:
    return ", ".join(names.language_name(str(code), get_language() or "en") for code in one["languages"])


def _country(one: Values) -> str:
    return names.country_name(str(one["country"]), get_language() or "en")


def _busy(one: Values) -> str:
    number = int(one["number"])
    text = ngettext("Advises on %(number)d other case.", "Advises on %(number)d other cases.", number)
    return text % {"number": number}


SAID: dict[str, Callable[[Values], str]] = {
    "knows": lambda one: (
        _("Experience with %(topic)s: %(evidence)s") % {"topic": _topic(one), "evidence": one["evidence"]}
    ),
    "languages": lambda one: _("A language in common: %(languages)s.") % {"languages": _languages(one)},
    "interpreted": lambda one: _("No language in common: only with interpretation."),
    "abroad": lambda one: _("A look from another country: %(country)s.") % {"country": _country(one)},
    "same_country": lambda one: _("From the same country as the case."),
    "later_topic": lambda one: _("Not the first topic of the case, but %(topic)s.") % {"topic": _topic(one)},
    "busy": _busy,
}
"""What each kind says."""
