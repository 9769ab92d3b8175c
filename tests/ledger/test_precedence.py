"""Precedence: what can wait leaves threads, and the way, to what has a moment."""

import threading
from contextlib import ExitStack

import pytest
from django.db import transaction

from ledger import precedence, relay
from ledger.precedence import SEATS, THREADS, Rank, give_way, seat
from ledger.recording import record
from tests.ledger.conftest import squares
from tests.ledger.example import SquareSwept
from tests.serving import PATIENCE


def test_mails_never_take_the_last_threads_and_a_promise_always_finds_one() -> None:
    with ExitStack() as held:
        mails = [held.enter_context(seat(Rank.MAIL)) for _ in range(THREADS)]
        facts = [held.enter_context(seat(Rank.FACT)) for _ in range(THREADS)]
        promises = [held.enter_context(seat(Rank.PROMISE)) for _ in range(THREADS)]
    assert (sum(mails), sum(facts), sum(promises)) == (SEATS[Rank.MAIL], SEATS[Rank.FACT], THREADS)
    assert sum(SEATS.values()) < THREADS


def test_a_seat_is_free_again_after_work_that_failed_in_it() -> None:
    for _ in range(2 * SEATS[Rank.MAIL]):
        with pytest.raises(OSError, match="the mail server hung up"), seat(Rank.MAIL) as free:
            assert free
            raise OSError("the mail server hung up")


@pytest.mark.parametrize("urgent", [Rank.PROMISE, Rank.FACT])
def test_a_mail_waits_until_what_is_more_urgent_is_done(urgent: Rank, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(precedence, "PATIENCE", PATIENCE)
    mailing = threading.Thread(target=give_way, args=[Rank.MAIL])
    with seat(urgent):
        mailing.start()
        mailing.join(0.05)
        assert mailing.is_alive()
    mailing.join(PATIENCE)
    assert not mailing.is_alive()


def test_nothing_urgent_waits_for_what_can_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(precedence, "PATIENCE", 10 * PATIENCE)
    with seat(Rank.MAIL), seat(Rank.FACT):
        promise = threading.Thread(target=give_way, args=[Rank.PROMISE])
        promise.start()
        promise.join(PATIENCE)
        assert not promise.is_alive()


def test_patience_ends_so_that_mails_go_out_under_any_load(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(precedence, "PATIENCE", 0.01)
    with seat(Rank.PROMISE):
        mailing = threading.Thread(target=give_way, args=[Rank.MAIL])
        mailing.start()
        mailing.join(PATIENCE)
        assert not mailing.is_alive()


@pytest.mark.django_db
@pytest.mark.usefixtures("mayor")
def test_a_relay_without_a_seat_leaves_the_facts_to_those_who_have_one() -> None:
    with transaction.atomic():
        record(SquareSwept(town_id=1, square_id=7))
    with ExitStack() as held:
        for _ in range(SEATS[Rank.FACT]):
            held.enter_context(seat(Rank.FACT))
        assert (relay.drain(), squares("mayor:1")) == (0, [])
    assert (relay.drain(), squares("mayor:1")) == (1, [7])
