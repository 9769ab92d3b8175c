"""Members, people and sign-ins for the tests of this area."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
import redis
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.core.cache import cache
from django.test import Client

from members.models import Delegate, Member, Membership, Network, Office, Person

MakePerson = Callable[..., Person]
MakeMember = Callable[..., Member]


@pytest.fixture(autouse=True)
def _fresh_limits() -> Iterator[None]:
    """Attempts counted in one test do not count in the next."""
    cache.clear()
    yield
    cache.clear()


def cached() -> str:
    """All keys and values of the cache, in local memory or in Redis."""
    if not settings.REDIS_URL:
        return str(list(getattr(cache, "_cache").items()))  # noqa: B009
    with redis.Redis.from_url(settings.REDIS_URL) as connection:
        return str([(key, connection.dump(key)) for key in connection.scan_iter()])


@pytest.fixture
def iscn(db: None) -> Network:
    return Network.objects.get(slug="iscn")


@pytest.fixture
def make_member(iscn: Network) -> MakeMember:
    def make(name: str = "Kochi", *, country: str = "IN", admitted: bool = True, **fields: object) -> Member:
        values = {"time_zone": "Asia/Kolkata", "languages": ["en", "hi"], "size_class": "11", **fields}
        member = Member.objects.create(slug=name.lower(), name=name, country=country, **values)
        if admitted:
            Membership.objects.create(member=member, network=iscn, state=Membership.State.ADMITTED)
        return member

    return make


@pytest.fixture
def make_person(db: None) -> MakePerson:
    def make(name: str, member: Member | None = None, *, representative: bool = False, **fields: Any) -> Person:
        email = f"{name.lower().replace(' ', '.')}@example.org"
        person = Person.objects.create_user(email, name=name, **fields)
        EmailAddress.objects.create(user=person, email=email, verified=True, primary=True)
        if member is not None:
            state = Delegate.State.ADMITTED
            Delegate.objects.create(person=person, member=member, state=state, representative=representative)
        return person

    return make


@pytest.fixture
def make_official(make_person: MakePerson, iscn: Network) -> MakePerson:
    def make(name: str, role: str, *, network: Network | None = None, second_factor: bool = True) -> Person:
        person = make_person(name)
        Office.objects.create(person=person, network=network or iscn, role=role)
        if second_factor:
            Authenticator.objects.create(user=person, type=Authenticator.Type.TOTP, data={})
        return person

    return make


@pytest.fixture
def signed_in() -> Callable[[Person | None], Client]:
    def sign_in(person: Person | None) -> Client:
        client = Client()
        if person is not None:
            client.force_login(person)
        return client

    return sign_in


@pytest.fixture
def kochi(make_member: MakeMember) -> Member:
    return make_member("Kochi")


@pytest.fixture
def jena(make_member: MakeMember) -> Member:
    return make_member("Jena", country="DE", time_zone="Europe/Berlin", languages=["de", "en"])


@pytest.fixture
def representative(make_person: MakePerson, kochi: Member) -> Person:
    return make_person("Meera", kochi, representative=True)


@pytest.fixture
def secretariat(make_official: MakePerson) -> Person:
    return make_official("Sekretariat", Office.Role.SECRETARIAT)
