"""Two organisers of the workshop in Jena who write the same thing: neither writes over what they have not seen."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from events import calendar
from events.models import Event, Workshop, WorkshopTask
from events.workshops import tasks
from members.models import Person
from tests.events import cast
from tests.events.workshops import bench

pytestmark = pytest.mark.django_db
DESK = "/events/heat/workshop/desk/"


@pytest.fixture
def olga() -> Person:
    return cast.organiser()


@pytest.fixture
def lena() -> Client:
    """Another organiser of the network, at her browser."""
    client = Client()
    client.force_login(cast.organiser("Lena"))
    return client


def typed(lena: Client, at: str, **more: Any) -> dict[str, Any]:
    """What her browser sends of the form it was shown, with what she typed."""
    form = lena.get(at).context["form"]
    shown = {name: form[name].value() for name in form.fields if form[name].value()}
    if "due_at" in shown:
        shown["due_at"] = f"{shown['due_at']:%Y-%m-%dT%H:%M}"
    return {**shown, "revision": form["revision"].value(), **more}


def test_needs_written_meanwhile_are_shown_beside_what_was_typed(olga: Person, lena: Client) -> None:
    event, at = bench.workshop(olga), f"{DESK}needs/"
    sent = typed(lena, at, needs_en="Shade for Piura")
    tasks.write_needs(event, by=olga, needs={"en": "Shade for Kochi", "de": "Schatten"})
    refused = lena.post(at, sent)
    told = "Olga has changed this meanwhile. What you typed is not saved yet; both texts are kept."
    assert (refused.status_code, refused.context["form"].non_field_errors()) == (409, [told])
    assert refused.context["form"]["needs"].value()["en"] == "Shade for Piura"
    assert refused.context["theirs"] == [
        ("What members need to learn", "Deutsch:\nSchatten\n\nEnglish:\nShade for Kochi"),
    ]
    assert Workshop.objects.get().needs == {"en": "Shade for Kochi", "de": "Schatten"}
    again = {**sent, "revision": refused.context["form"]["revision"].value()}
    assert [lena.post(at, again).status_code for _ in range(2)] == [302, 302]
    assert Workshop.objects.get().needs == {"en": "Shade for Piura"}


def test_a_task_changed_meanwhile_is_not_written_over(olga: Person, lena: Client) -> None:
    event = bench.workshop(olga)
    kochi = cast.member("Kochi", "IN")
    asha, ravi = bench.guest(event, "Asha", kochi), bench.guest(event, "Ravi", kochi)
    task = bench.task(event, olga, "Bring a map")
    at = f"{DESK}tasks/{task.pk}/"
    lena.cookies["zone"] = "America/Lima"
    sent = typed(lena, at, titles_en="Bring a map of Piura")
    tasks.change(event, task.pk, by=olga, titles=task.titles, due_at=task.due_at, named=[asha.pk, ravi.pk])
    refused = lena.post(at, {**sent, "for_all": "on"})
    assert refused.status_code == 409
    assert refused.context["theirs"] == [
        ("Task", "Bring a map"),
        ("For everybody who takes part", "no"),
        ("Only for", "Asha, Ravi"),
    ]
    task.refresh_from_db()
    assert (str(task), list(task.named.order_by("name"))) == ("Bring a map", [asha, ravi])
    assert lena.post(at, {**sent, "revision": refused.context["form"]["revision"].value()}).status_code == 302
    task.refresh_from_db()
    assert (str(task), task.for_all) == ("Bring a map of Piura", True)


def test_a_task_that_has_moved_with_its_workshop_is_not_moved_back_by_a_stale_form(olga: Person, lena: Client) -> None:
    event = bench.workshop(olga)
    task = bench.task(event, olga, "Bring a map")
    sent = typed(lena, f"{DESK}tasks/{task.pk}/", titles_en="Bring a map")
    _a_week_later(event, olga)
    refused = lena.post(f"{DESK}tasks/{task.pk}/", sent)
    [told] = refused.context["form"].non_field_errors()
    assert (refused.status_code, told.split(".")[0]) == (409, "A colleague has changed this meanwhile")
    assert [label for label, _ in refused.context["theirs"]] == ["Due, on the host’s clock"]
    assert WorkshopTask.objects.get().due_at - task.due_at == timedelta(days=7)


def _a_week_later(event: Event, olga: Person) -> None:
    week = timedelta(days=7)
    calendar.change(event, by=olga, starts_at=event.starts_at + week, ends_at=event.ends_at + week)
    cast.reactions_run()
    assert timezone.now() < Event.objects.get().starts_at
