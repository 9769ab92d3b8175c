"""What a draft that saves itself is answered with: that it was saved, and what could not be kept."""

from collections.abc import Collection

from django.http import JsonResponse
from django.utils.translation import gettext as _

from web.errors import Refused
from web.forms import Form


def saved(form: Form, *whole: Collection[str], **hidden: object) -> JsonResponse:
    """Say that a draft was saved, and name the fields of which nothing was kept, each with its error.

    Args:
        form: as it was sent and checked.
        whole: names of fields that are kept together or not at all.
        hidden: new values of the form's hidden fields, for the next time.
    """
    wrong = {name: " ".join(map(str, form.errors[name])) for name in _typed(form) if name in form.errors}
    for group in whole:
        if wrong.keys() & set(group):
            wrong |= {name: "" for name in group if name in _typed(form) and name not in wrong}
    if not wrong:
        return JsonResponse({"saved": _("Draft saved"), "hidden": hidden})
    named = "; ".join(f"{form[name].label} ({why})" if why else str(form[name].label) for name, why in wrong.items())
    told = _("Draft saved, but not: %(fields)s") % {"fields": named}
    return JsonResponse({"saved": told, "unkept": list(wrong), "hidden": hidden})


def unsaved(refused: Refused, *, compare: bool = False) -> JsonResponse:
    """Say why nothing was saved.

    Args:
        refused: why.
        compare: whether sending the form shows what a colleague has written beside what was typed.
    """
    return JsonResponse({"reason": str(refused), "compare": compare}, status=refused.status)


def _typed(form: Form) -> list[str]:
    """Names of the fields that were sent, with something else than stands in the draft."""
    sent = {
        name
        for name, field in form.fields.items()
        if not field.widget.value_omitted_from_data(form.data, form.files, form.add_prefix(name))
    }
    return [name for name in form.changed_data if name in sent]
