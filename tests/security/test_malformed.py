"""Whatever is sent, the answer is clear: never a 5xx, and the process goes on."""

import itertools
import logging
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.security import forms
from tests.security.addresses import Address, table
from tests.security.test_every_address import filled
from tests.security.world import ROLES, World, fresh_limits

NUMBERS = ("99999999999999999999", "9" * 5000, "٣", "-1", "1e3", "0x10", "1.5", "nan", "inf", "-0", " 1", "1_0", "²")
WORDS = (
    "",
    "\0",
    "a\0b",
    "\ud800",
    "\r\nBcc: x@example.org",
    "' OR 1=1 --",
    "%00",
    "../../etc/passwd",
    "{{7*7}}",
    "a" * 3000,
)
HUGE = "Kochi " * 170_000
"""A megabyte."""
GARBAGE: list[Any] = [*NUMBERS, *WORDS, ["1", "1", "x"], ["\0"] * 3]
IDS = ("99999999999999999999", "9" * 400, "%D9%A3", "-1", "1e3", "0", "%00", "1%0A")
POSTS, PAGES = forms.posts(), forms.pages()
_no_wait = settings(
    max_examples=120, deadline=None, database=None, derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large],
)  # fmt: skip


@pytest.fixture(autouse=True)
def _quiet() -> Iterator[None]:
    logger = logging.getLogger("django.request")
    level = logger.level
    logger.setLevel(logging.CRITICAL)
    yield
    logger.setLevel(level)


def post(world: World, address: Address, data: dict[str, Any]) -> int:
    """The status of a post by who may; what it did is undone."""
    fresh_limits()
    with transaction.atomic():
        client = world.client(forms.last(address))
        response = client.post(filled(address.path, world.names), data, headers={"Accept": "text/html"})
        transaction.set_rollback(True)
    return int(response.status_code)


def encoded(data: dict[str, Any]) -> dict[str, Any]:
    """Without what cannot be sent at all."""
    return {
        name: value.encode("utf-8", "surrogatepass") if isinstance(value, str) and "\ud800" in value else value
        for name, value in data.items()
    }


@pytest.mark.parametrize("address", POSTS, ids=lambda address: f"{address.path} {address.data.get('deed', '')}".strip())
def test_no_form_is_broken_by_what_is_typed_into_it(address: Address, world: World) -> None:
    names = forms.names_of(address, world)
    for index in range(3):
        data = {name: GARBAGE[(index * 7 + place) % len(GARBAGE)] for place, name in enumerate(names)}
        assert post(world, address, encoded(data)) < 500, data
    assert post(world, address, {}) < 500


@_no_wait
@given(data=st.data())
def test_no_form_is_broken_by_anything(world: World, data: st.DataObject) -> None:
    address = data.draw(st.sampled_from(POSTS))
    names = forms.names_of(address, world)
    text = st.one_of(st.sampled_from(GARBAGE), st.text(max_size=40).map(lambda text: text))
    kept = {name: filled(value, world.names) for name, value in address.data.items()}
    broken = data.draw(st.dictionaries(st.sampled_from(names), text, max_size=6))
    assert post(world, address, encoded({**kept, **broken})) < 500


@pytest.mark.parametrize("address", POSTS[::9], ids=lambda address: str(address.path))
def test_a_megabyte_in_a_field_is_refused(address: Address, world: World) -> None:
    for name in forms.names_of(address, world)[:4]:
        assert post(world, address, {name: HUGE}) < 500


@pytest.mark.parametrize("address", PAGES, ids=lambda address: str(address.path))
def test_no_page_is_broken_by_its_query(address: Address, world: World) -> None:
    role = [role for role in ROLES if role in address.get][-1]
    path = filled(address.path, world.names).split("?")[0]
    for index in range(2):
        fresh_limits()
        values = {name: GARBAGE[(index * 5 + place * 3) % 22] for place, name in enumerate(forms.QUERY)}
        values = {name: value for name, value in values.items() if "\ud800" not in value}
        assert world.client(role).get(path, values).status_code < 500, values


@pytest.mark.parametrize(
    "address", [a for a in table() if "{" in a.path.split("?")[0]], ids=lambda address: str(address.path)
)
def test_numbers_nobody_has_are_not_found(address: Address, world: World) -> None:
    role = [role for role in ROLES if role in (address.get | address.post)] or ["secretariat"]
    client, methods = world.client(role[-1]), ["get"] * bool(address.get) + ["post"] * bool(address.post)
    for number, method in zip(IDS, itertools.cycle(methods or ["get"]), strict=False):
        fresh_limits()
        with transaction.atomic():
            path = address.path.format(**{name: number for name in world.names})
            response = getattr(client, method)(path, address.data)
            transaction.set_rollback(True)
        assert response.status_code in (302, 400, 401, 404, 405), (method, number, response.status_code)


def test_bodies_that_are_no_forms_are_answered(world: World) -> None:
    for kind in ("application/json", "multipart/form-data; boundary=x", "multipart/form-data", "text/xml", "\xff"):
        for body in (b"", b"{", b"--x\r\n", b"\xff\x00" * 200):
            fresh_limits()
            response = world.client("participant").post("/feedback/", body, content_type=kind)
            assert response.status_code < 500
