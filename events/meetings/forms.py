"""The form in which a person says when they work, and the days between which times are sought."""

import re
from datetime import timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.dates import WEEKDAYS as NAMES
from django.utils.translation import gettext_lazy as _

from events.meetings.own_hours import Week
from events.meetings.times import FAR, LONGEST
from events.slots_days import WEEKDAYS
from web.forms import Form

DAY = {"type": "date"}
SPAN = re.compile(r"(\d{1,2}):(\d\d)\s*[-–]\s*(\d{1,2}):(\d\d)")


class SpansField(forms.CharField):
    """Times of a day such as `09:00-12:00, 13:00-17:00`; the value is `[["09:00", "12:00"], ["13:00", "17:00"]]`."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, max_length=100, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        """Pairs as people write them."""
        return value if isinstance(value, str) else ", ".join(f"{opens}–{closes}" for opens, closes in value or ())

    def clean(self, value: Any) -> Any:
        """The pairs.

        Raises:
            ValidationError: something is no pair of times, the later one second.
        """
        return [_pair(word.strip()) for word in super().clean(value).split(",") if word.strip()]


def _pair(word: str) -> list[str]:
    found = SPAN.fullmatch(word)
    opens, closes = (f"{int(a):02}:{b}" for a, b in (found.groups()[:2], found.groups()[2:])) if found else ("", "")
    if not found or not opens < closes <= "24:00" or max(found[2], found[4]) > "59":
        raise ValidationError(_("“%(word)s” is no pair of times such as 09:00–12:00."), params={"word": word})
    return [opens, closes]


class OwnCalendarForm(Form):
    """Where the person's own calendar can be read."""

    busy_address = forms.CharField(
        label=_("Address of my calendar (iCal)"),
        help_text=_(
            "Most calendar programs give out such an address under “share” or “publish”; it begins with https://. Only"
            " when you are busy is kept, never with what."
        ),
        max_length=500,
        required=False,
    )


class WeekForm(Form):
    """One line per weekday; an empty one is a day off."""

    def __init__(self, *args: Any, week: Week, **kwargs: Any) -> None:
        super().__init__(*args, initial=dict(week), **kwargs)
        for number, day in enumerate(WEEKDAYS):
            self.fields[day] = SpansField(label=NAMES[number])


class PeriodForm(Form):
    """Between which days times are sought."""

    first = forms.DateField(label=_("From"), widget=forms.DateInput(attrs=DAY, format="%Y-%m-%d"))
    last = forms.DateField(label=_("Until"), widget=forms.DateInput(attrs=DAY, format="%Y-%m-%d"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """From the day after tomorrow, three weeks."""
        today = timezone.localdate()
        kwargs.setdefault("initial", {})
        kwargs["initial"] = {"first": today + timedelta(2), "last": today + timedelta(23), **kwargs["initial"]}
        super().__init__(*args, **kwargs)

    def clean(self) -> dict[str, Any]:
        """The days in their order from today on, at most ten weeks."""
        data = super().clean() or {}
        first, last = data.get("first"), data.get("last")
        if first and first > timezone.localdate() + FAR:
            self.add_error("first", _("Choose a day within the next two years."))
            return data
        if first:
            data["first"] = first = max(first, timezone.localdate())
        if first and last and not timedelta(0) <= last - first <= LONGEST:
            self.add_error("last", _("Choose a day after the first one, ten weeks later at most."))
        return data
