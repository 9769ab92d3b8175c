"""What the templates of notices see when a notice names a message to participants."""

from collections.abc import Collection, Mapping

from events.models import Circular


def circulars(ids: Collection[int]) -> Mapping[int, Circular]:
    """Messages by id."""
    return Circular.objects.in_bulk(list(ids))
