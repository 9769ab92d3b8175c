"""Pruning old entries, the one way in which the database lets entries go."""

import uuid

from django.db import transaction

from ledger import models


def prune(stream: str, *, up_to: int) -> int:
    """Delete a stream's entries up to and including a position, except those shown in a dossier or not yet relayed.

    The stream's floor is raised first: the database refuses to delete anything above it.

    Returns:
        How many entries were deleted.
    """
    with transaction.atomic():
        row = models.Stream.objects.select_for_update().get(name=stream)
        row.floor = max(row.floor, min(up_to, row.position))
        row.save(update_fields=["floor"])
        gone = models.Entry.objects.filter(stream=row, position__lte=row.floor, concerns=None).exclude(
            receipts__state__in=[models.Receipt.State.DUE, models.Receipt.State.PARKED]
        )
        models.Receipt.objects.filter(entry__in=gone).delete()
        ids = list(gone.values_list("id", flat=True))
        return models.Entry.objects.filter(id__in=ids).delete()[0]


def begin_new_epoch() -> str:
    """Name a new history, after a backup was restored: every client reloads instead of trusting its position."""
    value = uuid.uuid4()
    with transaction.atomic():
        models.Epoch.objects.all().delete()
        models.Epoch.objects.create(value=value)
    return str(value)
