"""Forms of what several people write together: they remember what their page showed."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _

from members.cowriting import ChangedByColleague, Cowritten, Shown, new_page
from web import comparing
from web.comparing import Theirs
from web.forms import Form


def _hidden() -> forms.HiddenInput:
    """An input that stays with what is typed beside it when a part of the page is fetched anew."""
    return forms.HiddenInput(attrs={"data-with-typed": True})


class CowrittenForm(Form):
    """A form that carries the revision its page showed, and the page's own mark."""

    revision = forms.IntegerField(required=False, min_value=0, max_value=2**31 - 1, widget=_hidden())
    written_on = forms.CharField(required=False, max_length=16, widget=_hidden())

    def remember(self, row: Cowritten, *, autosaved: bool = False) -> None:
        """Show this revision of the record; a page that saves by itself also gets a mark of its own."""
        self.initial = {**self.initial, "revision": row.revision, "written_on": new_page() if autosaved else ""}

    def shown(self) -> Shown | None:
        """What the page showed, once the form was checked; `None` when it did not say."""
        revision = self.cleaned_data.get("revision")
        return None if revision is None else Shown(revision, self.cleaned_data.get("written_on", ""))

    def written(self) -> dict[str, Any]:
        """What was filled in, without what the page remembers."""
        return {name: value for name, value in self.cleaned_data.items() if name not in CowrittenForm.base_fields}

    def against(self, row: Cowritten) -> Theirs:
        """What stands in the record instead; the form was made of it anew, and is saved over it the next time."""
        theirs = comparing.theirs(self)
        self.take_over(revision=row.revision)
        return theirs

    def beside(self, row: Cowritten, refused: ChangedByColleague) -> None:
        """Say at each field what a colleague chose instead; the next time it is saved over it.

        Args:
            row: the record as it stands; the form's initial values are what it says.
            refused: why what was chosen was not saved.
        """
        self._say_chosen(refused)
        self.take_over(revision=row.revision)
        self.add_error(None, _("What stands there now is said at each field. To replace it, save again."))

    def add_to(self, row: Cowritten, refused: ChangedByColleague, *, text: str) -> None:
        """Put a colleague's answer before what was typed, and say what else they chose; the next time it is saved so.

        Args:
            row: the answer as it stands; the form's initial values are what it says.
            refused: why what was typed was not saved.
            text: name of the field that holds the words.
        """
        self._say_chosen(refused, but=text)
        words = [str(self.initial[text]).strip(), str(self[text].value() or "").strip()]
        if words[0] not in words[1]:
            self.take_over(**{text: "\n\n".join(word for word in words if word)})
        self.take_over(revision=row.revision)
        said = _("%(name)s has answered meanwhile. Their words stand before yours; add to them, then send.")
        self.add_error(None, said % {"name": refused.name})

    def _say_chosen(self, refused: ChangedByColleague, *, but: str = "") -> None:
        for name in comparing.differing(self):
            if name != but:
                chosen = _("%(name)s has chosen: %(choice)s.")
                self.add_error(name, chosen % {"name": refused.name, "choice": comparing.standing(self, name) or "–"})
