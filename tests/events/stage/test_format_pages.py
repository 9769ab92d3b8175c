"""The pages of a fishbowl and of small groups: what stands there, and what is posted without scripts."""

import re

import pytest

from events.models import Chair, Event, GroupWork
from events.stage import chairs, talking
from events.stage.groups import leading
from members.models import Person
from rooms import notes
from rooms.models import Room
from tests.events import cast
from tests.events.stage import hall as at
from tests.events.stage.test_pages import browser, session_of, text
from tests.rooms.corpus import CORPUS
from tests.statements import counted

pytestmark = pytest.mark.django_db


@pytest.fixture
def here() -> at.Hall:
    return at.hall()


def shown_buttons(page: str) -> list[str]:
    """Which of the forms of a fishbowl are offered."""
    return [name for name in ("take", "leave") if re.search(rf"data-{name}>", page)]


def test_a_chair_is_taken_and_left_without_scripts(here: at.Hall) -> None:
    at.in_format(here, "fishbowl")
    asha, page = browser(here.asha), session_of(here)
    assert shown_buttons(text(asha.get(page))) == ["take"]
    answer = asha.post(f"{page}chairs/take/")
    assert answer.headers["Location"] == f"{page}#chairs"
    shown = text(asha.get(page))
    assert "Asha, Kochi" in shown
    assert shown_buttons(shown) == ["leave"]
    asha.post(f"{page}chairs/leave/")
    assert not Chair.objects.exists()
    told = asha.post(f"{page}chairs/take/", headers={"X-Fragment": "1"}).json()
    assert told == {"told": "You sit on chair 1."}


def test_when_all_chairs_are_taken_the_page_asks_by_name_and_offers_none(here: at.Hall) -> None:
    at.in_format(here, "fishbowl")
    people = at.audience(here, 6)
    for one in people:
        chairs.take(here.event, here.heat.pk, by=one)
    page = session_of(here)
    shown = text(browser(here.asha).get(page))
    assert ", ".join(map(str, people)) in shown
    assert shown_buttons(shown) == []
    answer = browser(here.asha).post(f"{page}chairs/take/")
    assert answer.status_code == 409
    assert "All six chairs are taken." in text(answer)


def test_a_moderator_frees_a_chair_by_form_and_others_find_no_such_page(here: at.Hall) -> None:
    at.in_format(here, "fishbowl")
    chairs.take(here.event, here.heat.pk, by=here.asha)
    address = f"{session_of(here)}chairs/{here.asha.pk}/free/"
    assert address in text(browser(here.ravi).get(session_of(here)))
    assert address not in text(browser(here.lucia).get(session_of(here)))
    assert browser(here.lucia).post(address).status_code == 404
    browser(here.ravi).post(address)
    assert not Chair.objects.exists()


def test_a_cafe_is_begun_moved_on_and_ended_by_forms(here: at.Hall) -> None:
    at.in_format(here, "world_cafe")
    at.talkers(here, 9)
    talking.join(here.event, here.heat.pk, by=here.asha)
    ravi, asha, page = browser(here.ravi), browser(here.asha), session_of(here)
    assert "10 people in the conversation would take part." in text(ravi.get(page))
    ravi.post(f"{page}groups/begin/")
    shown = text(asha.get(page))
    room = Room.objects.get(admissions__person=here.asha, phase="cafe_round")
    assert f'href="/rooms/{room.pk}/"' in shown
    assert re.search(r"Table [12]: you are there with", shown)
    assert "data-clock" in shown
    assert asha.get(f"/rooms/{room.pk}/").status_code == 200
    for _ in range(2):
        ravi.post(f"{page}groups/next/", {"step": "0"})
    ravi.post(f"{page}groups/more/", {"step": "1"})
    assert GroupWork.objects.get().step == 1
    notes.write(room_now(here.asha), by=here.asha, text="Shade\nbefore stone.", version=0)
    ravi.post(f"{page}groups/end/")
    shown = text(browser(here.lucia).get(page))
    assert "Shade\nbefore stone." in shown
    assert "Round 2, Table" in shown


def room_now(person: Person) -> Room:
    return Room.objects.filter(admissions__person=person, phase="cafe_round", closed_at=None).get()


def test_who_moderates_nothing_leads_nothing_and_odd_posts_are_refused(here: at.Hall) -> None:
    at.in_format(here, "1-2-4-all")
    page = session_of(here)
    for person in (here.asha, here.lucia, cast.person("Knud")):
        assert browser(person).post(f"{page}groups/begin/").status_code == 404
    ravi = browser(here.ravi)
    assert [ravi.post(f"{page}groups/{deed}/").status_code for deed in ("dance", "next", "begin")] == [404, 404, 302]
    assert ravi.post(f"{page}groups/next/", {"step": "9" * 30}).status_code == 404
    assert ravi.post(f"{page}chairs/take/").status_code == 404
    assert ravi.post(f"{page}chairs/dance/").status_code == 404


def test_every_reader_sees_the_steps_and_who_is_not_in_the_conversation_how_to_take_part(here: at.Hall) -> None:
    at.in_format(here, "1-2-4-all")
    at.talkers(here, 4)
    asha, page = browser(here.asha), session_of(here)
    for begun in (False, True):
        if begun:
            leading.begin(here.event, here.heat.pk, by=here.ravi)
        shown = text(asha.get(page))
        assert [name in shown for name in ("Alone", "In pairs", "In fours", "All together")] == [True] * 4
        assert "Who is in the conversation of this session takes part" in shown
        assert ('aria-current="step"' in shown) is begun
    talking.join(here.event, here.heat.pk, by=here.asha)
    assert "Think about it alone and in silence." in text(asha.get(page))


def test_when_the_event_is_over_the_harvest_is_there_and_nothing_is_offered(here: at.Hall) -> None:
    at.in_format(here, "world_cafe")
    at.talkers(here, 4)
    ravi, page = browser(here.ravi), session_of(here)
    leading.begin(here.event, here.heat.pk, by=here.ravi)
    assert "groups/next/" in text(ravi.get(page))
    Event.objects.update(state=Event.State.DOCUMENTATION)
    cast.reactions_run()
    shown = text(ravi.get(page))
    assert [f"groups/{deed}/" in shown for deed in ("begin", "next", "more", "end")] == [False] * 4


def test_hostile_names_and_notes_are_shown_as_words(here: at.Hall) -> None:
    at.in_format(here, "world_cafe")
    Person.objects.filter(pk=here.lucia.pk).update(name="<img src=x onerror=alert(1)>")
    for one in (here.asha, here.lucia, here.ravi):
        talking.join(here.event, here.heat.pk, by=one)
    leading.begin(here.event, here.heat.pk, by=here.ravi)
    Room.objects.filter(phase="cafe_round").update(notes="\n".join(CORPUS))
    for ended in (False, True):
        if ended:
            leading.end(here.event, here.heat.pk, by=here.ravi)
        for one in (here.asha, here.ravi):
            page = text(browser(one).get(session_of(here)))
            assert "<img src=x" not in page
            assert "<script>alert" not in page


@pytest.mark.parametrize("kind", ["fishbowl", "world_cafe"])
def test_a_full_session_costs_no_more_queries_than_an_empty_one(here: at.Hall, kind: str) -> None:
    at.in_format(here, kind)
    people = at.audience(here, 18)
    asha = browser(here.asha)
    for one in (here.asha, people[0]):
        talking.join(here.event, here.heat.pk, by=one)
    if kind == "fishbowl":
        chairs.take(here.event, here.heat.pk, by=people[0])
    else:
        leading.begin(here.event, here.heat.pk, by=here.ravi)
    asha.get(session_of(here))
    with counted() as few:
        asha.get(session_of(here))
    for one in people[1:6] if kind == "fishbowl" else ():
        chairs.take(here.event, here.heat.pk, by=one)
    for one in people[1:] if kind == "world_cafe" else ():
        talking.join(here.event, here.heat.pk, by=one)
    with counted() as many:
        asha.get(session_of(here))
    assert len(many) == len(few)


def test_parts_are_for_those_with_a_place_and_empty_in_other_formats(here: at.Hall) -> None:
    at.in_format(here, "fishbowl")
    parts = f"{session_of(here)}parts/"
    assert "data-take" in text(browser(here.asha).get(f"{parts}chairs/"))
    assert text(browser(here.asha).get(f"{parts}groups/")).strip() == ""
    assert browser(cast.person("Knud")).get(f"{parts}chairs/").status_code == 404
