"""Self-ratings in the competences the organisers set, before the workshop and after it. Nobody else sees a person's."""

from collections.abc import Mapping

from django.utils import timezone

from events.models import Competence, Event, SelfRating, Workshop
from events.workshops import facts, people, rights, states
from events.workshops.errors import AlreadyRated, NotTakingPart, NotTheTimeToRate
from ledger.recording import record
from members.errors import NotFound
from members.models import Person

S, M = Workshop.Step, SelfRating.Moment


def moment(workshop: Workshop, person: Person) -> str | None:
    """Which rating is asked of somebody who takes part now: one of `SelfRating.Moment`, or None."""
    if workshop.event.state in rights.FIXED:
        return None
    if workshop.step in states.AFTERWARDS:
        return M.AFTER if people.came(workshop.event).filter(person=person).exists() else None
    return M.BEFORE if workshop.step == S.PREPARATION else None


def add_competence(event: Event, *, by: Person, texts: dict[str, str]) -> Competence:
    """Name something participants are to be better at afterwards.

    Raises:
        NotYourEvent, EventIsFixed, NotFound: see `rights.door`.
        AlreadyRated: somebody rated themselves already.
    """
    with rights.door(event, by=by) as workshop:
        _unrated(workshop)
        made = Competence.objects.create(workshop=workshop, texts=texts)
        record(facts.WorkshopChanged(event_id=event.pk))
    return made


def drop_competence(event: Event, competence_id: int, *, by: Person) -> None:
    """Take a competence back.

    Raises:
        NotYourEvent, EventIsFixed, NotFound: see `rights.door`; or the competence is another workshop's.
        AlreadyRated: somebody rated themselves already.
    """
    with rights.door(event, by=by) as workshop:
        row = Competence.objects.filter(workshop=workshop, pk=competence_id).first()
        if row is None:
            raise NotFound
        _unrated(workshop)
        row.delete()
        record(facts.WorkshopChanged(event_id=event.pk))


def _unrated(workshop: Workshop) -> None:
    if SelfRating.objects.filter(competence__workshop=workshop).exists():
        raise AlreadyRated


def rate(event: Event, *, by: Person, scores: Mapping[int, int]) -> None:
    """Rate oneself; again replaces it while the same rating is asked for.

    Args:
        event: whose workshop.
        by: who takes part.
        scores: from 1 to 5 by id of the competence; those of other workshops are passed over.

    Raises:
        NotFound: the event is no workshop.
        NotTakingPart: the person has no seat.
        NotTheTimeToRate: neither the preparation goes on nor is the workshop over, or the person did not come to it.
    """
    with rights.door(event, by=None) as workshop:
        if not people.takes_part(workshop.event, by):
            raise NotTakingPart
        when = moment(workshop, by)
        if when is None:
            raise NotTheTimeToRate
        for competence in Competence.objects.filter(workshop=workshop, pk__in=scores):
            values = {"score": scores[competence.pk], "rated_at": timezone.now()}
            SelfRating.objects.update_or_create(competence=competence, person=by, moment=when, defaults=values)


def mine(event: Event, person: Person) -> dict[tuple[int, str], int]:
    """A person's own scores by competence and moment."""
    rows = SelfRating.objects.filter(competence__workshop__event=event, person=person)
    return {(row.competence_id, row.moment): row.score for row in rows}
