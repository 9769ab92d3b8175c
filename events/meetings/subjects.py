"""What the templates of notices see when a notice names a meeting."""

from collections.abc import Collection, Mapping

from events.models import Meeting, Poll


def meetings(ids: Collection[int]) -> Mapping[int, Meeting]:
    """Meetings by id, each with its network."""
    return Meeting.objects.select_related("network").in_bulk(list(ids))


def polls(ids: Collection[int]) -> Mapping[int, Poll]:
    """Polls by id, each with the time that is proposed."""
    return Poll.objects.select_related("asker", "proposed").in_bulk(list(ids))
