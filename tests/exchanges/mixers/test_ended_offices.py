"""Who is no longer an organiser no longer leads a mixer."""

from datetime import timedelta

import pytest

from exchanges.mixers import hosting, hosts, participants, tables
from exchanges.mixers.live import MixerStreams
from exchanges.mixers.models import Mixer, Table
from exchanges.mixers.refusals import NotAHost
from members import offices
from members.models import Network, Office, Person
from rooms import admissions
from rooms.models import Admission, Room
from tests.exchanges.mixers import cast
from tests.exchanges.mixers.cast import Clock
from workers import wiring

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _wired() -> None:
    wiring.connect()


def end_office(person: Person, network: Network | None = None) -> None:
    """The secretariat ends one of the person's offices, and what follows has followed."""
    there = network or cast.network()
    office = Office.objects.filter(person=person, network=there).order_by("pk").first()
    assert office is not None
    offices.take(network=there, office_id=office.pk, by=None)
    cast.settle()


def role_in(room: Room, person: Person) -> str | None:
    found = admissions.admission(room, person)
    return found.role if found else None


def table_of(mixer: Mixer, person: Person) -> Table:
    return Table.objects.select_related("room").get(seats__person=person, seats__left_at=None)


def test_who_loses_the_office_leads_the_mixer_no_more(olga: Person) -> None:
    mixer = cast.mixer(olga, cast.people(4))
    end_office(olga)
    assert (hosts.is_host(mixer, olga), role_in(mixer.lobby, olga)) == (False, None)
    assert MixerStreams().admitted({(olga.pk, str(mixer.id))}) == set()
    with pytest.raises(NotAHost):
        hosting.start(mixer, by=olga)


def test_who_has_a_seat_as_well_stays_as_a_participant(olga: Person) -> None:
    mixer = cast.mixer(olga, cast.people(4))
    cast.confirm(mixer, [olga])
    end_office(olga)
    assert (hosts.is_host(mixer, olga), role_in(mixer.lobby, olga)) == (False, "participant")
    assert participants.takes_part(mixer, olga)


def test_at_tables_only_the_own_seat_is_left(clock: Clock, olga: Person) -> None:
    guests = cast.people(8)
    mixer = cast.mixer(olga, guests)
    hosts.appoint(mixer, guests[0].pk, by=olga)
    Office.objects.create(person=guests[0], network=cast.network(), role=Office.Role.ORGANISER)
    cast.arrive(mixer, guests)
    clock.run_until(mixer.event.starts_at + timedelta(minutes=30))
    own = table_of(mixer, guests[0])
    other = Table.objects.select_related("room").exclude(pk=own.pk).get(room__isnull=False)
    for who in (olga, guests[0]):
        tables.visit(mixer, by=who, table_id=other.pk)
    assert own.room is not None and other.room is not None
    end_office(olga)
    end_office(guests[0])
    assert [role_in(other.room, who) for who in (olga, guests[0])] == [None, None]
    assert [role_in(room, guests[0]) for room in (own.room, mixer.lobby)] == ["participant", "participant"]


def test_who_is_still_secretariat_or_was_made_host_without_an_office_leads_on(olga: Person) -> None:
    guests = cast.people(4)
    mixer = cast.mixer(olga, guests)
    hosts.appoint(mixer, guests[0].pk, by=olga)
    Office.objects.create(person=olga, network=cast.network(), role=Office.Role.SECRETARIAT)
    end_office(olga)
    assert [role_in(mixer.lobby, who) for who in (olga, guests[0])] == ["host", "host"]
    end_office(olga)
    assert [role_in(mixer.lobby, who) for who in (olga, guests[0])] == [None, "host"]


def test_an_office_in_another_network_ends_without_a_trace_here(olga: Person) -> None:
    mixer = cast.mixer(olga)
    europe = Network.objects.get(slug="vernetzt-in-europa")
    Office.objects.create(person=olga, network=europe, role=Office.Role.ORGANISER)
    end_office(olga, europe)
    assert Admission.objects.filter(room=mixer.lobby, person=olga, role="host", dismissed_at=None).exists()
