"""The certificate of attendance: for who was there, once the event is over, as an accessible PDF in their language."""

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from events import states
from events.models import Attendance, Event, Registration
from events.symposia.places import line, overlaps
from members.errors import NotFound
from members.models import Person
from web import names, times, zones
from web.documents.document import Document, Pairs, Section
from web.translated import translated


def of(event: Event, person: Person) -> Document:
    """The certificate.

    Raises:
        NotFound: the person was not at the event, it is not over, or it never took place.
    """
    rows = Registration.objects.filter(event=event, person=person, state=Registration.State.ATTENDED)
    mine = rows.select_related("member").first()
    if mine is None or not states.took_place(event):
        raise NotFound
    with override(person.language):
        return _document(event, mine, person)


def _document(event: Event, mine: Registration, person: Person) -> Document:
    words = {"name": person.display_name, "event": translated(event.titles).text, "network": event.network.name}
    return Document(
        kind=_("Certificate of attendance"),
        title=person.display_name,
        language=person.language,
        facts=_facts(event, mine, person.language),
        sections=[
            Section(
                heading=words["event"],
                text=_("%(name)s took part in “%(event)s”, an event of %(network)s.") % words,
            ),
            *([attended] if (attended := _sessions(event, person)).rows else []),
        ],
        foot=_("Issued by %(network)s on %(day)s.")
        % {**words, "day": times.written(timezone.now(), skeletons=times.DAY, zone=event.zone)},
    )


def _facts(event: Event, mine: Registration, language: str) -> Pairs:
    where = event.venue or str(event.get_mode_display())
    found = [
        (_("Took part for"), f"{mine.member.name}, {names.country_name(mine.member.country, language)}")
        if mine.member
        else ("", ""),
        (_("Format"), str(event.get_kind_display())),
        (_("When"), _span(event, language)),
        (_("Where"), where),
    ]
    return [pair for pair in found if pair[1]]


def _span(event: Event, language: str) -> str:
    """On the clock of the host's place, for papers outlive journeys."""
    first, last = (times.written(one, skeletons=times.DAY, zone=event.zone) for one in (event.starts_at, event.ends_at))
    hours = [times.written(one, skeletons=times.HOUR, zone=event.zone) for one in (event.starts_at, event.ends_at)]
    begins, ends = f"{first}, {hours[0]}", hours[1] if first == last else f"{last}, {hours[1]}"
    return f"{begins} – {ends} ({zones.city(event.zone, language)})"


def _sessions(event: Event, person: Person) -> Section:
    """The sessions in which the person checked in."""
    shown = line.shown(event)
    attended = Attendance.objects.filter(session__event=event, person=person)
    mine = [shown[pk] for pk in attended.values_list("session", flat=True) if pk in shown]
    rows = [
        [
            translated(one["titles"]).text,
            times.written(overlaps.span(one)[0], skeletons=times.WEEKDAY_AND_HOUR, zone=event.zone),
            _("%(minutes)s minutes") % {"minutes": one["minutes"]},
        ]
        for one in sorted(mine, key=overlaps.span)
    ]
    return Section(heading=_("Sessions attended"), columns=[_("Title"), _("When"), _("Length")], rows=rows)
