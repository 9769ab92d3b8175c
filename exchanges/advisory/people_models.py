"""A season of the programme, and who advises in it."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from members.cowriting import Cowritten
from members.models import Member, Network, Topic


class Programme(Cowritten):
    """A season in which a network takes on cases.

    Attributes:
        titles, summaries: the call, by language code.
        deadline: until when cases are submitted.
        topics: what it is about; none for anything.
        capacity: how many cases are taken on.
        languages: ISO 639-1 codes in which cases are written and advised on.
    """

    network = models.ForeignKey(Network, on_delete=models.PROTECT, related_name="advisory_programmes")
    titles = models.JSONField()
    summaries = models.JSONField(default=dict, blank=True)
    deadline = models.DateTimeField()
    topics = models.ManyToManyField(Topic, related_name="+", blank=True)
    capacity = models.PositiveSmallIntegerField()
    languages = models.JSONField(default=list)
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-deadline", "-id"]


class Advisor(models.Model):
    """A delegate who advises in a network.

    Attributes:
        languages: ISO 639-1 codes the person advises in.
        load: how many cases at the same time, at most.
    """

    class State(models.TextChoices):
        """The secretariat admits; either side may end it."""

        OFFERED = "offered", _("waits to be admitted")
        ADMITTED = "admitted", _("advises")
        ENDED = "ended", _("ended")

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="advising")
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="advisors")
    network = models.ForeignKey(Network, on_delete=models.PROTECT, related_name="advisors")
    languages = models.JSONField(default=list)
    load = models.PositiveSmallIntegerField(default=2)
    state = models.CharField(max_length=8, choices=State, default=State.OFFERED)
    offered_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["person", "network"], name="advisor_once_per_network")]


class Expertise(models.Model):
    """What an advisor knows about a topic.

    Attributes:
        evidence: where one can see it: a project, figures, a link.
    """

    advisor = models.ForeignKey(Advisor, on_delete=models.CASCADE, related_name="expertise")
    topic = models.ForeignKey(Topic, on_delete=models.PROTECT, related_name="+")
    evidence = models.CharField(max_length=400)

    class Meta:
        ordering = ["topic__place"]
        constraints = [models.UniqueConstraint(fields=["advisor", "topic"], name="expertise_once")]


class Absence(models.Model):
    """Days, both included, on which an advisor is not there."""

    advisor = models.ForeignKey(Advisor, on_delete=models.CASCADE, related_name="absences")
    first = models.DateField()
    last = models.DateField()

    class Meta:
        ordering = ["first"]
