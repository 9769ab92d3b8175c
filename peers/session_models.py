"""A partnership's sessions: proposed, agreed upon, held, and what was proposed on the way."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from events.models import Meeting
from members.models import Member


class Session(models.Model):
    """An hour in which a partnership consults on one case.

    Attributes:
        title: the question in a few words.
        language: that of whoever typed the title.
        case_giver, moderator: who is to be what; the moderator may cast the roles anew in the room.
        meeting: its time, people and room, from the acceptance on.
        reason: why it was cancelled.
    """

    class State(models.TextChoices):
        """From the first proposal to the end; see `peers.sessions` for who may move it."""

        PROPOSED = "proposed", _("times proposed")
        BOOKED = "booked", _("booked")
        HELD = "held", _("held")
        MISSED = "missed", _("not held")
        CANCELLED = "cancelled", pgettext_lazy("meeting", "cancelled")

    partnership = models.ForeignKey("peers.Partnership", on_delete=models.CASCADE, related_name="sessions")
    title = models.CharField(_("the question in a few words"), max_length=160)
    language = models.CharField(max_length=8, default="en")
    minutes = models.PositiveSmallIntegerField(default=60)
    story_minutes = models.PositiveSmallIntegerField(default=10)
    interpreted = models.BooleanField(default=False)
    case_giver = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    moderator = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    state = models.CharField(max_length=9, choices=State, default=State.PROPOSED)
    meeting = models.OneToOneField(Meeting, on_delete=models.PROTECT, null=True, related_name="peer_session")
    reason = models.CharField(max_length=300, blank=True)
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-made_at", "-id"]

    def __str__(self) -> str:
        """The question."""
        return self.title

    @property
    def booked(self) -> Meeting:
        """Its meeting; only of a session whose time was accepted."""
        if self.meeting is None:
            raise LookupError("no time of this session has been accepted")
        return self.meeting


class SessionTime(models.Model):
    """A time one of the members proposed for a session.

    Attributes:
        passed: whether it no longer stands, because other times were proposed instead.
    """

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="times")
    by = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="+")
    starts_at = models.DateTimeField()
    passed = models.BooleanField(default=False)

    class Meta:
        ordering = ["starts_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["session", "starts_at"], condition=models.Q(passed=False), name="session_time_once"
            )
        ]


class SessionVote(models.Model):
    """A member's acceptance of a time; who proposed it has accepted it."""

    time = models.ForeignKey(SessionTime, on_delete=models.CASCADE, related_name="votes")
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["time", "member"], name="session_vote_once")]
