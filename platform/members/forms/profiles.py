"""Forms about oneself: profile, who sees what, erasing."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from members import directory
from members.models import Person
from members.visibility import Audience, Key, Part, Purpose
from web.fields import InterfaceLanguageField, SpokenLanguagesField, ZoneField
from web.forms import Form


class ProfileForm(Form):
    """What a person says about themselves."""

    name = forms.CharField(label=_("Name"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    role_title = forms.CharField(label=_("Position"), required=False, max_length=120)
    about = forms.CharField(
        label=_("What I work on"), required=False, max_length=300, widget=forms.Textarea(attrs={"rows": 3})
    )
    spoken = SpokenLanguagesField(
        label=_("Languages I speak"),
        help_text=_("At a table you are seated with people who share one of them."),
    )
    phone = forms.CharField(
        label=_("Telephone"), required=False, max_length=40, widget=forms.TextInput(attrs={"autocomplete": "tel"})
    )
    language = InterfaceLanguageField(label=_("Language of pages and mails"))
    time_zone = ZoneField(label=_("Time zone"), required=False, help_text=_("Empty: that of your browser."))

    def clean_name(self) -> str:
        """A name is one line."""
        return " ".join(self.cleaned_data["name"].split())

    @classmethod
    def of(cls, person: Person, data: Any = None) -> "ProfileForm":
        """The form with what the person says now."""
        fields = ("name", "role_title", "about", "phone", "language", "time_zone")
        spoken = dict(person.spoken_languages.values_list("code", "level"))
        return cls(data, initial={**{name: getattr(person, name) for name in fields}, "spoken": spoken})


class VisibilityForm(Form):
    """One audience for each part and purpose."""

    def __init__(self, *args: Any, chosen: Mapping[Key, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for part in Part:
            for purpose in Purpose:
                self.fields[f"{part}_{purpose}"] = forms.ChoiceField(
                    label=f"{part.label}, {purpose.label}",
                    choices=Audience.choices,
                    initial=chosen[part, purpose],
                )

    def rows(self) -> list[tuple[str, list[forms.BoundField]]]:
        """Fields as a table: a part, then its purposes."""
        return [(str(part.label), [self[f"{part}_{purpose}"] for purpose in Purpose]) for part in Part]

    def audiences(self) -> dict[Key, str]:
        """What was chosen."""
        return {(part, purpose): self.cleaned_data[f"{part}_{purpose}"] for part in Part for purpose in Purpose}


class PreviewForm(Form):
    """Through whose eyes to look."""

    member = forms.ChoiceField(label=_("A delegate of"))
    purpose = forms.ChoiceField(
        label=_("who sees me"),
        choices=[("same_event", _("in the same event")), (Purpose.DIRECTORY, _("in the directory"))],
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["member"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101
        field.choices = list(directory.listed().order_by("name").values_list("slug", "name"))


class ErasureForm(Form):
    """The last question before a person is erased."""

    address = forms.EmailField(label=_("Your e-mail address"), help_text=_("Type it to confirm."))

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._person = person

    def clean_address(self) -> str:
        """It must be the person's own."""
        typed: str = self.cleaned_data["address"]
        if typed.lower() != self._person.email.lower():
            raise forms.ValidationError(_("This is not the address of your account."))
        return typed
