"""Tables of a symposium's agenda: stages, tracks, sessions, where the draft places them, and published versions."""

import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from web.translated import translated


class Agenda(models.Model):
    """The draft agenda of an event. Its days are those of the event on the host's clock; nothing is stored twice.

    Attributes:
        revision: raised with each change of the draft, so that nobody publishes what they have not seen.
        change_minutes: how long speakers and interpreters need between two sessions.
        told: number of the version whose differences people have been told; 0 before the first.
    """

    event = models.OneToOneField("events.Event", on_delete=models.CASCADE, related_name="agenda")
    revision = models.PositiveIntegerField(default=0)
    change_minutes = models.PositiveSmallIntegerField(default=5)
    told = models.PositiveIntegerField(default=0)


class Stage(models.Model):
    """A room in which one session takes place at a time, on site or online.

    Attributes:
        capacity: how many people it holds; None when that does not matter.
        place: the order in which organisers see stages.
    """

    event = models.ForeignKey("events.Event", on_delete=models.CASCADE, related_name="stages")
    name = models.CharField(max_length=80)
    capacity = models.PositiveIntegerField(null=True, blank=True)
    place = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["place", "id"]
        constraints = [models.UniqueConstraint(fields=["event", "name"], name="stage_once_per_event")]

    def __str__(self) -> str:
        return self.name


class Track(models.Model):
    """Sessions that belong together by what they are about."""

    event = models.ForeignKey("events.Event", on_delete=models.CASCADE, related_name="tracks")
    names = models.JSONField()
    place = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["place", "id"]

    def __str__(self) -> str:
        return translated(self.names).text


class Session(models.Model):
    """A part of a symposium's agenda: a talk, a panel, a break.

    Attributes:
        guid: names the session in files, also after it was renamed.
        titles, abstracts: texts by language code.
        language: ISO 639-1 code of what is spoken; "" where nothing is (a break).
        interpretation: such as `[{"from": "es", "to": "en", "channel": "2"}]`.
        minutes: how long it is planned; the placement may say otherwise.
        capacity: how many people may take part, as the draft has it; None for as many as the stage holds.
        places: the same as last published: so many people get a place; None where nobody needs one.
        revision: raised with each change of the session or its placement.
        dropped: taken out for good after a version was published; the row stays for the people who knew of it.
    """

    class Format(models.TextChoices):
        """How people work together in it."""

        TALK = "talk", pgettext_lazy("format of a session", "Talk")
        PANEL = "panel", _("Panel")
        FISHBOWL = "fishbowl", _("Fishbowl")
        WORLD_CAFE = "world_cafe", _("World Café")
        ONE_TWO_FOUR_ALL = "1-2-4-all", _("1-2-4-All")
        BREAK = "break", _("Break")

    event = models.ForeignKey("events.Event", on_delete=models.CASCADE, related_name="sessions")
    guid = models.UUIDField(default=uuid.uuid4, editable=False)
    titles = models.JSONField()
    abstracts = models.JSONField(default=dict, blank=True)
    format = models.CharField(max_length=12, choices=Format, default=Format.TALK)
    track = models.ForeignKey(Track, on_delete=models.SET_NULL, null=True, blank=True, related_name="sessions")
    language = models.CharField(max_length=8, blank=True)
    interpretation = models.JSONField(default=list, blank=True)
    minutes = models.PositiveSmallIntegerField(default=45)
    capacity = models.PositiveIntegerField(null=True, blank=True)
    places = models.PositiveIntegerField(null=True, editable=False)
    revision = models.PositiveIntegerField(default=0)
    dropped = models.BooleanField(default=False)

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["event", "guid"], name="session_once_per_event")]

    def __str__(self) -> str:
        return translated(self.titles).text


class Placement(models.Model):
    """Where the draft agenda places a session."""

    session = models.OneToOneField(Session, on_delete=models.CASCADE, related_name="placement")
    stage = models.ForeignKey(Stage, on_delete=models.PROTECT, related_name="placements")
    starts_at = models.DateTimeField()
    minutes = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["starts_at", "stage__place", "id"]
        constraints = [models.CheckConstraint(condition=models.Q(minutes__gt=0), name="placement_has_length")]


class AgendaVersion(models.Model):
    """The agenda as it was published: numbered from 1, never changed afterwards.

    Attributes:
        snapshot: stages, tracks and sessions as they were; people by id only (see `symposia.snapshots`).
        differences: what changed since the version before (see `symposia.differences`).
    """

    event = models.ForeignKey("events.Event", on_delete=models.CASCADE, related_name="agenda_versions")
    number = models.PositiveIntegerField()
    snapshot = models.JSONField()
    differences = models.JSONField(default=list)
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    published_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["event", "number"], name="version_once_per_event")]

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Insert it.

        Raises:
            TypeError: it is there already; a version is never changed.
        """
        if self.pk is not None:
            raise TypeError("a published version is never changed")
        super().save(*args, **kwargs)


class Bookmark(models.Model):
    """A session that a person wants to attend: it stands in their own agenda, and they hear when it moves."""

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="bookmarks")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="bookmarks")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["session", "person"], name="bookmark_once_per_session")]
