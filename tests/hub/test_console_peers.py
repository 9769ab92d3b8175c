"""Peer learning in the console: what is overdue is the secretariat's to see, what is to be reviewed the staff's."""

import pytest

from hub import console
from peers.models import Call, Request
from tests.peers import cast

pytestmark = pytest.mark.django_db


def items(person, name):
    found = {one.name: one.items for one in console.gather(console.desk_of(person))}
    return [(item.text, item.address) for item in found.get(name, ())]


def test_an_overdue_case_is_the_secretariats_and_nobody_elses():
    pirna = cast.member("Pirna")
    katrin = cast.delegate("Katrin", pirna)
    cast.offer(cast.member("Kochi"))
    row = cast.posted(katrin, pirna)
    secretariat, organiser = cast.official(), cast.official("Olga", "organiser")
    foreign = cast.official("Elke", of=cast.network("vernetzt-in-europa"))
    assert items(secretariat, "peer-cases") == []
    Request.objects.update(due_at=cast.in_days(-1))
    assert items(secretariat, "peer-cases") == [("Pirna", f"/peers/requests/{row.pk}/")]
    assert items(organiser, "peer-cases") == items(foreign, "peer-cases") == []


def test_a_matched_call_waits_for_its_organisers():
    call = Call.objects.create(
        network=cast.network(), titles={"en": "Tandems"}, deadline=cast.in_days(-1), state=Call.State.REVIEW
    )
    olga = cast.official("Olga", "organiser")
    foreign = cast.official("Emil", "organiser", of=cast.network("vernetzt-in-europa"))
    assert items(olga, "peer-calls") == [("Tandems", f"/peers/calls/{call.pk}/review/")]
    assert items(foreign, "peer-calls") == []
