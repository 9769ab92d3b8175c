"""Several languages, each chosen from a list of its own: nobody needs a key held down for that."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from members.forms import choices

ROWS = 5


class LanguagesInput(forms.MultiWidget):
    """A row of lists."""

    use_fieldset = True

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        lists = [forms.Select(attrs={"aria-label": _("Language")}) for _row in range(ROWS)]
        super().__init__(lists, attrs)

    def decompress(self, value: list[str] | None) -> list[str]:
        """One language per list, the rest empty."""
        return [*(value or []), *[""] * ROWS][:ROWS]


class LanguagesField(forms.MultiValueField):
    """Up to five languages; the value is their codes (ISO 639-1), each once, in order."""

    def __init__(self, **kwargs: Any) -> None:
        lists = [_OneLanguage(required=False) for _row in range(ROWS)]
        super().__init__(lists, widget=LanguagesInput(), require_all_fields=False, **kwargs)
        for field, widget in zip(lists, self.widget.widgets, strict=True):
            widget.choices = field.choices

    def has_changed(self, initial: list[str] | None, data: list[str] | None) -> bool:
        """Whether other languages were chosen; those at the end count as well."""
        return super().has_changed(self.widget.decompress(initial), data)

    def compress(self, data_list: list[str]) -> list[str]:
        """Those that were chosen."""
        return list(dict.fromkeys(code for code in data_list if code))


class _OneLanguage(forms.ChoiceField):
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(choices=lambda: [*choices.ANY, *choices.spoken_languages()], **kwargs)
