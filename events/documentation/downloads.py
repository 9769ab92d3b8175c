"""Counting how often something of a documentation is taken: per item and day, never by whom."""

from django.core.cache import cache
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from events.models import DocumentationItem, DownloadCount

SPELL = 3600
"""Seconds in which the same reader counts once."""


def count(item: DocumentationItem, reader: str) -> bool:
    """Count one download, unless the same reader took the same within `SPELL`.

    Args:
        item: what is taken.
        reader: names who takes it, such as a person's id or a network address; forgotten after `SPELL`.

    Returns:
        Whether it counted.
    """
    if not cache.add(f"download:{item.pk}:{reader}", 1, SPELL):
        return False
    with transaction.atomic():
        row, _made = DownloadCount.objects.get_or_create(item=item, day=timezone.now().date())
        DownloadCount.objects.filter(pk=row.pk).update(number=F("number") + 1)
    return True
