"""Form fields that several apps need: texts in several languages, choices, languages, zones, countries, moments."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import ProhibitNullCharactersValidator
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext_lazy as _

from web import names, zones
from web.widgets import SpokenInput, TranslatedInput

Choices = Iterable[tuple[str, str]]
LEVELS = (
    ("A2", _("A2 basic")),
    ("B1", _("B1 independent")),
    ("B2", _("B2 confident")),
    ("C1", _("C1 fluent")),
    ("C2", _("C2 like a first language")),
)


class TranslatedTextField(forms.Field):
    """A text with one input per interface language; its value is `{"en": "…", "de": "…"}` without empty texts.

    Args:
        rows: lines of a text area; a single line when not given.
        max_length: of each text, in characters.
    """

    default_error_messages = {"required": _("Write this in at least one language.")}

    def __init__(self, *, rows: int = 0, max_length: int = 2000, **kwargs: Any) -> None:
        super().__init__(widget=TranslatedInput(rows=rows), **kwargs)
        self.max_length = max_length

    def clean(self, value: Mapping[str, str] | None) -> dict[str, str]:
        """The texts that were written, without the white space around them."""
        texts = {code: text.strip() for code, text in (value or {}).items() if text and text.strip()}
        if self.required and not texts:
            raise ValidationError(self.error_messages["required"], code="required")
        for code, text in texts.items():
            ProhibitNullCharactersValidator()(text)
            if len(text) > self.max_length:
                message = ngettext(
                    "%(language)s: at most %(max)d character.",
                    "%(language)s: at most %(max)d characters.",
                    self.max_length,
                )
                raise ValidationError(
                    message, params={"language": names.own_name(code), "max": self.max_length}, code="max_length"
                )
        return texts

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Whether any language's text differs."""
        return {k: v for k, v in (initial or {}).items() if v} != {k: v for k, v in (data or {}).items() if v}


class ChecksField(forms.MultipleChoiceField):
    """Several of a few, as checkboxes in columns; for topics, collaboration kinds and the like.

    Args:
        at_most: the largest number that may be ticked; None for any number.
    """

    def __init__(
        self, *, choices: Choices | Callable[[], Choices] = (), at_most: int | None = None, **kwargs: Any
    ) -> None:
        widget = forms.CheckboxSelectMultiple(attrs={"class": "choices--columns"})
        super().__init__(choices=choices, widget=widget, **kwargs)
        self.at_most = at_most

    def validate(self, value: list[str]) -> None:
        """Refuse too many."""
        super().validate(value)
        if self.at_most is not None and len(value) > self.at_most:
            message = ngettext("Choose at most %(max)d.", "Choose at most %(max)d.", self.at_most)
            raise ValidationError(message, params={"max": self.at_most}, code="too_many")


class SpokenLanguagesField(forms.Field):
    """Languages somebody speaks, each with its level; the value is `{"en": "C1", "hi": "C2"}`.

    Args:
        rows: how many languages can be given at once.
    """

    default_error_messages = {"required": _("Choose at least one language.")}

    def __init__(self, *, rows: int = 4, **kwargs: Any) -> None:
        super().__init__(widget=SpokenInput(rows=rows, levels=LEVELS), **kwargs)

    def clean(self, value: Mapping[str, str] | None) -> dict[str, str]:
        """Known codes with known levels; anything else was not offered and is dropped."""
        levels, codes = dict(LEVELS), dict(names.spoken_languages(get_language() or "en"))
        spoken = {code: level for code, level in (value or {}).items() if code in codes and level in levels}
        if self.required and not spoken:
            raise ValidationError(self.error_messages["required"], code="required")
        return spoken


def _languages() -> Choices:
    return [("", "–"), *names.spoken_languages(get_language() or "en")]


def _countries() -> Choices:
    return [("", "–"), *names.countries(get_language() or "en")]


def _zones() -> list[tuple[str, list[tuple[str, str]]]]:
    """Zones by region, each by its city's name in the reader's language."""
    return list(zones.by_region(get_language() or "en").items())


class LanguageField(forms.ChoiceField):
    """One spoken language (ISO 639-1), named in the reader's language."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(choices=_languages, **kwargs)


class InterfaceLanguageField(forms.ChoiceField):
    """One of the interface's own languages, each named in itself."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(choices=lambda: settings.LANGUAGES, **kwargs)


class CountryField(forms.ChoiceField):
    """One country (ISO 3166-1, two letters), named in the reader's language."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(choices=_countries, **kwargs)


class ZoneField(forms.ChoiceField):
    """One time zone, by its city, grouped by region; none when the field is optional and nothing was chosen."""

    def __init__(self, **kwargs: Any) -> None:
        empty = [] if kwargs.get("required", True) else [("", "–")]
        super().__init__(choices=lambda: [*empty, *_zones()], **kwargs)


class MomentField(forms.DateTimeField):
    """Day and hour on the reader's clock; `in_zone` reads the same digits on another clock.

    Moments at the ends of the calendar are refused: on the clock of another zone they would be none.
    """

    YEARS = range(1900, 2200)
    default_error_messages = {"beyond": _("This day is too far away.")}

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
        super().__init__(widget=widget, **kwargs)

    def clean(self, value: Any) -> Any:
        """The moment."""
        moment = super().clean(value)
        if moment is not None and moment.year not in self.YEARS:
            raise ValidationError(self.error_messages["beyond"], code="beyond")
        return moment


def in_zone(moment: datetime, zone: str) -> datetime:
    """The moment at which clocks in `zone` show what `moment` shows on the reader's clock."""
    return timezone.localtime(moment).replace(tzinfo=ZoneInfo(zone))


def long_text(label: Any, *, help_text: Any = "", rows: int = 4, required: bool = False) -> forms.CharField:
    """A text of a few paragraphs."""
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, help_text=help_text, required=required, max_length=4000, widget=widget)
