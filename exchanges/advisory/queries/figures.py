"""What came of advising in a network: figures, each with the records it counts, and those records as sheets."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from exchanges.advisory import papers
from exchanges.advisory.models import Case, CaseCheck, Recommendation
from members.models import Network
from web.spreadsheets import Sheet
from web.translated import translated


@dataclass(frozen=True)
class Record:
    """What a figure counts: a case, or something said in it."""

    case: Case
    text: str


@dataclass(frozen=True)
class Figure:
    """How many, and which."""

    label: str | Promise
    records: Sequence[Record]


@dataclass(frozen=True)
class Group:
    """Figures that belong together."""

    heading: str
    figures: Sequence[Figure]

    @property
    def bars(self) -> list[tuple[str, int]]:
        """The figures for a drawing."""
        return [(str(one.label), len(one.records)) for one in self.figures]


def submitted(network: Network) -> list[Case]:
    """Every case that was ever submitted, with what was recommended and answered, oldest first."""
    rows = Case.objects.filter(programme__network=network).exclude(submitted_at=None).select_related("member")
    answered = Prefetch("checks", CaseCheck.objects.exclude(answered_at=None))
    return list(rows.prefetch_related("ranked__topic", "recommendations", answered).order_by("submitted_at", "pk"))


def groups(cases: Sequence[Case]) -> list[Group]:
    """Figures counted from the very cases that the sheets list."""
    states = _counted(((case.state, Record(case, case.title)) for case in cases), Case.State.choices)
    became = _counted(
        ((row.state, Record(case, row.text)) for case, row in _advice(cases)), Recommendation.State.choices
    )
    return [
        Group(_("Cases by state"), states),
        Group(_("Cases by topic"), _by_topic(cases)),
        Group(_("Recommendations by state"), became),
        Group(_("What came of it"), list(_came(cases))),
    ]


def _counted(found: Iterable[tuple[str, Record]], labels: Iterable[tuple[str, str | Promise]]) -> list[Figure]:
    """A figure for each label of which there is a record, in the order of the labels."""
    records: dict[str, list[Record]] = defaultdict(list)
    for key, record in found:
        records[key].append(record)
    return [Figure(label, records[key]) for key, label in labels if records[key]]


def _by_topic(cases: Sequence[Case]) -> list[Figure]:
    """A case counts for each of its topics."""
    rows = [(row.topic, Record(case, case.title)) for case in cases for row in case.ranked.all()]
    names = {topic.slug: translated(topic.names).text for topic, _record in rows}
    return _counted(((topic.slug, record) for topic, record in rows), sorted(names.items(), key=lambda one: one[1]))


def _advice(cases: Iterable[Case]) -> Iterator[tuple[Case, Recommendation]]:
    """What was recommended in the notes that were delivered."""
    for case in cases:
        if case.state in papers.WRITTEN:
            yield from ((case, row) for row in case.recommendations.all())


def _came(cases: Sequence[Case]) -> Iterator[Figure]:
    yield Figure(_("Advice notes delivered"), [Record(one, one.title) for one in cases if one.state in papers.WRITTEN])
    for months in (3, 6):
        answers = [Record(case, row.text) for case in cases for row in case.checks.all() if row.months == months]
        yield Figure(_("After %(months)s months") % {"months": months}, answers)
    yield Figure(_("What has changed"), [Record(one, one.changed) for one in cases if one.changed])


def sheets(cases: Sequence[Case]) -> list[Sheet]:
    """Figures, cases, recommendations, answers."""
    counted = [[f"{group.heading}: {label}", value] for group in groups(cases) for label, value in group.bars]
    advised = [
        [case.pk, case.member.name, row.text, row.get_state_display(), row.due_on] for case, row in _advice(cases)
    ]
    answers = [
        [case.pk, case.member.name, row.months, row.answered_at, row.text]
        for case in cases
        for row in case.checks.all()
    ]
    advice = [_("Number"), _("Member"), _("Recommendation"), _("State"), _("Until")]
    return [
        Sheet(_("Figures"), [_("Figure"), _("Value")], counted),
        Sheet(_("Cases"), _case_heading(), [_case_row(case) for case in cases]),
        Sheet(_("Recommendations"), advice, advised),
        Sheet(_("Answers"), [_("Number"), _("Member"), _("Months"), _("Date"), _("Text")], answers),
    ]


def _case_heading() -> list[str]:
    whose = [_("Number"), _("Member"), _("Country"), _("Size"), _("Title"), _("Topics")]
    return [*whose, _("State"), _("Submitted"), _("Advice note"), _("What has changed")]


def _case_row(case: Case) -> list[Any]:
    topics = ", ".join(row.topic.slug for row in case.ranked.all())
    whose = [case.pk, case.member.name, case.member.country, case.member.size_class, case.title, topics]
    delivered = _("yes") if case.state in papers.WRITTEN else _("no")
    return [*whose, case.get_state_display(), case.submitted_at, delivered, case.changed]
