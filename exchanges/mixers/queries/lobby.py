"""The lobby: who is here by country, what comes when, what the hosts announced."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from exchanges.mixers import bells, participants, timetable
from exchanges.mixers.models import Announcement, Mixer, Round
from exchanges.mixers.queries import people
from exchanges.mixers.queries.people import Participant


@dataclass(frozen=True)
class Country:
    """The people of one country who are here; `code` is ISO 3166-1, "" for people without a member."""

    code: str
    people: Sequence[Participant]


@dataclass(frozen=True)
class Attendance:
    """Who is here.

    Attributes:
        countries: the one with most people first.
        here: how many people with a place are here; expected: how many have one.
    """

    countries: Sequence[Country]
    here: int
    expected: int


@dataclass(frozen=True)
class Part:
    """One part of the programme and when it is, if nothing is moved."""

    step: timetable.Step
    begins_at: datetime
    ends_at: datetime


def attendance(mixer: Mixer) -> Attendance:
    """Who is here; two queries."""
    everybody = people.participants(mixer)
    present = participants.here(mixer.id)
    countries = _by_country([one for one in everybody.values() if one.id in present])
    return Attendance(countries, sum(len(country.people) for country in countries), len(everybody))


def _by_country(here: Sequence[Participant]) -> list[Country]:
    of_country: dict[str, list[Participant]] = {}
    for one in here:
        of_country.setdefault(one.country, []).append(one)
    order = sorted(of_country, key=lambda code: (-len(of_country[code]), code))
    return [Country(code, of_country[code]) for code in order]


def parts(mixer: Mixer) -> list[Part]:
    """What is still to come of the programme, if nothing is moved; no query."""
    begins_at = bells.rings_at(mixer) or mixer.phase_ends_at or mixer.event.starts_at
    return [Part(*row) for row in timetable.times(bells.rest(mixer), begins_at=begins_at)]


def coming_round(mixer: Mixer) -> Round | None:
    """The running round, or the next one; `None`: none is left."""
    coming = [Round.State.OPEN, Round.State.PLANNED]
    return Round.objects.filter(mixer=mixer, state__in=coming).order_by("number").first()


def announcements(mixer: Mixer) -> list[Announcement]:
    """What the hosts announced: the latest ten, newest first."""
    return list(Announcement.objects.filter(mixer=mixer)[:10])
