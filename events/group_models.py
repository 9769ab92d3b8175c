"""What a session's format adds live: the chairs of a fishbowl, the small groups of a World Café and 1-2-4-All."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from events.agenda_models import Session


class Chair(models.Model):
    """A chair of a fishbowl on which somebody sits.

    Attributes:
        number: from 1 to 6.
        since: who sits longest is asked first to give the chair up.
    """

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="chairs")
    number = models.PositiveSmallIntegerField()
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    since = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["session", "number"], name="chair_has_one_person"),
            models.UniqueConstraint(fields=["session", "person"], name="chair_once_per_person"),
            models.CheckConstraint(condition=models.Q(number__gte=1, number__lte=6), name="six_chairs"),
        ]


class GroupWork(models.Model):
    """The steps of a session in small groups, once a moderator has begun them.

    Attributes:
        steps: as [phase, number, seconds], in their order (see `rooms.timetable.Step`).
        step: which of them runs, from 0.
        ends_at: when it ends by the clock.
        ended_at: since when all is over.
        postponed: the event was postponed since; the session can begin another one at its new date.
    """

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="group_works")
    steps = models.JSONField()
    step = models.PositiveSmallIntegerField(default=0)
    ends_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    postponed = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["session"], condition=models.Q(postponed=False), name="one_group_work_per_session_and_date"
            )
        ]


class SmallGroup(models.Model):
    """A small group in one step.

    Attributes:
        number: from 1 in each step.
        room: where it talks; None for somebody who is alone.
    """

    work = models.ForeignKey(GroupWork, on_delete=models.CASCADE, related_name="groups")
    step = models.PositiveSmallIntegerField()
    number = models.PositiveSmallIntegerField()
    room = models.ForeignKey("rooms.Room", on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering = ["step", "number"]
        constraints = [models.UniqueConstraint(fields=["work", "step", "number"], name="small_group_once_per_number")]


class GroupSeat(models.Model):
    """A person's place in a small group; they stand in the order of the seats."""

    work = models.ForeignKey(GroupWork, on_delete=models.CASCADE, related_name="seats")
    step = models.PositiveSmallIntegerField()
    group = models.ForeignKey(SmallGroup, on_delete=models.CASCADE, related_name="seats")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["work", "step", "person"], name="one_small_group_per_step")]
