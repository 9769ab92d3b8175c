"""The questions of an event, as its organisers set them."""

from collections.abc import Mapping, Sequence

from events import audiences, facts, registrations
from events.errors import NotYourEvent
from events.models import Event, RegistrationQuestion
from ledger.recording import record
from members.models import Person
from web.errors import Refused


class NoSuchQuestion(Refused):
    """The event does not ask this."""

    status = 404


def add(
    event: Event,
    *,
    by: Person,
    kind: str,
    labels: Mapping[str, str],
    choices: Sequence[Mapping[str, str]] = (),
    required: bool = False,
) -> RegistrationQuestion:
    """Ask one thing more, after the others; who has registered before may still answer.

    Args:
        event: whose registration.
        by: an organiser of the event.
        kind: one of `RegistrationQuestion.Kind`.
        labels: the question by language code.
        choices: for a choice, each by language code.
        required: whether nobody registers without an answer.

    Raises:
        NotYourEvent: the person does not look after the event.
    """
    with registrations.door(event.pk) as held:
        if not audiences.looks_after(held, by):
            raise NotYourEvent
        place = RegistrationQuestion.objects.filter(event=held).count()
        made = RegistrationQuestion.objects.create(
            event=held, kind=kind, labels=dict(labels), choices=[dict(one) for one in choices], required=required,
            place=place,
        )  # fmt: skip
        record(facts.EventChanged(event_id=held.pk))
    return made


def drop(event: Event, question_id: int, *, by: Person) -> None:
    """No longer ask something; what was answered goes with it.

    Raises:
        NotYourEvent: the person does not look after the event.
        NoSuchQuestion: the event does not ask this.
    """
    with registrations.door(event.pk) as held:
        if not audiences.looks_after(held, by):
            raise NotYourEvent
        if not RegistrationQuestion.objects.filter(event=held, pk=question_id).delete()[0]:
            raise NoSuchQuestion
        record(facts.EventChanged(event_id=held.pk))
