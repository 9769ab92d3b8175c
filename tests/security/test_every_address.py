"""Every address × role × method: what is foreign does not exist, and nothing is written by those who may not."""

import logging
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, resolve

from tests.security.addresses import ALL, Address, Roles, table
from tests.security.world import ROLES, World, fresh_limits
from tests.security.writes import counts, written

pytestmark = pytest.mark.any_database
TABLE = table()
OTHER_METHODS = ("put", "delete", "patch")


@pytest.fixture(autouse=True)
def _short_answers(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A page that says 404 in four languages costs more than everything else here."""

    def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
        return HttpResponse(status=404)

    monkeypatch.setattr("hub.urls.handler404", not_found, raising=False)
    logger = logging.getLogger("django.request")
    level = logger.level
    logger.setLevel(logging.CRITICAL)
    yield
    logger.setLevel(level)


def routes(resolver: URLResolver, before: str = "") -> Iterator[str]:
    """The pattern of every address there is."""
    for one in resolver.url_patterns:
        if isinstance(one, URLPattern):
            yield (before + str(one.pattern)).replace("^", "")
        else:
            yield from routes(one, before + str(one.pattern))


def filled(value: Any, names: dict[str, Any]) -> Any:
    return value.format(**names) if isinstance(value, str) else value


def ask(world: World, role: str, method: str, address: Address) -> HttpResponse:
    """One request with the address's things in it; limits on tries do not count here."""
    fresh_limits()
    client: Client = world.client(role)
    path = filled(address.path, world.names)
    if method in OTHER_METHODS:
        other: HttpResponse = getattr(client, method)(path)
        return other
    data = {key: filled(value, world.names) for key, value in address.data.items()} if method == "post" else {}
    response: HttpResponse = getattr(client, method)(path, data, headers={"Accept": "text/html"})
    return response


def is_hidden(response: HttpResponse, role: str) -> bool:
    """Whether the answer tells nothing: not found, no such method, or sign in first."""
    to_sign_in = response.status_code == 302 and "/accounts/login/" in response.headers["Location"]
    return response.status_code in (404, 405) or (role == "guest" and (to_sign_in or response.status_code == 401))


def some(roles: Roles) -> list[str]:
    """The first and the last of them: enough to see that the address does something."""
    ordered = [role for role in ROLES if role in roles]
    return ordered if len(ordered) < 3 else [ordered[0], ordered[-1]]


def test_every_address_stands_in_the_table(world: World) -> None:
    known = {resolve(filled(address.path, world.names).split("?")[0]).route.replace("^", "") for address in TABLE}
    assert set(routes(get_resolver())) - known == set()


@pytest.mark.parametrize("address", TABLE, ids=lambda address: f"{address.path} {address.data.get('deed', '')}".strip())
def test_who_may_not_finds_nothing_and_writes_nothing(address: Address, world: World) -> None:
    before = counts()
    for method, may in (("get", address.get), ("post", address.post)):
        for role in (role for role in ROLES if role not in may):
            if not may and role not in {"guest", "neighbour"} | address.told:
                continue  # there is no such method for anybody
            with written() as tables:
                response = ask(world, role, method, address)
            expected = response.status_code == 403 if role in address.told else is_hidden(response, role)
            assert expected or is_hidden(response, role), f"{method} by {role}: {response.status_code}"
            assert tables == [] or role in address.told, f"{method} by {role} writes {set(tables)}"
    for method in OTHER_METHODS:
        for role in {"guest", "neighbour"} - address.post:
            assert ask(world, role, method, address).status_code < 500
    assert counts() == before


@pytest.mark.parametrize("address", TABLE, ids=lambda address: f"{address.path} {address.data.get('deed', '')}".strip())
def test_who_may_gets_an_answer_and_looking_writes_nothing(address: Address, world: World) -> None:
    for role in some(address.get):
        with written() as tables:
            response = ask(world, role, "get", address)
        assert set(tables) <= set(address.seen), f"looking as {role}"
        _is_answered(response, role, address.get)
    for role in some(address.post):
        with transaction.atomic():
            response = ask(world, role, "post", address)
            transaction.set_rollback(True)
        _is_answered(response, role, address.post)


def _is_answered(response: HttpResponse, role: str, may: Roles) -> None:
    assert response.status_code < 500
    if may != ALL:
        assert response.status_code != 403
        assert not is_hidden(response, role), f"{role}: {response.status_code}"
