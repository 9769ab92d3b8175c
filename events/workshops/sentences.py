"""How the facts of workshops read in a member's dossier."""

from collections.abc import Callable, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from events.models import Event
from events.workshops import facts
from ledger.facts import Entry, Fact
from members import dossiers
from members.sentences import GONE, names_of_people
from web.translated import translated


def _worded(sentence: Callable[[dict[str, str], int], str]) -> Callable[[Sequence[Entry]], list[str]]:
    """A renderer that fills in the event's title, the person's name and how many actions there are."""

    def worded(entries: Sequence[Entry]) -> list[str]:
        ids = {entry.data["event_id"] for entry in entries}
        titles = dict(Event.objects.filter(pk__in=ids).values_list("pk", "titles"))
        people = {entry.data["person_id"] for entry in entries if "person_id" in entry.data}
        names = names_of_people(people) if people else {}
        return [
            sentence(
                {
                    "event": translated(titles.get(entry.data["event_id"])).text or GONE,
                    "name": names.get(entry.data.get("person_id", 0), GONE),
                },
                entry.data.get("actions", 0),
            )
            for entry in entries
        ]

    return worded


def _final(words: dict[str, str], actions: int) -> str:
    said = ngettext(
        "The workshop “%(event)s” agreed on %(actions)d action.",
        "The workshop “%(event)s” agreed on %(actions)d actions.",
        actions,
    )
    return said % {**words, "actions": actions}


WORDED: dict[type[Fact], Callable[[Sequence[Entry]], list[str]]] = {
    facts.PreparationHandedIn: _worded(
        lambda words, _actions: _("%(name)s prepared something for “%(event)s”.") % words
    ),
    facts.WorkshopHeld: _worded(lambda words, _actions: _("The workshop “%(event)s” took place.") % words),
    facts.WorkshopActionsFinal: _worded(_final),
}


def register() -> None:
    """Word these facts for the dossier."""
    label = gettext_lazy("Specialist workshops")
    dossiers.register("workshops", label, {fact.kind: renderer for fact, renderer in WORDED.items()})
