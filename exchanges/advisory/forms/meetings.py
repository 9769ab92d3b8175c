"""What is filled in to book the session of a case."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from events.meetings.forms import PeriodForm
from exchanges.advisory import meetings
from exchanges.advisory.models import Case


class SessionForm(PeriodForm):
    """Who moderates, and between which days times are sought."""

    moderator = forms.TypedChoiceField(
        label=_("Who moderates"), coerce=int, help_text=_("Keeps the time; best somebody who does not advise.")
    )
    field_order = ("moderator", "first", "last")

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        """Offer the secretariat and the advisors."""
        super().__init__(*args, **kwargs)
        self.fields["moderator"].choices = meetings.moderators(case)  # type: ignore[attr-defined]
