"""A message of an event's organisers to its participants: what it says, to whom it goes, when it was sent."""

from django.conf import settings
from django.db import models
from django.utils import timezone


class Circular(models.Model):
    """A message to some of an event's participants; its mails are the notices told under its key.

    Attributes:
        subjects, texts: by language code.
        states: of registrations; whoever is in one of them gets it.
        countries: codes of the members' countries; "-" for people without a member; empty for all.
        languages: in which people get their mails; empty for all.
        sessions: ids; only who keeps one of them in their own agenda or has a place in it; empty for all.
        revision: raised with each change, so that nobody sends what they have not seen.
        sent_at: None while it is a draft.
        told: to how many people it went.
    """

    event = models.ForeignKey("events.Event", on_delete=models.CASCADE, related_name="circulars")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="circulars")
    subjects = models.JSONField()
    texts = models.JSONField()
    states = models.JSONField(default=list)
    countries = models.JSONField(default=list, blank=True)
    languages = models.JSONField(default=list, blank=True)
    sessions = models.JSONField(default=list, blank=True)
    revision = models.PositiveIntegerField(default=0)
    made_at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(null=True)
    told = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["-made_at", "-id"]
