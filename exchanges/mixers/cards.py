"""Cards: up to three seeks and three offers a participant brings, each a topic and a line of text."""

from collections.abc import Sequence
from typing import NamedTuple

from django.db import transaction
from django.db.models import QuerySet

from events.models import Registration
from events.states import ACTIVE
from exchanges.mixers.facts import CardsChanged
from exchanges.mixers.models import Card, Mixer
from exchanges.mixers.refusals import AlreadyOver, CardTwice, CardWithoutTopic, NotTakingPart, TooManyCards
from ledger.recording import record
from members.models import Person, Topic

AT_MOST = 3


class Line(NamedTuple):
    """One card as it is written: a topic's id and a line of at most 160 characters, which may be empty."""

    topic_id: int
    text: str = ""


def bring(mixer: Mixer, *, by: Person, seeks: Sequence[Line], offers: Sequence[Line]) -> list[Card]:
    """Replace the cards of a participant; also possible while they stand in the waiting list.

    Raises:
        NotTakingPart: the person is not registered.
        AlreadyOver: the mixer has ended.
        TooManyCards, CardTwice, CardWithoutTopic: the cards are not right; nothing is changed.
    """
    with transaction.atomic():
        _hold_unless_over(mixer)
        _check(seeks)
        _check(offers)
        rows = Registration.objects.select_for_update(of=("self",), no_key=True)
        registration = rows.filter(event=mixer.event_id, person=by, state__in=ACTIVE).first()
        if registration is None:
            raise NotTakingPart
        Card.objects.filter(registration=registration).delete()
        cards = [
            Card(registration=registration, side=side, topic_id=line.topic_id, line=line.text.strip()[:160])
            for side, lines in ((Card.Side.SEEK, seeks), (Card.Side.OFFER, offers))
            for line in lines
        ]
        Card.objects.bulk_create(cards)
        record(CardsChanged(mixer_id=mixer.id, person_id=by.pk))
    return cards


def _hold_unless_over(mixer: Mixer) -> None:
    """Take the mixer before registrations: its end has its stream in hand when it notes who came."""
    if Mixer.objects.select_for_update(no_key=True).get(id=mixer.id).phase == Mixer.Phase.ENDED:
        raise AlreadyOver


def _check(lines: Sequence[Line]) -> None:
    topics = {line.topic_id for line in lines}
    if len(lines) > AT_MOST:
        raise TooManyCards
    if len(topics) < len(lines):
        raise CardTwice
    if Topic.objects.filter(id__in=topics).count() < len(topics):
        raise CardWithoutTopic


def of(mixer: Mixer, person: Person) -> QuerySet[Card]:
    """A person's cards in a mixer, with their topics."""
    mine = Card.objects.filter(registration__event=mixer.event_id, registration__person=person)
    return mine.filter(registration__state__in=ACTIVE).select_related("topic")
