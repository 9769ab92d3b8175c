"""The draft as its editors see it: a table per day on the host's clock, what waits beside it, clashes, differences."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo

from events.models import Agenda, AgendaVersion, Appearance, Event, Placement, Session, Stage, Track
from events.symposia import clashes, differences, snapshots, wording
from events.symposia.states import EXPECTED
from web.translated import translated

STEP = timedelta(minutes=30)
USUAL = (time(9), time(18))
"""Between these hours a day can be filled, also where nothing stands yet."""


@dataclass(frozen=True)
class Tile:
    """A session on the board.

    Attributes:
        placement: where it stands; None while it waits.
        people: names of who is needed in it.
        clashing: whether something about it does not go together.
        changed: whether the published version shows it differently, or not at all.
    """

    session: Session
    placement: Placement | None
    people: tuple[str, ...] = ()
    clashing: bool = False
    changed: bool = False

    @property
    def ends_at(self) -> datetime | None:
        """When it is over."""
        return self.placement.starts_at + timedelta(minutes=self.placement.minutes) if self.placement else None


@dataclass
class Row:
    """Half an hour of a day, with what begins in it per stage."""

    starts_at: datetime
    cells: list[tuple[Stage, list[Tile]]] = field(default_factory=list)

    @property
    def clock(self) -> str:
        """The hour as the form takes it."""
        return f"{self.starts_at:%H:%M}"

    @property
    def full_hour(self) -> bool:
        """Whether the hour begins here."""
        return self.starts_at.minute == 0


@dataclass
class Day:
    """A day on the host's clock."""

    day: date
    rows: list[Row] = field(default_factory=list)


class Board:
    """All that the editor's page shows of a draft, in a fixed number of queries.

    Args:
        event: whose agenda.
    """

    def __init__(self, event: Event) -> None:
        self.event, self.zone = event, ZoneInfo(event.zone)
        self.agenda = Agenda.objects.filter(event=event).first() or Agenda(event=event)
        self.stages = list(Stage.objects.filter(event=event))
        self.tracks = list(Track.objects.filter(event=event))
        self.version: AgendaVersion | None = snapshots.latest(event)
        rows = Session.objects.filter(event=event, dropped=False).select_related("track")
        self.sessions = {row.pk: row for row in rows}
        placed = Placement.objects.filter(session__in=self.sessions).select_related("stage").order_by("starts_at", "id")
        self.placements = {row.session_id: row for row in placed}
        self._people: dict[int, list[Appearance]] = defaultdict(list)
        appearances = Appearance.objects.filter(session__in=self.sessions, speaker__state__in=EXPECTED)
        for row in appearances.select_related("speaker__person").order_by("id"):
            self._people[row.session_id].append(row)

    @cached_property
    def found(self) -> list[clashes.Clash]:
        """What does not go together."""
        placed = tuple(self._placed(row) for row in self.placements.values())
        plan = clashes.Plan(self.event.starts_at, self.event.ends_at, placed, self.agenda.change_minutes)
        return clashes.find(plan)

    def _placed(self, row: Placement) -> clashes.Placed:
        people = tuple(
            clashes.Person(one.speaker_id, one.role == Appearance.Role.INTERPRETER, one.speaker.zone)
            for one in self._people[row.session_id]
        )
        session = self.sessions[row.session_id]
        return clashes.Placed(
            row.session_id, row.starts_at, row.minutes, row.stage_id, session.capacity, row.stage.capacity, people
        )

    @property
    def clashes(self) -> list[tuple[clashes.Clash, str]]:
        """Each with its sentence."""
        titles = {pk: str(session) for pk, session in self.sessions.items()}
        names = {one.speaker_id: one.speaker.known_as for rows in self._people.values() for one in rows}
        stages = {stage.pk: stage.name for stage in self.stages}
        return [(one, wording.clash(one, titles, names, stages)) for one in self.found]

    @cached_property
    def _differences(self) -> list[differences.Difference]:
        old = snapshots.picture(self.version.snapshot if self.version else snapshots.EMPTY)
        new = {
            pk: differences.Pictured(
                row.starts_at.astimezone(UTC).isoformat(), row.minutes, row.stage_id, self.sessions[pk].titles
            )
            for pk, row in self.placements.items()
        }
        return differences.between(old, new)

    @property
    def differences(self) -> list[str]:
        """What a new version would change, in sentences."""
        old = self.version.snapshot if self.version else snapshots.EMPTY
        titles = {one["id"]: translated(one["titles"]).text for one in old["sessions"]}
        titles |= {pk: str(session) for pk, session in self.sessions.items()}
        stages = {one["id"]: one["name"] for one in old["stages"]} | {one.pk: one.name for one in self.stages}
        return [wording.difference(one.stored(), titles, stages) for one in self._differences]

    @property
    def waiting(self) -> list[Tile]:
        """Sessions without a place."""
        return [self._tile(session) for pk, session in self.sessions.items() if pk not in self.placements]

    def _tile(self, session: Session) -> Tile:
        return Tile(
            session,
            self.placements.get(session.pk),
            people=tuple(one.speaker.known_as for one in self._people[session.pk]),
            clashing=session.pk in self._clashing,
            changed=session.pk in self._changed,
        )

    @cached_property
    def _clashing(self) -> set[int]:
        return {pk for one in self.found for pk in one.sessions}

    @cached_property
    def _changed(self) -> set[int]:
        return {one.session for one in self._differences}

    @property
    def days(self) -> list[Day]:
        """The event's days, and any other on which something stands."""
        local = {pk: row.starts_at.astimezone(self.zone) for pk, row in self.placements.items()}
        days = {*days_of(self.event), *(moment.date() for moment in local.values())}
        return [self._day(day, {pk: at for pk, at in local.items() if at.date() == day}) for day in sorted(days)]

    def _day(self, day: date, local: dict[int, datetime]) -> Day:
        found: dict[tuple[datetime, int], list[Tile]] = defaultdict(list)
        for pk, moment in local.items():
            found[_floor(moment), self.placements[pk].stage_id].append(self._tile(self.sessions[pk]))
        made = Day(day)
        for moment in self._steps(day, local.values()):
            made.rows.append(Row(moment, [(stage, found[moment, stage.pk]) for stage in self.stages]))
        return made

    def _steps(self, day: date, local: Collection[datetime]) -> Iterator[datetime]:
        """Half hours from the first to the last that is of use on this day."""
        starts, ends = (moment.astimezone(self.zone) for moment in (self.event.starts_at, self.event.ends_at))
        first = starts if starts.date() == day else datetime.combine(day, USUAL[0], self.zone)
        last = ends if ends.date() == day else datetime.combine(day, USUAL[1], self.zone)
        moment = _floor(min([first, *local]))
        last = max([last, *(one + STEP for one in local)])
        while moment < last and moment.date() == day:
            yield moment
            moment += STEP


def _floor(moment: datetime) -> datetime:
    return moment.replace(minute=moment.minute // 30 * 30, second=0, microsecond=0)


def days_of(event: Event) -> list[date]:
    """The days of an event on its host's clock."""
    zone = ZoneInfo(event.zone)
    first = event.starts_at.astimezone(zone).date()
    last = (event.ends_at - timedelta(microseconds=1)).astimezone(zone).date()
    return [first + timedelta(days=number) for number in range((last - first).days + 1)]
