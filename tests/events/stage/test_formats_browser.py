"""A fishbowl and a World Café in real browsers: chairs and tables appear by themselves."""

import json
from typing import TYPE_CHECKING

import pytest

from tests.events.stage.test_stage_browser import enters
from tests.serving import Platform

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.browser

WHO = """
import json
from events.models import Chair, Event, Registration, Session
from hub.demo.live_stage import TITLE, texts
from members.models import Person
event = Event.objects.get(titles=texts(TITLE), state="live")
people = [row.person for row in event.registrations.select_related("person").order_by("pk")[:2]]
sessions = {one.format: one for one in Session.objects.filter(event=event).order_by("-pk")}
Chair.objects.all().delete()
others = Person.objects.exclude(pk__in=[one.pk for one in people]).order_by("pk")[:4]
for number, one in enumerate(others, 1):
    Registration.objects.get_or_create(event=event, person=one, defaults={"state": "confirmed"})
    Chair.objects.create(session=sessions["fishbowl"], number=number, person=one)
addresses = [f"/events/{event.slug}/stage/sessions/{sessions[kind].pk}/" for kind in ("fishbowl", "world_cafe")]
print(json.dumps([*addresses, *map(str, people), str(others[0]), str(event.organiser)]))
"""
"""Four chairs are taken, by others than the two who come."""


@pytest.fixture
def platform(served: Platform) -> Platform:
    return served


def test_chairs_are_taken_and_freed_before_everybodys_eyes_and_a_cafe_goes_from_table_to_table(
    browser: "Browser", platform: Platform
) -> None:
    fishbowl, cafe, one, other, longest, organiser = json.loads(platform.inside(WHO))
    first = enters(browser, platform, one, fishbowl)
    second = enters(browser, platform, other, fishbowl, width=320)
    first.use("#take-chair")
    second.page.locator("[data-chair='5']", has_text=one).wait_for()
    second.use("#take-chair")
    first.page.locator("[data-asked]", has_text=longest).wait_for()
    second.page.locator("#leave-chair:focus").wait_for()
    second.use("#leave-chair")
    first.page.locator("[data-asked]").wait_for(state="hidden")
    host = enters(browser, platform, organiser, cafe)
    first.go(cafe)
    if first.page.locator("form[action$='/conversation/']").count():
        first.follow("form[action$='/conversation/'] button")
    first.page.wait_for_selector("[data-stage][data-state=open]", state="attached")
    host.page.locator("#groups-begin").click()
    table = first.page.locator("#groups [data-group]")
    table.wait_for()
    before = table.get_attribute("data-group")
    host.page.locator("#groups-next").click()
    first.page.locator(f"#groups [data-group]:not([data-group='{before}'])").wait_for()
    for visitor in (first, second, host):
        visitor.check()
