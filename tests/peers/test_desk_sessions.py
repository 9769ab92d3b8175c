"""Sessions on the desk: every figure is a count or a sum of the sheet's rows."""

import csv
import io
from datetime import timedelta

import pytest
from django.utils import timezone

from events.models import Meeting
from peers.models import Session
from peers.queries import desk_sessions
from rooms.models import Action
from tests.peers import cast as peers_cast
from tests.peers import session_cast as cast
from tests.statements import counted
from workers import wiring

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _wired() -> None:
    wiring.connect()


def held(of: cast.Tandem, *, actions: int, done: int) -> Session:
    """A session that was held, with actions of which some are done."""
    session = cast.booked(of, cast.soon(days=2 + Session.objects.count()))
    Session.objects.filter(pk=session.pk).update(state=Session.State.HELD)
    Meeting.objects.filter(pk=session.booked.pk).update(state=Meeting.State.HELD)
    due_on = timezone.localdate() + timedelta(days=9)
    for number in range(actions):
        action = Action.objects.create(room=session.booked.room, text=f"Ask {number}", owner=of.uwe, due_on=due_on)
        action.outcomes.create(months=3, asked=of.uwe, result="under_way" if number % 2 else "dropped")
        if number < done:
            action.outcomes.create(months=6, asked=of.uwe, result="done")
    return session


def test_figures_add_up_the_rows_of_the_sheet() -> None:
    tandem = cast.tandem()
    held(tandem, actions=3, done=1)
    held(tandem, actions=2, done=2)
    cast.proposed(tandem, cast.soon(days=9))
    network = tandem.partnership.request.network
    official = peers_cast.official(of=network)
    client = peers_cast.signed_in(official)
    page = client.get(f"/peers/desk/{network.slug}/")
    assert "Sessions by state" in page.content.decode()
    files = {
        name: client.get(f"/peers/desk/{network.slug}/{name}.csv").content.decode("utf-8-sig")
        for name in ("figures", "sessions")
    }
    figures = dict(list(csv.reader(io.StringIO(files["figures"])))[1:])
    heading, *rows = csv.reader(io.StringIO(files["sessions"]))
    assert figures["Sessions planned"] == str(len(rows)) == "3"
    assert figures["Sessions held"] == str(sum("held" in row for row in rows)) == "2"
    agreed = heading.index("Actions agreed")
    assert figures["Actions agreed in sessions"] == str(sum(int(row[agreed]) for row in rows)) == "5"
    assert figures["of them done"] == str(sum(int(row[heading.index("Actions done")]) for row in rows)) == "3"
    assert client.get(f"/peers/desk/{network.slug}/sessions.xlsx").content[:2] == b"PK"


def test_many_sessions_need_no_more_statements_than_one() -> None:
    tandem = cast.tandem()
    network = tandem.partnership.request.network
    held(tandem, actions=2, done=1)
    with counted() as few:
        desk_sessions.figure_rows(desk_sessions.of(network))
    held(tandem, actions=2, done=1)
    held(tandem, actions=2, done=1)
    with counted() as many:
        [desk_sessions.row(one) for one in desk_sessions.of(network)]
    assert len(many) <= len(few)
