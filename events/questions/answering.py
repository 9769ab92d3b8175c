"""Registering with answers and needs, changing both later, and what organisers read."""

from collections.abc import Collection, Mapping

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from events import registrations
from events.errors import NotYourRegistration, RegistrationCannotMove
from events.models import Event, Registration, RegistrationAnswer, RegistrationQuestion
from events.states import ACTIVE
from members.models import Member, Person
from web.errors import Refused
from web.translated import translated

Answers = Mapping[int, str]
"""By question; empty for no answer."""


class AnswerMissing(Refused):
    """Nobody registers without an answer to what is required."""

    sentence = gettext_lazy("Please answer every question that is required.")


@transaction.atomic
def register(
    event: Event, person: Person, member: Member | None, *, access_needs: str, answers: Answers
) -> Registration:
    """Register a person with what they need and what they answer.

    Raises:
        AnswerMissing: a required question has no answer.
        Refused: as `registrations.register`.
    """
    made = registrations.register(event, person, member, access_needs=access_needs)
    _store(made, answers)
    return made


def change(registration: Registration, *, by: Person, access_needs: str, answers: Answers) -> None:
    """Change what a person needs and answers; an empty text takes it back.

    Raises:
        NotYourRegistration: it belongs to somebody else.
        RegistrationCannotMove: it has ended.
        AnswerMissing: a required question has no answer.
    """
    if registration.person_id != by.pk:
        raise NotYourRegistration
    with registrations.door(registration.event_id):
        row = Registration.objects.get(pk=registration.pk)
        if row.state not in ACTIVE:
            raise RegistrationCannotMove
        row.access_needs = access_needs
        row.save(update_fields=["access_needs"])
        _store(row, answers)


def _store(registration: Registration, answers: Answers) -> None:
    questions = list(RegistrationQuestion.objects.filter(event=registration.event_id))
    if any(one.required and not answers.get(one.pk) for one in questions):
        raise AnswerMissing
    registration.answers.all().delete()
    given = [(one, answers[one.pk]) for one in questions if answers.get(one.pk)]
    rows = [RegistrationAnswer(registration=registration, question=one, text=text) for one, text in given]
    RegistrationAnswer.objects.bulk_create(rows)


def of(registration: Registration) -> dict[int, str]:
    """What a registration's person answered, by question."""
    return dict(registration.answers.values_list("question_id", "text"))


def told(registrations_: Collection[int]) -> dict[int, list[tuple[RegistrationQuestion, str]]]:
    """By registration every answered question with its answer in the reader's words, in one query."""
    found: dict[int, list[tuple[RegistrationQuestion, str]]] = {}
    for row in RegistrationAnswer.objects.filter(registration__in=registrations_).select_related("question"):
        found.setdefault(row.registration_id, []).append((row.question, in_words(row.question, row.text)))
    return found


def in_words(question: RegistrationQuestion, text: str) -> str:
    """An answer as people read it."""
    if question.kind == RegistrationQuestion.Kind.YES_NO:
        return _("yes") if text == "yes" else _("no")
    if question.kind == RegistrationQuestion.Kind.CHOICE:
        number = int(text) if text.isdecimal() else -1
        return translated(question.choices[number]).text if 0 <= number < len(question.choices) else "?"
    return text
