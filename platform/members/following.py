"""Live streams that those follow who may see the thing they are about, such as `request:7`."""

from collections.abc import Callable, Collection, Sequence

from ledger.facts import Entry
from members.models import Delegate, Office, Person
from members.roles import SECRETARIAT
from web.live.streams import Rendering, StreamKind, is_id

Pairs = set[tuple[int, int]]


def acting_for(members: Collection[tuple[int, int]]) -> Pairs:
    """From (thing, member) to (person, thing): who acts for the member of a thing."""
    acting = Delegate.objects.filter(
        member__in={member for _, member in members}, state=Delegate.State.ADMITTED, person__is_active=True
    )
    people = list(acting.values_list("person_id", "member_id"))
    return {(person, thing) for person, mine in people for thing, member in members if member == mine}


def looking_after(networks: Collection[tuple[int, int]]) -> Pairs:
    """From (thing, network) to (person, thing): who is in the secretariat of the network of a thing."""
    offices = Office.objects.filter(
        network__in={network for _, network in networks}, role=SECRETARIAT, person__is_active=True
    )
    people = list(offices.values_list("person_id", "network_id"))
    return {(person, thing) for person, mine in people for thing, network in networks if network == mine}


class ThingStreams(StreamKind):
    """Streams of one kind of things.

    Args:
        seen: from ids of things to (person, thing): who may see which, in a handful of queries.
    """

    def __init__(self, seen: Callable[[Collection[int]], Pairs]) -> None:
        self._seen = seen

    def admitted(self, pairs: Collection[tuple[int, str]]) -> set[tuple[int, str]]:
        """Those who may see it, in a handful of queries, however many pairs."""
        wanted = {(person, int(key)) for person, key in pairs if is_id(key)}
        active = Person.objects.filter(pk__in={person for person, _ in wanted}, is_active=True)
        alive = set(active.values_list("pk", flat=True))
        seen = self._seen({thing for _, thing in wanted})
        return {(person, str(thing)) for person, thing in wanted & seen if person in alive}

    def exists(self, key: str) -> bool:
        """Never told: whether there is such a thing is nobody's business who may not see it."""
        return False

    def render(self, entries: Sequence[Entry]) -> list[Rendering]:
        """What happened, without who did it."""
        return [Rendering({key: value for key, value in entry.data.items() if key != "by"}) for entry in entries]
