"""The report as a document to be printed, kept and handed on."""

from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from events.documentation.figures import Figures, OfSession, Rated
from events.models import Event, Registration
from web import names, times
from web.documents.document import Document, Section
from web.translated import translated


def of(event: Event, found: Figures) -> Document:
    """The report of an event.

    Args:
        event: which.
        found: its figures.
    """
    language = get_language() or "en"
    return Document(
        kind=_("Report"),
        title=translated(event.titles).text,
        language=language,
        facts=[
            (_("Network"), event.network.name),
            (_("Date"), times.written(event.starts_at, skeletons=times.WEEKDAY_AND_HOUR, zone=event.zone)),
            (_("State"), event.get_state_display()),
            (_("People with a seat"), str(found.registered)),
            (_("Attended"), str(found.attended)),
            (_("Did not come"), str(found.missed)),
            (_("Members present"), str(found.members)),
            (_("Rating of the event"), stars(found.rated)),
            (_("Downloads"), str(found.downloads)),
        ],
        sections=_sections(found, language),
        foot=_("For the organisers. Counted on %(day)s.")
        % {"day": times.written(timezone.now(), skeletons=times.DAY, zone=event.zone)},
    )


def _sections(found: Figures, language: str) -> list[Section]:
    labels = dict(Registration.State.choices)
    parts = [
        Section(
            heading=_("Registrations by state"),
            facts=[(str(labels[state]), str(number)) for state, number in found.states],
        ),
        Section(
            heading=_("Attendance by country"),
            columns=[_("Country"), _("Registered"), _("Attended")],
            rows=[[country(one.country, language), str(one.registered), str(one.attended)] for one in found.countries],
        ),
        Section(
            heading=_("Rating per session"),
            columns=[
                pgettext("agenda", "Session"),
                _("Rating"),
                _("In own agendas"),
                _("Noted as there"),
                _("Questions answered"),
            ],
            rows=[
                [translated(one.session.titles).text, stars(one.rated), str(one.kept), str(one.attended), answers(one)]
                for one in found.sessions
            ],
        ),
        Section(
            heading=_("Downloads"),
            columns=[_("Title"), _("Kind"), _("State"), _("Downloads")],
            rows=[
                [
                    translated(one.item.titles).text,
                    one.item.get_kind_display(),
                    one.item.get_state_display(),
                    str(one.downloads),
                ]
                for one in found.items
            ],
        ),
    ]
    return [part for part in parts if part.facts or part.rows]


def stars(rated: Rated) -> str:
    """A mean with the number of ratings it comes from: `4.5 of 5 (12)`."""
    if rated.stars is None:
        return "–"
    return _("%(stars)s of 5 (%(number)d)") % {"stars": number_format(rated.stars, 1), "number": rated.ratings}


def answers(one: OfSession) -> str:
    """How many questions were answered of how many asked: `2 of 3`; a dash when none was asked."""
    if not one.questions:
        return "–"
    return _("%(present)s of %(registered)s") % {"present": one.answered, "registered": one.questions}


def country(code: str, language: str) -> str:
    """A country's name, or what stands for people without a member."""
    return names.country_name(code, language) if code else str(_("Without a member"))
