"""People and rooms for the tests: delegates of Kochi, Jena and Piura around a table."""

import itertools
from collections.abc import Iterator

import pytest

from members.models import Person
from rooms import admissions, pace, rooms
from rooms.models import Admission, Room

_numbers = itertools.count(1)


def person(name: str, **fields: object) -> Person:
    number = next(_numbers)
    return Person.objects.create(email=f"person{number}@example.org", name=name, **fields)


@pytest.fixture
def asha() -> Person:
    return person("Asha Menon")


@pytest.fixture
def jonas() -> Person:
    return person("Jonas Weber")


@pytest.fixture
def lucia() -> Person:
    return person("Lucía Rojas")


@pytest.fixture
def table(asha: Person, jonas: Person, lucia: Person) -> Room:
    """A table with Asha (Kochi) and Jonas (Jena) as participants, and Lucía (Piura) as host."""
    room = rooms.open_room("Table 3", "/mixers/spring/table/")
    admissions.admit(room, [asha.pk, jonas.pk])
    admissions.admit(room, [lucia.pk], role=Admission.Role.HOST)
    return room


@pytest.fixture(autouse=True)
def _no_haste() -> Iterator[None]:
    """Nobody has spoken yet; ids may be those of an earlier test's people."""
    pace.forget_all()
    yield
