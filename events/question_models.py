"""Tables of what an organiser asks everybody who registers, and what they answer."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from web.translated import translated


class RegistrationQuestion(models.Model):
    """Something an organiser asks everybody who registers for an event.

    Attributes:
        labels: the question by language code.
        choices: texts by language code, one set per choice; for questions of that kind.
        place: the order in which they are asked.
    """

    class Kind(models.TextChoices):
        """How one answers."""

        TEXT = "text", _("a text")
        CHOICE = "choice", _("one of several")
        YES_NO = "yes_no", _("yes or no")

    event = models.ForeignKey("events.Event", on_delete=models.CASCADE, related_name="questions")
    kind = models.CharField(max_length=8, choices=Kind)
    labels = models.JSONField()
    choices: Any = models.JSONField(default=list, blank=True)
    required = models.BooleanField(default=False)
    place = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["place", "id"]

    def __str__(self) -> str:
        return translated(self.labels).text


class RegistrationAnswer(models.Model):
    """What somebody answered; only the event's organisers and the person see it.

    Attributes:
        text: the words; of a choice its number from 0; "yes" or "no".
    """

    registration = models.ForeignKey("events.Registration", on_delete=models.CASCADE, related_name="answers")
    question = models.ForeignKey(RegistrationQuestion, on_delete=models.CASCADE, related_name="answers")
    text = models.CharField(max_length=500)

    class Meta:
        ordering = ["question__place", "question_id"]
        constraints = [models.UniqueConstraint(fields=["registration", "question"], name="one_answer_per_question")]
