"""Forms of the advice note: recommendations, decisions on them, and what became of them."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from exchanges.advisory import advice
from exchanges.advisory.advice import Decision
from exchanges.advisory.forms.cases import DayInput
from exchanges.advisory.forms.deeds import CaseDeed, row_id, short_text
from exchanges.advisory.models import Case, CaseCheck, Recommendation
from exchanges.advisory.outcomes import BECAME
from members.cowriting import ChangedByColleague
from members.forms.cowriting import CowrittenForm
from web.errors import Refused
from web.fields import long_text

T = Recommendation.State
UNDECIDED, REFUSED = "", "0"


class RecommendForm(CaseDeed):
    """A recommendation."""

    text = short_text(_("Recommendation"), help_text=_("One thing the town can do, in one or two sentences."))


class StrikeForm(CaseDeed):
    """Which recommendation is taken out."""

    recommendation_id = row_id()


class DecisionsForm(CaseDeed, CowrittenForm):
    """For each recommendation: who sees to it until when, or that it is not taken up."""

    def __init__(self, data: Any = None, *, case: Case) -> None:
        super().__init__(data, case=case)
        self.rows = list(case.recommendations.all())
        people = [(str(pk), name) for pk, name in advice.owners(case).items()]
        offered = [(UNDECIDED, _("not decided yet")), (REFUSED, _("we do not take this up")), *people]
        for row in self.rows:
            self.fields[f"owner_{row.pk}"] = forms.ChoiceField(
                label=_("Who sees to it?"), choices=offered, required=False
            )
            self.fields[f"due_on_{row.pk}"] = forms.DateField(label=_("Until when?"), required=False, widget=DayInput())
        self._show(case, self.rows)

    def _show(self, case: Case, rows: Iterable[Recommendation]) -> None:
        """Begin with what stands there."""
        for row in rows:
            owner = REFUSED if row.state == T.REFUSED else str(row.owner_id or UNDECIDED)
            self.initial = {**self.initial, f"owner_{row.pk}": owner, f"due_on_{row.pk}": row.due_on}
        self.remember(case)

    def refuse(self, refused: Refused) -> None:
        """What a colleague has decided meanwhile stands beside what was chosen."""
        super().refuse(refused)
        if isinstance(refused, ChangedByColleague):
            case = Case.objects.get(pk=self.case.pk)
            self._show(case, case.recommendations.all())
            self.beside(case, refused)

    def clean(self) -> dict[str, Any]:
        """An owner has a day."""
        data = super().clean() or {}
        for row in self.rows:
            owner, due_on = data.get(f"owner_{row.pk}"), f"due_on_{row.pk}"
            if owner not in (UNDECIDED, REFUSED, None) and due_on in data and not data[due_on]:
                self.add_error(due_on, _("Please choose a day."))
        return data

    def lines(self) -> list[tuple[Recommendation, forms.BoundField, forms.BoundField]]:
        """Each recommendation with its two fields; only now, when all is validated, those needed say so."""
        for row in self.rows:
            self.fields[f"owner_{row.pk}"].required = True
        return [(row, self[f"owner_{row.pk}"], self[f"due_on_{row.pk}"]) for row in self.rows]

    def decisions(self) -> dict[int, Decision]:
        """What was decided, by the recommendation's id."""
        found: dict[int, Decision] = {}
        for row in self.rows:
            owner = self.cleaned_data[f"owner_{row.pk}"]
            if owner != UNDECIDED:
                refused = owner == REFUSED
                found[row.pk] = (None, None) if refused else (int(owner), self.cleaned_data[f"due_on_{row.pk}"])
        return found

    def undecided(self) -> list[int]:
        """Where "not decided yet" was chosen, perhaps again."""
        given = ((row.pk, f"owner_{row.pk}") for row in self.rows)
        return [pk for pk, name in given if name in self.data and self.cleaned_data[name] == UNDECIDED]


class CheckForm(CaseDeed, CowrittenForm):
    """What became of the advice after some months."""

    months = forms.TypedChoiceField(choices=[(3, "3"), (6, "6")], coerce=int, widget=forms.HiddenInput())

    def __init__(self, data: Any = None, *, case: Case, months: int = 3) -> None:
        super().__init__(data, case=case)
        self.rows = list(case.recommendations.filter(state__in=(T.AGREED, *BECAME)))
        for row in self.rows:
            self.fields[f"became_{row.pk}"] = forms.ChoiceField(
                label=row.text,
                choices=[(state.value, state.label) for state in BECAME],
                required=False,
                initial=row.state,
                widget=forms.RadioSelect,
            )
        self.fields["text"] = long_text(
            _("In your own words"), required=True, help_text=_("What helped, what did not?")
        )
        self.initial = {"months": months, "text": ""}
        if data is None:
            self._show(months)

    def _show(self, months: int) -> CaseCheck | None:
        """Begin with what stands there, which is returned."""
        check = self.case.checks.select_related("written_by").filter(months=months).first()
        if check is not None:
            self.initial = {**self.initial, "text": check.text}
            self.remember(check)
        return check

    def refuse(self, refused: Refused) -> None:
        """A colleague's answer comes before what was typed."""
        months = self.cleaned_data.get("months")
        check = self._show(months) if isinstance(refused, ChangedByColleague) and months else None
        if check is None or not isinstance(refused, ChangedByColleague):
            super().refuse(refused)
            return
        for row in self.case.recommendations.all():
            if f"became_{row.pk}" in self.fields:
                self.initial[f"became_{row.pk}"] = row.state
        self.add_to(check, refused, text="text")

    def became(self) -> dict[int, str]:
        """What became of each action, by its id."""
        given = {row.pk: self.cleaned_data[f"became_{row.pk}"] for row in self.rows}
        return {pk: state for pk, state in given.items() if state}


class LateCheckForm(CheckForm):
    """The answer that was missing when it was asked for; it stands on one page with the next one."""
