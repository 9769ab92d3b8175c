"""What the templates of notices see when a notice names a case or a season."""

from collections.abc import Collection, Mapping

from exchanges.advisory.models import Case, Programme


def cases(ids: Collection[int]) -> Mapping[int, Case]:
    """Cases by id, each with its member."""
    return Case.objects.select_related("member").in_bulk(list(ids))


def seasons(ids: Collection[int]) -> Mapping[int, Programme]:
    """Seasons by id, each with its network."""
    return Programme.objects.select_related("network").in_bulk(list(ids))
