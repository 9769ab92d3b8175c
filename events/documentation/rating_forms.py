"""The form in which people rate an event, a session or a mixer."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from web.forms import Form


class RatingForm(Form):
    """From one to five, and what could be better."""

    stars: Any = forms.TypedChoiceField(
        label=_("How useful was it?"),
        coerce=int,
        widget=forms.RadioSelect,
        choices=[
            (5, _("5, very useful")),
            (4, _("4, useful")),
            (3, _("3, partly useful")),
            (2, _("2, hardly useful")),
            (1, _("1, not useful")),
        ],
    )
    comment = forms.CharField(
        label=_("What should we do differently?"), max_length=1000, required=False, widget=forms.Textarea
    )
