"""A symposium that is over to knock at: somebody was there, something is public, something is a draft."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from events import registrations
from events.models import Event
from members.models import Member, Person
from tests.events.documentation import over
from tests.events.symposia import stage as on


def build(organiser: Person, asha: Person, kochi: Member) -> dict[str, Any]:
    """What stands in the addresses, by name."""
    start = timezone.now() - timedelta(days=2)
    event = on.symposium(organiser, slug="over", starts_at=start, ends_at=start + timedelta(hours=6), state="live")
    registrations.register(event, asha, kochi, by=organiser)
    [session] = over.placed_and_published(event, organiser, "Heat")
    return {
        "over": Event.objects.get(pk=event.pk).slug,
        "over_session": session.pk,
        "public_item": over.item(event, organiser, public=True).pk,
        "draft_item": over.item(event, organiser).pk,
    }
