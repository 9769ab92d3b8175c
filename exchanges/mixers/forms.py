"""The mixer's forms: planning one, the cards a participant brings, wishes about people, what one thought of it."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from events.forms import EventForm
from exchanges.mixers.cards import AT_MOST, Line
from exchanges.mixers.models import Card, Mixer, Wish
from exchanges.mixers.programme import LIMITS, Programme
from exchanges.mixers.programme import of as programme_of
from exchanges.mixers.queries.people import Participant
from exchanges.mixers.refusals import CardTwice
from members import roles
from members.models import Network, Person, Topic
from web.fields import TranslatedTextField
from web.forms import Form
from web.names import country_name
from web.translated import translated

MOST_ROUNDS = LIMITS["round_count"][1]
SHOWN_PROMPTS = 3
HOME = "iscn"
"""The network whose format the Global Mixer is; others may hold mixers, too."""


GROUPS: tuple[tuple[str | Promise, tuple[str, ...]], ...] = (
    (_("What it is about"), ("titles", "summaries", "topics", "network")),
    (_("When and where"), ("starts", "zone", "mode", "venue")),
    (
        _("Programme"),
        (
            "welcome_seconds",
            "input_seconds",
            "round_count",
            "round_seconds",
            "pause_seconds",
            "harvest_seconds",
            "table_size",
        ),
    ),
    (_("Questions to talk about"), ("prompt_",)),
    (_("Who takes part"), ("capacity", "audience", "languages", "interpretation")),
)
"""The parts of the form in their order, by the names of their fields or how these begin."""


@dataclass(frozen=True)
class Group:
    """A part of a form: its heading, a name for its address, and its fields."""

    title: str
    key: str
    fields: Sequence[forms.BoundField]


class MinutesField(forms.FloatField):
    """Minutes on the page, whole seconds as the value."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(min_value=0, max_value=120, step_size=0.5, **kwargs)

    def clean(self, value: Any) -> Any:
        """The seconds."""
        minutes = super().clean(value)
        return None if minutes is None else round(60 * minutes)

    def prepare_value(self, value: Any) -> Any:
        """Minutes without a needless `.0`."""
        return f"{value / 60:g}" if isinstance(value, int) else value


class MixerForm(EventForm):
    """An event's basics and the mixer's programme; when it ends follows from the programme."""

    table_size = forms.IntegerField(label=_("People at a table"), min_value=2, max_value=8, initial=4)
    round_count = forms.IntegerField(label=_("Rounds at tables"), min_value=1, max_value=MOST_ROUNDS, initial=3)
    round_seconds = MinutesField(label=_("Minutes per round"), initial=720)
    pause_seconds = MinutesField(label=_("Minutes between rounds"), initial=60)
    welcome_seconds = MinutesField(label=_("Minutes of welcome"), initial=300)
    input_seconds = MinutesField(label=_("Minutes of input"), initial=1200)
    harvest_seconds = MinutesField(label=_("Minutes of harvest"), initial=840)

    def __init__(self, *args: Any, mixer: Mixer | None = None, **kwargs: Any) -> None:
        self.mixer = mixer
        known = programme_of(mixer) if mixer else None
        if mixer is not None and known is not None:
            kwargs["event"] = mixer.event
            kwargs["initial"] = {name: getattr(known, name) for name in LIMITS}
        super().__init__(*args, **kwargs)
        if mixer is None:
            self.initial["network"] = self._home() or self.initial["network"]
        del self.fields["minutes"]
        self._add_prompts(known.prompts if known else ())

    def _home(self) -> Network | None:
        """The network the Global Mixer belongs to, when the organiser is one of its staff."""
        return roles.networks_of(self.person).filter(slug=HOME).first()

    def _add_prompts(self, prompts: Sequence[Any]) -> None:
        """One prompt per round; after a change of the number the page shows as many as were asked for."""
        wanted = str(self.data.get("round_count") or "") if self.is_bound else ""
        count = int(wanted) if wanted.isdecimal() and len(wanted) < 3 else len(prompts) or SHOWN_PROMPTS
        for number in range(1, min(max(count, 1), MOST_ROUNDS) + 1):
            self.fields[f"prompt_{number}"] = TranslatedTextField(
                label=_("Question for round %(number)d") % {"number": number},
                help_text=_("It starts the conversation at every table.") if number == 1 else "",
                max_length=300,
                required=False,
                initial=prompts[number - 1] if number <= len(prompts) else None,
            )

    @property
    def groups(self) -> list[Group]:
        """The fields in their parts; what no part names comes last."""
        left = {field.name: field for field in self.visible_fields()}
        found = []
        for place, (title, names) in enumerate(GROUPS, start=1):
            chosen = [name for name in left if name.startswith(names)]
            order = sorted(chosen, key=lambda name: next(at for at, each in enumerate(names) if name.startswith(each)))
            found.append(Group(str(title), f"part-{place}", [left.pop(name) for name in order]))
        return [*found, Group(str(_("Further details")), "part-last", list(left.values()))]

    @property
    def whole_minutes(self) -> int | None:
        """How long everything is together, rounded; `None` as long as a part is not filled in rightly."""
        if self.is_bound:
            self.is_valid()
            values: dict[str, Any] = {name: self.cleaned_data.get(name) for name in LIMITS}
        else:
            values = {name: self.get_initial_for_field(self.fields[name], name) for name in LIMITS}
        if any(value is None for value in values.values()):
            return None
        begin = timezone.now()
        return round((Programme(**values).ends_at(begin) - begin).total_seconds() / 60)

    def clean(self) -> dict[str, Any]:
        """Let the programme say when it ends."""
        cleaned = super().clean()
        if "starts_at" in cleaned and all(cleaned.get(name) is not None for name in LIMITS):
            cleaned["ends_at"] = self.programme().ends_at(cleaned["starts_at"])
        return cleaned

    def programme(self) -> Programme:
        """The programme as it was filled in."""
        values = {name: self.cleaned_data[name] for name in LIMITS}
        names = sorted((name for name in self.fields if name.startswith("prompt_")), key=lambda name: int(name[7:]))
        return Programme(**values, prompts=tuple(self.cleaned_data.get(name) or {} for name in names))


@dataclass(frozen=True)
class Row:
    """One card in the form: its topic and its line."""

    topic: forms.BoundField
    line: forms.BoundField


class CardsForm(Form):
    """Up to three seeks and three offers: a topic each, and a line."""

    def __init__(self, *args: Any, cards: Collection[Card] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        topics = [("", "–"), *((str(topic.pk), translated(topic.names).text) for topic in Topic.objects.all())]
        for side, topic_label, line_label in (
            (Card.Side.SEEK, _("Topic I seek (%(number)d)"), _("What exactly I seek (%(number)d)")),
            (Card.Side.OFFER, _("Topic I offer (%(number)d)"), _("What exactly I offer (%(number)d)")),
        ):
            mine = [card for card in cards if card.side == side]
            for place in range(AT_MOST):
                labels = [str(label) % {"number": place + 1} for label in (topic_label, line_label)]
                self._add(side, place, labels, topics, mine[place] if place < len(mine) else None)

    def _add(
        self, side: str, place: int, labels: Sequence[str], topics: list[tuple[str, str]], card: Card | None
    ) -> None:
        self.fields[f"{side}_{place}_topic"] = forms.ChoiceField(
            label=labels[0], choices=topics, required=False, initial=str(card.topic_id) if card else ""
        )
        self.fields[f"{side}_{place}_line"] = forms.CharField(
            label=labels[1], max_length=160, required=False, initial=card.line if card else ""
        )

    @property
    def seeks(self) -> list[Row]:
        """What the participant looks for."""
        return self._rows(Card.Side.SEEK)

    @property
    def offers(self) -> list[Row]:
        """What the participant can give."""
        return self._rows(Card.Side.OFFER)

    def _rows(self, side: str) -> list[Row]:
        return [Row(self[f"{side}_{place}_topic"], self[f"{side}_{place}_line"]) for place in range(AT_MOST)]

    def clean(self) -> dict[str, Any]:
        """A line needs its topic, and a topic stands on a side once."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        for side in Card.Side.values:
            seen: set[str] = set()
            for place in range(AT_MOST):
                name = f"{side}_{place}_topic"
                topic = cleaned.get(name)
                if cleaned.get(f"{side}_{place}_line") and not topic and name not in self.errors:
                    self.add_error(name, _("Choose the topic this line belongs to."))
                if topic and topic in seen:
                    self.add_error(name, str(CardTwice.sentence))
                seen.add(topic or "")
        return cleaned

    def lines(self, side: str) -> list[Line]:
        """The cards of one side as the service takes them."""
        values = self.cleaned_data
        rows = (
            (values.get(f"{side}_{place}_topic"), values.get(f"{side}_{place}_line", "")) for place in range(AT_MOST)
        )
        return [Line(int(topic), text) for topic, text in rows if topic]


class WishForm(Form):
    """One wish about one person.

    Args:
        others: who takes part, by id.
        me: who wishes.
    """

    other = forms.TypedChoiceField(label=_("Whom"), coerce=int)
    kind = forms.ChoiceField(label=_("What you wish"), choices=Wish.Kind.choices, widget=forms.RadioSelect)

    def __init__(self, *args: Any, others: Mapping[int, Participant], me: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["other"].choices = _by_member(  # type: ignore[attr-defined]
            one for one in others.values() if one.id != me.pk
        )


def _by_member(people: Iterable[Participant]) -> list[tuple[str, Any]]:
    """People to choose from, those of each country together, each with their member."""
    reader = get_language() or "en"
    groups: dict[str, list[tuple[str, str]]] = {}
    for one in people:
        label = f"{one.place}: {one.name}" if one.member is not None else one.name
        groups.setdefault(country_name(one.country, reader) if one.country else "–", []).append((str(one.id), label))
    return [("", "–"), *sorted(groups.items())]


class AnnouncementForm(Form):
    """What a host tells everybody."""

    text = forms.CharField(
        label=_("Announcement"),
        max_length=500,
        help_text=_("Everybody sees it, in the lobby and at the tables."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class ExtensionForm(Form):
    """By how many minutes the running phase is extended."""

    minutes = forms.FloatField(min_value=0.5, max_value=60)
