"""Forms of the moves of a case: each takes what was posted and the case."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from exchanges.advisory import letters, states
from exchanges.advisory.models import Case
from exchanges.advisory.triage import MOST_WANTED
from web.fields import long_text
from web.forms import Form

LARGEST = 10**18


def short_text(label: Any, *, help_text: Any = "", most: int = 400) -> forms.CharField:
    """A sentence or two."""
    return forms.CharField(label=label, help_text=help_text, max_length=most, widget=forms.Textarea(attrs={"rows": 2}))


def row_id() -> forms.IntegerField:
    """Which row of the case is meant; it stands in the form, hidden."""
    return forms.IntegerField(min_value=1, max_value=LARGEST, widget=forms.HiddenInput())


class CaseDeed(Form):
    """A form about a case; its fields have ids of their own, as several stand on one page."""

    def __init__(self, data: Any = None, *, case: Case) -> None:
        super().__init__(data, auto_id=f"id_{type(self).__name__.lower()}_%s")
        self.case = case


class WithdrawForm(CaseDeed):
    """Why a case is withdrawn."""

    reason = forms.CharField(label=_("Reason"), max_length=600, required=False)


class LevelForm(CaseDeed):
    """Who may read the case."""

    level = forms.ChoiceField(label=_("Who may read the case?"), choices=Case.Level.choices, widget=forms.RadioSelect)

    def __init__(self, data: Any = None, *, case: Case) -> None:
        super().__init__(data, case=case)
        self.initial = {"level": case.level}


class AskBackForm(CaseDeed):
    """What the case-giver is asked."""

    question = short_text(_("What do you want to know?"), most=600)


class TakeOnForm(CaseDeed):
    """How a case is taken on."""

    wants = forms.TypedChoiceField(
        label=_("How many advisors?"), coerce=int, initial=2, choices=[(n, n) for n in range(1, MOST_WANTED + 1)]
    )
    interpreted = forms.BooleanField(
        label=_("The session is interpreted"),
        required=False,
        help_text=_("Then it takes 1.3 times as long, and advisors need no language in common."),
    )


class RedirectForm(CaseDeed):
    """Where a case is sent."""

    why = short_text(_("Where to, and why?"), help_text=_("The member reads this."), most=600)

    def __init__(self, data: Any = None, *, case: Case) -> None:
        super().__init__(data, case=case)
        self.initial = {"why": letters.to_member(case)} if letters.only_german(case) else {}


class AskForm(CaseDeed):
    """Which of the suggested advisors is asked."""

    advisor_id = row_id()


class ReleaseForm(CaseDeed):
    """An advisor is taken off a case."""

    engagement_id = forms.TypedChoiceField(label=_("Who?"), coerce=int)
    reason = short_text(_("Reason"))

    def __init__(self, data: Any = None, *, case: Case) -> None:
        super().__init__(data, case=case)
        rows = case.engagements.filter(state__in=states.STANDING).select_related("advisor__person")
        field = self.fields["engagement_id"]
        assert isinstance(field, forms.TypedChoiceField)  # noqa: S101
        field.choices = [(row.pk, row.advisor.person.display_name) for row in rows]
        self.anybody = bool(field.choices)


class DeclareForm(CaseDeed):
    """Whether there is a conflict of interest."""

    NONE, SOME = "none", "conflict"
    has = forms.ChoiceField(
        label=_("Do you have a conflict of interest?"),
        help_text=_("Such as: you or your member sell to this town, work for it, or compete with it."),
        choices=[(NONE, _("No, there is none")), (SOME, _("Yes"))],
        widget=forms.RadioSelect,
    )
    conflict = forms.CharField(
        label=_("If yes: which?"), required=False, max_length=400, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Only the secretariat reads this. Then somebody else is asked."),
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """A conflict has its sentence."""
        data = super().clean() or {}
        if data.get("has") == self.SOME and not data.get("conflict", "").strip():
            self.add_error("conflict", _("Please say which, in a sentence."))
        return data

    def conflict_or_none(self) -> str:
        """What the conflict is; empty when there is none."""
        return str(self.cleaned_data["conflict"]) if self.cleaned_data["has"] == self.SOME else ""


class DeclineForm(CaseDeed):
    """Why somebody does not advise."""

    reason = short_text(_("Why not?"), help_text=_("Only the secretariat reads this."))


class LeaveForm(CaseDeed):
    """Why an advisor leaves a case."""

    reason = short_text(_("Reason"), help_text=_("Only the secretariat reads this."))


class ScopeForm(CaseDeed):
    """What the session is to answer."""

    text = long_text(
        _("What is the session to answer?"),
        help_text=_("As agreed in the scoping call: one question, and what a good answer looks like."),
        required=True,
    )

    def __init__(self, data: Any = None, *, case: Case) -> None:
        super().__init__(data, case=case)
        self.initial = {"text": case.scope or "\n".join(case.questions)}


class InterpreterForm(CaseDeed):
    """Who is to interpret."""

    email = forms.EmailField(label=_("Who interprets?"), help_text=_("The address with which they sign in."))


class NoInterpreterForm(CaseDeed):
    """Who no longer interprets."""

    person_id = row_id()


class CloseForm(CaseDeed):
    """What has changed in the end."""

    changed = long_text(
        _("What has changed?"),
        help_text=_("One paragraph that another town understands. Also: nothing, and why."),
        required=True,
    )
