"""A member's dossier: everything it did here, in time. The record belongs to the member, not to a person.

Each app that owns facts registers how they read, by kind, in its `AppConfig.ready()`:

    dossiers.sentences["round_opened"] = rounds_opened    # a list of entries in, as many sentences out

A renderer gets all entries of its kind on a page at once, so it looks its objects up in one query.
"""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.db.models import QuerySet
from django.db.models.functions import ExtractYear
from django.utils.functional import Promise as Lazy
from django.utils.translation import gettext_lazy as _

from ledger import models
from ledger.facts import Entry
from members import roles
from members.errors import NotFound
from members.models import Member
from members.roles import Somebody

MOST = 100_000
"""Lines of a dossier that go into one file."""

Sentence = str | Lazy
sentences: dict[str, Callable[[Sequence[Entry]], Sequence[Sentence]]] = {}
topics_of_kinds: dict[str, tuple[Sentence, frozenset[str]]] = {
    "membership": (_("Membership and delegates"), frozenset()),
}
"""What a reader may filter by: a code, its label and the kinds of fact it stands for; apps add their own."""


@dataclass(frozen=True)
class Filters:
    """What of the dossier is asked for; empty means all.

    Attributes:
        about: a code of `topics_of_kinds`.
        year: in UTC.
    """

    about: str = ""
    year: int | None = None


@dataclass(frozen=True)
class Line:
    """One thing the member did.

    Attributes:
        about: the label it is filed under.
    """

    at: datetime
    kind: str
    about: Sentence
    sentence: Sentence


class Lines(Sequence[Line]):
    """The dossier as a sequence that reads only the slice it is asked for, in a number of queries that is fixed."""

    def __init__(self, rows: QuerySet[models.Concern]):
        self._rows = rows

    def __len__(self) -> int:
        return self._rows.count()

    def __getitem__(self, index: Any) -> Any:
        if isinstance(index, slice):
            return _lines(list(self._rows[index]))
        return _lines([self._rows[index]])[0]


def may_see(viewer: Somebody, member: Member) -> bool:
    """The dossier is for those who act for the member and the secretariats of its networks."""
    return roles.is_delegate(viewer, member) or roles.is_secretariat_for(viewer, member)


def entries(member: Member, viewer: Somebody, filters: Filters | None = None) -> Lines:
    """The member's dossier, newest first.

    Raises:
        NotFound: it is not for this viewer.
    """
    if not may_see(viewer, member):
        raise NotFound
    filters = filters or Filters()
    rows = _of(member).select_related("entry__stream")
    if filters.about:
        rows = rows.filter(entry__kind__in=_kinds(filters.about))
    if filters.year:
        begin, end = (datetime(year, 1, 1, tzinfo=UTC) for year in (filters.year, filters.year + 1))
        rows = rows.filter(at__gte=begin, at__lt=end)
    return Lines(rows.order_by("-at", "-id"))


def _of(member: Member) -> QuerySet[models.Concern]:
    """What concerns the member and has a sentence; kinds that nobody worded stay out of sight."""
    return models.Concern.objects.filter(member_id=member.id, entry__kind__in=sorted(sentences))


def _kinds(about: str) -> list[str]:
    label_and_kinds = topics_of_kinds.get(about)
    return sorted(label_and_kinds[1]) if label_and_kinds else []


def years(member: Member) -> list[int]:
    """The years in which the member did something, newest first."""
    found = _of(member).annotate(year=ExtractYear("at", tzinfo=UTC)).order_by("-year").values_list("year", flat=True)
    return list(found.distinct())


def register(about: str, label: Sentence, worded: dict[str, Callable[[Sequence[Entry]], Sequence[Sentence]]]) -> None:
    """Say how kinds of fact read and what they are filed under.

    Args:
        about: the code of the filter, such as `mixers`.
        label: what readers see for it.
        worded: kind to renderer.
    """
    sentences.update(worded)
    known = topics_of_kinds.get(about, (label, frozenset()))[1]
    topics_of_kinds[about] = (label, known | frozenset(worded))


def _lines(rows: Sequence[models.Concern]) -> list[Line]:
    by_kind: dict[str, list[int]] = defaultdict(list)
    read = [_entry(row.entry) for row in rows]
    for index, entry in enumerate(read):
        by_kind[entry.kind].append(index)
    said: dict[int, Sentence] = {}
    for kind, indexes in by_kind.items():
        said.update(zip(indexes, sentences[kind]([read[index] for index in indexes]), strict=True))
    return [Line(entry.at, entry.kind, _label(entry.kind), said[index]) for index, entry in enumerate(read)]


def _entry(row: models.Entry) -> Entry:
    return Entry(row.stream.name, row.position, row.kind, row.at, row.data)


def _label(kind: str) -> Sentence:
    return next((label for label, kinds in topics_of_kinds.values() if kind in kinds), "")
