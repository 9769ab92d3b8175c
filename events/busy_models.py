"""When people are busy by their own calendars; that, and nothing of what they do."""

from django.conf import settings
from django.db import models


class BusyTime(models.Model):
    """A span in which a person's own calendar says that they are busy."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="busy_times")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["person", "starts_at"], name="busy_times_of_person")]
