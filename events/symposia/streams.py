"""The live stream `agenda:<event id>`: organisers who draft an agenda see what the others change."""

from collections.abc import Collection, Sequence

from events.models import Event
from events.streams import is_id
from ledger.facts import Entry
from members.models import Office
from web.live.streams import Rendering, StreamKind


class AgendaStreams(StreamKind):
    """Streams of draft agendas."""

    def admitted(self, pairs: Collection[tuple[int, str]]) -> set[tuple[int, str]]:
        """The staff of the events' networks; two queries, however many pairs."""
        wanted = {(person_id, key) for person_id, key in pairs if is_id(key)}
        networks = dict(Event.objects.filter(pk__in={int(key) for _, key in wanted}).values_list("pk", "network_id"))
        offices = Office.objects.filter(
            person__in={person_id for person_id, _ in wanted}, network__in=networks.values(), person__is_active=True
        )
        staff = set(offices.values_list("person_id", "network_id"))
        return {(person_id, key) for person_id, key in wanted if (person_id, networks.get(int(key))) in staff}

    def exists(self, key: str) -> bool:
        """Whether there is such an event."""
        return is_id(key) and Event.objects.filter(pk=int(key)).exists()

    def render(self, entries: Sequence[Entry]) -> list[Rendering]:
        """Which event, session or version; the page fetches its parts again."""
        kept = ("event_id", "session_id", "number")
        return [Rendering({name: entry.data[name] for name in kept if name in entry.data}) for entry in entries]
