"""The form in which organisers write to participants."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from events.circulars import recipients
from events.models import Event, Registration, Session
from web import names
from web.fields import ChecksField, TranslatedTextField
from web.forms import Form, RevisionForm
from web.translated import translated

R = Registration.State
_ALL = _("Nothing ticked: all.")
_GONE = _("This session is no longer in the agenda.")
_FILTERS = ("sessions", "countries", "languages")


class CircularForm(Form):
    """What is said, and to whom.

    Args:
        event: whose participants are offered; what was chosen before is offered too, so that it stays chosen.
    """

    subjects = TranslatedTextField(label=_("Subject"), max_length=150)
    texts = TranslatedTextField(label=_("Text of the message"), rows=8, max_length=5000)
    states: Any = ChecksField(
        label=_("State of the registration"),
        choices=lambda: [(value, str(label)) for value, label in R.choices if value in recipients.STATES],
        initial=[R.CONFIRMED, R.ATTENDED],
    )
    sessions: Any = ChecksField(label=_("Who wants to attend one of these sessions"), required=False, help_text=_ALL)
    countries: Any = ChecksField(label=_("Country"), required=False, help_text=_ALL)
    languages: Any = ChecksField(label=_("Language of their mails"), required=False, help_text=_ALL)

    def __init__(self, *args: Any, event: Event, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        found = recipients.offered(event)
        language = get_language() or "en"
        before: dict[str, list[Any]] = {name: self.initial.get(name, []) for name in _FILTERS}
        choices = {
            "sessions": _titles(event, found.sessions, before["sessions"]),
            "countries": [(code, _country(code, language)) for code in _with(found.countries, before["countries"])],
            "languages": [(code, names.own_name(code)) for code in _with(found.languages, before["languages"])],
        }
        for name, offered in choices.items():
            self.fields[name].choices = offered  # type: ignore[attr-defined]
            if not offered:
                del self.fields[name]

    def clean(self) -> dict[str, Any]:
        """Subject and text in the same languages, so that nobody reads half a message.

        Raises:
            ValidationError: one of them is missing in a language of the other.
        """
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        subjects, texts = cleaned.get("subjects"), cleaned.get("texts")
        if subjects and texts and (odd := sorted(set(subjects) ^ set(texts))):
            told = ", ".join(names.own_name(code) for code in odd)
            raise ValidationError(
                _("Write subject and text in the same languages. One of them is missing in: %(languages)s."),
                params={"languages": told},
            )
        return cleaned

    def values(self) -> dict[str, Any]:
        """What `composing.draft` takes; sessions are numbers."""
        given = {name: self.cleaned_data.get(name, []) for name in ("countries", "languages")}
        chosen = [int(value) for value in self.cleaned_data.get("sessions", [])]
        words = {name: self.cleaned_data[name] for name in ("subjects", "texts", "states")}
        return {**words, **given, "sessions": chosen}


class ChangeForm(RevisionForm, CircularForm):
    """The same for a draft, with the revision its page showed."""


def _with(offered: Sequence[str], chosen: Iterable[str]) -> list[str]:
    return sorted({*offered, *chosen})


def _titles(event: Event, offered: Sequence[Session], chosen: Iterable[int]) -> list[tuple[str, Any]]:
    """The sessions offered, then those that were chosen before and are offered no more, even when they are gone."""
    ids = {row.pk for row in offered}
    gone = [pk for pk in chosen if pk not in ids]
    rows = Session.objects.filter(event=event).in_bulk(gone) if gone else {}
    titles = [(str(pk), translated(rows[pk].titles).text if pk in rows else _GONE) for pk in gone]
    return [*((str(row.pk), translated(row.titles).text) for row in offered), *titles]


def _country(code: str, language: str) -> Any:
    return _("Without a member") if code == recipients.NO_MEMBER else names.country_name(code, language)


class SendForm(forms.Form):
    """The button under a preview: which revision it showed."""

    revision = forms.IntegerField(min_value=0, max_value=2**31 - 1)
