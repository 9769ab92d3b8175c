"""What seating is asked: who is here, what they speak and bring, whom they wish to meet, whom they have met.

A fixed number of queries, however many people.
"""

from collections import defaultdict
from collections.abc import Collection

from events.models import Registration
from events.states import HOLDS_A_SEAT
from exchanges.mixers import languages, meetings
from exchanges.mixers.meetings import Pair, pair
from exchanges.mixers.models import Card, Mixer, Round, Wish
from exchanges.mixers.seating_problem import Person, Problem
from members.models import Member

GAVE_UP_THEIR_PLACE = ("", "")
"""Member and country of somebody who withdrew a moment ago and still sits at a table."""


def build(mixer: Mixer, people: Collection[int]) -> Problem:
    """The problem of seating these people in the rounds that are still to come.

    Must-meet wishes that were fulfilled in an earlier round are left out. Where one wishes to meet and the other rather
    not, nobody is made to sit with anybody.
    """
    met = meetings.met_here(mixer, people)
    must, must_not = _wishes(mixer, set(people))
    return Problem(
        people=_people(mixer, people),
        table_size=mixer.table_size,
        rounds=max(1, _rounds_left(mixer)),
        must_meet=tuple(sorted(must - must_not - met)),
        must_not_meet=tuple(sorted(must_not)),
        met_before=tuple(sorted(met | meetings.met_before(mixer, people))),
    )


def _people(mixer: Mixer, people: Collection[int]) -> tuple[Person, ...]:
    spoken = languages.spoken(mixer, people)
    topics = _topics(mixer, people)
    rows = Registration.objects.filter(event=mixer.event_id, person__in=people, state__in=HOLDS_A_SEAT)
    origin = dict.fromkeys(people, GAVE_UP_THEIR_PLACE) | {
        person: (str(member), country or "")
        for person, member, country in rows.values_list("person_id", "member_id", "member__country")
    }
    return tuple(
        Person(
            id=person,
            member=origin[person][0],
            country=origin[person][1],
            languages=tuple(sorted(spoken[person])),
            topics=tuple(sorted(topics[person])),
        )
        for person in sorted(people)
    )


def _topics(mixer: Mixer, people: Collection[int]) -> dict[int, set[str]]:
    """The topics of everybody's cards; the topics of the member for who brought none."""
    found: dict[int, set[str]] = {person: set() for person in people}
    cards = Card.objects.filter(registration__event=mixer.event_id, registration__person__in=people)
    for person, topic in cards.values_list("registration__person_id", "topic__slug"):
        found[person].add(topic)
    bare = [person for person, topics in found.items() if not topics]
    for person, topics in _topics_of_members(mixer, bare).items():
        found[person] |= topics
    return found


def _topics_of_members(mixer: Mixer, people: Collection[int]) -> dict[int, set[str]]:
    rows = Registration.objects.filter(event=mixer.event_id, person__in=people, state__in=HOLDS_A_SEAT)
    members = dict(rows.exclude(member=None).values_list("person_id", "member_id"))
    topics: dict[int, set[str]] = defaultdict(set)
    through = Member.topics.through.objects.filter(member__in=set(members.values()))
    for member, slug in through.values_list("member_id", "topic__slug"):
        topics[member].add(slug)
    return {person: topics[member] for person, member in members.items()}


def _wishes(mixer: Mixer, people: Collection[int]) -> tuple[set[Pair], set[Pair]]:
    must: set[Pair] = set()
    must_not: set[Pair] = set()
    rows = Wish.objects.filter(mixer=mixer, person__in=people, other__in=people)
    for person, other, kind in rows.values_list("person_id", "other_id", "kind"):
        (must if kind == Wish.Kind.MUST else must_not).add(pair(person, other))
    return must, must_not


def _rounds_left(mixer: Mixer) -> int:
    return Round.objects.filter(mixer=mixer, state=Round.State.PLANNED).count()
