"""How the facts of mixers read in a member's dossier: one look-up per kind of subject for a whole page."""

from collections.abc import Callable, Sequence

from babel.lists import format_list
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from exchanges.mixers import facts
from exchanges.mixers.models import FollowUp, Mixer
from ledger.facts import Entry, Fact
from members import dossiers
from members.models import Member
from members.sentences import GONE, names_of_people
from web.names import locale
from web.translated import translated


def _titles(entries: Sequence[Entry]) -> dict[int, str]:
    rows = Mixer.objects.filter(id__in={entry.data["mixer_id"] for entry in entries})
    return {mixer: translated(titles).text for mixer, titles in rows.values_list("id", "event__titles")}


def listed(names: Sequence[str]) -> str:
    """Names as a list in the reader's language: "Jena, Kochi and Piura"."""
    return format_list(list(names), locale=locale(get_language() or "en"))


def took_part(entries: Sequence[Entry]) -> list[str]:
    """A mixer took place, and the member was there."""
    titles = _titles(entries)
    return [_("Took part in “%(event)s”.") % {"event": titles.get(entry.data["mixer_id"], GONE)} for entry in entries]


def met(entries: Sequence[Entry]) -> list[str]:
    """Members that sat at a table."""
    titles = _titles(entries)
    ids = {member for entry in entries for member in entry.data["member_ids"]}
    names = dict(Member.objects.filter(id__in=ids).values_list("id", "name"))
    return [
        _("%(members)s met at “%(event)s”, round %(number)s.")
        % {
            "members": listed(sorted(names.get(member, GONE) for member in entry.data["member_ids"])),
            "event": titles.get(entry.data["mixer_id"], GONE),
            "number": entry.data["number"],
        }
        for entry in entries
    ]


def _about_two(sentence: Callable[[Entry, dict[str, str]], str]) -> Callable[[Sequence[Entry]], list[str]]:
    def worded(entries: Sequence[Entry]) -> list[str]:
        titles = _titles(entries)
        names = names_of_people({entry.data[key] for entry in entries for key in ("person_id", "other_id")})
        return [
            sentence(
                entry,
                {
                    "name": names.get(entry.data["person_id"], GONE),
                    "other": names.get(entry.data["other_id"], GONE),
                    "event": titles.get(entry.data["mixer_id"], GONE),
                },
            )
            for entry in entries
        ]

    return worded


def _answered(entry: Entry, words: dict[str, str]) -> str:
    labels = dict(FollowUp.Outcome.choices)
    outcome = str(labels.get(entry.data["outcome"], GONE))
    return _("%(name)s on the contact with %(other)s (“%(event)s”): %(outcome)s.") % {**words, "outcome": outcome}


WORDED: dict[type[Fact], Callable[[Sequence[Entry]], list[str]]] = {
    facts.MixerEnded: took_part,
    facts.MembersMet: met,
    facts.ContactExchanged: _about_two(
        lambda _entry, words: _("%(name)s and %(other)s exchanged contacts at “%(event)s”.") % words
    ),
    facts.FollowUpAnswered: _about_two(_answered),
}


def register() -> None:
    """Word these facts for the dossier."""
    label = gettext_lazy("Mixers: people met, contacts, follow-ups")
    dossiers.register("mixers", label, {fact.kind: renderer for fact, renderer in WORDED.items()})
