"""The advisory programme in the console: the secretariat's alone; advisors are admitted from there."""

import pytest

from exchanges.advisory.models import Advisor, Case
from hub import console
from tests.exchanges.advisory import cast

pytestmark = pytest.mark.django_db


def items(person, name):
    found = {one.name: one.items for one in console.gather(console.desk_of(person))}
    return [(item.text, item.address) for item in found.get(name, ())]


def test_an_overdue_case_is_the_secretariats_and_nobody_elses():
    place = cast.member("Guadalajara")
    row = cast.submitted(cast.delegate("Lupita", place), place)
    office, olga = cast.official(), cast.official("Olga", "organiser")
    foreign = cast.official("Elke", of=cast.network("vernetzt-in-europa"))
    assert items(office, "advisory-cases") == []
    Case.objects.update(due_at=cast.in_days(-1))
    assert items(office, "advisory-cases") == [(f"Guadalajara: {row.title}", f"/advisory/cases/{row.pk}/")]
    assert items(olga, "advisory-cases") == items(foreign, "advisory-cases") == []


def test_advisors_are_admitted_from_the_console_by_their_own_secretariat():
    waiting = cast.advisor("Joris", "Utrecht")
    Advisor.objects.update(state=Advisor.State.OFFERED)
    office, olga = cast.official(), cast.official("Olga", "organiser")
    foreign = cast.official("Elke", of=cast.network("vernetzt-in-europa"))
    assert [text for text, _ in items(office, "advisory-advisors")] == ["Joris"]
    for other in (olga, foreign):
        assert items(other, "advisory-advisors") == []
        assert console.do(console.desk_of(other), "advisory-advisors", "admit", [str(waiting.pk)]) == 0
    assert console.do(console.desk_of(office), "advisory-advisors", "admit", [str(waiting.pk), "x"]) == 1
    assert Advisor.objects.get().state == Advisor.State.ADMITTED
