"""Reasons and limits of suggestions as plain sentences in the reader's language.

`peers.matching` gives kinds and values; what a kind means is said here once, for pages, notices and lists alike.
"""

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from members import vocabulary
from web import names
from web.translated import translated

Values = Mapping[str, Any]


def sentence(one: Values) -> str:
    """A stored reason or limit (`kind` and `values`) as a sentence; nothing for a kind nobody knows."""
    say = SAID.get(str(one.get("kind")))
    return say(one.get("values", {})) if say else ""


def _topic(values: Values) -> str:
    slug = str(values.get("topic", ""))
    return translated(vocabulary.topics().get(slug)).text or slug


def _size(values: Values) -> str:
    return translated(vocabulary.size_classes().get(str(values.get("size_class", "")))).text


def _country(values: Values) -> str:
    return names.country_name(str(values.get("country", "")), get_language() or "en")


def _languages(values: Values) -> str:
    codes = values.get("languages") or [values.get("language", "")]
    return ", ".join(names.language_name(str(code), get_language() or "en") for code in codes if code)


def _experience(values: Values) -> str:
    words = {"topic": _topic(values)}
    level, first = int(values.get("experience", 1)), int(values.get("wish", 1)) == 1
    if level >= 3:
        if first:
            return _("They have run this for years, on your first topic: %(topic)s.") % words
        return _("They have run this for years: %(topic)s.") % words
    if level == 2:
        return _("It runs there in daily work: %(topic)s.") % words
    return _("They have tried it: %(topic)s.") % words


def _hours_apart(values: Values) -> str:
    hours = round(int(values.get("minutes", 0)) / 60)
    return ngettext("%(hours)d hour apart.", "%(hours)d hours apart.", hours) % {"hours": hours}


def _hosting(values: Values) -> str:
    number = int(values.get("others", 1))
    text = ngettext("They teach %(number)d other already.", "They teach %(number)d others already.", number)
    return text % {"number": number}


SAID: dict[str, Callable[[Values], str]] = {
    "experience": _experience,
    "same_size": lambda values: _("They are of the size you look for: %(size)s.") % {"size": _size(values)},
    "near_size": lambda values: _("They are nearly of the size you look for: %(size)s.") % {"size": _size(values)},
    "both_ways": lambda values: _("They seek something you can teach: %(topic)s.") % {"topic": _topic(values)},
    "other_country": lambda values: _("They see it from another country: %(country)s.") % {"country": _country(values)},
    "language": lambda values: _("You share a language: %(languages)s.") % {"languages": _languages(values)},
    "hours_apart": _hours_apart,
    "one_language": lambda values: _("No language in common but %(languages)s.") % {"languages": _languages(values)},
    "hosting_others": _hosting,
    "little_experience": lambda values: _("They have only tried it so far."),
    "sizes_differ": lambda values: _("Much larger or smaller than you look for: %(size)s.") % {"size": _size(values)},
    "later_wish": lambda values: _("It is not your first topic, but %(topic)s.") % {"topic": _topic(values)},
    "same_country": lambda values: _("From your own country: you may know each other already."),
    "one_way": lambda values: _("They seek nothing that you offer: the learning goes one way."),
    "own_word": lambda values: _("Their experience is by their own word: look at it together."),
}
"""What each kind says."""
