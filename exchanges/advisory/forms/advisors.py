"""The form in which a delegate offers to advise: what they know, in which languages, how much, when not."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from exchanges.advisory.advisors import MOST_CASES
from exchanges.advisory.forms.cases import DayInput
from exchanges.advisory.models import Advisor
from members.forms import choices
from members.forms.languages import LanguagesField
from members.models import Member
from web.forms import Form

TOPICS, ABSENCES = 5, 3


class AdvisorForm(Form):
    """An advisor's profile; rows that are left empty do not count."""

    member = forms.ChoiceField(label=_("You advise for"))
    languages = LanguagesField(label=_("Languages you can advise in"))
    load = forms.TypedChoiceField(
        label=_("How many cases at the same time, at most?"),
        coerce=int,
        initial=2,
        choices=[(n, n) for n in range(1, MOST_CASES + 1)],
    )

    def __init__(self, data: Any = None, *, members: Sequence[Member], advisor: Advisor | None = None) -> None:
        super().__init__(data, initial=_initial(members, advisor))
        self._members = {str(member.pk): member for member in members}
        field = self.fields["member"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101
        field.choices = [(pk, member.name) for pk, member in self._members.items()]
        for number in range(1, TOPICS + 1):
            self.fields[f"topic_{number}"] = forms.ChoiceField(
                label=_("Topic"), required=False, choices=lambda: [*choices.ANY, *choices.topics()]
            )
            self.fields[f"evidence_{number}"] = forms.CharField(
                label=_("Where can one see it?"), required=False, max_length=400
            )
        for number in range(1, ABSENCES + 1):
            for name, label in ((f"first_{number}", _("First day")), (f"last_{number}", _("Last day"))):
                self.fields[name] = forms.DateField(label=label, required=False, widget=DayInput())

    def clean(self) -> dict[str, Any]:
        """A topic has its evidence, an absence both its days in order; at least one topic is there."""
        data = super().clean() or {}
        for number in range(1, TOPICS + 1):
            if data.get(f"topic_{number}") and not data.get(f"evidence_{number}"):
                self.add_error(f"evidence_{number}", _("Name a project, figures or a link for this topic."))
        for number in range(1, ABSENCES + 1):
            first, last = data.get(f"first_{number}"), data.get(f"last_{number}")
            if (first or last) and not (first and last and first <= last):
                self.add_error(f"last_{number}", _("Give both days, the later one second."))
        if not any(data.get(f"topic_{number}") for number in range(1, TOPICS + 1)):
            self.add_error("topic_1", _("Choose at least one topic."))
        return data

    def rows(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """Topic and evidence, row by row."""
        return [(self[f"topic_{number}"], self[f"evidence_{number}"]) for number in range(1, TOPICS + 1)]

    def absences(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """First and last day, row by row."""
        return [(self[f"first_{number}"], self[f"last_{number}"]) for number in range(1, ABSENCES + 1)]

    def values(self) -> dict[str, Any]:
        """What the service takes, besides the network."""
        given = self.cleaned_data
        pairs = [(given[f"topic_{number}"], given[f"evidence_{number}"]) for number in range(1, TOPICS + 1)]
        away = [(given[f"first_{number}"], given[f"last_{number}"]) for number in range(1, ABSENCES + 1)]
        return {
            "member": self._members[given["member"]],
            "evidence": {topic: text for topic, text in pairs if topic},
            "languages": given["languages"],
            "load": given["load"],
            "absences": [(first, last) for first, last in away if first],
        }


def _initial(members: Sequence[Member], advisor: Advisor | None) -> dict[str, Any]:
    if advisor is None:
        return {"languages": members[0].languages if members else []}
    found: dict[str, Any] = {"member": advisor.member_id, "languages": advisor.languages, "load": advisor.load}
    for number, one in enumerate(advisor.expertise.select_related("topic"), start=1):
        found |= {f"topic_{number}": one.topic.slug, f"evidence_{number}": one.evidence}
    for number, away in enumerate(advisor.absences.all(), start=1):
        found |= {f"first_{number}": away.first, f"last_{number}": away.last}
    return found
