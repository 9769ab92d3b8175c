"""How full the sessions with limited places are, and how one reader stands to each of them."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Count, Q
from django.utils import timezone

from events.models import Event, Place, Registration, Session
from events.states import SEATED, SEATS_ARE_GIVEN
from events.symposia.places import line, overlaps
from events.symposia.places.overlaps import Shown
from members import roles


@dataclass(frozen=True)
class Standing:
    """A session with limited places, and a reader.

    Attributes:
        state: "held", "waiting" or "".
        position: in the waiting list, from 1; 0 when not in it.
        seated: whether the reader has a seat at the event, without which there is no place.
        still: whether places are still taken: it has not begun, and the event gives seats.
        meanwhile: ids of sessions at the same time in which the reader has a place or waits.
    """

    places: int
    taken: int
    waiting: int
    state: str = ""
    position: int = 0
    seated: bool = False
    still: bool = True
    meanwhile: tuple[int, ...] = ()

    @property
    def free(self) -> int:
        """Places nobody has."""
        return max(0, self.places - self.taken)


def of(event: Event, person: roles.Somebody, published: Mapping[int, Shown]) -> dict[int, Standing]:
    """By session; those without a limit are left out. At most four queries, one where nothing is limited."""
    counted = Session.objects.filter(event=event, places__isnull=False, pk__in=published).annotate(
        taken=Count("line", filter=Q(line__state=Place.State.HELD)),
        waiting=Count("line", filter=Q(line__state=Place.State.WAITING)),
    )
    limited = {row["pk"]: row for row in counted.order_by().values("pk", "places", "taken", "waiting")}
    reader = person if limited and roles.active(person) else None
    seated, mine, positions = _of_reader(event, reader)
    now, gives = timezone.now(), event.state in SEATS_ARE_GIVEN
    return {
        pk: Standing(
            places=row["places"] or 0,
            taken=row["taken"],
            waiting=row["waiting"],
            state=mine[pk].state if pk in mine else "",
            position=positions.get(mine[pk].pk, 0) if pk in mine else 0,
            seated=seated,
            still=gives and overlaps.span(published[pk])[0] > now,
            meanwhile=tuple(overlaps.with_session(published, pk, mine)),
        )
        for pk, row in limited.items()
    }


def _of_reader(event: Event, person: roles.Somebody | None) -> tuple[bool, dict[int, Place], dict[int, int]]:
    """Whether the reader has a seat, their places by session, and where they stand in the waiting lists."""
    if person is None or not roles.active(person):
        return False, {}, {}
    seated = Registration.objects.filter(event=event, person=person, state__in=SEATED).exists()
    rows = Place.objects.filter(session__event=event, person=person, state__in=line.ACTIVE)
    mine = {row.session_id: row for row in rows}
    waits = [pk for pk, row in mine.items() if row.state == Place.State.WAITING]
    return seated, mine, line.LINE.positions(waits) if waits else {}
