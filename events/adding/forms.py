"""The forms with which organisers add people: whom they look for, and a list as a file or pasted."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from events.adding import choosing, wording
from events.models import Event
from members import sheets
from web import names
from web.forms import Form

LARGEST = 500_000
"""Bytes of a list."""
MOST = 500
"""People in a list: a symposium's, in one step."""


class WishForm(Form):
    """Whom an organiser looks for.

    Args:
        event: whose network's delegates are looked through.
    """

    words = forms.CharField(label=_("Person or member"), max_length=120, required=False)
    country = forms.ChoiceField(label=_("Country"), required=False)

    def __init__(self, *args: Any, event: Event, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        language = get_language() or "en"
        known = [(code, names.country_name(code, language)) for code in choosing.countries(event)]
        listed = sorted(known, key=lambda pair: pair[1].casefold())
        self.fields["country"].choices = [("", _("All")), *listed]  # type: ignore[attr-defined]

    def wish(self) -> choosing.Wish:
        """What was asked for; what makes no sense is passed by."""
        self.is_valid()
        found = self.cleaned_data
        return choosing.Wish(words=found.get("words", ""), country=found.get("country", ""))


class ListForm(Form):
    """A list of people as CSV: a file, or rows that were pasted; a file goes before what stands in the field."""

    file = forms.FileField(
        label=_("File"),
        required=False,
        help_text=_("CSV as spreadsheet programs save it, at most 500 KB and 500 people."),
    )
    text = forms.CharField(
        label=_("Or paste the rows here"),
        required=False,
        strip=False,
        max_length=LARGEST,
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false", "autocapitalize": "off"}),
        help_text=_("The first row names the columns."),
    )

    def clean_file(self) -> "UploadedFile[Any] | None":
        """A file that is not too large; nobody reads the others."""
        found: UploadedFile[Any] | None = self.cleaned_data["file"]
        if found is not None and (found.size or 0) > LARGEST:
            raise forms.ValidationError(_("This is larger than 500 KB."))
        return found

    def clean(self) -> dict[str, Any]:
        """There is a list; a file's rows are put into the field, so that they are at hand for changes."""
        found: dict[str, Any] = super().clean() or self.cleaned_data
        if found.get("file") is not None:
            self._read(found)
        elif not self.errors and not found.get("text", "").strip():
            self.add_error("text", _("Choose a file, or paste the rows."))
        elif len(found.get("text", "").encode()) > LARGEST:
            self.add_error("text", _("This is larger than 500 KB."))
        return found

    def _read(self, found: dict[str, Any]) -> None:
        try:
            found["text"] = sheets.decode(found["file"].read(LARGEST + 1))
        except sheets.Unreadable as unreadable:
            self.add_error("file", wording.problem(unreadable.problems[0]))
        else:
            self.take_over(text=found["text"])
            self.errors.pop("text", None)
