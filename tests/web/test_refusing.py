"""Refusals told on the next page."""

import pytest
from django.contrib.messages import get_messages
from django.contrib.messages.storage.cookie import CookieStorage
from django.http import HttpRequest
from django.test import RequestFactory

from web.errors import Refused
from web.refusing import refusals_told


@pytest.fixture
def request_of_jena(rf: RequestFactory) -> HttpRequest:
    request = rf.post("/")
    request._messages = CookieStorage(request)  # type: ignore[attr-defined]
    return request


def told(request: HttpRequest) -> list[str]:
    return [str(message) for message in get_messages(request)]


def test_what_is_refused_stands_on_the_next_page(request_of_jena: HttpRequest) -> None:
    with refusals_told(request_of_jena):
        raise Refused("This table is full.")
    assert told(request_of_jena) == ["This table is full."]


def test_of_what_nobody_may_know_of_no_page_says_anything(request_of_jena: HttpRequest) -> None:
    with pytest.raises(Refused), refusals_told(request_of_jena):
        raise Refused("There is no such table.", status=404)
    assert told(request_of_jena) == []
