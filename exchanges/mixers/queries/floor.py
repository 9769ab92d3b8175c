"""The host's floor plan: the tables of the running round, or of the next one once it is planned; who sits nowhere."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from exchanges.mixers import participants
from exchanges.mixers.models import Mixer, Round, Seat, Table, TimeWish
from exchanges.mixers.queries import people
from exchanges.mixers.queries.people import Participant


@dataclass(frozen=True)
class Chair:
    """A taken seat; `away` says that the person is not to be seen at the moment."""

    participant: Participant
    away: bool


@dataclass(frozen=True)
class TableOnFloor:
    """A table: its people, how many chairs are free, and the codes of the languages all of them speak."""

    table: Table
    chairs: Sequence[Chair]
    free: int

    @property
    def needs_help(self) -> bool:
        """Whether somebody sits alone, or the people have no language in common."""
        return len(self.chairs) == 1 or (bool(self.chairs) and not self.table.languages)


@dataclass(frozen=True, kw_only=True)
class Floor:
    """What the host sees.

    Attributes:
        round: the running round, else the next one; `None`: no round is left.
        tables: those that are not dissolved, by number.
        unseated: people who are here and sit nowhere.
        here: how many people with a place are here; expected: how many have one.
    """

    mixer: Mixer
    round: Round | None
    tables: Sequence[TableOnFloor]
    unseated: Sequence[Participant]
    here: int
    expected: int


def view(mixer: Mixer) -> Floor:
    """The floor plan; five queries, however many people."""
    everybody = people.participants(mixer)
    here = participants.here(mixer.id) & set(everybody)
    row = (
        Round.objects.filter(mixer=mixer, state__in=[Round.State.OPEN, Round.State.PLANNED]).order_by("number").first()
    )
    chairs = _chairs(row, everybody, here) if row is not None else {}
    tables = Table.objects.filter(round=row, merged_into=None).select_related("room") if row is not None else []
    seated = {chair.participant.id for taken in chairs.values() for chair in taken}
    return Floor(
        mixer=mixer,
        round=row,
        tables=[
            TableOnFloor(table, chairs.get(table.id, []), max(0, mixer.table_size - len(chairs.get(table.id, []))))
            for table in tables
        ],
        unseated=[one for one in everybody.values() if one.id in here - seated],
        here=len(here),
        expected=len(everybody),
    )


def time_wishes(mixer: Mixer) -> int:
    """How many want the running round to last longer."""
    return TimeWish.objects.filter(round__mixer=mixer, round__state=Round.State.OPEN).count()


def _chairs(row: Round, everybody: dict[int, Participant], here: set[int]) -> dict[int, list[Chair]]:
    found: dict[int, list[Chair]] = defaultdict(list)
    seats = Seat.objects.filter(round=row, left_at=None).order_by("id")
    for table_id, person_id in seats.values_list("table_id", "person_id"):
        if person_id in everybody:
            found[table_id].append(Chair(everybody[person_id], person_id not in here))
    return found
