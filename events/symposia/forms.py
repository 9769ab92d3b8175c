"""The forms of an agenda's editors."""

import re
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from events.models import Appearance, Event, Session, Stage, Track
from events.symposia.schedule_file import LONGEST
from web import names
from web.fields import InterfaceLanguageField, LanguageField, TranslatedTextField, ZoneField
from web.forms import Form, RevisionForm
from web.translated import translated

_CHANNEL = re.compile(r"([a-z]{2})\s*[-–]\s*([a-z]{2})(?:[\s:=]+([\w .-]{1,20}))?", re.ASCII)


class ChannelsField(forms.CharField):
    """Interpretation with channels such as `es-en 2, pt-en 3`; the value is a list of from, to and channel."""

    def clean(self, value: Any) -> Any:
        """The pairs, each once.

        Raises:
            ValidationError: something is no pair of two different language codes.
        """
        known = dict(names.spoken_languages("en"))
        found: dict[tuple[str, str], dict[str, str]] = {}
        for part in filter(None, (part.strip() for part in super().clean(value).split(","))):
            match = _CHANNEL.fullmatch(part.lower())
            if match is None or match[1] == match[2] or not {match[1], match[2]} <= set(known):
                raise ValidationError(_("“%(word)s” is no pair such as es-en 2."), params={"word": part[:40]})
            pair = {"from": match[1], "to": match[2], "channel": (match[3] or "").strip()}
            found[match[1], match[2]] = pair
        return list(found.values())

    def prepare_value(self, value: Any) -> Any:
        """The pairs as they are typed."""
        if not isinstance(value, list):
            return value
        return ", ".join(f"{one['from']}-{one['to']} {one['channel']}".strip() for one in value)


class SessionForm(RevisionForm):
    """What a session is about, how people work in it, and in which languages.

    Args:
        event: whose tracks are offered.
    """

    titles = TranslatedTextField(label=_("Title"), max_length=160)
    abstracts = TranslatedTextField(label=_("What it is about"), rows=4, max_length=3000, required=False)
    format = forms.ChoiceField(label=_("Format"), choices=Session.Format.choices)
    track: Any = forms.ModelChoiceField(label=_("Track"), queryset=None, required=False, empty_label="–")
    language = LanguageField(label=_("Language"), required=False)
    interpretation = ChannelsField(
        label=_("Interpretation"),
        required=False,
        max_length=400,
        help_text=_("Pairs of language codes with the channel, such as es-en 2, pt-en 3."),
    )
    minutes = forms.IntegerField(label=_("Length in minutes"), min_value=1, max_value=LONGEST, initial=45)
    capacity = forms.IntegerField(
        label=_("Seats"),
        min_value=1,
        max_value=100_000,
        required=False,
        help_text=_("With a number, people take a place, and the others wait. Empty: nobody needs a place."),
    )

    def __init__(self, *args: Any, event: Event, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["track"].queryset = Track.objects.filter(event=event)  # type: ignore[attr-defined]

    def details(self) -> dict[str, Any]:
        """What `sessions.plan` and `sessions.change` take."""
        return {name: value for name, value in self.cleaned_data.items() if name != "revision"}


class MoveForm(RevisionForm):
    """Day, time and stage of a session, on the host's clock.

    Args:
        event: whose days and stages are offered.
    """

    day = forms.ChoiceField(label=_("Day"))
    time = forms.TimeField(
        label=_("Time on the host’s clock"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )
    stage = forms.ChoiceField(label=_("Stage"))
    minutes = forms.IntegerField(label=_("Length in minutes"), min_value=1, max_value=LONGEST, required=False)

    def __init__(self, *args: Any, event: Event, days: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.event = event
        self.fields["day"].choices = days  # type: ignore[attr-defined]
        stages = Stage.objects.filter(event=event)
        self.fields["stage"].choices = [(str(row.pk), row.name) for row in stages]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Make a moment of day and time.

        Raises:
            ValidationError: the clocks skip that hour there.
        """
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("day") and cleaned.get("time") is not None:
            zone = ZoneInfo(self.event.zone)
            wall = datetime.combine(datetime.fromisoformat(cleaned["day"]), cleaned["time"])
            moment = wall.replace(tzinfo=zone)
            if moment.astimezone(UTC).astimezone(zone).replace(tzinfo=None) != wall:
                self.add_error("time", _("Clocks skip this hour there on that day. Choose another hour."))
            cleaned["starts_at"] = moment.astimezone(UTC)
        return cleaned


class StageForm(Form):
    """A stage."""

    name = forms.CharField(label=_("Name of the stage"), max_length=80)
    capacity = forms.IntegerField(label=_("How many it holds"), min_value=1, max_value=100_000, required=False)


class ChangeOverForm(Form):
    """How long people need between two sessions."""

    minutes = forms.IntegerField(
        label=_("Minutes for the change-over"),
        min_value=0,
        max_value=120,
        help_text=_("Who is in two sessions closer together than this is shown as a clash."),
    )


class TrackForm(Form):
    """A track."""

    names = TranslatedTextField(label=_("Name of the track"), max_length=80)


class RoleForm(Form):
    """A role in a session.

    Args:
        event: whose sessions are offered.
    """

    session = forms.TypedChoiceField(
        label=pgettext_lazy("agenda", "Session"), coerce=int, required=False, empty_value=None
    )
    role = forms.ChoiceField(label=_("Role"), choices=Appearance.Role.choices)

    def __init__(self, *args: Any, event: Event, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = Session.objects.filter(event=event, dropped=False).exclude(format=Session.Format.BREAK)
        offered = [(str(row.pk), translated(row.titles).text) for row in rows]
        self.fields["session"].choices = [("", "–"), *offered]  # type: ignore[attr-defined]


class InviteForm(RoleForm):
    """Somebody who is asked to be on the agenda."""

    email = forms.EmailField(label=_("E-mail address"), max_length=254)
    name = forms.CharField(label=_("Name"), max_length=120, required=False, help_text=_("As the agenda shows it."))
    language = InterfaceLanguageField(label=_("Language of the mail"))
    zone = ZoneField(label=_("Speaks from"), required=False, help_text=_("So that nobody speaks at night."))

    field_order = ("email", "name", "language", "zone", "session", "role")


class ImportForm(Form):
    """A file with an agenda."""

    file = forms.FileField(
        label=_("File"), help_text=_("schedule.json of frab or pretalx, or a CSV file with one session per row.")
    )
