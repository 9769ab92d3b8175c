"""A workshop of the network in its preparation, with one thing of each kind to knock at."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from events import registrations
from events.workshops import agreeing, groups, handing_in, ratings, steps, tasks
from members.models import Member, Person
from rooms import admissions
from rooms.models import Outcome
from tests.events import cast


def build(organiser: Person, asha: Person) -> dict[str, Any]:
    """What stands in the addresses, by name."""
    event = cast.event(by=organiser, slug="workshop", kind="workshop")
    registrations.register(event, asha, Member.objects.get(slug="kochi"))
    competence = ratings.add_competence(event, by=organiser, texts={"en": "Heat maps"})
    due_at = timezone.now() + timedelta(days=10)
    homework = tasks.set_task(event, by=organiser, titles={"en": "Bring a practice"}, due_at=due_at)
    for to in ("agenda", "preparation"):
        steps.move(event, to=to, by=organiser)
    group = groups.add(event, by=organiser, topic="Shade")
    groups.put(event, asha.pk, by=organiser, group_id=group.pk)
    file = ("heat.pdf", b"%PDF-1.7")
    handed_in = handing_in.hand_in(event, homework.pk, by=asha, kind="practice", text="Shade", file=file)
    day = due_at.date()
    action = agreeing.agree(event, by=organiser, text="Plant trees", owner_id=asha.pk, due_on=day)
    admissions.dismiss(event.workshop.room, [organiser.pk])
    return {
        "workshop": event.slug,
        "homework": homework.pk,
        "preparation": handed_in.pk,
        "competence": competence.pk,
        "group": group.pk,
        "group_room": group.room_id,
        "workshop_action": action.pk,
        "workshop_outcome": Outcome.objects.create(action=action, months=3, asked=asha).pk,
    }
