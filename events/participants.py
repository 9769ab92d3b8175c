"""Who takes part in an event, as its organisers see and export it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, QuerySet
from django.utils.translation import gettext_lazy as _

from events import waiting
from events.models import Event, Registration, RegistrationQuestion
from events.questions import answering
from members import refusals
from web.spreadsheets import Heading

HEADINGS = (
    _("Name"),
    _("E-mail address"),
    _("Member"),
    _("Country"),
    _("State"),
    _("Place in the waiting list"),
    _("Languages"),
    _("Access needs"),
    _("Registered at"),
)


@dataclass(frozen=True)
class Line:
    """A registration.

    Attributes:
        position: the place in the waiting list; 0 when not in it.
        refuses: whether the person's address refuses mail.
        answers: to the organiser's questions, in the reader's words.
    """

    registration: Registration
    position: int
    refuses: bool = False
    answers: Sequence[tuple[RegistrationQuestion, str]] = ()


def of(event: Event, state: str = "") -> QuerySet[Registration]:
    """The event's registrations in a state, or all; those who asked earlier first."""
    rows = Registration.objects.filter(event=event).select_related("person", "member")
    return (rows.filter(state=state) if state else rows).order_by("queued_at", "id")


def lines(event: Event, rows: Sequence[Registration]) -> list[Line]:
    """Registrations with places in the waiting list, answers, and whose address refuses mail, in three queries more."""
    places, refusing = waiting.positions([event.pk]), refusals.refusing([row.person_id for row in rows])
    answers = answering.told([row.pk for row in rows])
    return [Line(row, places.get(row.pk, 0), row.person_id in refusing, answers.get(row.pk, ())) for row in rows]


def headings(event: Event) -> list[Heading]:
    """The first row of the list as a file: `HEADINGS`, then the organiser's questions."""
    return [*HEADINGS, *(str(question) for question in RegistrationQuestion.objects.filter(event=event))]


def counts(event: Event) -> list[tuple[str, str, int]]:
    """How many registrations there are in each state that occurs, as (state, label, number)."""
    counted = Registration.objects.filter(event=event).order_by().values_list("state").annotate(number=Count("id"))
    found = dict(counted)
    return [(value, str(label), found[value]) for value, label in Registration.State.choices if value in found]


def export_rows(event: Event) -> Iterator[Sequence[Any]]:
    """The rows below `headings`."""
    asked = list(RegistrationQuestion.objects.filter(event=event).values_list("pk", flat=True))
    rows = list(of(event).prefetch_related("person__spoken_languages"))
    for line in lines(event, rows):
        row, person = line.registration, line.registration.person
        said = {question.pk: text for question, text in line.answers}
        yield (
            person.display_name,
            person.email if person.is_active else "",
            row.member.name if row.member else "",
            row.member.country if row.member else "",
            str(Registration.State(row.state).label),
            line.position or "",
            ", ".join(f"{spoken.code} {spoken.level}" for spoken in person.spoken_languages.all()),
            row.access_needs,
            row.queued_at,
            *(said.get(pk, "") for pk in asked),
        )
