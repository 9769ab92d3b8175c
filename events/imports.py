"""Importing registrations from a spreadsheet: all rows or none, with a report that says what became of each row.

Columns: `email` must be there; `name`, `member` (its name or short name), `language` and `access_needs` may be; others
are ignored. An address nobody has yet becomes a person who signs in with a mailed code. A member that is named is the
one the person comes for; it gives the person no right to act for it (docs/decisions/imported-registrations.md).
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from events import audiences, registrations, waiting
from events.errors import NotYourEvent
from events.models import Event, Registration
from events.states import ACTIVE, SEATS_ARE_GIVEN
from members.models import Member, Person
from members.sheets import Problem, Row, Unreadable, load, read

R = Registration.State
TOO_LONG = "is longer than %(most)d characters"


@dataclass(frozen=True)
class Wanted:
    """What a row asks for.

    Attributes:
        member: whom the person comes for; None for nobody.
        language: one of `settings.LANGUAGES`, or "".
    """

    row: int
    email: str
    name: str
    member: Member | None
    language: str
    access_needs: str


@dataclass(frozen=True)
class Outcome:
    """What became of a row: the registration's state, or `unchanged`; and whether the person is new here."""

    row: int
    email: str
    what: str
    new_person: bool


def parse(content: bytes, members: Mapping[str, Member]) -> list[Wanted]:
    """What a spreadsheet asks for; touches nothing.

    Args:
        content: the file's bytes.
        members: those of the event's network, by name and by short name in lower case.

    Raises:
        Unreadable: every problem of the file, in the order of its rows.
    """
    problems: list[Problem] = []
    wanted: list[Wanted] = []
    seen: dict[str, int] = {}
    for row in read(content, required=("email",)):
        found = _problems(row, members)
        email = row["email"].lower()
        if email in seen:
            found.append(
                Problem(
                    row.number,
                    "email",
                    "%(value)r stands in row %(row)d already",
                    {"value": email, "row": seen[email]},
                )
            )
        seen.setdefault(email, row.number)
        problems += found
        if not found:
            wanted.append(_wanted(row, members))
    if problems:
        raise Unreadable(problems)
    return wanted


def _problems(row: Row, members: Mapping[str, Member]) -> list[Problem]:
    found = []
    try:
        validate_email(row["email"])
    except ValidationError:
        found.append(Problem(row.number, "email", "%(value)r is no e-mail address", {"value": row["email"]}))
    if len(row["email"]) > 254:
        found.append(Problem(row.number, "email", TOO_LONG, {"most": 254}))
    if row["member"] and row["member"].casefold() not in members:
        what = "%(value)r is no member of the event's network"
        found.append(Problem(row.number, "member", what, {"value": row["member"]}))
    if row["language"] and row["language"].lower() not in dict(settings.LANGUAGES):
        known = ", ".join(dict(settings.LANGUAGES))
        values = {"value": row["language"], "known": known}
        found.append(Problem(row.number, "language", "%(value)r is not one of %(known)s", values))
    for column, most in (("name", 120), ("access_needs", 300)):
        if len(row[column]) > most:
            found.append(Problem(row.number, column, TOO_LONG, {"most": most}))
    return found


def _wanted(row: Row, members: Mapping[str, Member]) -> Wanted:
    return Wanted(
        row=row.number,
        email=row["email"].lower(),
        name=" ".join(row["name"].split()),
        member=members.get(row["member"].casefold()),
        language=row["language"].lower(),
        access_needs=row["access_needs"],
    )


def members_of(event: Event) -> dict[str, Member]:
    """The members of the event's network by name and by short name, in lower case."""
    found: dict[str, Member] = {}
    for member in audiences.members(event):
        found[member.slug] = found[member.name.casefold()] = member
    return found


def outlook(event: Event, wanted: Sequence[Wanted]) -> list[Outcome]:
    """What would become of each row if everybody were registered now, in four queries; touches nothing.

    Raises:
        Unreadable: the event gives no seats any more, or an address belongs to somebody who may not sign in.
    """
    return _Plan(event, wanted).outcomes


def register_all(event: Event, wanted: Sequence[Wanted], *, by: Person) -> list[Outcome]:
    """Register everybody in the order of the rows; all of them or none.

    Args:
        event: which.
        wanted: what the spreadsheet asks for; who stands in it twice is registered once.
        by: an organiser of the event's network.

    Raises:
        NotYourEvent: `by` is none.
        Unreadable: the event gives no seats any more, or an address belongs to somebody who may not sign in.
    """
    if not audiences.looks_after(event, by):
        raise NotYourEvent
    with registrations.door(event.pk) as held:
        plan = _Plan(held, wanted)
        people = {**plan.people, **_new_people([row for row in plan.coming if row.email not in plan.people], by)}
        comers = [(people[row.email], row.member, row.access_needs) for row in plan.coming]
        registrations.register_all(held, comers, by=by)
    return plan.outcomes


class _Plan:
    """Who of a list is known, who is there already, and who comes, in the order of the rows."""

    def __init__(self, event: Event, wanted: Sequence[Wanted]) -> None:
        if event.state not in SEATS_ARE_GIVEN:
            state = {"state": Event.State(event.state).label}
            raise Unreadable([Problem(0, "", "nobody can be registered: the event is %(state)s", state)])
        self.people = {one.email.lower(): one for one in Person.objects.filter(email__in=[row.email for row in wanted])}
        barred = [row for row in wanted if row.email in self.people and not self.people[row.email].is_active]
        if barred:
            what = "belongs to somebody who may not sign in"
            raise Unreadable([Problem(row.row, "email", what) for row in barred])
        rows = Registration.objects.filter(event=event, state__in=ACTIVE, person__in=self.people.values())
        there = {str(email).lower() for email in rows.values_list("person__email", flat=True)}
        self.coming: list[Wanted] = []
        free = event.capacity - waiting.taken(event)
        self.outcomes = [self._outcome(row, there, free) for row in wanted]

    def _outcome(self, row: Wanted, there: set[str], free: int) -> Outcome:
        if row.email in there:
            return Outcome(row.row, row.email, "unchanged", new_person=False)
        there.add(row.email)
        self.coming.append(row)
        what = str(R.CONFIRMED if len(self.coming) <= free else R.WAITLISTED)
        return Outcome(row.row, row.email, what, new_person=row.email not in self.people)


def _new_people(rows: Sequence[Wanted], by: Person) -> dict[str, Person]:
    """People who sign in with a mailed code, by address."""
    made = [Person(email=row.email, name=row.name, language=row.language or by.language) for row in rows]
    for person in made:
        person.set_unusable_password()
    return {person.email: person for person in Person.objects.bulk_create(made)}


def import_registrations(path: Path | str, slug: str, out: TextIO, err: TextIO) -> int:
    """Import a spreadsheet in the name of the event's organiser, and report row by row.

    Args:
        path: the file.
        slug: the event's short name in its address.
        out: where the report goes, one line per row and a total.
        err: where problems go, one line each.

    Returns:
        The exit code: 0, or 2 when the file is refused and nothing was written.
    """
    try:
        event = Event.objects.select_related("network", "organiser").get(slug=slug)
        wanted = parse(load(path), members_of(event))
        outcomes = register_all(event, wanted, by=event.organiser)
    except Event.DoesNotExist:
        err.write(f"--event: there is no event {slug!r}\n")
        return 2
    except NotYourEvent:
        err.write(f"--event: the organiser of {slug!r} is no longer on its network's staff\n")
        return 2
    except Unreadable as unreadable:
        err.writelines(f"{problem}\n" for problem in unreadable.problems)
        return 2
    for outcome in outcomes:
        new = ", new here: signs in with a mailed code" if outcome.new_person else ""
        out.write(f"row {outcome.row}: {outcome.email}: {outcome.what}{new}\n")
    counted = Counter(outcome.what for outcome in outcomes)
    out.write(", ".join(f"{counted[what]} {what}" for what in ("confirmed", "waitlisted", "unchanged")) + "\n")
    return 0
