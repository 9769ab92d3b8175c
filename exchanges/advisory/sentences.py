"""How the facts of the advisory programme read in a member's dossier.

All delegates of a member read its dossier, also those of the advisors' members; so a case is named only while it is
open to the network.
"""

from collections.abc import Callable, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from exchanges.advisory import facts, states
from exchanges.advisory.models import Advisor, Case, Engagement
from ledger.facts import Entry, Fact
from members import dossiers
from members.sentences import GONE

Worded = Callable[[Sequence[Entry]], list[str]]


def _titles(entries: Sequence[Entry]) -> dict[int, str]:
    rows = Case.objects.filter(pk__in={entry.data["case_id"] for entry in entries})
    hidden = _("a confidential case")
    return {
        pk: f"“{title}”" if level == Case.Level.NETWORK and state in states.TAKEN_ON else hidden
        for pk, title, level, state in rows.values_list("pk", "title", "level", "state")
    }


def _about(sentence: Callable[[Entry, str], str]) -> Worded:
    def worded(entries: Sequence[Entry]) -> list[str]:
        titles = _titles(entries)
        return [sentence(entry, titles.get(entry.data["case_id"], GONE)) for entry in entries]

    return worded


def _moved(entry: Entry, title: str) -> str:
    label = dict(Case.State.choices).get(entry.data["to"], entry.data["to"])
    return _("Advisory Programme, %(title)s: %(state)s.") % {"title": title, "state": label}


def _answered(entry: Entry, title: str) -> str:
    label = dict(Engagement.State.choices).get(entry.data["to"], entry.data["to"])
    return _("An advisor answered about %(title)s: %(state)s.") % {"title": title, "state": label}


def _by_advisor(sentence: Callable[[str], str]) -> Worded:
    def worded(entries: Sequence[Entry]) -> list[str]:
        rows = Advisor.objects.filter(pk__in={entry.data["advisor_id"] for entry in entries})
        names = dict(rows.values_list("pk", "person__name"))
        return [sentence(names.get(entry.data["advisor_id"]) or str(GONE)) for entry in entries]

    return worded


WORDED: dict[type[Fact], Worded] = {
    facts.CaseMoved: _about(_moved),
    facts.AdvisorAsked: _about(lambda entry, title: _("An advisor was asked about %(title)s.") % {"title": title}),
    facts.AdvisorAnswered: _about(_answered),
    facts.ScopingBooked: _about(lambda entry, title: _("The scoping call is booked: %(title)s.") % {"title": title}),
    facts.CaseCheckAnswered: _about(
        lambda entry, title: _("What became of the advice was said: %(title)s.") % {"title": title}
    ),
    facts.AdvisorOffered: _by_advisor(lambda name: _("%(name)s offers to advise others.") % {"name": name}),
    facts.AdvisorAdmitted: _by_advisor(lambda name: _("%(name)s advises others.") % {"name": name}),
    facts.AdvisorEnded: _by_advisor(lambda name: _("%(name)s advises no more.") % {"name": name}),
}


def register() -> None:
    """Word these facts for the dossier."""
    label = gettext_lazy("Advisory Programme")
    dossiers.register("advisory", label, {fact.kind: renderer for fact, renderer in WORDED.items()})
