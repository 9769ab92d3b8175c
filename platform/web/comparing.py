"""What stands in a record now beside what somebody typed into a form of it."""

from typing import Any

from django import forms
from django.utils import formats
from django.utils.translation import gettext as _

from web.forms import Form

Theirs = list[tuple[Any, str]]
"""Labels of fields with what stands there now."""


def theirs(form: Form) -> Theirs:
    """What stands now in each field into which something else was typed; the form's initial values are what stands."""
    return [(str(form.fields[name].label), standing(form, name)) for name in differing(form)]


def differing(form: Form) -> list[str]:
    """Names of the fields, hidden ones left out, that were sent with something else than stands there."""
    return [name for name in form.changed_data if not form[name].is_hidden and not _same(form, name)]


def standing(form: Form, name: str) -> str:
    """What stands in a field, as a person reads it."""
    field = form.fields[name]
    return _told(field, form.get_initial_for_field(field, name))


def _same(form: Form, name: str) -> bool:
    """Whether a text differs in its line ends only, which browsers change."""
    typed, stands = form[name].data, form.get_initial_for_field(form.fields[name], name)
    return isinstance(typed, str) and isinstance(stands, str) and typed.split() == stands.split()


def _told(field: forms.Field, value: Any) -> str:
    if isinstance(field, forms.MultiValueField):
        parts = [_told(part, one) for part, one in zip(field.fields, value or [], strict=False)]
        return ", ".join(part for part in parts if part)
    if isinstance(field, forms.BooleanField):
        return _("yes") if value else _("no")
    if isinstance(field, forms.ChoiceField):
        labels = {str(code): str(label) for code, label in field.widget.choices}
        return labels.get("" if value is None else str(value), "")
    return "" if value is None else str(formats.localize(value))
