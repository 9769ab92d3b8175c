"""The report as sheets for CSV and XLSX; single ratings and downloads by day let every figure be counted again."""

from collections.abc import Callable, Sequence
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from events.documentation import figures
from events.documentation.figures import Figures
from events.models import DownloadCount, Event, Registration, SessionRating
from members.models import Person
from web.spreadsheets import Sheet
from web.translated import translated

Rows = Sequence[Sequence[Any]]


def _measures(found: Figures, event: Event) -> Sheet:
    labels = dict(Registration.State.choices)
    rows: list[list[Any]] = [
        [_("People with a seat"), found.registered],
        [_("Attended"), found.attended],
        [_("Did not come"), found.missed],
        [_("Nothing noted"), found.unnoted],
        [_("Members present"), found.members],
        [_("Mean rating (1 to 5)"), found.rated.stars],
        [_("Ratings"), found.rated.ratings],
        [_("Downloads"), found.downloads],
        *([f"{_('Registrations')}: {labels[state]}", number] for state, number in found.states),
    ]
    return Sheet(_("Measures"), [_("Measure"), _("Value")], rows)


def _countries(found: Figures, event: Event) -> Sheet:
    rows = [[row.country, row.registered, row.attended] for row in found.countries]
    return Sheet(_("Countries"), [_("Country"), _("Registered"), _("Attended")], rows)


def _sessions(found: Figures, event: Event) -> Sheet:
    heading = [
        pgettext("agenda", "Session"),
        _("Start"),
        _("In own agendas"),
        _("Noted as there"),
        _("Questions"),
        _("Questions answered"),
        _("Mean rating (1 to 5)"),
        _("Ratings"),
    ]
    rows = [
        [
            translated(one.session.titles).text,
            one.starts_at,
            one.kept,
            one.attended,
            one.questions,
            one.answered,
            one.rated.stars,
            one.rated.ratings,
        ]
        for one in found.sessions
    ]
    return Sheet(pgettext("agenda", "Sessions"), heading, rows)


def _ratings(found: Figures, event: Event) -> Sheet:
    """Single ratings without names, in an order that says nothing about who, when, or with which comment."""
    told = [(_about(row), row.stars) for row in _rated(event)]
    return Sheet(_("Ratings"), [pgettext("agenda", "Session"), _("Stars")], sorted(told))


def _comments(found: Figures, event: Event) -> Sheet:
    told = [(_about(row), row.comment) for row in _rated(event).exclude(comment="")]
    return Sheet(_("Comments"), [pgettext("agenda", "Session"), _("Comment")], sorted(told))


def _rated(event: Event) -> QuerySet[SessionRating]:
    return SessionRating.objects.filter(event=event).select_related("session")


def _about(row: SessionRating) -> str:
    return translated(row.session.titles).text if row.session else _("The event")


def _downloads(found: Figures, event: Event) -> Sheet:
    rows = DownloadCount.objects.filter(item__event=event).select_related("item").order_by("item", "day")
    told = [[translated(row.item.titles).text, row.item.get_kind_display(), row.day, row.number] for row in rows]
    return Sheet(_("Downloads"), [_("Title"), _("Kind"), _("Day"), _("Downloads")], told)


SHEETS: dict[str, tuple[Any, Callable[[Figures, Event], Sheet]]] = {
    "measures": (gettext_lazy("Measures"), _measures),
    "countries": (gettext_lazy("Attendance by country"), _countries),
    "sessions": (pgettext_lazy("agenda", "Sessions"), _sessions),
    "ratings": (gettext_lazy("Ratings, without names"), _ratings),
    "comments": (gettext_lazy("What people wrote, without names"), _comments),
    "downloads": (gettext_lazy("Downloads by day"), _downloads),
}
"""By the name in the file's address: what it is called, and what makes it."""


def sheet(event: Event, name: str, *, by: Person) -> Sheet:
    """One sheet of the report.

    Args:
        event: of which.
        name: a key of `SHEETS`.
        by: an organiser of the event.

    Raises:
        NotYourEvent: the person does not look after it.
    """
    return SHEETS[name][1](figures.of(event, by=by), event)
