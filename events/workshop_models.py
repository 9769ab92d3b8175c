"""Tables of a specialist workshop: its own step, homework and what was handed in, groups, self-ratings."""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from members.cowriting import Cowritten
from rooms.models import Room
from web.translated import translated


class Workshop(Cowritten):
    """What a specialist workshop has beside its event.

    Attributes:
        step: how far it has come; see `events.workshops.states` for how that goes with the event's state.
        needs: what its members need to learn, by language code.
        room: where everybody is; its actions are those of the workshop.
    """

    class Step(models.TextChoices):
        """See `events.workshops.states` for who may move where."""

        NEEDS = "needs", pgettext_lazy("step of a workshop", "needs")
        AGENDA = "agenda", pgettext_lazy("step of a workshop", "agenda")
        PREPARATION = "preparation", pgettext_lazy("step of a workshop", "preparation")
        HELD = "held", pgettext_lazy("step of a workshop", "held")
        ACTIONS = "actions", pgettext_lazy("step of a workshop", "actions")
        CHECK = "check", pgettext_lazy("step of a workshop", "check")

    event = models.OneToOneField("events.Event", on_delete=models.CASCADE, related_name="workshop")
    step = models.CharField(max_length=12, choices=Step, default=Step.NEEDS)
    needs = models.JSONField(default=dict, blank=True)
    room = models.OneToOneField(Room, on_delete=models.PROTECT, related_name="workshop")
    changed_at = models.DateTimeField(default=timezone.now)


class WorkshopTask(Cowritten):
    """Homework: something that participants prepare until a moment.

    Attributes:
        for_all: whether everybody who takes part is asked; otherwise `named` are, of whom all may have left.
    """

    workshop = models.ForeignKey(Workshop, on_delete=models.CASCADE, related_name="tasks")
    titles = models.JSONField()
    texts = models.JSONField(default=dict, blank=True)
    due_at = models.DateTimeField()
    for_all = models.BooleanField(default=True)
    named = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="+", blank=True)

    class Meta:
        ordering = ["due_at", "id"]

    def __str__(self) -> str:
        return translated(self.titles).text


class Preparation(models.Model):
    """What somebody handed in for a task: a practice of theirs or a challenge, in their own words and language."""

    class Kind(models.TextChoices):
        """What it is."""

        PRACTICE = "practice", _("a practice")
        CHALLENGE = "challenge", _("a challenge")

    task = models.ForeignKey(WorkshopTask, on_delete=models.CASCADE, related_name="preparations")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="preparations")
    kind = models.CharField(max_length=10, choices=Kind)
    title = models.CharField(max_length=160, blank=True)
    text = models.TextField(blank=True)
    link = models.URLField(max_length=500, blank=True)
    handed_in_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["handed_in_at", "id"]
        constraints = [models.UniqueConstraint(fields=["task", "person"], name="preparation_once_per_task")]


class PreparationFile(models.Model):
    """A PDF handed in with a preparation; in the database, so that backups and erasures have it."""

    preparation = models.OneToOneField(Preparation, on_delete=models.CASCADE, related_name="file")
    name = models.CharField(max_length=120)
    content = models.BinaryField()


class WorkshopGroup(models.Model):
    """A few participants who work on one topic, with a room of their own."""

    workshop = models.ForeignKey(Workshop, on_delete=models.CASCADE, related_name="groups")
    topic = models.CharField(max_length=160)
    room = models.OneToOneField(Room, on_delete=models.PROTECT, related_name="workshop_group")

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.topic


class GroupPlace(models.Model):
    """Which group somebody works in; one at a time."""

    workshop = models.ForeignKey(Workshop, on_delete=models.CASCADE, related_name="places")
    group = models.ForeignKey(WorkshopGroup, on_delete=models.CASCADE, related_name="places")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["workshop", "person"], name="one_group_per_workshop")]


class Competence(models.Model):
    """Something participants are to be better at afterwards; they rate themselves in it before and after."""

    workshop = models.ForeignKey(Workshop, on_delete=models.CASCADE, related_name="competences")
    texts = models.JSONField()

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return translated(self.texts).text


class SelfRating(models.Model):
    """How somebody rates themselves in a competence, from 1 (not at all) to 5 (I could teach it)."""

    class Moment(models.TextChoices):
        """When."""

        BEFORE = "before", _("before the workshop")
        AFTER = "after", _("after the workshop")

    competence = models.ForeignKey(Competence, on_delete=models.CASCADE, related_name="ratings")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    moment = models.CharField(max_length=6, choices=Moment)
    score = models.PositiveSmallIntegerField(validators=[MinValueValidator(1), MaxValueValidator(5)])
    rated_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["competence", "person", "moment"], name="self_rating_once_per_moment"),
            models.CheckConstraint(condition=models.Q(score__range=(1, 5)), name="self_rating_from_1_to_5"),
        ]
