"""The form for something in a documentation."""

from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from events import pdf_files
from events.forms import USUAL_LANGUAGES
from events.models import Appearance, DocumentationFile, DocumentationItem, Event, Session
from members.cowriting import Cowritten
from members.forms.cowriting import CowrittenForm
from web import names
from web.comparing import Theirs
from web.fields import ChecksField, TranslatedTextField
from web.translated import translated

I = DocumentationItem  # noqa: E741  (short for what the whole form is about)


class ItemForm(CowrittenForm):
    """What it is, what it is about, where it lies, and who may do what with it.

    Args:
        event: whose sessions and handed-in slides are offered.
        item: what is changed; it stays with its session and its slides when they are on the draft no more.
    """

    kind = forms.ChoiceField(label=_("Kind"), choices=I.Kind.choices)
    session: Any = forms.TypedChoiceField(
        label=pgettext_lazy("agenda", "Session"), coerce=int, required=False, empty_value=None
    )
    appearance: Any = forms.TypedChoiceField(
        label=_("Slides a speaker handed in"), coerce=int, required=False, empty_value=None,
        help_text=_("Then no file is needed; when the speaker hands in newer ones, these are shown."),
    )  # fmt: skip
    titles = TranslatedTextField(label=_("Title"), max_length=160)
    texts = TranslatedTextField(
        label=_("Text"), rows=5, max_length=5000, required=False, help_text=_("The key messages, or what it is about.")
    )
    languages: Any = ChecksField(label=_("Languages"), required=False, help_text=_("Of the file or recording."))
    file: Any = forms.FileField(label=_("File"), required=False, help_text=_("PDF, at most 20 MB."))
    address = forms.URLField(
        label=_("Or the address where it lies"), max_length=500, required=False, assume_scheme="https",
        help_text=_("It must begin with https://, for example that of the recording."),
    )  # fmt: skip
    licence = forms.ChoiceField(
        label=_("Licence"), choices=I.Licence.choices, required=False, help_text=_("What others may do with it.")
    )

    def __init__(self, *args: Any, event: Event, item: I | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        here = Q(dropped=False) & ~Q(format=Session.Format.BREAK) | Q(pk=item and item.session_id)
        sessions = Session.objects.filter(here, event=event)
        language = get_language() or "en"
        codes = sorted({*USUAL_LANGUAGES, *event.languages})
        there = Q(session__dropped=False) | Q(pk=item and item.appearance_id)
        handed_in = Q(slides__isnull=False) | Q(slides_link__startswith="https://")
        self._handed_in = {
            row.pk: row
            for row in Appearance.objects.filter(there, handed_in, session__event=event)
            .select_related("speaker__person", "session")
            .order_by("id")
        }
        self._offer("session", [("", _("The event as a whole")), *((str(one.pk), _title(one)) for one in sessions)])
        theirs = [(str(pk), f"{row.speaker.known_as}: {_title(row.session)}") for pk, row in self._handed_in.items()]
        self._offer("appearance", [("", "–"), *theirs])
        self._offer("languages", [(code, names.language_name(code, language)) for code in codes])
        if item is not None:
            self.remember(item)

    def _offer(self, name: str, choices: list[tuple[str, Any]]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]

    def details(self) -> dict[str, Any]:
        """What `items.add` takes; slides that were handed in say themselves for which session."""
        values = self.written()
        upload, chosen = values.pop("file"), values.pop("appearance")
        session_id = values.pop("session")
        if chosen is not None:
            session_id = self._handed_in[chosen].session_id
        file = (upload.name or "", upload.read(pdf_files.LARGEST + 1)) if upload else None
        return {**values, "session_id": session_id, "appearance_id": chosen, "file": file}

    def against(self, row: Cowritten) -> Theirs:
        """What stands there instead, with the file that is there now."""
        there = DocumentationFile.objects.filter(item=row.pk).values_list("name", flat=True)
        return [*super().against(row), *((str(self.fields["file"].label), name) for name in there)]


def _title(session: Session) -> str:
    return translated(session.titles).text
