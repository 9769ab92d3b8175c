"""Forms of those who ask and offer: request, offer, invitation and what is answered."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from members.forms import choices
from members.forms.cowriting import CowrittenForm
from members.forms.languages import LanguagesField
from members.models import Member, Topic
from peers import access, calls
from peers.models import Call, Offer, Request, Suggestion
from peers.requests import FIELDS
from web.fields import long_text
from web.forms import Form
from web.translated import translated

TOPICS = ("topic_1", "topic_2", "topic_3")
QUESTIONS = ("question_1", "question_2", "question_3")
NEEDED = ("topic_1", "need", "question_1", "languages", "hours")
FIELD_OF = {"topics": "topic_1", "questions": "question_1"}
"""At which field a refusal of the service about several fields is shown."""


def _any(choose: Any) -> Any:
    return lambda: [*choices.ANY, *choose()]


class RequestForm(CowrittenForm):
    """What a member wants to learn. Nothing is required while it is a draft; `complete` asks for what is needed."""

    topic_1 = forms.ChoiceField(label=_("First topic"), required=False, choices=_any(choices.topics))
    topic_2 = forms.ChoiceField(label=_("Second topic"), required=False, choices=_any(choices.topics))
    topic_3 = forms.ChoiceField(label=_("Third topic"), required=False, choices=_any(choices.topics))
    need = long_text(
        _("What do you need?"), help_text=_("Two or three sentences, in your own language. What is hard at the moment?")
    )
    tried = long_text(_("What have you tried?"), help_text=_("Also what did not work."), rows=3)
    question_1 = forms.CharField(label=_("First guiding question"), required=False, max_length=200)
    question_2 = forms.CharField(label=_("Second guiding question"), required=False, max_length=200)
    question_3 = forms.CharField(label=_("Third guiding question"), required=False, max_length=200)
    motivation = long_text(_("Why now?"), rows=3)
    team = forms.CharField(
        label=_("Team"),
        required=False,
        max_length=300,
        help_text=_("Who would work on it? Roles are enough, such as: town planning, the climate officer."),
    )
    backing = forms.CharField(
        label=_("Political backing"),
        required=False,
        max_length=300,
        help_text=_("A decision of the council, a mandate of the mayor, a budget."),
    )
    offer = long_text(
        _("What can you offer in return?"), help_text=_("Every town knows something others want to know."), rows=3
    )
    languages = LanguagesField(label=_("Languages you can work in"), required=False)
    network = forms.ChoiceField(
        label=_("Network"),
        required=False,
        help_text=_(
            "Its members can be suggested to you. With a call, the request goes into the network of that call."
        ),
    )
    size_class = forms.ChoiceField(
        label=_("Size you would like to learn from"), required=False, choices=_any(choices.size_classes)
    )
    hours = forms.IntegerField(label=_("Hours per month you can give"), required=False, min_value=1, max_value=80)
    visit = forms.BooleanField(label=_("We could travel to a visit, or receive one"), required=False)
    wants = forms.TypedChoiceField(
        label=_("With how many?"),
        coerce=int,
        choices=[(1, _("One partner: a tandem")), (2, _("Two partners: a tridem"))],
        widget=forms.RadioSelect,
    )
    call = forms.TypedChoiceField(
        label=_("Call"),
        required=False,
        coerce=int,
        empty_value=None,
        help_text=_("In a call everybody is matched together after its deadline."),
    )
    SECTIONS = (
        (_("What it is about"), (*TOPICS, "need", "tried", *QUESTIONS)),
        (_("About you"), ("motivation", "team", "backing", "offer", "languages")),
        (_("With whom"), ("network", "size_class", "hours", "visit", "wants", "call")),
    )

    def __init__(self, data: Any = None, *, draft: Request) -> None:
        ranked = [row.topic.slug for row in draft.ranked.select_related("topic")]
        initial = {name: getattr(draft, name) for name in FIELDS if name != "questions"}
        initial.update(zip(TOPICS, ranked, strict=False))
        initial.update(zip(QUESTIONS, draft.questions, strict=False))
        super().__init__(data, initial=initial)
        self.remember(draft, autosaved=True)
        self._networks = {network.slug: network for network in access.networks_of(draft.member)}
        self._calls = {call.pk: call for call in calls.open_for(draft.member)}
        self._offer_networks(draft)
        self._offer_calls(draft)

    def _offer_networks(self, draft: Request) -> None:
        field = self.fields["network"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101
        field.choices = [(slug, network.name) for slug, network in self._networks.items()]
        there = draft.network.slug in self._networks
        self.initial["network"] = draft.network.slug if there else next(iter(self._networks), "")
        if set(self._networks) <= {draft.network.slug}:
            del self.fields["network"]

    def _offer_calls(self, draft: Request) -> None:
        field = self.fields["call"]
        assert isinstance(field, forms.TypedChoiceField)  # noqa: S101
        field.choices = [("", _("No call: look for somebody at once"))]
        field.choices += [(pk, self._called(call)) for pk, call in self._calls.items()]
        self.initial["call"] = draft.call_id if draft.call_id in self._calls else ""
        if not self._calls:
            del self.fields["call"]

    def _called(self, call: Call) -> str:
        title = translated(call.titles).text
        return f"{title} ({call.network.name})" if len(self._networks) > 1 else title

    def sections(self) -> list[tuple[Any, list[forms.BoundField]]]:
        """The fields in three groups; only now, when nothing is validated any more, those needed for posting say so."""
        for name in NEEDED:
            self.fields[name].required = True
            setattr(self.fields[name], "mark", _("needed before posting"))  # noqa: B010  (templates read it)
        return [(title, [self[name] for name in names if name in self.fields]) for title, names in self.SECTIONS]

    def values(self) -> dict[str, Any]:
        """What could be understood, for the service; what could not stays as it was."""
        self.is_valid()
        given = self.cleaned_data
        values = {name: given[name] for name in FIELDS if name in given and name != "network"}
        values["call"] = self._calls.get(given.get("call") or 0)
        if given.get("network"):
            values["network"] = self._networks[given["network"]]
        if set(TOPICS) <= given.keys():
            values["topics"] = [given[name] for name in TOPICS if given[name]]
        if set(QUESTIONS) <= given.keys():
            values["questions"] = [given[name] for name in QUESTIONS if given[name]]
        return values


class OfferForm(CowrittenForm):
    """What a member can teach."""

    topic = forms.ChoiceField(label=_("Topic"), choices=choices.topics)
    line = forms.CharField(
        label=_("In one line"), max_length=160, help_text=_("Such as: district heating for a small town")
    )
    experience = forms.TypedChoiceField(
        label=_("Experience"), coerce=int, choices=Offer.Experience.choices, widget=forms.RadioSelect
    )
    evidence = long_text(_("Where can one see that it works?"), help_text=_("Figures, a link, a place to visit."))
    languages = LanguagesField(label=_("Languages you can teach in"))
    hosts = forms.IntegerField(
        label=_("How many others at the same time, at most?"), min_value=1, max_value=20, initial=1
    )
    until = forms.DateField(
        label=_("Until when?"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("Empty: as long as you do not take it back."),
    )
    solution = forms.BooleanField(
        label=_("Others could take over what we have: a solution, a process, a contract"), required=False
    )

    @classmethod
    def of(cls, offer: Offer, data: Any = None) -> "OfferForm":
        """The form with what the offer says; its topic stays."""
        names = ("line", "experience", "evidence", "languages", "hosts", "until", "solution")
        form = cls(data, initial={name: getattr(offer, name) for name in names})
        del form.fields["topic"]
        form.remember(offer)
        return form

    @classmethod
    def afresh(cls, member: Member, data: Any = None) -> "OfferForm":
        """A new offer in the member's languages."""
        return cls(data, initial={"languages": member.languages, "experience": Offer.Experience.RUNNING, "hosts": 1})

    def chosen_topic(self) -> Topic:
        """The topic."""
        return Topic.objects.get(slug=self.cleaned_data["topic"])


class InviteForm(Form):
    """An invitation with a sentence."""

    sentence = forms.CharField(label=_("A sentence to them"), max_length=400, widget=forms.Textarea(attrs={"rows": 3}))


class NotForMeForm(Form):
    """Why a suggestion does not fit."""

    why = forms.ChoiceField(label=_("Why not?"), choices=Suggestion.Why.choices, widget=forms.RadioSelect)
    text = forms.CharField(label=_("In your own words"), required=False, max_length=300)


class ReasonForm(Form):
    """Why something is declined, withdrawn or ended."""

    reason = forms.CharField(label=_("Reason"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}))


class CounterForm(Form):
    """Something else instead: another topic, another time."""

    topic = forms.ChoiceField(label=_("Another topic"), required=False, choices=_any(choices.topics))
    other_time = forms.CharField(
        label=_("Another time"),
        required=False,
        max_length=200,
        help_text=_("Such as: from April on, two hours a month"),
    )
    sentence = forms.CharField(
        label=_("A sentence with it"), required=False, max_length=400, widget=forms.Textarea(attrs={"rows": 2})
    )
