"""Who is there: several processes, crashes, clean leaves, pages without JavaScript. The time is passed in."""

from datetime import UTC, datetime, timedelta

import pytest

from members.models import Delegate, Member, Person
from rooms import people, presence
from rooms.models import Presence, Process
from tests.rooms.conftest import person
from tests.statements import counted

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
LOBBY = "mixer:1"


def after(seconds: float) -> datetime:
    return NOON + timedelta(seconds=seconds)


def there(seconds: float = 0, stream: str = LOBBY) -> set[int]:
    return presence.present([stream], now=after(seconds))[stream]


def test_coming_and_leaving_show_at_once(asha: Person, jonas: Person) -> None:
    presence.sync("web-1", [(asha.pk, LOBBY), (jonas.pk, LOBBY)], [], now=NOON)
    assert there() == {asha.pk, jonas.pk}
    presence.sync("web-1", [], [(asha.pk, LOBBY)], now=after(1))
    assert there(1) == {jonas.pk}


def test_a_person_on_two_processes_is_one_and_leaves_with_the_last(asha: Person) -> None:
    presence.sync("web-1", [(asha.pk, LOBBY)], [], now=NOON)
    presence.sync("web-2", [(asha.pk, LOBBY)], [], now=NOON)
    assert there() == {asha.pk}
    presence.sync("web-1", [], [(asha.pk, LOBBY)], now=after(1))
    assert there(1) == {asha.pk}
    presence.sync("web-2", [], [(asha.pk, LOBBY)], now=after(2))
    assert there(2) == set()


def test_streams_are_apart(asha: Person) -> None:
    presence.sync("web-1", [(asha.pk, LOBBY)], [], now=NOON)
    assert presence.present([LOBBY, "room:1"], now=NOON) == {LOBBY: {asha.pk}, "room:1": set()}
    presence.sync("web-1", [(asha.pk, "room:1")], [(asha.pk, LOBBY)], now=NOON)
    assert presence.present([LOBBY, "room:1"], now=NOON) == {LOBBY: set(), "room:1": {asha.pk}}


def test_after_a_crash_nobody_is_there_65_seconds_after_the_last_heartbeat(asha: Person) -> None:
    presence.sync("web-1", [(asha.pk, LOBBY)], [], now=NOON)
    for seconds in (15, 30, 45):
        presence.beat("web-1", now=after(seconds))
    assert there(45 + 20) == {asha.pk}
    assert there(45 + 45) == {asha.pk}
    assert there(45 + 60) == set()


def test_a_process_that_is_back_within_20_seconds_makes_nobody_leave(asha: Person) -> None:
    presence.sync("web-1", [(asha.pk, LOBBY)], [], now=NOON)
    presence.beat("web-1", now=after(15))
    crashed = 29  # just before the next heartbeat
    back = crashed + 20
    assert all(there(second) == {asha.pk} for second in range(15, back + 1))
    presence.sync("web-2", [(asha.pk, LOBBY)], [], now=after(back))
    assert all(there(second) == {asha.pk} for second in range(back, back + 49))


def test_a_paused_process_that_wakes_has_its_people_again(asha: Person) -> None:
    presence.sync("web-1", [(asha.pk, LOBBY)], [], now=NOON)
    presence.sync("web-2", [], [], now=NOON)
    presence.beat("web-2", now=after(120))
    assert there(120) == set()
    presence.beat("web-1", now=after(121))
    assert there(121) == {asha.pk}


def test_the_long_dead_are_forgotten(asha: Person, jonas: Person) -> None:
    presence.sync("web-1", [(asha.pk, LOBBY)], [], now=NOON)
    presence.seen(LOBBY, jonas, now=NOON)
    presence.beat("web-2", now=after(3601))
    assert list(Process.objects.values_list("id", flat=True)) == ["web-2"]
    assert Presence.objects.count() == 0


def test_a_page_without_javascript_counts_for_a_minute(asha: Person) -> None:
    presence.seen(LOBBY, asha, now=NOON)
    assert there(59) == {asha.pk}
    presence.seen(LOBBY, asha, now=after(50))
    assert there(100) == {asha.pk}
    assert there(111) == set()
    assert Presence.objects.count() == 1


def test_from_the_socket_on_the_page_itself_no_longer_counts(asha: Person) -> None:
    presence.seen(LOBBY, asha, now=NOON)
    presence.sync("web-1", [(asha.pk, LOBBY)], [], now=after(1))
    presence.seen(LOBBY, asha, now=after(2))
    presence.sync("web-1", [], [(asha.pk, LOBBY)], now=after(3))
    assert there(3) == set()


def test_coming_twice_and_leaving_what_was_never_there_are_no_errors(asha: Person) -> None:
    for _ in range(2):
        presence.sync("web-1", [(asha.pk, LOBBY), (asha.pk, LOBBY)], [], now=NOON)
    assert Presence.objects.count() == 1
    presence.sync("web-1", [], [(asha.pk, "room:9")], now=NOON)
    assert there() == {asha.pk}


def test_three_hundred_cost_the_statements_of_one() -> None:
    crowd = [person(f"Delegate {number}").pk for number in range(300)]

    def cost(ids: list[int], process: str) -> tuple[int, int, int]:
        with counted() as coming:
            presence.sync(process, [(one, LOBBY) for one in ids], [], now=NOON)
        with counted() as leaving:
            presence.sync(process, [(one, "room:1") for one in ids], [(one, LOBBY) for one in ids], now=NOON)
        with counted() as looking:
            people.there([LOBBY, "room:1", "room:2"])
        return len(coming), len(leaving), len(looking)

    one, many = cost(crowd[:1], "web-1"), cost(crowd[:150], "web-2")
    assert one == many == (3, 4, 2)
    with counted() as beating:
        presence.beat("web-1", now=NOON)
    assert len(beating) == 3


def test_others_see_name_member_and_country(asha: Person, jonas: Person) -> None:
    kochi = Member.objects.create(slug="kochi", name="Kochi", country="IN", time_zone="Asia/Kolkata")
    Delegate.objects.create(person=asha, member=kochi, state=Delegate.State.ADMITTED)
    Delegate.objects.create(person=jonas, member=kochi, state=Delegate.State.REQUESTED)
    presence.sync("web-1", [(asha.pk, LOBBY), (jonas.pk, LOBBY)], [])
    assert people.there([LOBBY, "room:1"]) == {
        LOBBY: [
            {"id": asha.pk, "name": "Asha Menon", "member": "Kochi", "country": "IN", "demo": False},
            {"id": jonas.pk, "name": "Jonas Weber", "member": "", "country": "", "demo": False},
        ],
        "room:1": [],
    }
