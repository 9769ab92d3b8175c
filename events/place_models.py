"""Tables of places in single sessions of an agenda: who has one, who waits, and who was there."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import pgettext_lazy

from events.agenda_models import Session


class Place(models.Model):
    """A person's place in a session that has a limited number of them, or in its waiting list.

    Attributes:
        queued_at: the place in the waiting list; kept when the person moves up.
    """

    class State(models.TextChoices):
        """A place is given up for good; who comes back stands last in the line."""

        HELD = "held", pgettext_lazy("place in a session", "has a place")
        WAITING = "waiting", pgettext_lazy("place in a session", "waits")
        LEFT = "left", pgettext_lazy("place in a session", "gave it up")

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="line")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="places")
    state = models.CharField(max_length=8, choices=State)
    queued_at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["queued_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["session", "person"],
                condition=models.Q(state__in=["held", "waiting"]),
                name="one_active_place",
            )
        ]
        indexes = [models.Index(fields=["session", "state", "queued_at", "id"], name="line_of_session")]


class Attendance(models.Model):
    """A person was in a session, by their own word or an organiser's."""

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="attendances")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="attendances")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["session", "person"], name="attendance_once_per_session")]
