"""The lobby: who is here by country, what comes when, my next table and why, what the hosts announced."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from exchanges.mixers import bells, participants, timetable
from exchanges.mixers.models import Announcement, Mixer, Round
from exchanges.mixers.queries import people, seat
from exchanges.mixers.queries.people import Participant
from exchanges.mixers.queries.seat import MySeat
from members.models import Person


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


@dataclass(frozen=True, kw_only=True)
class Lobby:
    """What the lobby shows.

    Attributes:
        mixer: with its event; its phase and clock.
        next_bell: when the running phase ends, or the waiting; `None` when the clock stands still or nothing comes.
        parts: what is still to come.
        round: the running round, or the next one; its prompt is shown.
        countries: who is here, the country with most people first.
        here: how many people; expected: how many have a place.
        seat: the reader's seat in the running round, or in the next one once it is planned.
        announcements: the latest ten, newest first.
    """

    mixer: Mixer
    next_bell: datetime | None
    parts: Sequence[Part]
    round: Round | None
    countries: Sequence[Country]
    here: int
    expected: int
    seat: MySeat | None
    announcements: Sequence[Announcement]


def view(mixer: Mixer, person: Person) -> Lobby:
    """The lobby as a person sees it."""
    there = attendance(mixer)
    return Lobby(
        mixer=mixer,
        next_bell=bells.rings_at(mixer),
        parts=parts(mixer),
        round=coming_round(mixer),
        countries=there.countries,
        here=there.here,
        expected=there.expected,
        seat=seat.of(mixer, person),
        announcements=announcements(mixer),
    )


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
