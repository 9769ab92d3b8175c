"""A poll about the time of a meeting: the times to choose from, who is asked, and what they answered."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from members.models import Member, Network


class Poll(models.Model):
    """A question to everybody who is to take part in a meeting: which of these times would do?

    Attributes:
        subject_kind, subject_id, titles, minutes, zone: those of the meeting it is to become.
        asker: who asked, and books; anybody who is asked may book when the asker may no longer
            sign in; None when the asker takes part no more.
        closes_at: until when answers are waited for.
        proposed: the best time by the answers, once all have answered or the time is over.
        meeting: what became of it.
    """

    class State(models.TextChoices):
        """From the question to the booking; see `events.meetings.polls` for who may move it."""

        OPEN = "open", _("answers are being collected")
        READY = "ready", _("can be booked")
        BOOKED = "booked", _("booked")
        CALLED_OFF = "called_off", _("called off")

    subject_kind = models.CharField(max_length=40)
    subject_id = models.BigIntegerField()
    network = models.ForeignKey(Network, on_delete=models.PROTECT, related_name="polls")
    titles = models.JSONField()
    minutes = models.PositiveSmallIntegerField()
    zone = models.CharField(max_length=64, default="UTC")
    asker = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="polls")
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    closes_at = models.DateTimeField()
    proposed = models.ForeignKey("events.PollTime", on_delete=models.SET_NULL, null=True, related_name="+")
    meeting = models.OneToOneField("events.Meeting", on_delete=models.SET_NULL, null=True, related_name="poll")
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["subject_kind", "subject_id"],
                condition=models.Q(state__in=["open", "ready"]),
                name="one_running_poll_per_subject",
            )
        ]

    @property
    def running(self) -> bool:
        """Whether answers still count."""
        return self.state in (self.State.OPEN, self.State.READY)


class PollTime(models.Model):
    """One of the times."""

    poll = models.ForeignKey(Poll, on_delete=models.CASCADE, related_name="times")
    starts_at = models.DateTimeField()

    class Meta:
        ordering = ["starts_at", "id"]
        constraints = [models.UniqueConstraint(fields=["poll", "starts_at"], name="poll_time_once")]


class Voter(models.Model):
    """Somebody who is asked, for a member.

    Attributes:
        role: what the person is to be in the meeting's room.
        token: the private address at which the person answers without signing in.
        answered_at: when they last answered all times; None when times were added since.
    """

    poll = models.ForeignKey(Poll, on_delete=models.CASCADE, related_name="voters")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="votes")
    member = models.ForeignKey(Member, on_delete=models.PROTECT, null=True, related_name="+")
    role = models.CharField(max_length=12, default="participant")
    token = models.CharField(max_length=64, unique=True)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["poll", "person"], name="voter_once_per_poll")]


class Vote(models.Model):
    """What somebody answered about a time."""

    class Answer(models.TextChoices):
        """As in any poll about dates."""

        YES = "yes", _("Yes")
        IF_NEED_BE = "if_need_be", _("If need be")
        NO = "no", _("No")

    voter = models.ForeignKey(Voter, on_delete=models.CASCADE, related_name="votes")
    time = models.ForeignKey(PollTime, on_delete=models.CASCADE, related_name="votes")
    answer = models.CharField(max_length=10, choices=Answer)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["voter", "time"], name="vote_once_per_time")]
