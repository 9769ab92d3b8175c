"""Colleagues who save the same draft at the same moment, with and without the lock that orders them."""

import threading
from functools import partial
from typing import Any

import pytest
from django.db import OperationalError, connection

from members import cowriting
from members.cowriting import Shown
from peers import access, requests
from peers.models import Request
from tests.parallel import at_once, errors, let_readers_begin
from tests.peers import cast

AT_ONCE = 4
pytestmark = pytest.mark.django_db(transaction=True)


def all_save_at_once() -> tuple[list[object], Request]:
    """Four delegates of Pirna who were shown the same draft, each with something else in mind."""
    pirna = cast.member("Pirna")
    people = [cast.delegate(name, pirna) for name in ("Katrin", "Jonas", "Mia", "Emil")]
    draft = requests.begin(member=pirna, by=people[0])
    save = partial(requests.save, request_id=draft.pk, shown=Shown(draft.revision))
    works = [partial(save, by=person, values={"need": f"{person.name} says so"}) for person in people]
    return list(at_once(*works)), draft


def test_of_colleagues_who_saw_the_same_draft_one_saves() -> None:
    done, draft = all_save_at_once()
    assert [type(error).__name__ for error in errors(done)] == ["ChangedByColleague"] * (AT_ONCE - 1)
    row = Request.objects.select_related("written_by").get(pk=draft.pk)
    assert row.written_by is not None
    assert (row.revision, row.need) == (1, f"{row.written_by.name} says so")


def test_without_the_drafts_lock_what_three_have_typed_is_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: everybody compares the revision before anybody saves. SQLite turns its late writers away instead."""
    let_readers_begin(monkeypatch)
    revise, everybody = cowriting.revise, threading.Barrier(AT_ONCE)

    def revise_slowly(row: Any, **given: Any) -> None:
        revise(row, **given)
        everybody.wait(timeout=60)

    with monkeypatch.context() as patched:
        patched.setattr(access, "own_request", _unlocked)
        patched.setattr(requests, "revise", revise_slowly)
        done, draft = all_save_at_once()
    assert Request.objects.get(pk=draft.pk).revision == 1
    if connection.vendor == "sqlite":
        assert {type(error) for error in errors(done)} == {OperationalError}
    else:
        assert errors(done) == []


def _unlocked(person: Any, request_id: int, *, lock: bool = False) -> Request:
    return Request.objects.select_related("member", "network", "call").get(pk=request_id)
