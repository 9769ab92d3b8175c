"""Inputs behind `web.fields`: several inputs that together give one value."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import get_language

from web import names


class TranslatedInput(forms.Widget):
    """One input per interface language, each marked with its `lang`."""

    template_name = "web/widgets/translated.html"
    use_fieldset = True

    def __init__(self, rows: int = 0, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs)
        self.rows = rows

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """The inputs; the first carries the field's own id so that an error can link to it."""
        context = super().get_context(name, value, attrs)
        base = context["widget"]["attrs"].get("id", f"id_{name}")
        texts: Mapping[str, str] = value or {}
        context["widget"].update(
            rows=self.rows,
            invalid=context["widget"]["attrs"].get("aria-invalid"),
            tongues=[
                {
                    "code": code,
                    "label": label,
                    "name": f"{name}_{code}",
                    "text": texts.get(code, ""),
                    "id": f"{base}_{code}" if index else base,
                }
                for index, (code, label) in enumerate(settings.LANGUAGES)
            ],
        )
        return context

    def format_value(self, value: Any) -> Any:
        """Leave the dictionary as it is."""
        return value

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> dict[str, str]:
        """The text of each language that was sent."""
        return {code: data.get(f"{name}_{code}", "") for code, _label in settings.LANGUAGES}

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:
        """Whether no language was sent at all."""
        return not any(f"{name}_{code}" in data for code, _label in settings.LANGUAGES)


class SpokenInput(forms.Widget):
    """Rows of language and level."""

    template_name = "web/widgets/spoken.html"
    use_fieldset = True

    def __init__(
        self, rows: int, levels: Iterable[tuple[str, str | Promise]], attrs: dict[str, Any] | None = None
    ) -> None:
        super().__init__(attrs)
        self.rows, self.levels = rows, tuple(levels)

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """What was chosen first, then empty rows."""
        context = super().get_context(name, value, attrs)
        base = context["widget"]["attrs"].get("id", f"id_{name}")
        chosen = list((value or {}).items())
        chosen += [("", "B2")] * max(1, self.rows - len(chosen))
        rows = [
            {"code": code, "level": level, "name": f"{name}_{index}", "id": f"{base}_{index}" if index else base}
            for index, (code, level) in enumerate(chosen)
        ]
        context["widget"].update(
            spoken=rows, levels=self.levels, languages=names.spoken_languages(get_language() or "en")
        )
        return context

    def format_value(self, value: Any) -> Any:
        """Leave the dictionary as it is."""
        return value

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> dict[str, str]:
        """Language to level, in the order of the rows; the first of two equal languages counts."""
        spoken: dict[str, str] = {}
        index = 0
        while f"{name}_{index}" in data:
            code = data[f"{name}_{index}"]
            if code:
                spoken.setdefault(code, data.get(f"{name}_{index}_level", ""))
            index += 1
        return spoken

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:
        """Whether not even the first row was sent."""
        return f"{name}_0" not in data
