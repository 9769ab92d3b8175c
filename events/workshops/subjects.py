"""What the templates of notices see when a notice names a task or the common room."""

from collections.abc import Collection, Mapping

from events.models import Workshop, WorkshopTask
from web.translated import translated


def tasks(ids: Collection[int]) -> Mapping[int, WorkshopTask]:
    """Tasks by id."""
    return WorkshopTask.objects.in_bulk(list(ids))


def titles_of_rooms(room_ids: Collection[int]) -> Mapping[int, str]:
    """By common rooms' ids the titles of their workshops, in the reader's language."""
    rows = Workshop.objects.filter(room__in=room_ids).values_list("room", "event__titles")
    return {room: translated(titles).text for room, titles in rows}
