"""Where somebody sits now, or will sit in the next round, with whom and why."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q

from exchanges.mixers import contacts, meetings
from exchanges.mixers.models import Mixer, Round, Seat, Table, TimeWish
from exchanges.mixers.queries import people
from exchanges.mixers.queries.people import Company
from exchanges.mixers.queries.reasons import why
from members.models import Person

State = Round.State


@dataclass(frozen=True, kw_only=True)
class MySeat:
    """A person's seat.

    Attributes:
        table: with its room (`None` before the bell) and the codes of the languages all speak.
        round: whose prompt, bell and end are shown; `is_open` says whether people sit there now.
        me: the person; others: who else sits there.
        reasons: why, in the reader's language.
        wished: with whom of the others the person wants to stay in touch, and whether it is exchanged.
        wants_time: whether the person wished for more time; time_wishes: how many did.
    """

    table: Table
    round: Round
    me: Company
    others: Sequence[Company]
    reasons: Sequence[str]
    wished: dict[int, bool]
    wants_time: bool
    time_wishes: int

    @property
    def is_open(self) -> bool:
        """Whether the round is open."""
        return self.round.state == State.OPEN

    @property
    def people(self) -> list[Company]:
        """Everybody at the table, the person first."""
        return [self.me, *self.others]


def of(mixer: Mixer, person: Person) -> MySeat | None:
    """The person's seat in the open round, else in the next one when it is planned; `None`: no seat (yet)."""
    seat = _seat(mixer, person)
    if seat is None:
        return None
    taken = Seat.objects.filter(table=seat.table_id, left_at=None)
    sitting = people.participants(mixer, list(taken.values_list("person_id", flat=True)))
    company = people.company(mixer, person, sitting)
    me = next((one for one in company if one.id == person.pk), None)
    if me is None:
        return None
    wished = contacts.wished(mixer, person)
    others = [people.with_contact(one, wished) for one in company if one.id != person.pk]
    wishing = set(TimeWish.objects.filter(round=seat.round_id).values_list("person_id", flat=True))
    met = _countries_met(mixer, person, seat.round)
    return MySeat(
        table=seat.table,
        round=seat.round,
        me=me,
        others=others,
        reasons=why(me, others, languages=seat.table.languages, countries_met=met),
        wished=wished,
        wants_time=person.pk in wishing,
        time_wishes=len(wishing),
    )


def _seat(mixer: Mixer, person: Person) -> Seat | None:
    shown = Q(round__state=State.OPEN) | Q(round__state=State.PLANNED, round__planned_at__isnull=False)
    seats = Seat.objects.filter(shown, round__mixer=mixer, person=person, left_at=None)
    return seats.select_related("round", "table__room").order_by("round__number").first()


def _countries_met(mixer: Mixer, person: Person, now: Round) -> set[str]:
    earlier = {
        other
        for other, met in meetings.partners(mixer, person).items()
        if any(meeting.number < now.number for meeting in met)
    }
    return {one.country for one in people.participants(mixer, earlier).values()}
