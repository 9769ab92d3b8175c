"""The forms on a speaker's private page."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from events.models import Appearance, Speaker
from web.fields import InterfaceLanguageField, ZoneField
from web.forms import Form


class AboutForm(Form):
    """What a speaker says about themselves.

    Args:
        speaker: who; somebody with an account has their name there.
    """

    name = forms.CharField(label=_("Name"), max_length=120, help_text=_("As the agenda shows it."))
    biography = forms.CharField(
        label=_("Biography"),
        max_length=1500,
        required=False,
        widget=forms.Textarea,
        help_text=_("A few sentences in the third person."),
    )
    zone = ZoneField(label=_("I speak from"), required=False)
    recording = forms.TypedChoiceField(
        label=_("May your contribution be recorded and published?"),
        choices=[("yes", _("Yes")), ("no", _("No"))],
        coerce=lambda value: value == "yes",
        empty_value=None,
        required=False,
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, speaker: Speaker, **kwargs: Any) -> None:
        answer = {True: "yes", False: "no", None: ""}[speaker.recording]
        initial = {
            "name": speaker.name,
            "biography": speaker.biography,
            "zone": speaker.zone,
            "recording": answer,
        }
        super().__init__(*args, initial=initial, **kwargs)
        if speaker.person_id is not None:
            del self.fields["name"]


class AddressForm(Form):
    """Where somebody known from a file alone gets mails."""

    email = forms.EmailField(max_length=254)
    language = InterfaceLanguageField()


class PiecesForm(Form):
    """What a speaker hands in for a session.

    Args:
        appearance: their role in it.
    """

    title = forms.CharField(label=_("Title"), max_length=160, required=False)
    abstract = forms.CharField(label=_("Abstract"), max_length=3000, required=False, widget=forms.Textarea)
    slides = forms.FileField(label=_("Slides as a file"), required=False, help_text=_("PDF, at most 20 MB."))
    slides_link = forms.URLField(
        label=_("Or a link to the slides"), max_length=500, required=False, assume_scheme="https"
    )

    def __init__(self, *args: Any, appearance: Appearance, **kwargs: Any) -> None:
        initial = {name: getattr(appearance, name) for name in ("title", "abstract", "slides_link")}
        super().__init__(*args, initial=initial, prefix=f"session-{appearance.pk}", **kwargs)
