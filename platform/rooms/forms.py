"""What people fill in during a consultation and after it."""

from datetime import timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from rooms.admissions import valid
from rooms.models import Outcome, Room
from web.forms import Form


class ActionForm(Form):
    """What will be done, by whom, until when."""

    text = forms.CharField(label=_("What will be done"), max_length=300)
    owner = forms.TypedChoiceField(label=_("Who does it"), coerce=int)
    due_on = forms.DateField(label=_("Until"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))

    def __init__(self, *args: Any, room: Room, **kwargs: Any) -> None:
        """Offer the people of a room as owners, and a month from today as the day."""
        kwargs.setdefault("initial", {"due_on": timezone.localdate() + timedelta(days=30)})
        super().__init__(*args, prefix="action", **kwargs)
        people = valid().filter(room=room).order_by("person__name").values_list("person_id", "person__name")
        self.fields["owner"].choices = list(people)  # type: ignore[attr-defined]


class ClosingForm(Form):
    """Why there is no action, asked only when there is none."""

    reason = forms.CharField(
        label=_("Why there is no action"),
        max_length=300,
        required=False,
        help_text=_("Only if you could not agree on anything that somebody will do."),
    )


class AnswerForm(Form):
    """What became of an action."""

    result = forms.ChoiceField(label=_("How it stands"), choices=Outcome.Result.choices, widget=forms.RadioSelect)
    sentence = forms.CharField(label=_("In one sentence"), max_length=300)
