"""What stays of an event: slides, recordings, key messages and documents, how often they are taken, what people say."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from events.agenda_models import Session
from events.speaker_models import Appearance
from members.cowriting import Cowritten
from web.translated import translated


class DocumentationItem(Cowritten):
    """Something in the documentation of an event, or of one of its sessions.

    Attributes:
        appearance: whose slides these are, as the speaker handed them in; the file stays theirs.
        titles, texts: by language code; the text is what key messages consist of.
        languages: ISO 639-1 codes of what is in the file or behind the address.
        address: where it lies when it is no file here; begins with https.
        licence: under which others may use it, an SPDX identifier or "" for none.
    """

    class Kind(models.TextChoices):
        """What it is."""

        SLIDES = "slides", _("Slides")
        RECORDING = "recording", _("Recording")
        KEY_MESSAGES = "key_messages", _("Key messages")
        DOCUMENT = "document", _("Further document")

    class State(models.TextChoices):
        """See `events.documentation.states`."""

        DRAFT = "draft", pgettext_lazy("documentation", "draft")
        PUBLISHED = "published", pgettext_lazy("documentation", "published")
        WITHDRAWN = "withdrawn", pgettext_lazy("documentation", "withdrawn")

    class Licence(models.TextChoices):
        """Licences by their SPDX identifiers."""

        ALL_RIGHTS = "", _("All rights reserved: to be read here only")
        CC0 = "CC0-1.0", _("CC0 1.0: no rights reserved")
        BY = "CC-BY-4.0", _("CC BY 4.0: name the authors")
        BY_SA = "CC-BY-SA-4.0", _("CC BY-SA 4.0: name the authors, share alike")
        BY_NC = "CC-BY-NC-4.0", _("CC BY-NC 4.0: name the authors, not for commerce")
        BY_ND = "CC-BY-ND-4.0", _("CC BY-ND 4.0: name the authors, change nothing")
        DL_DE_BY = "DL-DE-BY-2.0", _("Data licence Germany 2.0: name the source")

    event = models.ForeignKey("events.Event", on_delete=models.CASCADE, related_name="documentation")
    session = models.ForeignKey(Session, on_delete=models.CASCADE, null=True, related_name="documentation")
    appearance = models.ForeignKey(Appearance, on_delete=models.SET_NULL, null=True, related_name="documentation")
    kind = models.CharField(max_length=12, choices=Kind)
    titles = models.JSONField()
    texts = models.JSONField(default=dict, blank=True)
    languages = models.JSONField(default=list, blank=True)
    address = models.URLField(max_length=500, blank=True)
    licence = models.CharField(max_length=20, choices=Licence, blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    made_at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(default=timezone.now)
    published_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["kind", "id"]

    def __str__(self) -> str:
        return translated(self.titles).text


class DocumentationFile(models.Model):
    """A PDF of an item, in the database as speakers' slides are."""

    item = models.OneToOneField(DocumentationItem, on_delete=models.CASCADE, related_name="file")
    name = models.CharField(max_length=120)
    content = models.BinaryField()
    size = models.PositiveIntegerField()


class DownloadCount(models.Model):
    """How often an item was taken on a day (UTC); nobody notes by whom."""

    item = models.ForeignKey(DocumentationItem, on_delete=models.CASCADE, related_name="downloads")
    day = models.DateField()
    number = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["item", "day"], name="downloads_once_per_day")]


class SessionRating(models.Model):
    """What somebody who was there thought of a session, or of the event as a whole.

    Attributes:
        session: None for the event.
        stars: 1 (not useful) to 5.
    """

    event = models.ForeignKey("events.Event", on_delete=models.CASCADE, related_name="ratings")
    session = models.ForeignKey(Session, on_delete=models.CASCADE, null=True, related_name="ratings")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="session_ratings")
    stars = models.PositiveSmallIntegerField()
    comment = models.TextField(blank=True)
    changed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["session", "person"],
                condition=models.Q(session__isnull=False),
                name="one_rating_per_session",
            ),
            models.UniqueConstraint(
                fields=["event", "person"], condition=models.Q(session=None), name="one_rating_per_event"
            ),
            models.CheckConstraint(condition=models.Q(stars__range=(1, 5)), name="one_to_five_stars"),
        ]
