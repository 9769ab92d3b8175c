"""Forms that every app builds on: rendered accessibly, and able to show a refusal."""

from typing import Any, cast

from django import forms
from django.http import QueryDict

from web.errors import Refused

TEXT_ROWS = 5


class Accessible:
    """Connects each field with its hint and its error, for screen readers, and shows refusals.

    The summary on top, the field's error and `aria-describedby` come from the templates `django/forms/*` of this app.
    """

    use_required_attribute = False
    """Errors are shown by the page in the reader's language, not by the browser's own bubbles."""

    def settle(self) -> None:
        """Give text areas a modest height, unless a form asked for its own."""
        for field in self.fields.values():  # type: ignore[attr-defined]
            if isinstance(field.widget, forms.Textarea) and field.widget.attrs.get("rows") == "10":
                field.widget.attrs["rows"] = TEXT_ROWS

    def refuse(self, refused: Refused) -> None:
        """Show a service's refusal: at its field when the form has that field, else for the form as a whole."""
        fields: dict[str, forms.Field] = self.fields  # type: ignore[attr-defined]
        name = refused.field if refused.field in fields else None
        self.add_error(name, str(refused))  # type: ignore[attr-defined]


class Form(Accessible, forms.Form):
    """A form of ours."""

    template_name = "web/form.html"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        self.settle()

    def take_over(self, **hidden: object) -> None:
        """Give hidden fields newer values than were sent, so that what was typed can be saved the next time."""
        data = cast("QueryDict", self.data).copy()
        for name, value in hidden.items():
            data[name] = str(value)
        self.data = data


class RevisionForm(Form):
    """A form that remembers which revision its page showed."""

    revision = forms.IntegerField(min_value=0, max_value=2**31 - 1, widget=forms.HiddenInput)


class ModelForm(Accessible, forms.ModelForm):  # type: ignore[type-arg]
    """A form of ours for one model."""

    template_name = "web/form.html"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        self.settle()
