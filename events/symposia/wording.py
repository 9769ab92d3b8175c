"""Clashes, differences and missing pieces in words, in the reader's language."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from events.models import Appearance
from events.symposia import pieces
from events.symposia.clashes import Clash
from web.templatetags.web import moment_plain
from web.translated import translated


def piece_names(kinds: Iterable[str]) -> str:
    """Missing pieces by name; unknown ones are passed by."""
    return ", ".join(str(pieces.LABELS[kind]) for kind in kinds if kind in pieces.LABELS)


def change_told(change: Mapping[str, Any]) -> str:
    """Which session, what changed, and when and where it is now."""
    words = {
        "title": translated(change["titles"]).text,
        "when": moment_plain(datetime.fromisoformat(change["starts_at"])),
        "stage": change["stage"],
        "role": str(dict(Appearance.Role.choices).get(change.get("role", ""), "")),
    }
    return next(sentence for kind, sentence in _CHANGES.items() if kind in (*change["kinds"], "renamed"))() % words


_CHANGES: dict[str, Callable[[], str]] = {
    "taken": lambda: _("%(title)s: you no longer have a part in it"),
    "given": lambda: _("%(title)s: new for you, as %(role)s, %(when)s, %(stage)s"),
    "other_role": lambda: _("%(title)s: you are now in it as %(role)s, %(when)s, %(stage)s"),
    "removed": lambda: _("%(title)s: no longer takes place"),
    "added": lambda: _("%(title)s: new, %(when)s, %(stage)s"),
    "moved_in_time": lambda: _("%(title)s: new time, %(when)s, %(stage)s"),
    "moved_stage": lambda: _("%(title)s: now on another stage, %(stage)s, %(when)s"),
    "renamed": lambda: _("%(title)s: has this new title, %(when)s, %(stage)s"),
}
"""What a notice says of a change, the weightiest first: who no longer has a part in it need not know the new hour."""


def clash(found: Clash, titles: Mapping[int, str], names: Mapping[int, str], stages: Mapping[int, str]) -> str:
    """One sentence about a clash.

    Args:
        found: the clash.
        titles: of sessions, by id.
        names: of people, by id.
        stages: their names, by id.
    """
    words = {
        "one": titles[found.sessions[0]],
        "other": titles[found.sessions[-1]],
        "name": names.get(found.person, ""),
        "stage": stages.get(found.stage, ""),
        "count": found.amount,
    }
    return _SENTENCES[found.kind](found.amount) % words


_SENTENCES = {
    "speaker_twice": lambda n: _("%(name)s is in “%(one)s” and “%(other)s” at the same time."),
    "interpreter_twice": lambda n: _("%(name)s interprets “%(one)s” and is needed in “%(other)s” at the same time."),
    "stage_twice": lambda n: _("“%(one)s” and “%(other)s” are on %(stage)s at the same time."),
    "outside": lambda n: ngettext(
        "“%(one)s” lies %(count)d minute outside the event.", "“%(one)s” lies %(count)d minutes outside the event.", n
    ),
    "stage_too_small": lambda n: ngettext(
        "%(stage)s holds %(count)d person less than “%(one)s” has room for.",
        "%(stage)s holds %(count)d people less than “%(one)s” has room for.",
        n,
    ),
    "night": lambda n: _("It is night for %(name)s during “%(one)s”."),
    "no_change": lambda n: ngettext(
        "%(name)s has %(count)d minute to get from “%(one)s” to “%(other)s”.",
        "%(name)s has %(count)d minutes to get from “%(one)s” to “%(other)s”.",
        n,
    ),
}


def difference(stored: Mapping[str, Any], titles: Mapping[int, str], stages: Mapping[int, str]) -> str:
    """One sentence about a difference between two versions, as it is kept with the later one."""
    before, after = stored["before"], stored["after"]
    words = {"title": titles.get(stored["session"], "")}
    if stored["kind"] == "added":
        return _("“%(title)s” is new: %(when)s.") % {**words, "when": moment_plain(after)}
    if stored["kind"] == "removed":
        return _("“%(title)s” no longer takes place.") % words
    if stored["kind"] == "moved_in_time":
        both = {"before": moment_plain(before), "after": moment_plain(after)}
        if before == after:
            return _("“%(title)s” has another length.") % words
        return _("“%(title)s” moved from %(before)s to %(after)s.") % {**words, **both}
    if stored["kind"] == "moved_stage":
        both = {"before": stages.get(before, "?"), "after": stages.get(after, "?")}
        return _("“%(title)s” moved from %(before)s to %(after)s.") % {**words, **both}
    both = {"before": translated(before).text, "after": translated(after).text}
    return _("“%(before)s” is now called “%(after)s”.") % both
