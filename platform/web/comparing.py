"""What stands in a record now beside what somebody typed into a form of it."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from django import forms
from django.utils import formats, timezone
from django.utils.translation import gettext as _

from web import names
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
    """Whether a text differs in its line ends only, which browsers change, or reads in its input as what stands."""
    field = form.fields[name]
    typed, stands = form[name].data, form.get_initial_for_field(field, name)
    if isinstance(stands, datetime) and isinstance(typed, str):
        stands = field.widget.format_value(field.prepare_value(stands))
    return _lines(typed) == _lines(stands) and _lines(typed) is not None


def _lines(value: Any) -> Any:
    """The words of a text, or of one in several languages; `None` of anything else."""
    if isinstance(value, dict):
        return {code: str(text).split() for code, text in value.items() if text}
    return value.split() if isinstance(value, str) else None


def _told(field: forms.Field, value: Any) -> str:
    if isinstance(field, forms.MultiValueField):
        parts = [_told(part, one) for part, one in zip(field.fields, value or [], strict=False)]
        return ", ".join(part for part in parts if part)
    if isinstance(field, forms.BooleanField):
        return _("yes") if value else _("no")
    if isinstance(field, forms.ChoiceField):
        labels = dict(_labels(field.widget.choices))
        chosen = value if isinstance(value, list) else ["" if value is None else value]
        return ", ".join(labels[str(one)] for one in chosen if str(one) in labels)
    if isinstance(value, dict):
        return _texts(value)
    if isinstance(value, datetime) and timezone.is_aware(value):
        value = timezone.localtime(value)
    return "" if value is None else str(formats.localize(value))


def _labels(choices: Iterable[tuple[Any, Any]]) -> Iterator[tuple[str, str]]:
    """What can be chosen, with its label, also within groups."""
    for code, label in choices:
        if isinstance(label, (list, tuple)):
            yield from _labels(label)
        else:
            yield str(code), str(label)


def _texts(value: dict[str, str]) -> str:
    """A text in several languages, each below the language's name where there is more than one."""
    texts = {code: value[code] for code in sorted(value) if value[code]}
    if len(texts) < 2:
        return "".join(texts.values())
    return "\n\n".join(f"{names.own_name(code)}:\n{text}" for code, text in texts.items())
