"""Guesses are counted together, whichever web process they reach."""

import re
import urllib.error
import urllib.parse
import urllib.request
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from http.cookiejar import CookieJar

import pytest

from members.entrance import guesses
from tests.serving import PATIENCE, Platform

ACCOUNT = "mayor@piura.example"


@pytest.mark.alone
@pytest.mark.services
def test_fifty_guesses_at_once_over_four_processes_are_stopped_at_the_limit_of_one(separate: Platform) -> None:
    separate.start("serve", "--workers", "4")
    with ThreadPoolExecutor(50) as crowd:
        statuses = Counter(crowd.map(lambda number: _guess(separate.url, f"guess-{number}"), range(50)))
    allowed = guesses.PER_TARGET[0]
    assert 1 <= statuses[200] <= allowed
    assert statuses == {200: statuses[200], 429: 50 - statuses[200]}


def _guess(url: str, password: str) -> int:
    """Sign in as a browser would: fetch the form with its token, post it; returns the status."""
    browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))
    with browser.open(f"{url}/accounts/login/", timeout=PATIENCE) as page:
        token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page.read().decode())
    assert token
    fields = urllib.parse.urlencode({"csrfmiddlewaretoken": token[1], "login": ACCOUNT, "password": password})
    try:
        with browser.open(f"{url}/accounts/login/", fields.encode(), timeout=PATIENCE) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as refused:
        return refused.code
