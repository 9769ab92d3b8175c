"""Tables of the people on a symposium's agenda, what they do in which session, and what they hand in."""

import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from events.agenda_models import Session


class Speaker(models.Model):
    """Somebody on the agenda of an event, with or without an account.

    Attributes:
        email: where the invitation went; empty when the account's address is used.
        language: in which language mails are written to somebody without an account.
        zone: IANA name of the zone the person will speak from; "" while nobody knows it.
        token: the private address where the person answers without signing in.
        recording: whether the person agrees to be recorded; None until they say.
    """

    class State(models.TextChoices):
        """See `events.symposia.states`."""

        INVITED = "invited", _("invited")
        ACCEPTED = "accepted", _("accepted")
        CONFIRMED = "confirmed", _("confirmed")
        DECLINED = "declined", _("declined")

    event = models.ForeignKey("events.Event", on_delete=models.CASCADE, related_name="speakers")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="speaking_at"
    )
    name = models.CharField(max_length=120, blank=True)
    email = models.EmailField(blank=True)
    language = models.CharField(max_length=8, blank=True)
    zone = models.CharField(max_length=64, blank=True)
    token = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    state = models.CharField(max_length=10, choices=State, default=State.INVITED)
    biography = models.TextField(blank=True)
    recording = models.BooleanField(null=True)
    invited_at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["event", "person"], condition=models.Q(person__isnull=False), name="speaker_once_per_event"
            ),
            models.UniqueConstraint(
                fields=["event", "email"], condition=~models.Q(email=""), name="speaker_address_once_per_event"
            ),
        ]

    def __str__(self) -> str:
        return self.display_name

    @property
    def display_name(self) -> str:
        """What the agenda calls the person."""
        return str(self.person.display_name) if self.person is not None else self.name

    @property
    def known_as(self) -> str:
        """What organisers call the person: the name, or the address of somebody who has not said one."""
        return self.display_name or self.email


class Appearance(models.Model):
    """What a speaker does in a session, and what they hand in for it, in their own words and language.

    Attributes:
        slides_link: where the slides are, when they are not handed in as a file.
    """

    class Role(models.TextChoices):
        """What the person does."""

        SPEAKER = "speaker", _("speaker")
        CHAIR = "chair", _("chair")
        MODERATOR = "moderator", _("moderator")
        INTERPRETER = "interpreter", _("interpreter")

    speaker = models.ForeignKey(Speaker, on_delete=models.CASCADE, related_name="appearances")
    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="appearances")
    role = models.CharField(max_length=12, choices=Role, default=Role.SPEAKER)
    title = models.CharField(max_length=160, blank=True)
    abstract = models.TextField(blank=True)
    slides_link = models.URLField(max_length=500, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["speaker", "session"], name="speaker_once_per_session")]


class SpeakerDate(models.Model):
    """A session as the calendar of a speaker without an account knows it, by the mail that told it last.

    Attributes:
        shown: titles, start, minutes, stage and venue, as that mail had them.
        sequence: the SEQUENCE of its file; the next one's is higher.
        off: whether that file took the session out of the calendar.
    """

    speaker = models.ForeignKey(Speaker, on_delete=models.CASCADE, related_name="dates")
    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="+")
    shown = models.JSONField(default=dict)
    sequence = models.PositiveIntegerField(default=0)
    off = models.BooleanField(default=False)

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["speaker", "session"], name="speaker_date_once_per_session")]


class Slides(models.Model):
    """A PDF handed in for a session; in the database, so that backups and erasures have it."""

    appearance = models.OneToOneField(Appearance, on_delete=models.CASCADE, related_name="slides")
    name = models.CharField(max_length=120)
    content = models.BinaryField()
    handed_in_at = models.DateTimeField(default=timezone.now)
