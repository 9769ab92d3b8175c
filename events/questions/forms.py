"""The form of somebody who registers, and the organiser's form for a question."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from events.models import Event, RegistrationQuestion
from members.models import Member
from web.fields import TranslatedTextField
from web.forms import Form
from web.translated import translated


class RegistrationForm(Form):
    """For whom the person comes, what they need, and the organiser's questions.

    Args:
        event: whose questions are asked.
        members: for whom the person may come; asked only when there are several.
    """

    member = forms.ChoiceField(label=_("I come for"))
    access_needs = forms.CharField(
        label=_("What do you need to take part?"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_(
            "Such as step-free access, captions, sign language, breaks. Only the organisers read it; you can change or"
            " delete it here at any time."
        ),
    )

    def __init__(self, *args: Any, event: Event, members: Sequence[Member] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if len(members) > 1:
            self.fields["member"].choices = [(str(one.pk), one.name) for one in members]  # type: ignore[attr-defined]
        else:
            del self.fields["member"]
        self.questions = list(RegistrationQuestion.objects.filter(event=event))
        for question in self.questions:
            self.fields[f"question_{question.pk}"] = _field(question)

    def answers(self) -> dict[int, str]:
        """What was answered, by question."""
        return {one.pk: self.cleaned_data[f"question_{one.pk}"].strip() for one in self.questions}


def _field(question: RegistrationQuestion) -> forms.Field:
    label = translated(question.labels).text
    if question.kind == RegistrationQuestion.Kind.TEXT:
        return forms.CharField(label=label, max_length=500, required=question.required)
    if question.kind == RegistrationQuestion.Kind.YES_NO:
        offered: list[tuple[str, Any]] = [("yes", _("yes")), ("no", _("no"))]
    else:
        offered = [(str(number), translated(texts).text) for number, texts in enumerate(question.choices)]
    return forms.ChoiceField(label=label, choices=[("", "–"), *offered], required=question.required)


class QuestionForm(Form):
    """A question of the organiser, in several languages."""

    labels = TranslatedTextField(label=_("Question"), max_length=200)
    kind = forms.ChoiceField(label=_("People answer with"), choices=RegistrationQuestion.Kind.choices)
    choices = TranslatedTextField(
        label=_("Choices"),
        rows=3,
        max_length=1000,
        required=False,
        help_text=_("One per line, in the same order in every language. Only for one of several."),
    )
    required = forms.BooleanField(label=_("Nobody registers without an answer"), required=False)

    def clean(self) -> dict[str, Any]:
        """Make one set of texts per choice.

        Raises:
            ValidationError: there are fewer than two choices, or not the same number in every language.
        """
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        lines = {code: [line.strip() for line in text.splitlines() if line.strip()]
                 for code, text in (cleaned.get("choices") or {}).items()}  # fmt: skip
        number = max(map(len, lines.values()), default=0)
        if cleaned.get("kind") != RegistrationQuestion.Kind.CHOICE:
            cleaned["choices"] = []
        elif number < 2 or any(len(texts) != number for texts in lines.values()):
            self.add_error("choices", _("Write at least two choices, and as many in every language."))
        else:
            cleaned["choices"] = [{code: texts[one] for code, texts in lines.items()} for one in range(number)]
        return cleaned
