"""Afterwards: whom somebody met, what they noted together, contacts, follow-ups, what they thought of it."""

from collections.abc import Sequence
from dataclasses import dataclass

from exchanges.mixers import contacts, meetings
from exchanges.mixers.models import FollowUp, Mixer, Rating, Table
from exchanges.mixers.queries import people
from exchanges.mixers.queries.people import Company
from members.models import Person


@dataclass(frozen=True, kw_only=True)
class Met:
    """Somebody the reader met.

    Attributes:
        company: who, with the cards they brought; with address and telephone once contacts are exchanged.
        tables: where, by round, each with its room and the notes written there.
        wished: whether the reader wants to stay in touch; exchanged: whether both do.
        useful: how the reader rated the meeting; `None`: not yet.
        follow_ups: what the reader was asked about this contact, by days.
    """

    company: Company
    tables: Sequence[Table]
    wished: bool
    exchanged: bool
    useful: bool | None
    follow_ups: Sequence[FollowUp]


@dataclass(frozen=True, kw_only=True)
class Afterwards:
    """What the page shows.

    Attributes:
        met: whom the reader met, in the order of the rounds.
        rating: of the mixer as a whole; `None`: not yet.
        contacts: how many are exchanged.
    """

    mixer: Mixer
    met: Sequence[Met]
    rating: Rating | None
    contacts: int


def view(mixer: Mixer, person: Person) -> Afterwards:
    """What a person keeps of a mixer, in a number of queries that does not grow with the people met."""
    partners = meetings.partners(mixer, person)
    tables = Table.objects.select_related("room", "round").in_bulk(
        {met.table_id for all_ in partners.values() for met in all_}
    )
    wished = contacts.wished(mixer, person)
    ratings = {rating.other_id: rating for rating in Rating.objects.filter(mixer=mixer, person=person)}
    asked = list(FollowUp.objects.filter(mixer=mixer, person=person).order_by("days"))
    known = people.acquaintances(mixer, list(partners))
    company = [people.with_contact(one, wished) for one in people.company(mixer, person, known)]
    met = [
        Met(
            company=one,
            tables=[tables[meeting.table_id] for meeting in partners[one.id]],
            wished=one.id in wished,
            exchanged=wished.get(one.id, False),
            useful=ratings[one.id].useful if one.id in ratings else None,
            follow_ups=[row for row in asked if row.other_id == one.id],
        )
        for one in company
    ]
    return Afterwards(
        mixer=mixer,
        met=sorted(met, key=lambda one: one.tables[0].round.number),
        rating=ratings.get(None),
        contacts=sum(wished.values()),
    )
