"""What a new person is asked for beyond their address."""

from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from members.models import Person


class SignUpForm(forms.Form):
    """The name others see; allauth adds the address."""

    name = forms.CharField(
        label=_("Name"),
        max_length=120,
        help_text=_("As others shall see it, for instance on a table’s card."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    field_order = ["name", "email"]

    def clean_name(self) -> str:
        """A name is one line."""
        return " ".join(self.cleaned_data["name"].split())

    def signup(self, request: HttpRequest, user: Person) -> None:
        """Keep the name, also where the account came from the identity provider."""
        name: Any = self.cleaned_data.get("name")
        if name and user.name != name:
            user.name = name
            user.save(update_fields=["name"])
