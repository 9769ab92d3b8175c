"""When a partnership is over, nothing of its sessions goes on: none reminds, opens, or can still be agreed upon."""

from functools import partial

import pytest

from events.models import Poll
from ledger.models import Promise
from peers import partnerships, sessions
from peers.errors import CannotMove
from peers.models import Request, Session
from tests.peers import session_cast as cast
from tests.peers.session_cast import Tandem, booked, keep_everything_due, proposed, soon
from workers import wiring

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _wired() -> None:
    wiring.connect()


@pytest.fixture
def tandem() -> Tandem:
    return cast.tandem()


def end(tandem: Tandem) -> None:
    partnerships.end(partnership_id=tandem.partnership.pk, by=tandem.anna, reason="No staff")
    keep_everything_due()


def due(session: Session) -> int:
    streams = [f"meeting:{session.booked.pk}", f"room:{session.booked.room_id}"]
    return Promise.objects.filter(stream__in=streams, state="due").count()


def test_ending_calls_off_what_is_booked_and_proposed(tandem: Tandem) -> None:
    session, other = booked(tandem), proposed(tandem, soon(days=6), soon(days=7))
    sessions.ask_everybody(session_id=other.pk, by=tandem.uwe)
    assert due(session) > 0
    end(tandem)
    for row in (session, other):
        row.refresh_from_db()
        assert (row.state, row.reason) == ("cancelled", "No staff")
    assert (session.booked.state, due(session), Poll.objects.get().state) == ("cancelled", 0, "called_off")
    assert session.booked.room.closed_at is not None


def test_a_session_that_is_running_goes_on_to_its_end(tandem: Tandem) -> None:
    session = booked(tandem, soon(minutes=30))
    cast.bring_forward(session, minutes=31)
    end(tandem)
    cast.bring_forward(session, minutes=61)
    assert session.state == "held"


def test_closing_takes_back_what_was_only_proposed(tandem: Tandem) -> None:
    Request.objects.filter(pk=tandem.partnership.request_id).update(state=Request.State.REFLECTION)
    last, other = booked(tandem), proposed(tandem, soon(days=6))
    partnerships.go_on(partnership_id=tandem.partnership.pk, by=tandem.uwe, to=Request.State.CLOSED)
    keep_everything_due()
    assert [Session.objects.get(pk=row.pk).state for row in (last, other)] == ["booked", "cancelled"]


@pytest.mark.parametrize("state", [Request.State.WITHDRAWN, Request.State.CLOSED])
def test_without_a_partnership_no_time_is_agreed_upon(tandem: Tandem, state: str) -> None:
    session = proposed(tandem, soon(), soon(days=3))
    time = session.times.first()
    assert time is not None
    Request.objects.filter(pk=tandem.partnership.request_id).update(state=state)
    for deed in (
        partial(sessions.accept, time_id=time.pk),
        partial(sessions.counter, times=[soon(days=4)]),
        sessions.ask_everybody,
    ):
        with pytest.raises(CannotMove):
            deed(session_id=session.pk, by=tandem.anna)
    with pytest.raises(CannotMove):
        sessions.book_polled(session.pk, time.starts_at, tandem.anna)
