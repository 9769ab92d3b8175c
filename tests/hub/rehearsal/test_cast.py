"""Who plays in a rehearsal."""

import pytest

from hub.rehearsal import cast as playing
from hub.rehearsal.cast import Length
from members import delegates
from tests.exchanges.mixers import cast

pytestmark = pytest.mark.django_db
SHORT = Length(rounds=1, round_seconds=15, gathering=8)


def test_a_mixer_is_rehearsed_again_by_the_same_bots() -> None:
    cast.member("Kochi", "IN", "Asia/Kolkata")
    original = cast.mixer(cast.organiser(), cast.people(3))
    first = playing.assemble(original, people=5, length=SHORT)
    playing.dismiss(first)
    again = playing.assemble(original, people=5, length=SHORT)
    assert again.bots == first.bots
    assert again.mixer != first.mixer
    assert all(delegates.acting_members(bot) for bot in again.bots)
