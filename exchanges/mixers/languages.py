"""Which languages people can talk in at a table."""

from collections.abc import Collection, Iterable, Mapping

from events.models import Registration
from events.states import HOLDS_A_SEAT
from exchanges.mixers.models import Mixer
from members.models import SpokenLanguage

TOO_LITTLE = SpokenLanguage.Level.A2
"""Enough to follow, not enough to talk for twelve minutes; counts only for who has nothing better."""


def spoken(mixer: Mixer, person_ids: Collection[int]) -> dict[int, frozenset[str]]:
    """Languages by person; at most two queries, however many people.

    Those spoken from B1 on; else those spoken at all; else those of the member; else those of the event.
    """
    levels: dict[int, dict[str, str]] = {person: {} for person in person_ids}
    rows = SpokenLanguage.objects.filter(person__in=levels).values_list("person_id", "code", "level")
    for person, code, level in rows:
        levels[person][code] = level
    silent = [person for person, known in levels.items() if not known]
    fallback = _of_members(mixer, silent) if silent else {}
    return {
        person: _enough(known) or frozenset(fallback.get(person) or mixer.event.languages)
        for person, known in levels.items()
    }


def _enough(levels: Mapping[str, str]) -> frozenset[str]:
    return frozenset(code for code, level in levels.items() if level != TOO_LITTLE) or frozenset(levels)


def _of_members(mixer: Mixer, person_ids: Collection[int]) -> dict[int, list[str]]:
    rows = Registration.objects.filter(event=mixer.event_id, person__in=person_ids, state__in=HOLDS_A_SEAT)
    return dict(rows.exclude(member=None).values_list("person_id", "member__languages"))


def common(people: Iterable[int], spoken_by: Mapping[int, frozenset[str]]) -> list[str]:
    """The languages all of them speak, in alphabetical order; none for nobody."""
    sets = [spoken_by[person] for person in people]
    return sorted(frozenset.intersection(*sets)) if sets else []
