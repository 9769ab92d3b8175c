"""Eight clicks on "send" at the same moment are one message, with and without the claim."""

from functools import partial

import pytest
from django.core.cache import cache

from events.circulars import composing, sending
from events.circulars.errors import AlreadySent
from events.models import Circular, Event
from ledger.reading import since
from members.models import Notice, Person
from tests.events import cast
from tests.events.circulars.test_sending import BOTH, SEATED, seated
from tests.parallel import at_once, errors, let_readers_begin

pytestmark = pytest.mark.django_db(transaction=True)


def prepared() -> tuple[Event, Circular, Person]:
    cache.clear()
    olga = cast.organiser()
    event = cast.event(by=olga)
    seated(event, "Asha")
    return event, composing.draft(event, by=olga, **BOTH, states=SEATED), olga


def test_eight_clicks_at_once_send_one_message() -> None:
    event, circular, olga = prepared()
    results = at_once(*[partial(sending.send, event, circular.pk, by=olga, revision=0)] * 8)
    assert [type(error) for error in errors(results)] == [AlreadySent] * 7
    assert Notice.objects.filter(kind=sending.KIND).count() == 1
    assert [entry.kind for entry in since(f"agenda:{event.pk}", 0)] == ["circular_sent"]


def test_without_the_claim_several_say_that_they_sent_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """The negative control: all of them would go on, and only the notice's key would keep people from two mails."""
    let_readers_begin(monkeypatch)
    event, circular, olga = prepared()
    claims: list[int] = []
    monkeypatch.setattr(sending, "_claim", lambda row, revision: claims.append(row.pk))
    at_once(*[partial(sending.send, event, circular.pk, by=olga, revision=0)] * 4)
    assert claims == [circular.pk] * 4
    assert Notice.objects.filter(kind=sending.KIND).count() == 1
