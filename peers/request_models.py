"""Who teaches and who asks: offers, requests, calls, suggestions and invitations. All of it belongs to members."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from members.cowriting import Cowritten
from members.models import Member, Network, Topic


class Offer(Cowritten):
    """What a member can teach about one topic.

    Attributes:
        evidence: where one can see that it works: figures, a link, a place to visit.
        languages: ISO 639-1 codes it can be taught in.
        hosts: how many other members it teaches at the same time, at most.
        until: last day of the offer; `None` for as long as it is not withdrawn.
        solution: whether somebody else could take over what is there, so that interest in it becomes a request.
    """

    class Experience(models.IntegerChoices):
        """How far the member has come, as matching counts it."""

        TRIED = 1, _("We have tried it")
        RUNNING = 2, _("It runs in daily work")
        YEARS = 3, _("We have run it for years")

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="peer_offers")
    topic = models.ForeignKey(Topic, on_delete=models.PROTECT, related_name="+")
    experience = models.PositiveSmallIntegerField(choices=Experience, default=Experience.TRIED)
    line = models.CharField(max_length=160)
    evidence = models.TextField(blank=True)
    languages = models.JSONField(default=list)
    hosts = models.PositiveSmallIntegerField(default=1)
    until = models.DateField(null=True)
    solution = models.BooleanField(default=False)
    withdrawn_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["topic__place", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["member", "topic"], condition=models.Q(withdrawn_at=None), name="one_offer_per_topic"
            )
        ]


class Call(models.Model):
    """Requests collected until a deadline and then matched together, as the programme's tandems are.

    Attributes:
        titles, summaries: texts by language code.
        deadline: until when members post into it; afterwards everybody is matched at once.
    """

    class State(models.TextChoices):
        """From opening to the release of the whole result; see `peers.states`."""

        OPEN = "open", _("open")
        REVIEW = "review", _("under review")
        RELEASED = "released", _("released")
        CANCELLED = "cancelled", pgettext_lazy("call", "cancelled")

    network = models.ForeignKey(Network, on_delete=models.PROTECT, related_name="peer_calls")
    titles = models.JSONField()
    summaries = models.JSONField(default=dict, blank=True)
    deadline = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-deadline", "-id"]


class Request(Cowritten):
    """A member's wish to learn from others, from the first draft to the check a year after the partnership closed.

    Attributes:
        call: the call it was posted into; such requests wait for its deadline.
        questions: up to three guiding questions.
        size_class: BBSR code of the size sought; empty for any.
        team: who would work on it, by role or name.
        hours: per month that people can give.
        wants: how many hosts: one makes a tandem, two a tridem.
        offer: what the member gives in return.
        reason: why it was withdrawn or declined.
        due_at: by when the next step is to be taken; `None` where nothing is to come.
    """

    class State(models.TextChoices):
        """See `peers.states` for who may move where."""

        DRAFT = "draft", _("draft")
        POSTED = "posted", _("posted")
        MATCHED = "matched", _("suggestions are there")
        INVITED = "invited", _("invited")
        BOTH_ACCEPTED = "both_accepted", _("both accepted")
        CHARTER = "charter", _("charter")
        KICKOFF = "kickoff", _("kick-off")
        LEARNING = "learning", _("learning")
        REFLECTION = "reflection", _("reflection")
        CLOSED = "closed", _("closed")
        CHECK_6M = "check_6m", _("check after six months")
        CHECK_12M = "check_12m", _("check after twelve months")
        WITHDRAWN = "withdrawn", _("withdrawn")
        DECLINED = "declined", _("declined")

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="peer_requests")
    network = models.ForeignKey(Network, on_delete=models.PROTECT, related_name="peer_requests")
    call = models.ForeignKey(Call, on_delete=models.PROTECT, null=True, related_name="requests")
    state = models.CharField(max_length=13, choices=State, default=State.DRAFT)
    topics = models.ManyToManyField(Topic, through="RequestTopic", related_name="+")
    need = models.TextField(blank=True)
    tried = models.TextField(blank=True)
    questions = models.JSONField(default=list, blank=True)
    motivation = models.TextField(blank=True)
    team = models.CharField(max_length=300, blank=True)
    backing = models.CharField(max_length=300, blank=True)
    languages = models.JSONField(default=list, blank=True)
    size_class = models.CharField(max_length=2, blank=True)
    hours = models.PositiveSmallIntegerField(null=True)
    visit = models.BooleanField(default=False)
    wants = models.PositiveSmallIntegerField(default=1)
    offer = models.TextField(blank=True)
    reason = models.CharField(max_length=300, blank=True)
    posted_at = models.DateTimeField(null=True)
    changed_at = models.DateTimeField(default=timezone.now)
    due_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-changed_at", "-id"]
        indexes = [models.Index(fields=["network", "state", "due_at"], name="requests_by_next_step")]

    def __str__(self) -> str:
        """What it is about, in a few words."""
        return " ".join(self.need.split())[:80] or "…"


class RequestTopic(models.Model):
    """A topic of a request; the first matters most."""

    request = models.ForeignKey(Request, on_delete=models.CASCADE, related_name="ranked")
    topic = models.ForeignKey(Topic, on_delete=models.PROTECT, related_name="+")
    place = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["place"]
        constraints = [
            models.UniqueConstraint(fields=["request", "topic"], name="topic_once_per_request"),
            models.UniqueConstraint(fields=["request", "place"], name="one_topic_per_place"),
        ]


class Suggestion(models.Model):
    """A member that could teach what a request asks for, with reasons and an honest limit.

    Attributes:
        rank: from 1, the best first.
        reasons, limits: as `peers.matching` gives them; the page words them in the reader's language.
        why, why_text: why the seeker declined it: a code, and what they wrote.
    """

    class State(models.TextChoices):
        """`proposed` waits for the release of its call; `passed` was replaced by a newer suggestion."""

        PROPOSED = "proposed", _("proposed")
        OPEN = "open", _("open")
        INVITED = "invited", _("invited")
        DECLINED = "declined", _("not for us")
        PASSED = "passed", _("passed by")

    class Why(models.TextChoices):
        """Why a suggestion does not fit; each counts in the next run."""

        TOPIC = "topic", _("They do something else than we need")
        SIZE = "size", _("Too different from us in size or means")
        DISTANCE = "distance", _("Too far away, or our working hours do not meet")
        LANGUAGE = "language", _("We could not talk well enough with each other")
        KNOWN = "known", _("We work with them already")
        OTHER = "other", _("Something else")

    request = models.ForeignKey(Request, on_delete=models.CASCADE, related_name="suggestions")
    host = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="suggested_for")
    topic = models.ForeignKey(Topic, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=8, choices=State, default=State.OPEN)
    rank = models.PositiveSmallIntegerField()
    score = models.PositiveIntegerField()
    reasons = models.JSONField(default=list)
    limits = models.JSONField(default=list)
    why = models.CharField(max_length=8, choices=Why, blank=True)
    why_text = models.CharField(max_length=300, blank=True)
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["rank", "id"]
        constraints = [models.UniqueConstraint(fields=["request", "host"], name="host_once_per_request")]


class Invitation(models.Model):
    """A seeker's invitation of a host to learn together.

    Attributes:
        sentence: what the seeker writes to the host.
        reason: why it was declined or taken back.
        other_topic, other_time, answer: what the host proposes instead, and a sentence with it.
    """

    class State(models.TextChoices):
        """From sending to the answer; see `peers.states`."""

        OPEN = "open", _("waits for an answer")
        COUNTERED = "countered", _("something else proposed")
        ACCEPTED = "accepted", _("accepted")
        DECLINED = "declined", _("declined")
        WITHDRAWN = "withdrawn", _("taken back")

    request = models.ForeignKey(Request, on_delete=models.CASCADE, related_name="invitations")
    host = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="peer_invitations")
    topic = models.ForeignKey(Topic, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=9, choices=State, default=State.OPEN)
    sentence = models.CharField(max_length=400)
    answer = models.CharField(max_length=400, blank=True)
    other_topic = models.ForeignKey(Topic, on_delete=models.PROTECT, null=True, related_name="+")
    other_time = models.CharField(max_length=200, blank=True)
    sent_at = models.DateTimeField(default=timezone.now)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["sent_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["request", "host"],
                condition=models.Q(state__in=["open", "countered", "accepted"]),
                name="one_open_invitation_per_host",
            )
        ]
