"""Guessing: fifty at the same moment are fifty guesses, and all beyond the limit are answered 429."""

import threading
from collections import Counter
from collections.abc import Callable

import pytest
from django.db import connections
from django.test import Client
from pytest_django import Settings

from members.entrance import guesses
from tests.members.conftest import MakePerson, cached
from tests.serving import PATIENCE

QUICK = ["django.contrib.auth.hashers.MD5PasswordHasher"]


def at_once(count: int, ask: Callable[[int], int]) -> Counter[int]:
    """The statuses of so many requests that start at the same moment."""
    gate, statuses = threading.Barrier(count), Counter[int]()
    lock = threading.Lock()

    def run(number: int) -> None:
        gate.wait(PATIENCE)
        try:
            status = ask(number)
        finally:
            connections.close_all()
        with lock:
            statuses[status] += 1

    threads = [threading.Thread(target=run, args=[number]) for number in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return statuses


@pytest.mark.django_db(transaction=True)
def test_fifty_guesses_at_one_account_at_once(make_person: MakePerson, settings: Settings) -> None:
    settings.PASSWORD_HASHERS = QUICK
    anil = make_person("Anil", password="quiet-harbour-77")

    def guess(number: int) -> int:
        return Client().post("/accounts/login/", {"login": anil.email, "password": f"guess-{number}"}).status_code

    statuses = at_once(50, guess)
    allowed = guesses.PER_TARGET[0]
    assert 1 <= statuses[200] <= allowed
    assert statuses[429] == 50 - statuses[200]
    right = Client().post("/accounts/login/", {"login": anil.email, "password": "quiet-harbour-77"})
    assert right.status_code == 429


@pytest.mark.django_db(transaction=True)
def test_without_counting_in_one_step_more_guesses_get_through(
    make_person: MakePerson, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The negative control: read, wait for the others, write."""
    from django.core.cache import cache

    together = threading.Barrier(30)

    def careless(action: str, who: int | str, limit: int, per_seconds: int) -> None:
        from web.errors import TooOften

        seen = cache.get(f"{action}:{who}", 0)
        if action == "guess-at":
            together.wait(PATIENCE)
        cache.set(f"{action}:{who}", seen + 1)
        if seen >= limit:
            raise TooOften

    settings.PASSWORD_HASHERS = QUICK
    settings.ACCOUNT_RATE_LIMITS = False
    anil = make_person("Anil")
    monkeypatch.setattr(guesses, "throttle", careless)
    statuses = at_once(
        30, lambda number: Client().post("/accounts/login/", {"login": anil.email, "password": str(number)}).status_code
    )
    assert statuses[200] > guesses.PER_TARGET[0]


@pytest.mark.django_db
def test_one_password_tried_on_many_accounts_is_stopped_too(settings: Settings) -> None:
    settings.PASSWORD_HASHERS = QUICK
    limit = guesses.PER_NETWORK_ADDRESS[0]
    statuses = [
        Client().post("/accounts/login/", {"login": f"p{number}@example.org", "password": "summer2026"}).status_code
        for number in range(limit + 5)
    ]
    assert statuses.count(429) >= 5
    assert statuses[-1] == 429
    assert statuses[0] == 200


@pytest.mark.django_db
def test_codes_of_one_session_are_counted(client: Client, make_person: MakePerson) -> None:
    client.post("/accounts/login/code/", {"email": make_person("Anil").email})
    statuses = [client.post("/accounts/2fa/authenticate/", {"code": "000000"}).status_code for _ in range(12)]
    assert statuses[-1] == 429


@pytest.mark.django_db
def test_the_cache_keeps_no_address(client: Client, make_person: MakePerson) -> None:
    client.post("/accounts/login/", {"login": make_person("Anil").email, "password": "x"})
    assert "anil" not in cached()
    assert "guess-at" in cached()


def test_every_guarded_address_exists() -> None:
    from django.urls import reverse

    assert all(reverse(name) for name in guesses.TARGETS)
