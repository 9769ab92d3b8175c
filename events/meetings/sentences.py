"""How the facts of meetings read in a member's dossier: one look-up of meetings and one of people for a whole page."""

from collections.abc import Callable, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from events.meetings import facts
from events.models import Meeting
from ledger.facts import Entry, Fact
from members import dossiers
from members.sentences import GONE, names_of_people
from web.translated import translated


def _titles(entries: Sequence[Entry]) -> dict[int, str]:
    rows = Meeting.objects.filter(pk__in={entry.data["meeting_id"] for entry in entries})
    return {pk: translated(titles).text for pk, titles in rows.order_by().values_list("pk", "titles")}


def _about(sentence: Callable[[dict[str, str]], str]) -> Callable[[Sequence[Entry]], list[str]]:
    """A renderer that fills in the meeting's title and, where the fact names them, who left and who came."""

    def worded(entries: Sequence[Entry]) -> list[str]:
        titles = _titles(entries)
        people = {entry.data.get(key) or 0 for entry in entries for key in ("person_id", "other_id")} - {0}
        names = names_of_people(people) if people else {}
        return [sentence(_words(entry, titles, names)) for entry in entries]

    return worded


def _words(entry: Entry, titles: dict[int, str], names: dict[int, str]) -> dict[str, str]:
    return {
        "meeting": titles.get(entry.data["meeting_id"], GONE),
        "name": names.get(entry.data.get("person_id", 0), GONE),
        "other": names.get(entry.data.get("other_id") or 0, ""),
    }


def _replaced(words: dict[str, str]) -> str:
    if words["other"]:
        return _("%(other)s takes part in “%(meeting)s” instead of %(name)s.") % words
    return _("%(name)s no longer takes part in “%(meeting)s”.") % words


WORDED: dict[type[Fact], Callable[[Sequence[Entry]], list[str]]] = {
    facts.MeetingBooked: _about(lambda words: _("“%(meeting)s” was agreed on.") % words),
    facts.MeetingMoved: _about(lambda words: _("“%(meeting)s” has a new time.") % words),
    facts.MeetingCancelled: _about(lambda words: _("“%(meeting)s” was called off.") % words),
    facts.MeetingHeld: _about(lambda words: _("“%(meeting)s” was held.") % words),
    facts.MeetingMissed: _about(lambda words: _("“%(meeting)s” was not held.") % words),
    facts.ParticipantReplaced: _about(_replaced),
    facts.ModeratorChanged: _about(lambda words: _("%(name)s moderates “%(meeting)s” from now on.") % words),
    facts.ParticipantJoined: _about(lambda words: _("%(name)s takes part in “%(meeting)s” as well.") % words),
}
"""That a room opened is no history."""


def register() -> None:
    """Word these facts for the dossier."""
    dossiers.register(
        "meetings", pgettext_lazy("booked", "Meetings"), {fact.kind: words for fact, words in WORDED.items()}
    )
