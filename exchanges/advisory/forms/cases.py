"""The form of a case."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from exchanges.advisory.cases import FIELDS
from exchanges.advisory.models import Case
from members.forms import choices
from members.forms.cowriting import CowrittenForm
from members.forms.languages import LanguagesField
from web.fields import long_text

TOPICS = ("topic_1", "topic_2", "topic_3")
QUESTIONS = ("question_1", "question_2", "question_3")
NEEDED = ("title", "topic_1", "challenge", "question_1", "languages")
FIELD_OF = {"topics": "topic_1", "questions": "question_1"}
"""At which field a refusal of the service about several fields is shown."""


class DayInput(forms.DateInput):
    """A day, as browsers ask for one."""

    def __init__(self) -> None:
        super().__init__(attrs={"type": "date"}, format="%Y-%m-%d")


class CaseForm(CowrittenForm):
    """A challenge. Nothing is required while it is a draft; submitting asks for what is needed."""

    title = forms.CharField(
        label=_("Title"),
        required=False,
        max_length=120,
        help_text=_("A line that gives nothing away: advisors who are asked see it before they may read the rest."),
    )
    topic_1 = forms.ChoiceField(label=_("First topic"), required=False)
    topic_2 = forms.ChoiceField(label=_("Second topic"), required=False)
    topic_3 = forms.ChoiceField(label=_("Third topic"), required=False)
    challenge = long_text(
        _("What is the challenge?"), help_text=_("Two or three sentences, in your own language. What is hard?"), rows=5
    )
    context = long_text(
        _("What should an advisor know about your place?"),
        help_text=_("Size, money, who decides. What is known of your member stands here already."),
    )
    attempts = long_text(_("What have you tried?"), help_text=_("Also what did not work."), rows=3)
    question_1 = forms.CharField(label=_("First guiding question"), required=False, max_length=200)
    question_2 = forms.CharField(label=_("Second guiding question"), required=False, max_length=200)
    question_3 = forms.CharField(label=_("Third guiding question"), required=False, max_length=200)
    decision_on = forms.DateField(
        label=_("When is it decided?"),
        required=False,
        widget=DayInput(),
        help_text=_("If a council or a mayor decides on a day, the session should be before it."),
    )
    languages = LanguagesField(label=_("Languages you can be advised in"), required=False)
    level = forms.ChoiceField(
        label=_("Who may read the case?"),
        choices=Case.Level.choices,
        widget=forms.RadioSelect,
        help_text=_("You can change this at any time. Below you see who that is."),
    )
    SECTIONS = (
        (_("The challenge"), ("title", *TOPICS, "challenge", "context", "attempts")),
        (_("What you want to know"), (*QUESTIONS, "decision_on")),
        (_("In which language, and who reads it"), ("languages", "level")),
    )

    def __init__(self, data: Any = None, *, draft: Case) -> None:
        ranked = [row.topic.slug for row in draft.ranked.select_related("topic")]
        initial = {name: getattr(draft, name) for name in FIELDS if name != "questions"}
        initial.update(zip(TOPICS, ranked, strict=False))
        initial.update(zip(QUESTIONS, draft.questions, strict=False))
        super().__init__(data, initial=initial)
        self.remember(draft, autosaved=True)
        about = set(draft.programme.topics.values_list("slug", flat=True))
        offered = [pair for pair in choices.topics() if not about or pair[0] in about or pair[0] in ranked]
        for name in TOPICS:
            self.fields[name].choices = [*choices.ANY, *offered]  # type: ignore[attr-defined]

    def sections(self) -> list[tuple[Any, list[forms.BoundField]]]:
        """The fields in three groups; only now, when nothing is validated any more, those needed say so."""
        for name in NEEDED:
            self.fields[name].required = True
        return [(title, [self[name] for name in names]) for title, names in self.SECTIONS]

    def values(self) -> dict[str, Any]:
        """What could be understood, for the service; what could not stays as it was."""
        self.is_valid()
        given = self.cleaned_data
        values = {name: given[name] for name in FIELDS if name in given}
        if set(TOPICS) <= given.keys():
            values["topics"] = [given[name] for name in TOPICS if given[name]]
        if set(QUESTIONS) <= given.keys():
            values["questions"] = [given[name] for name in QUESTIONS if given[name]]
        return values
