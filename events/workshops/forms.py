"""The forms of a workshop's participants and organisers."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.translation import gettext_lazy as _

from events.models import Event, Preparation, Workshop, WorkshopTask
from events.workshops import desk
from events.workshops.page import Rated
from members.forms.cowriting import CowrittenForm
from web.fields import ChecksField, MomentField, TranslatedTextField, in_zone
from web.forms import Form


class NeedsForm(CowrittenForm):
    """What members need to learn."""

    needs = TranslatedTextField(
        label=_("What members need to learn"),
        rows=5,
        required=False,
        help_text=_("What the workshop is to give them; the agenda and the homework follow from it."),
    )

    def __init__(self, *args: Any, workshop: Workshop, **kwargs: Any) -> None:
        super().__init__(*args, initial={"needs": workshop.needs}, **kwargs)
        self.remember(workshop)


class TaskForm(CowrittenForm):
    """Homework.

    Args:
        event: whose participants can be named, and on whose host's clock it is due.
        task: what is changed; None for a new one.
    """

    titles = TranslatedTextField(label=_("Task"), max_length=160)
    texts = TranslatedTextField(label=_("What is asked"), rows=4, max_length=3000, required=False)
    due_at = MomentField(label=_("Due, on the host’s clock"))
    for_all = forms.BooleanField(label=_("For everybody who takes part"), required=False, initial=True)
    named = ChecksField(label=_("Only for"), required=False)

    def __init__(self, *args: Any, event: Event, task: WorkshopTask | None = None, **kwargs: Any) -> None:
        super().__init__(*args, initial=_initial(event, task) if task else None, **kwargs)
        self.event = event
        self.fields["named"].choices = desk.named_choices(event)  # type: ignore[attr-defined]
        if task is not None:
            self.remember(task)

    def clean_due_at(self) -> datetime:
        """The moment on the host's clock."""
        return in_zone(self.cleaned_data["due_at"], self.event.zone)

    def clean(self) -> dict[str, Any]:
        """For everybody or for some people; both or neither may be a slip.

        Raises:
            ValidationError: it is not said for whom.
        """
        values: dict[str, Any] = super().clean() or self.cleaned_data
        if values.get("for_all") == bool(values.get("named")):
            raise ValidationError({"named": _("Choose either everybody or some people.")})
        return values

    def details(self) -> dict[str, Any]:
        """What `tasks.set_task` and `tasks.change` take."""
        values = self.written()
        for_all, named = values.pop("for_all"), [int(one) for one in values.pop("named")]
        return {**values, "named": None if for_all else named}


def _initial(event: Event, task: WorkshopTask) -> dict[str, Any]:
    named = [str(one) for one in task.named.values_list("pk", flat=True)]
    asked = {"for_all": task.for_all, "named": named}
    return {"titles": task.titles, "texts": task.texts, "due_at": _on_hosts_clock(event, task), **asked}


def _on_hosts_clock(event: Event, task: WorkshopTask) -> datetime:
    """What clocks at the host's show, without a zone: a form would write an aware moment on the reader's clock."""
    return task.due_at.astimezone(ZoneInfo(event.zone)).replace(tzinfo=None)


class PreparationForm(Form):
    """A practice or a challenge."""

    kind = forms.ChoiceField(
        label=_("What do you bring?"), choices=Preparation.Kind.choices, widget=forms.RadioSelect, initial="practice"
    )
    title = forms.CharField(label=_("Title"), max_length=160, required=False)
    text = forms.CharField(label=_("In your own words"), max_length=6000, required=False, widget=forms.Textarea)
    link = forms.URLField(
        label=_("Or a link"),
        max_length=500,
        required=False,
        assume_scheme="https",
        validators=[URLValidator(schemes=["https"])],
        help_text=_("It begins with https://."),
    )
    file = forms.FileField(label=_("Or a file"), required=False, help_text=_("PDF, at most 20 MB."))


class RatingForm(Form):
    """One choice from 1 to 5 for each competence.

    Args:
        rated: the competences, with the reader's scores.
        moment: which of both ratings.
    """

    SCORES = (
        (1, _("1 – not at all")),
        (2, "2"),
        (3, _("3 – somewhat")),
        (4, "4"),
        (5, _("5 – I could teach it")),
    )

    def __init__(self, *args: Any, rated: list[Rated], moment: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for one in rated:
            self.fields[f"competence-{one.competence.pk}"] = forms.TypedChoiceField(
                label=str(one.competence),
                choices=self.SCORES,
                coerce=int,
                widget=forms.RadioSelect,
                initial=one.before if moment == "before" else one.after,
            )

    def scores(self) -> dict[int, int]:
        """What `ratings.rate` takes."""
        return {int(name.removeprefix("competence-")): score for name, score in self.cleaned_data.items()}


class CompetenceForm(Form):
    """Something participants are to be better at."""

    texts = TranslatedTextField(
        label=_("Competence"), max_length=160, help_text=_("For instance: “I can read a heat map.”")
    )


class GroupForm(Form):
    """A group's topic."""

    topic = forms.CharField(label=_("Topic of the group"), max_length=160)

    def clean_topic(self) -> str:
        """The topic in one line.

        Raises:
            ValidationError: there is nothing in it.
        """
        topic = " ".join(self.cleaned_data["topic"].split())
        if not topic:
            raise ValidationError(_("Give the group a topic."))
        return topic


class ProposalForm(Form):
    """How large groups are to be."""

    size = forms.IntegerField(label=_("People in a group, at most"), min_value=2, max_value=20, initial=5)
