"""The demo symposium that is live: nobody is told that it will begin, and people take part in it."""

import pytest

from events.models import Chair, Session
from events.reminders import REMINDERS
from hub.demo import live_stage
from hub.demo.people import Cards, Cast
from ledger.models import Promise
from tests.events import cast

pytestmark = pytest.mark.django_db


def test_the_symposium_that_is_live_reminds_nobody_and_some_sit_in_its_fishbowl() -> None:
    olga = cast.organiser()
    delegates = cast.delegates(20, acts_for=cast.member("Kochi", "IN"))
    event = live_stage.fill(Cast({one: Cards((), ()) for one in delegates}, olga, olga))
    reminders = Promise.objects.filter(kind__in=[one.kind for one in REMINDERS], state=Promise.State.DUE)
    assert (reminders.count(), event.starts_at.second, event.starts_at.microsecond) == (0, 0, 0)
    assert (Chair.objects.count(), Chair.objects.filter(session__format="fishbowl").count()) == (3, 3)
    assert Session.objects.filter(format="world_cafe", podium__conversation__isnull=False).count() == 1
