"""What organisers fill in for a stage, and moderators for a poll."""

from typing import Any

from django import forms
from django.core.validators import URLValidator
from django.utils.translation import gettext_lazy as _

from events.models import Broadcast
from web.forms import Form


class _HttpsField(forms.URLField):
    """An https address, or none."""

    default_validators = [URLValidator(schemes=["https"])]

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, max_length=500, assume_scheme="https", **kwargs)


class BroadcastForm(Form):
    """Where a stage's sound, picture and captions are."""

    address = _HttpsField(
        label=_("Address of the stream"),
        help_text=_("Where people hear and see what happens, beginning with https://. Empty: there is no stream."),
    )
    captions = _HttpsField(
        label=_("Address of the captions"), help_text=_("Where captions are shown while people speak.")
    )
    moderated = forms.BooleanField(label=_("Questions wait until a moderator lets them through"), required=False)

    def __init__(self, *args: Any, broadcast: Broadcast, stage_id: int, **kwargs: Any) -> None:
        """Show what is set for a stage."""
        initial = {name: getattr(broadcast, name) for name in ("address", "captions", "moderated")}
        super().__init__(*args, prefix=f"stage-{stage_id}", initial=initial, **kwargs)


class BallotForm(Form):
    """A question to the audience with its answers."""

    text = forms.CharField(label=_("What do you ask the audience?"), max_length=300)
    answers = forms.CharField(
        label=_("Answers"),
        help_text=_("Two to eight, each in a line of its own."),
        max_length=1500,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
