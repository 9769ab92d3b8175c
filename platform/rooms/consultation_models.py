"""A consultation in a room, the actions agreed in it, and what became of them."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Consultation(models.Model):
    """A collegial consultation that a room is for.

    Attributes:
        starts_at: when its first phase begins by the clock.
        began_at: when it really began; `None`: not yet, or it never did.
        closed_by: the moderator who closed it; `None`: the clock did.
        reason: why it closed without any action.
        recording_asked_at: since when everybody is asked whether it may be recorded; `None`: nobody is, it is off.
        recording_on: whether everybody agreed when the last one answered; see `rooms.consultation.recording`.
    """

    room = models.OneToOneField("rooms.Room", on_delete=models.CASCADE, related_name="consultation")
    starts_at = models.DateTimeField()
    began_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    reason = models.CharField(max_length=300, blank=True)
    missed_at = models.DateTimeField(null=True)
    recording_asked_at = models.DateTimeField(null=True)
    recording_on = models.BooleanField(default=False)


class RecordingConsent(models.Model):
    """What a person said to being recorded, and when; what they say later counts instead, and nothing is taken out."""

    room = models.ForeignKey("rooms.Room", on_delete=models.CASCADE, related_name="recording_consents")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    agreed = models.BooleanField()
    said_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["room", "person"], name="recording_consents_of_room")]


class Action(models.Model):
    """What somebody will do until a day, agreed before the consultation closed."""

    room = models.ForeignKey("rooms.Room", on_delete=models.CASCADE, related_name="actions")
    text = models.CharField(max_length=300)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    due_on = models.DateField()
    agreed_at = models.DateTimeField(default=timezone.now)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["due_on", "id"]


class Outcome(models.Model):
    """What became of an action, asked some months after it was agreed.

    Attributes:
        asked: who is asked, the action's owner at that time; the room's hosts are while that person is not admitted.
        result: empty until the person has answered.
    """

    class Result(models.TextChoices):
        """What became of it."""

        DONE = "done", _("done")
        UNDER_WAY = "under_way", _("under way")
        DROPPED = "dropped", _("dropped")

    action = models.ForeignKey(Action, on_delete=models.CASCADE, related_name="outcomes")
    months = models.PositiveSmallIntegerField()
    asked = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    result = models.CharField(max_length=10, choices=Result, blank=True)
    sentence = models.CharField(max_length=300, blank=True)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["months", "id"]
        constraints = [models.UniqueConstraint(fields=["action", "months"], name="outcome_once_per_check")]
