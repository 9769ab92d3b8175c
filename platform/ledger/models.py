"""The ledger's tables: streams and their entries, who they concern, receipts of reactions, promises."""

import uuid

from django.db import models


class Epoch(models.Model):
    """One row that names this history; it changes when a backup is restored, so that clients start afresh."""

    value = models.UUIDField(default=uuid.uuid4)


class Stream(models.Model):
    """A sequence of entries; its row is the lock that makes positions contiguous.

    Attributes:
        position: position of the newest entry; the first entry has 1.
        floor: entries up to and including this position may have been pruned.
    """

    name = models.CharField(max_length=80, unique=True)
    position = models.BigIntegerField(default=0)
    floor = models.BigIntegerField(default=0)


class Entry(models.Model):
    """A recorded fact. The database refuses to change it, and to delete it above its stream's floor."""

    stream = models.ForeignKey(Stream, on_delete=models.DO_NOTHING, related_name="entries")
    position = models.BigIntegerField()
    kind = models.CharField(max_length=60)
    at = models.DateTimeField()
    data = models.JSONField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["stream", "position"], name="entry_once_per_position")]


class Concern(models.Model):
    """An entry shown in a member's dossier: what a member took part in is stored once per member."""

    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="concerns")
    member_id = models.BigIntegerField()
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["entry", "member_id"], name="concern_once_per_member")]
        indexes = [models.Index(fields=["member_id", "-at"], name="concern_by_member")]


class Effort(models.Model):
    """Work that is tried again until it succeeds, then parked for a person to look at."""

    class State(models.TextChoices):
        """How far the work is."""

        DUE = "due"
        DONE = "done"
        PARKED = "parked"
        MISSED = "missed"
        WITHDRAWN = "withdrawn"

    state = models.CharField(max_length=10, choices=State, default=State.DUE)
    due_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    done_at = models.DateTimeField(null=True)
    error = models.TextField(blank=True)

    class Meta:
        abstract = True


class Receipt(Effort):
    """One reaction to one entry, written with the entry and marked done with the reaction's own effect."""

    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="receipts")
    reaction = models.CharField(max_length=120)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["entry", "reaction"], name="receipt_once_per_reaction")]
        indexes = [
            models.Index(fields=["due_at", "id"], name="receipt_due", condition=models.Q(state="due")),
            models.Index(fields=["id"], name="receipt_parked", condition=models.Q(state="parked")),
        ]


class Promise(Effort):
    """Something that will happen at a time: stored, so that it is kept whoever is running then.

    Attributes:
        key: kind and ids; promising the same again moves it.
        promised_at: the time that was promised; `due_at` moves when a try fails, this does not.
    """

    key = models.CharField(max_length=200, unique=True)
    stream = models.CharField(max_length=80)
    kind = models.CharField(max_length=60)
    data = models.JSONField()
    promised_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["due_at", "id"], name="promise_due", condition=models.Q(state="due")),
            models.Index(fields=["stream", "state"], name="promise_of_stream"),
        ]


class Heartbeat(models.Model):
    """When a background process was last seen at work.

    Attributes:
        name: such as `tick` or `worker@host-123`.
    """

    name = models.CharField(max_length=120, unique=True)
    at = models.DateTimeField()
