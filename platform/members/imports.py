"""Importing members from a spreadsheet: all rows or none, with a report that says what became of each row.

Columns: `name`, `country`, `kind`, `size_class`, `time_zone`, `languages` must be there; `demo_topic`, `subdivision`,
`latitude`, `longitude`, `website`, `mailbox`, `networks`, `topics` and `model_project` may be; others are ignored.
Lists are separated by `;`, `,`, `|` or spaces. A member is known again by its name and country.
"""

import re
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TextIO

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction

from ledger.recording import record
from members import memberships
from members.facts import MemberChanged, MemberEntered
from members.models import Member, Network, Topic
from members.sheets import Problem, Row, Unreadable, load, read
from members.slugs import free_slug
from members.vocabulary import size_classes
from web import names, zones

REQUIRED = ("name", "country", "kind", "size_class", "time_zone", "languages")
_SEPARATORS = re.compile(r"[;,|\s]+")
_YES, _NO = {"1", "yes", "ja", "si", "sí", "sim", "true", "x"}, {"", "0", "no", "nein", "não", "nao", "false"}


@dataclass(frozen=True)
class Wanted:
    """What a row asks for: values of the member's own fields, and what it is connected with.

    Attributes:
        values: only of columns the spreadsheet has.
        topics: slugs; `None` when the spreadsheet has no such column.
        networks: slugs; `None` leaves memberships to the country for demo rows, and alone otherwise.
    """

    row: int
    values: Mapping[str, Any]
    topics: tuple[str, ...] | None = None
    networks: tuple[str, ...] | None = None

    @property
    def key(self) -> tuple[str, str]:
        """By which a member is known again."""
        return self.values["name"].casefold(), self.values["country"]


class Wrong(ValueError):
    """A cell's value cannot be taken; says why."""


def _words(cell: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(word for word in _SEPARATORS.split(cell) if word))


def _name(cell: str) -> str:
    cell = " ".join(cell.split())
    if not cell:
        raise Wrong("is empty")
    if len(cell) > 160:
        raise Wrong("is longer than 160 characters")
    return cell


def _country(cell: str) -> str:
    if cell.upper() not in dict(names.countries("en")):
        raise Wrong(f"{cell!r} is no country code of two letters")
    return cell.upper()


def _one_of(allowed: Callable[[], Iterable[str]], what: str) -> Callable[[str], str]:
    def checked(cell: str) -> str:
        known = list(allowed())
        if cell.lower() not in known:
            raise Wrong(f"{cell!r} is no {what}; known are {', '.join(word for word in known if word)}")
        return cell.lower()

    return checked


def _zone(cell: str) -> str:
    if not zones.valid(cell):
        raise Wrong(f"{cell!r} is no time zone such as Europe/Berlin")
    return cell


def _languages(cell: str) -> list[str]:
    codes = [word.lower() for word in _words(cell)]
    known = dict(names.spoken_languages("en"))
    if unknown := [code for code in codes if code not in known]:
        raise Wrong(f"{unknown[0]!r} is no language code of two letters")
    if not codes:
        raise Wrong("is empty")
    return codes


def _degrees(limit: float) -> Callable[[str], float | None]:
    def checked(cell: str) -> float | None:
        try:
            value = float(cell.replace(",", ".")) if cell else None
        except ValueError as error:
            raise Wrong(f"{cell!r} is no number") from error
        if value is not None and not -limit <= value <= limit:
            raise Wrong(f"{cell!r} is not between -{limit:g} and {limit:g}")
        return value

    return checked


def _subdivision(cell: str) -> str:
    if cell and not re.fullmatch(r"[A-Za-z0-9]{1,3}", cell):
        raise Wrong(f"{cell!r} is no second part of an ISO 3166-2 code, such as KL")
    return cell.upper()


def _mailbox(cell: str) -> str:
    try:
        if cell:
            validate_email(cell)
        return cell.lower()
    except ValidationError as error:
        raise Wrong(f"{cell!r} is no e-mail address") from error


def _website(cell: str) -> str:
    address = cell if not cell or "://" in cell else f"https://{cell}"
    if address and not re.fullmatch(r"https?://[^\s/]+\.[^\s]+", address):
        raise Wrong(f"{cell!r} is no web address")
    if len(address) > 200:
        raise Wrong("is longer than 200 characters")
    return address


def _flag(cell: str) -> bool:
    if cell.lower() not in _YES | _NO:
        raise Wrong(f"{cell!r} is neither yes nor no")
    return cell.lower() in _YES


FIELDS: dict[str, Callable[[str], Any]] = {
    "name": _name,
    "country": _country,
    "kind": _one_of(lambda: Member.Kind.values, "kind"),
    "size_class": _one_of(lambda: ["", *size_classes()], "size class"),
    "time_zone": _zone,
    "languages": _languages,
    "subdivision": _subdivision,
    "latitude": _degrees(90),
    "longitude": _degrees(180),
    "website": _website,
    "mailbox": _mailbox,
    "model_project": _flag,
}
"""How a cell becomes a value of the member's field of the same name."""


def parse(content: bytes, *, topics: Iterable[str], networks: Iterable[str]) -> list[Wanted]:
    """What a spreadsheet asks for; touches nothing.

    Args:
        content: the file's bytes.
        topics: slugs of known topics.
        networks: slugs of known networks.

    Raises:
        Unreadable: every problem of the file, in the order of its rows.
    """
    rows = read(content, required=REQUIRED)
    known = {"topics": set(topics), "networks": set(networks)}
    problems: list[Problem] = []
    wanted = [parsed for row in rows if (parsed := _parsed(row, known, problems)) is not None]
    problems += _doubles(wanted)
    if problems:
        raise Unreadable(sorted(problems, key=lambda problem: problem.row))
    return wanted


def _parsed(row: Row, known: Mapping[str, set[str]], problems: list[Problem]) -> Wanted | None:
    values: dict[str, Any] = {}
    before = len(problems)
    for field, value_of in FIELDS.items():
        if field in row.cells or field in REQUIRED:
            try:
                values[field] = value_of(row[field])
            except Wrong as error:
                problems.append(Problem(row.number, field, str(error)))
    links = {}
    for column in ("demo_topic", "topics", "networks"):
        links[column] = _words(row[column].lower()) if column in row.cells else None
        kind = "networks" if column == "networks" else "topics"
        for slug in links[column] or ():
            if slug not in known[kind]:
                problems.append(Problem(row.number, column, f"{slug!r} is not known"))
    if links["demo_topic"]:
        values["demo"] = True
    topics = links["topics"] if links["topics"] is not None else links["demo_topic"]
    return Wanted(row.number, values, topics, links["networks"]) if len(problems) == before else None


def _doubles(wanted: Sequence[Wanted]) -> Iterator[Problem]:
    """Rows that ask for the same member, and mailboxes that two rows claim."""
    seen: dict[tuple[str, str], int] = {}
    mailboxes: dict[str, int] = {}
    for row in wanted:
        if row.key in seen:
            yield Problem(row.row, "name", f"{row.values['name']!r} stands in row {seen[row.key]} already")
        if (mailbox := row.values.get("mailbox")) and mailbox in mailboxes:
            yield Problem(row.row, "mailbox", f"{mailbox!r} stands in row {mailboxes[mailbox]} already")
        seen.setdefault(row.key, row.row)
        mailboxes.setdefault(mailbox or "", row.row)


@dataclass(frozen=True)
class Outcome:
    """What became of a row.

    Attributes:
        what: `made`, `changed` or `unchanged`.
        fields: names of the fields that changed.
    """

    row: int
    name: str
    what: str
    fields: tuple[str, ...] = ()


@transaction.atomic
def import_members(wanted: Sequence[Wanted]) -> list[Outcome]:
    """Make or change the members; all of them or none."""
    known = {(member.name.casefold(), member.country): member for member in Member.objects.select_for_update()}
    taken = {member.slug for member in known.values()}
    topics = {topic.slug: topic for topic in Topic.objects.all()}
    networks = {network.slug: network for network in Network.objects.all()}
    return [_imported(row, known.get(row.key), taken, topics, networks) for row in wanted]


def _imported(
    row: Wanted,
    member: Member | None,
    taken: set[str],
    topics: Mapping[str, Topic],
    networks: Mapping[str, Network],
) -> Outcome:
    made = member is None
    if member is None:
        slug = free_slug(row.values["name"], row.values["country"], taken)
        taken.add(slug)
        member = Member.objects.create(slug=slug, **row.values)
        record(MemberEntered(member_id=member.id, concerns=(member.id,)))
        changed = []
    else:
        changed = [field for field, value in row.values.items() if getattr(member, field) != value]
        for field in changed:
            setattr(member, field, row.values[field])
        if changed:
            member.save(update_fields=changed)
    if row.topics is not None and set(row.topics) != {topic.slug for topic in member.topics.all()}:
        member.topics.set([topics[slug] for slug in row.topics])
        changed.append("topics")
    if _belongs(member, row, networks):
        changed.append("networks")
    if changed and not made:
        record(MemberChanged(member_id=member.id, concerns=(member.id,)))
    what = "made" if made else "changed" if changed else "unchanged"
    return Outcome(row.row, member.name, what, () if made else tuple(changed))


def _belongs(member: Member, row: Wanted, networks: Mapping[str, Network]) -> bool:
    """Admit the member to the networks the row names; a demo row without that column to those of its country."""
    if row.networks is not None:
        wished = [networks[slug] for slug in row.networks]
    else:
        wished = [network for network in networks.values() if member.demo and member.country in network.countries]
    entered = [memberships.enter(member, network) for network in wished]
    return any(entered)


def import_file(path: Path | str, out: TextIO, err: TextIO | None = None) -> int:
    """Import a spreadsheet and report row by row.

    Args:
        path: the file.
        out: where the report goes, one line per row and a total.
        err: where problems go, one line each; standard error when not given.

    Returns:
        The exit code: 0, or 2 when the file is refused and nothing was written.
    """
    topics = list(Topic.objects.values_list("slug", flat=True))
    networks = list(Network.objects.values_list("slug", flat=True))
    try:
        wanted = parse(load(path), topics=topics, networks=networks)
    except Unreadable as unreadable:
        for problem in unreadable.problems:
            print(problem, file=err or sys.stderr)
        return 2
    outcomes = import_members(wanted)
    for outcome in outcomes:
        fields = f" ({', '.join(outcome.fields)})" if outcome.fields else ""
        print(f"row {outcome.row}: {outcome.name}: {outcome.what}{fields}", file=out)
    counted = Counter(outcome.what for outcome in outcomes)
    print(", ".join(f"{counted[what]} {what}" for what in ("made", "changed", "unchanged")), file=out)
    return 0
