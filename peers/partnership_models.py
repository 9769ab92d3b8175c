"""A partnership: two or three members who learn from each other, and everything they write down on the way."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from members.cowriting import Cowritten
from members.models import Member, Topic


class Partnership(models.Model):
    """A tandem or tridem. Where it stands is its request's state: one case, one table of moves.

    Attributes:
        goals, effort: of the charter; transfer: what is taken over at home; story: told to others in the end.
        charter_revision, transfer_revision, story_revision: raised with each change of that text, so that nobody
            writes over what they have not seen.
        closed_at: when the learning ended; the checks count from then.
    """

    request = models.OneToOneField("peers.Request", on_delete=models.CASCADE, related_name="partnership")
    goals = models.TextField(blank=True)
    effort = models.CharField(max_length=300, blank=True)
    transfer = models.TextField(blank=True)
    story = models.TextField(blank=True)
    charter_revision = models.PositiveIntegerField(default=0)
    transfer_revision = models.PositiveIntegerField(default=0)
    story_revision = models.PositiveIntegerField(default=0)
    founded_at = models.DateTimeField(default=timezone.now)
    closed_at = models.DateTimeField(null=True)

    @property
    def state(self) -> str:
        """Where it stands, one of `Request.State`."""
        return self.request.state


class Partner(models.Model):
    """A member of a partnership.

    Attributes:
        asked: whether it is the member whose request began it.
        agreed_at: when it agreed to the charter as it stands; a change of the charter takes that back.
    """

    partnership = models.ForeignKey(Partnership, on_delete=models.CASCADE, related_name="partners")
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="partnerships")
    asked = models.BooleanField(default=False)
    agreed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-asked", "id"]
        constraints = [models.UniqueConstraint(fields=["partnership", "member"], name="partner_once")]


class Role(models.Model):
    """Who leads on a topic of the partnership; the others follow there, and may lead elsewhere."""

    partnership = models.ForeignKey(Partnership, on_delete=models.CASCADE, related_name="roles")
    topic = models.ForeignKey(Topic, on_delete=models.PROTECT, related_name="+")
    leader = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="+")

    class Meta:
        ordering = ["topic__place"]
        constraints = [models.UniqueConstraint(fields=["partnership", "topic"], name="one_leader_per_topic")]


class TeamMember(models.Model):
    """A person who works in the partnership for a member. Who left stays in its history.

    Attributes:
        until: when the person left the team, or the member.
    """

    partnership = models.ForeignKey(Partnership, on_delete=models.CASCADE, related_name="team")
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    since = models.DateTimeField(default=timezone.now)
    until = models.DateTimeField(null=True)

    class Meta:
        ordering = ["since", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["partnership", "person"], condition=models.Q(until=None), name="person_once_in_team"
            )
        ]


class PlanStep(models.Model):
    """A step of the learning plan: what, who sees to it, by when."""

    partnership = models.ForeignKey(Partnership, on_delete=models.CASCADE, related_name="steps")
    text = models.CharField(max_length=300)
    owner = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="+")
    due_on = models.DateField()
    done_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["due_on", "id"]


class LogEntry(models.Model):
    """Something the partnership wrote down: what was talked about, agreed, learnt."""

    partnership = models.ForeignKey(Partnership, on_delete=models.CASCADE, related_name="log")
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="+")
    text = models.TextField()
    written_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-written_at", "-id"]


class Check(Cowritten):
    """What came of a partnership, asked of each member six and twelve months after it closed.

    Attributes:
        months: 6 or 12.
        answered_at: `None` while the member has not said yet.
    """

    class Outcome(models.TextChoices):
        """What became of what was learnt."""

        LIVE = "live", _("It runs here now")
        PLANNED = "planned", _("It is decided or planned")
        IDEA = "idea", _("It stayed an idea")
        STOPPED = "stopped", _("We tried it and stopped")

    partnership = models.ForeignKey(Partnership, on_delete=models.CASCADE, related_name="checks")
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="+")
    months = models.PositiveSmallIntegerField()
    outcome = models.CharField(max_length=8, choices=Outcome, blank=True)
    text = models.TextField(blank=True)
    asked_at = models.DateTimeField(default=timezone.now)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["months", "id"]
        constraints = [
            models.UniqueConstraint(fields=["partnership", "member", "months"], name="check_once_per_member")
        ]
