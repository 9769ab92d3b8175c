"""What the templates of notices see when a notice names an event."""

from collections.abc import Collection, Mapping

from events.models import Event, Registration


def events(ids: Collection[int]) -> Mapping[int, Event]:
    """Events by id, each with its network."""
    return Event.objects.select_related("network").in_bulk(list(ids))


def registrations(ids: Collection[int]) -> Mapping[int, Registration]:
    """Registrations by id."""
    return Registration.objects.in_bulk(list(ids))
