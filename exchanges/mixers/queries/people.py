"""People as they appear on a mixer's pages: name and member, with what else the viewer may see."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace

from django.db.models import QuerySet

from events.models import Registration
from events.states import HOLDS_A_SEAT
from exchanges.mixers.models import Card, Mixer
from members import profiles
from members.models import Member, Person
from members.visibility import Part


@dataclass(frozen=True)
class Participant:
    """Somebody with a place in a mixer.

    Attributes:
        member: the organisation they registered for; `None` for nobody but oneself.
        left: whether they have given up their place.
    """

    person: Person
    member: Member | None
    left: bool = field(default=False, kw_only=True)

    @property
    def id(self) -> int:
        """The person's id."""
        return int(self.person.pk)

    @property
    def name(self) -> str:
        """What the person is called."""
        return self.person.display_name

    @property
    def place(self) -> str:
        """What the person stands for in a sentence: the member's name, else their own."""
        return self.member.name if self.member is not None else self.name

    @property
    def country(self) -> str:
        """The member's country, ISO 3166-1, or "" without a member."""
        return self.member.country if self.member is not None else ""


@dataclass(frozen=True)
class Company(Participant):
    """Somebody one sits with or has met.

    Attributes:
        card: what the viewer may see of the profile; languages with level are in it.
        seeks, offers: the cards the person brought.
        topics: names by language, by topic: those of the cards, else those the member works on.
    """

    card: profiles.Card
    seeks: Sequence[Card]
    offers: Sequence[Card]
    topics: Mapping[int, Mapping[str, str]]


def participants(mixer: Mixer, person_ids: Collection[int] | None = None) -> dict[int, Participant]:
    """People with a place in the mixer, by id, ordered by member and name; one query."""
    rows = Registration.objects.filter(event=mixer.event_id, state__in=HOLDS_A_SEAT)
    return _participants(rows if person_ids is None else rows.filter(person__in=person_ids))


def acquaintances(mixer: Mixer, person_ids: Collection[int]) -> dict[int, Participant]:
    """As `participants`, with those who have given up their place; of somebody who came back the last one counts."""
    return _participants(Registration.objects.filter(event=mixer.event_id, person__in=person_ids))


def _participants(rows: QuerySet[Registration]) -> dict[int, Participant]:
    ordered = list(rows.select_related("person", "member").order_by("member__name", "person__name", "person_id"))
    last = {row.person_id: row.id for row in sorted(ordered, key=lambda row: row.id)}
    return {
        row.person_id: Participant(row.person, row.member, left=row.state not in HOLDS_A_SEAT)
        for row in ordered
        if last[row.person_id] == row.id
    }


def company(mixer: Mixer, viewer: Person, known: Mapping[int, Participant]) -> list[Company]:
    """Participants with their profiles and cards, in their order."""
    cards = profiles.card(viewer, [one.person for one in known.values()], same_event=True)
    brought: dict[tuple[int, str], list[Card]] = defaultdict(list)
    rows = Card.objects.filter(registration__event=mixer.event_id, registration__person__in=known)
    for card in rows.select_related("topic", "registration").order_by("id"):
        brought[card.registration.person_id, card.side].append(card)
    with_cards = {person for person, _ in brought}
    bare = {one.member.id for one in known.values() if one.member is not None and one.id not in with_cards}
    works_on = _topics_of_members(bare)
    found = []
    for one in known.values():
        seeks, offers = brought[one.id, Card.Side.SEEK], brought[one.id, Card.Side.OFFER]
        topics = {card.topic_id: card.topic.names for card in (*seeks, *offers)}
        if not topics and one.member is not None:
            topics = works_on[one.member.id]
        found.append(Company(one.person, one.member, cards[one.id], seeks, offers, topics, left=one.left))
    return found


def _topics_of_members(member_ids: Collection[int]) -> dict[int, dict[int, Mapping[str, str]]]:
    found: dict[int, dict[int, Mapping[str, str]]] = defaultdict(dict)
    rows = Member.topics.through.objects.filter(member__in=member_ids).order_by("topic__place", "topic_id")
    for member_id, topic_id, names in rows.values_list("member_id", "topic_id", "topic__names"):
        found[member_id][topic_id] = names
    return found


def with_contact(one: Company, wished: Mapping[int, bool]) -> Company:
    """The company with address and telephone on its card when contacts are exchanged: that is what both agreed to."""
    if not wished.get(one.id) or not one.person.is_active:
        return one
    card = replace(
        one.card,
        email=one.person.email,
        phone=one.person.phone,
        role_title=one.person.role_title,
        shown=one.card.shown | {Part.CONTACT},
    )
    return replace(one, card=card)
