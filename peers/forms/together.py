"""Forms of a partnership: charter, plan, log, transfer, story, team, what came of it; and of calls."""

from collections.abc import Iterable
from hashlib import sha256
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from members.forms import choices
from members.forms.cowriting import CowrittenForm
from members.models import Delegate, Member, Network
from peers import partnerships
from peers.models import Check, Partnership, TeamMember
from web.comparing import Theirs
from web.fields import MomentField, TranslatedTextField, long_text
from web.forms import Form, RevisionForm

Choices = list[tuple[Any, str]]


def partners(partnership: Partnership) -> Choices:
    """The members of a partnership by id."""
    return [(partner.member_id, partner.member.name) for partner in partnership.partners.select_related("member")]


def _digest(text: str) -> str:
    """A text without what browsers change about it, in a few characters."""
    return sha256("\n".join(text.splitlines()).strip().encode()).hexdigest()[:32]


class CharterForm(RevisionForm):
    """What the partners agree to: goals, effort, who leads on which topic."""

    goals = long_text(_("Goals"), help_text=_("What does each of you want to have reached?"), rows=6, required=True)
    effort = forms.CharField(
        label=_("Effort"), required=False, max_length=300, help_text=_("Such as: two hours a month each, one visit")
    )

    def __init__(self, data: Any = None, *, partnership: Partnership) -> None:
        given = {"goals": partnership.goals, "effort": partnership.effort, "revision": partnership.charter_revision}
        super().__init__(data, initial=given)
        led = {role.topic.slug: role.leader_id for role in partnership.roles.select_related("topic")}
        inside = partners(partnership)
        asked = [row.topic for row in partnership.request.ranked.select_related("topic")]
        self._topics = list(dict.fromkeys([*led, *(topic.slug for topic in asked)]))
        names = dict(choices.topics())
        for slug in self._topics:
            self.fields[f"lead_{slug}"] = forms.TypedChoiceField(
                label=_("Leads on: %(topic)s") % {"topic": names[slug]},
                choices=[("", "–"), *inside],
                coerce=int,
                empty_value=None,
                required=False,
                initial=led.get(slug, ""),
            )

    def leaders(self) -> dict[str, int]:
        """Topic to the member that leads on it."""
        chosen = {slug: self.cleaned_data.get(f"lead_{slug}") for slug in self._topics}
        return {slug: member for slug, member in chosen.items() if member is not None}

    def charter(self) -> dict[str, Any]:
        """What `partnerships.write_charter` takes."""
        given = {name: self.cleaned_data[name] for name in ("goals", "effort", "revision")}
        return {**given, "leaders": self.leaders()}

    def show_theirs(self, partnership: Partnership, names: Iterable[str]) -> Theirs:
        """What stands there now, where it is not what was typed, which is saved over it the next time."""
        self.take_over(revision=partnership.charter_revision)
        theirs = {name: getattr(partnership, name) for name in ("goals", "effort")}
        differ = [name for name, text in theirs.items() if _digest(text) != _digest(str(self[name].value() or ""))]
        led, mine, called = partnerships.leading(partnership), self.leaders(), dict(partners(partnership))
        theirs |= {f"lead_{slug}": called[led[slug]] if slug in led else "" for slug in self._topics}
        differ += [f"lead_{slug}" for slug in self._topics if led.get(slug) != mine.get(slug)]
        return [(self[name].label, theirs[name]) for name in differ]


class StepForm(Form):
    """A step of the learning plan."""

    text = forms.CharField(label=_("What is to be done?"), max_length=300)
    owner = forms.TypedChoiceField(label=_("Who sees to it?"), coerce=int)
    due_on = forms.DateField(label=_("By when?"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))

    def __init__(self, data: Any = None, *, partnership: Partnership) -> None:
        super().__init__(data, auto_id="id_step_%s")
        field = self.fields["owner"]
        assert isinstance(field, forms.TypedChoiceField)  # noqa: S101
        field.choices = partners(partnership)


class LogForm(Form):
    """An entry of the log."""

    text = long_text(_("What did you talk about, agree on, learn?"), required=True)

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, auto_id="id_log_%s")


class WritingForm(Form):
    """Transfer plan and story; `written` says which of them was changed since the form was shown."""

    TEXTS = ("transfer", "story")

    transfer = long_text(
        _("Transfer plan"), help_text=_("What will you take over at home, who does it, what does it cost?"), rows=6
    )
    story = long_text(
        _("Story"), help_text=_("What others should know: what was the question, what helped, what failed?"), rows=8
    )
    shown_transfer = forms.CharField(required=False, max_length=32, widget=forms.HiddenInput)
    shown_story = forms.CharField(required=False, max_length=32, widget=forms.HiddenInput)
    transfer_revision = forms.IntegerField(min_value=0, max_value=2**31 - 1, widget=forms.HiddenInput)
    story_revision = forms.IntegerField(min_value=0, max_value=2**31 - 1, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, partnership: Partnership) -> None:
        texts = {name: getattr(partnership, name) for name in self.TEXTS}
        super().__init__(data, initial={**texts, **self._hidden(partnership, self.TEXTS)})

    @staticmethod
    def _hidden(partnership: Partnership, names: Iterable[str]) -> dict[str, Any]:
        """What the page remembers of each text: whether it is touched, and which revision was shown."""
        digests = {f"shown_{name}": _digest(getattr(partnership, name)) for name in names}
        return {**digests, **{f"{name}_revision": getattr(partnership, f"{name}_revision") for name in names}}

    def written(self) -> dict[str, str]:
        """The texts that are not as they were shown, by name: what was left alone may have changed elsewhere."""
        texts = {name: self.cleaned_data[name] for name in self.TEXTS}
        return {name: text for name, text in texts.items() if _digest(text) != self.cleaned_data[f"shown_{name}"]}

    def revisions(self) -> dict[str, int]:
        """Which revision of each text was shown, by name."""
        return {name: self.cleaned_data[f"{name}_revision"] for name in self.TEXTS}

    def show_theirs(self, partnership: Partnership, names: Iterable[str]) -> Theirs:
        """Those texts as they stand there now; what was typed is saved over them the next time."""
        self.take_over(**self._hidden(partnership, names))
        return [(self.fields[name].label, getattr(partnership, name)) for name in names]


class TeamForm(Form):
    """Who joins the team."""

    person = forms.TypedChoiceField(label=_("Person"), coerce=int)

    def __init__(self, data: Any = None, *, partnership: Partnership, member: Member) -> None:
        super().__init__(data, auto_id="id_team_%s")
        there = TeamMember.objects.filter(partnership=partnership, until=None).values("person_id")
        acting = Delegate.objects.filter(member=member, state=Delegate.State.ADMITTED, person__is_active=True)
        rows = acting.exclude(person__in=there).select_related("person").order_by("person__name", "id")
        field = self.fields["person"]
        assert isinstance(field, forms.TypedChoiceField)  # noqa: S101
        field.choices = [(row.person_id, row.person.display_name) for row in rows]
        self.anybody = bool(field.choices)


class OutcomeForm(CowrittenForm):
    """What came of a partnership."""

    outcome = forms.ChoiceField(
        label=_("What became of what you learnt?"), choices=Check.Outcome.choices, widget=forms.RadioSelect
    )
    text = long_text(_("In your own words"), rows=3)

    def __init__(self, data: Any = None, *, check: Check) -> None:
        given = {"outcome": check.outcome, "text": check.text}
        super().__init__(data, initial=given, auto_id=f"id_check_{check.months}_%s")
        self.remember(check)


class CallForm(Form):
    """A call for requests."""

    network = forms.ChoiceField(label=_("Network"))
    titles = TranslatedTextField(label=_("Title"), max_length=120)
    summaries = TranslatedTextField(label=_("What it is about"), required=False, rows=3, max_length=1200)
    deadline = MomentField(
        label=_("Deadline"), help_text=_("On your own clock. Afterwards everybody is matched at once.")
    )

    def __init__(self, data: Any = None, *, networks: Iterable[Network]) -> None:
        super().__init__(data)
        self._networks = {network.slug: network for network in networks}
        field = self.fields["network"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101
        field.choices = [(slug, network.name) for slug, network in self._networks.items()]

    def chosen_network(self) -> Network:
        """The network it is for."""
        return self._networks[self.cleaned_data["network"]]


class DeadlineForm(Form):
    """Another deadline."""

    deadline = MomentField(label=_("Deadline"))


class ReleaseForm(Form):
    """The sentence that goes with all invitations of a call."""

    sentence = forms.CharField(
        label=_("A sentence for all invitations"), max_length=400, widget=forms.Textarea(attrs={"rows": 3})
    )
