"""Topics in the order of their weight, as they belong to a request or a case."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any, Protocol

from members.models import Topic


class Ranked(Protocol):
    """A row whose related manager `ranked` holds its topics, each with a `place` from 1."""

    ranked: Any


def other_topics(row: Ranked, values: Mapping[str, Any]) -> Sequence[str] | None:
    """The slugs that were chosen under `topics`, when they are not the row's already."""
    stands = [one.topic.slug for one in row.ranked.select_related("topic")]
    chosen = values.get("topics", stands)
    return None if list(dict.fromkeys(chosen)) == stands else chosen


def rank(row: Ranked, slugs: Sequence[str], *, most: int | None = None) -> None:
    """Make these the row's topics, the first `most` of those that exist."""
    topics = Topic.objects.in_bulk(list(slugs), field_name="slug")
    chosen = [topics[slug] for slug in dict.fromkeys(slugs) if slug in topics][:most]
    row.ranked.all().delete()
    made, owner = row.ranked.model, row.ranked.field.name
    row.ranked.bulk_create(made(**{owner: row}, topic=topic, place=place) for place, topic in enumerate(chosen, 1))


def first_missing(row: Ranked, needed: Collection[str]) -> str | None:
    """The first of the needed fields that is empty; `topics` is one of them."""
    there = {"topics": row.ranked.exists(), **{name: getattr(row, name) for name in needed if name != "topics"}}
    return next((name for name in needed if not there[name]), None)
