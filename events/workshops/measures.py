"""What a workshop changed: the mean self-rating per competence before and after it, of five people or more."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Avg, Count
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from events.models import Competence, Event, SelfRating

M = SelfRating.Moment
FEWEST = 5
"""With fewer answers a mean would tell too much about single people."""
HIGHEST = 5
HEADINGS = (
    _("Competence"),
    _("Answers before"),
    _("Mean before"),
    _("Answers after"),
    _("Mean after"),
    pgettext_lazy("of a mean", "Change"),
)


@dataclass(frozen=True)
class Mean:
    """Answers to one question at one time.

    Attributes:
        value: their mean, rounded to tenths; None while there are fewer than `FEWEST`.
    """

    number: int = 0
    value: float | None = None

    @property
    def width(self) -> float:
        """Of its bar, in percent of the highest score."""
        return round(100 * (self.value or 0) / HIGHEST, 1)


@dataclass(frozen=True)
class Measure:
    """A competence before and after."""

    competence: Competence
    before: Mean
    after: Mean

    @property
    def change(self) -> float | None:
        """How much higher the mean is afterwards; None while one of them is not shown."""
        if self.before.value is None or self.after.value is None:
            return None
        return round(self.after.value - self.before.value, 1)


def mean(number: int, average: float) -> Mean:
    """A mean, shown when enough people have answered."""
    return Mean(number, round(average, 1) if number >= FEWEST else None)


def of(event: Event) -> list[Measure]:
    """Every competence, in two queries."""
    rows = SelfRating.objects.filter(competence__workshop__event=event).order_by()
    counted = rows.values_list("competence_id", "moment").annotate(number=Count("id"), average=Avg("score"))
    found = {(competence, moment): mean(number, average) for competence, moment, number, average in counted}
    return [
        Measure(one, found.get((one.pk, M.BEFORE), Mean()), found.get((one.pk, M.AFTER), Mean()))
        for one in Competence.objects.filter(workshop__event=event)
    ]


def export_rows(event: Event) -> Iterator[Sequence[Any]]:
    """The rows below `HEADINGS`; a mean of too few answers is left empty."""
    for one in of(event):
        yield (str(one.competence), one.before.number, one.before.value, one.after.number, one.after.value, one.change)
