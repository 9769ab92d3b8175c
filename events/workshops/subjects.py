"""What the templates of notices see when a notice names a task."""

from collections.abc import Collection, Mapping

from events.models import WorkshopTask


def tasks(ids: Collection[int]) -> Mapping[int, WorkshopTask]:
    """Tasks by id."""
    return WorkshopTask.objects.in_bulk(list(ids))
