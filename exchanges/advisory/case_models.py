"""A case, the advisors asked for it, the advice, and what became of it."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from events.models import Meeting
from exchanges.advisory.people_models import Advisor, Programme
from members.cowriting import Cowritten
from members.models import Member, Network, Topic


class Case(Cowritten):
    """A member's challenge on which others advise.

    Attributes:
        giver: the delegate who tells it; another one of the member may step in.
        title: a line that gives nothing away; those asked to advise see it before they may read the rest.
        questions: up to three guiding questions.
        level: who may read it besides its own member, its advisors and the secretariat.
        wants: how many advisors.
        interpreted: whether the session is interpreted, so that it takes 1.3 times as long.
        remark: what was asked back, why it was redirected or withdrawn.
        scope: what the session is to answer, agreed in the scoping call.
        changed: what has changed in the end.
        due_at: by when the next step is to be taken; `None` where nothing is to come.
    """

    class State(models.TextChoices):
        """See `exchanges.advisory.states` for the table of moves."""

        DRAFT = "draft", _("draft")
        SUBMITTED = "submitted", _("submitted")
        ASKED_BACK = "asked_back", _("asked back")
        TRIAGED = "triaged", _("looked at")
        ACCEPTED = "accepted", _("taken on")
        REDIRECTED = "redirected", _("redirected")
        ADVISORS_MATCHED = "advisors_matched", _("advisors found")
        SCOPED = "scoped", _("scoped")
        SCHEDULED = "scheduled", _("session booked")
        HELD = "held", _("session held")
        ADVICE_DELIVERED = "advice_delivered", _("advice delivered")
        ACTIONS_AGREED = "actions_agreed", _("actions agreed")
        CHECK_3M = "check_3m", _("check after three months")
        CHECK_6M = "check_6m", _("check after six months")
        CLOSED = "closed", pgettext_lazy("case", "closed")
        WITHDRAWN = "withdrawn", pgettext_lazy("case", "withdrawn")

    class Level(models.TextChoices):
        """Who may read a case that was taken on."""

        ADVISORS = "advisors", _("Only the advisors of this case and the secretariat")
        NETWORK = "network", _("All members of the network")

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="cases")
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="advisory_cases")
    giver = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    state = models.CharField(max_length=16, choices=State, default=State.DRAFT)
    title = models.CharField(max_length=120, blank=True)
    topics = models.ManyToManyField(Topic, through="CaseTopic", related_name="+")
    challenge = models.TextField(blank=True)
    context = models.TextField(blank=True)
    attempts = models.TextField(blank=True)
    questions = models.JSONField(default=list, blank=True)
    languages = models.JSONField(default=list, blank=True)
    decision_on = models.DateField(null=True)
    level = models.CharField(max_length=8, choices=Level, default=Level.ADVISORS)
    wants = models.PositiveSmallIntegerField(default=2)
    interpreted = models.BooleanField(default=False)
    remark = models.CharField(max_length=600, blank=True)
    scope = models.TextField(blank=True)
    scoping = models.OneToOneField(Meeting, on_delete=models.PROTECT, null=True, related_name="+")
    session = models.OneToOneField(Meeting, on_delete=models.PROTECT, null=True, related_name="advisory_case")
    changed = models.TextField(blank=True)
    submitted_at = models.DateTimeField(null=True)
    agreed_at = models.DateTimeField(null=True)
    changed_at = models.DateTimeField(default=timezone.now)
    due_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-changed_at", "-id"]
        indexes = [models.Index(fields=["programme", "state", "due_at"], name="cases_by_next_step")]

    def __str__(self) -> str:
        """Its title."""
        return self.title or "…"

    @property
    def network(self) -> Network:
        """Where it is advised on."""
        return self.programme.network


class CaseTopic(models.Model):
    """A topic of a case; the first matters most."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="ranked")
    topic = models.ForeignKey(Topic, on_delete=models.PROTECT, related_name="+")
    place = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["place"]
        constraints = [models.UniqueConstraint(fields=["case", "topic"], name="topic_once_per_case")]


class Engagement(models.Model):
    """An advisor asked for a case, and how far that has come.

    Attributes:
        reasons, limits: why this advisor was suggested, as `exchanges.advisory.fitting` gives them.
        sentence: what the conflict of interest is, or why the advisor declined or left.
    """

    class State(models.TextChoices):
        """The case is readable in full from `clear` on; see `exchanges.advisory.states`."""

        ASKED = "asked", _("asked")
        CONFLICT = "conflict", _("conflict of interest")
        CLEAR = "clear", _("no conflict, has not decided")
        ACCEPTED = "accepted", _("advises")
        DECLINED = "declined", _("declined")
        LEFT = "left", _("left the case")

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="engagements")
    advisor = models.ForeignKey(Advisor, on_delete=models.CASCADE, related_name="engagements")
    state = models.CharField(max_length=8, choices=State, default=State.ASKED)
    reasons = models.JSONField(default=list)
    limits = models.JSONField(default=list)
    sentence = models.CharField(max_length=400, blank=True)
    asked_at = models.DateTimeField(default=timezone.now)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["asked_at", "id"]
        constraints = [models.UniqueConstraint(fields=["case", "advisor"], name="advisor_once_per_case")]


class Recommendation(models.Model):
    """A line of the advice note: what is recommended, who sees to it until when, and where it stands."""

    class State(models.TextChoices):
        """From the proposal to what became of it."""

        PROPOSED = "proposed", _("proposed")
        AGREED = "agreed", _("agreed")
        REFUSED = "refused", _("not taken up")
        UNDER_WAY = "under_way", _("under way")
        DONE = "done", _("done")
        DROPPED = "dropped", _("dropped")

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="recommendations")
    text = models.CharField(max_length=400)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    due_on = models.DateField(null=True)
    state = models.CharField(max_length=9, choices=State, default=State.PROPOSED)
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["id"]


class CaseCheck(Cowritten):
    """What became of the advice, asked three and six months after the actions were agreed."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="checks")
    months = models.PositiveSmallIntegerField()
    text = models.TextField(blank=True)
    asked_at = models.DateTimeField(default=timezone.now)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["months"]
        constraints = [models.UniqueConstraint(fields=["case", "months"], name="case_check_once")]
