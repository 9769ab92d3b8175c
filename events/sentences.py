"""How the facts of events read in a member's dossier: one look-up of events and one of people for a whole page."""

from collections.abc import Callable, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from events import facts
from events.models import Event
from events.symposia.places import facts as places
from ledger.facts import Entry, Fact
from members import dossiers
from members.sentences import GONE, names_of_people
from web.translated import translated


def _titles(entries: Sequence[Entry]) -> dict[int, str]:
    ids = {entry.data["event_id"] for entry in entries}
    return {pk: translated(titles).text for pk, titles in Event.objects.filter(pk__in=ids).values_list("pk", "titles")}


def _about(sentence: Callable[[dict[str, str]], str]) -> Callable[[Sequence[Entry]], list[str]]:
    """A renderer that fills in the event's title and, where the fact names one, the person."""

    def worded(entries: Sequence[Entry]) -> list[str]:
        titles = _titles(entries)
        people = {entry.data["person_id"] for entry in entries if "person_id" in entry.data}
        names = names_of_people(people) if people else {}
        return [
            sentence(
                {
                    "event": titles.get(entry.data["event_id"], GONE),
                    "name": names.get(entry.data.get("person_id", 0), GONE),
                }
            )
            for entry in entries
        ]

    return worded


WORDED: dict[type[Fact], Callable[[Sequence[Entry]], list[str]]] = {
    facts.RegistrationConfirmed: _about(lambda words: _("%(name)s has a seat at “%(event)s”.") % words),
    facts.RegistrationWaitlisted: _about(lambda words: _("%(name)s waits for a seat at “%(event)s”.") % words),
    facts.RegistrationPromoted: _about(lambda words: _("%(name)s moved up and has a seat at “%(event)s”.") % words),
    facts.RegistrationWithdrawn: _about(lambda words: _("%(name)s will not come to “%(event)s”.") % words),
    facts.RegistrationAttended: _about(lambda words: _("%(name)s took part in “%(event)s”.") % words),
    places.SessionAttended: _about(lambda words: _("%(name)s was in a session of “%(event)s”.") % words),
    facts.EventMoved: _about(lambda words: _("“%(event)s” has a new time or place.") % words),
    facts.EventPostponed: _about(lambda words: _("“%(event)s” was postponed.") % words),
    facts.EventCancelled: _about(lambda words: _("“%(event)s” was cancelled.") % words),
}


def register() -> None:
    """Word these facts for the dossier."""
    label = gettext_lazy("Events and registrations")
    dossiers.register("events", label, {fact.kind: renderer for fact, renderer in WORDED.items()})
