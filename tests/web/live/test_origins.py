"""Which pages may open a socket."""

import pytest

from web.live import origins

OWN = ["https://vernetzt.example"]


@pytest.mark.parametrize(
    "origin",
    [
        "https://vernetzt.example",
        "https://vernetzt.example:443",
        "https://VERNETZT.example",
        "https://vernetzt.example/",
    ],
)
def test_the_own_site_may(origin: str) -> None:
    assert origins.is_own(origin, own=OWN, host="vernetzt.example")


@pytest.mark.parametrize(
    "origin",
    [
        None,
        "",
        "null",
        "http://vernetzt.example",
        "https://vernetzt.example:8443",
        "https://www.vernetzt.example",
        "https://example",
        "https://vernetzt.example.attacker.example",
        "https://attackervernetzt.example",
        "https://vernetzt.example@attacker.example",
        "https://attacker.example/?https://vernetzt.example",
        "wss://vernetzt.example",
        "file://vernetzt.example",
        "https://vernetzt.example:99999",
        "https://[vernetzt.example",
        "https://",
        "//vernetzt.example",
        "https://vernetzt.example https://attacker.example",
    ],
)
def test_no_other_site_may(origin: str | None) -> None:
    assert not origins.is_own(origin, own=OWN, host="vernetzt.example")


def test_on_this_computer_the_page_may_use_any_of_its_names() -> None:
    assert origins.is_own("http://127.0.0.1:8000", own=["http://localhost:8000"], host="127.0.0.1:8000")


@pytest.mark.parametrize(
    ("origin", "host"),
    [
        ("http://127.0.0.1:9000", "127.0.0.1:8000"),
        ("https://127.0.0.1:8000", "127.0.0.1:8000"),
        ("http://attacker.example:8000", "attacker.example:8000"),
        ("http://127.0.0.1:8000", None),
    ],
)
def test_on_this_computer_another_page_may_not(origin: str, host: str | None) -> None:
    assert not origins.is_own(origin, own=["http://localhost:8000"], host=host)


def test_a_public_site_does_not_accept_pages_of_the_server_itself() -> None:
    assert not origins.is_own("http://127.0.0.1:8000", own=OWN, host="127.0.0.1:8000")
