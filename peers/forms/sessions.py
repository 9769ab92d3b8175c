"""What people fill in to plan a session."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from events.meetings.forms import PeriodForm
from members.models import Person
from peers import session_people
from peers.sessions import Wanted
from web.forms import Form

LENGTHS = {"minutes": (60, 75, 90, 120), "story_minutes": (10, 12, 15)}
"""How long a session may be, and the telling of its case, in minutes."""


class PlanForm(PeriodForm):
    """What a session is to be."""

    title = forms.CharField(
        label=_("The question in a few words"), max_length=160, help_text=_("A good question begins with “How”.")
    )
    case_giver = forms.TypedChoiceField(label=_("Who gives the case"), coerce=int)
    moderator = forms.TypedChoiceField(
        label=_("Who moderates"), coerce=int, help_text=_("Keeps the time; best somebody whose case it is not.")
    )
    minutes = forms.TypedChoiceField(label=_("How long"), coerce=int, initial=60)
    story_minutes = forms.TypedChoiceField(label=_("How long the case is told"), coerce=int)
    interpreted = forms.BooleanField(label=_("With interpretation: everything takes 1.3 times as long"), required=False)
    field_order = ("title", "case_giver", "moderator", "minutes", "story_minutes", "interpreted", "first", "last")

    def __init__(self, *args: Any, partnership_id: int, **kwargs: Any) -> None:
        """Offer the people of the teams, and lengths in the reader's language."""
        super().__init__(*args, **kwargs)
        team = Person.objects.filter(pk__in=session_people.team(partnership_id)).order_by("name", "pk")
        people = [(person.pk, person.display_name) for person in team]
        lengths = {name: [(n, gettext("%d minutes") % n) for n in each] for name, each in LENGTHS.items()}
        for name, choices in {"case_giver": people, "moderator": people, **lengths}.items():
            self.fields[name].choices = choices  # type: ignore[attr-defined]

    def wanted(self) -> Wanted:
        """What the service is asked for."""
        names = ("title", "minutes", "case_giver", "moderator", "story_minutes", "interpreted")
        return Wanted(**{name: self.cleaned_data[name] for name in names})


class CancelForm(Form):
    """Why a session is cancelled."""

    reason = forms.CharField(label=_("Reason, if you want to give one"), max_length=300, required=False)
