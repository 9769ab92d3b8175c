"""The form for an event's basics. A format's own form extends `EventForm` and adds what is special to it."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from events import calendar, formats, hours
from events.errors import EventChangedMeanwhile
from events.models import Event
from members import roles
from members.models import Member, Membership, Person, Topic
from web import names, zones
from web.errors import Refused
from web.fields import ChecksField, MomentField, TranslatedTextField, ZoneField
from web.forms import Form
from web.translated import translated

USUAL_LANGUAGES = ("de", "en", "es", "fr", "hi", "pt")


class WallClockField(MomentField):
    """Digits on a clock that the form names elsewhere; the value is a naive datetime."""

    YEARS = range(2000, 2101)

    def to_python(self, value: Any) -> datetime | None:
        """Read the digits as they are; no clock change of the reader's own zone gets in the way."""
        with timezone.override(UTC):
            moment = super().to_python(value)
        return moment.replace(tzinfo=None) if moment else None


class InterpretationField(forms.CharField):
    """Pairs of languages such as `es-en, pt-en`; the value is `[["es", "en"], ["pt", "en"]]`."""

    def clean(self, value: Any) -> Any:
        """The pairs, each once.

        Raises:
            ValidationError: something is no pair of two different language codes.
        """
        known = dict(names.spoken_languages("en"))
        pairs = []
        for word in super().clean(value).lower().replace(",", " ").replace("–", "-").split():
            pair = word.split("-")
            if len(pair) != 2 or len(set(pair) & set(known)) != 2:
                raise ValidationError(
                    _("“%(word)s” is no pair of language codes such as es-en."), params={"word": word}
                )
            pairs.append(pair)
        return [list(pair) for pair in dict.fromkeys(map(tuple, pairs))]

    def prepare_value(self, value: Any) -> Any:
        """The pairs as they are typed."""
        return ", ".join("-".join(pair) for pair in value) if isinstance(value, list) else value


class EventForm(Form):
    """Texts, network, time in the host's zone, place, capacity, audience, languages, contact and rights.

    Before a new time is fixed the organiser sees everyone's hour: `ready()` is true only when the form is valid and was
    sent from a page that showed the hours of this very time.

    Args:
        person: the organiser; only networks the person is staff of are offered.
        event: which event is edited; None for a new one. Its network stays.
    """

    seen = forms.CharField(max_length=40, required=False, widget=forms.HiddenInput)
    titles = TranslatedTextField(label=_("Title"), max_length=120)
    summaries = TranslatedTextField(label=_("What it is about"), rows=3, max_length=1500, required=False)
    network: Any = forms.ModelChoiceField(label=_("Network"), queryset=None, empty_label=None)
    starts = WallClockField(label=_("Start"), help_text=_("Day and hour on the clock of the host’s place."))
    zone = ZoneField(label=_("The host’s place"))
    minutes = forms.IntegerField(label=_("Length in minutes"), min_value=10, max_value=3 * 24 * 60, initial=75)
    mode = forms.ChoiceField(label=_("Where"), choices=Event.Mode.choices, initial=Event.Mode.ONLINE)
    venue = forms.CharField(
        label=_("Address of the venue"), max_length=300, required=False, help_text=_("For events on site.")
    )
    capacity = forms.IntegerField(label=_("Seats"), min_value=1, max_value=10_000, initial=60)
    audience = forms.ChoiceField(
        label=_("Who may see and join it"),
        choices=Event.Audience.choices,
        initial=Event.Audience.NETWORK,
        help_text=_("Everybody: people from outside the network ask for a seat, and you decide."),
    )
    approval = forms.BooleanField(
        label=_("We decide about each registration"),
        required=False,
        help_text=_("People then ask for a seat, and get one when you grant it."),
    )
    topics = ChecksField(label=_("Topics"), required=False)
    languages = ChecksField(label=_("Spoken languages"))
    interpretation = InterpretationField(
        label=_("Interpretation"), required=False, help_text=_("Pairs of language codes, such as es-en, pt-en.")
    )
    access_needs = TranslatedTextField(
        label=_("Accessibility"),
        rows=2,
        max_length=500,
        required=False,
        help_text=_("What is arranged: captions, sign language, step-free access."),
    )
    contact = forms.EmailField(label=_("E-mail address for questions"), help_text=_("Stands on the event’s page."))
    recording_rights = forms.CharField(
        label=_("Recording"),
        max_length=300,
        required=False,
        help_text=_("Whether it is recorded, and who may use the recording."),
    )

    def __init__(self, *args: Any, person: Person, event: Event | None = None, **kwargs: Any) -> None:
        self.person, self.event = person, event
        initial = {
            **(initial_of(event) if event else self._initial_of_new(person)),
            **(kwargs.pop("initial", None) or {}),
        }
        super().__init__(*args, initial=initial, **kwargs)
        network = self.fields["network"]
        assert isinstance(network, forms.ModelChoiceField)  # noqa: S101  (for the type checker)
        network.queryset = roles.networks_of(person)
        del self.fields["network" if event else "seen"]
        self._offer()

    @staticmethod
    def _initial_of_new(person: Person) -> dict[str, Any]:
        zone = zones.valid(person.time_zone) or timezone.get_current_timezone_name()
        return {
            "contact": Event.objects.filter(organiser=person).order_by("-id").values_list("contact", flat=True).first(),
            "zone": zone,
            "languages": ["en"],
            "network": roles.networks_of(person).first(),
        }

    def _offer(self) -> None:
        """The topics and languages there are, in the reader's language."""
        topics = [(topic.slug, translated(topic.names).text) for topic in Topic.objects.all()]
        self.fields["topics"].choices = topics  # type: ignore[attr-defined]
        spoken = set(USUAL_LANGUAGES)
        for codes in Member.objects.filter(memberships__state=Membership.State.ADMITTED).values_list(
            "languages", flat=True
        ):
            spoken.update(codes)
        reading = get_language() or settings.LANGUAGE_CODE
        offered = [(code, names.language_name(code, reading)) for code in spoken]
        self.fields["languages"].choices = sorted(offered, key=lambda pair: pair[1])  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Make moments of day, hour, place and length.

        Raises:
            ValidationError: the clocks skip that hour there.
        """
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        cleaned["titles"] = {code: " ".join(text.split()) for code, text in cleaned.get("titles", {}).items()}
        starts, zone = cleaned.get("starts"), cleaned.get("zone")
        if starts and zone:
            moment = starts.replace(tzinfo=ZoneInfo(zone))
            if moment.astimezone(UTC).astimezone(ZoneInfo(zone)).replace(tzinfo=None) != starts:
                self.add_error("starts", _("Clocks skip this hour there on that day. Choose another hour."))
            cleaned["starts_at"] = moment.astimezone(UTC)
            cleaned["ends_at"] = cleaned["starts_at"] + timedelta(minutes=cleaned.get("minutes") or 60)
        if cleaned.get("mode") in (Event.Mode.ONSITE, Event.Mode.HYBRID) and not cleaned.get("venue"):
            self.add_error("venue", _("Say where it takes place."))
        return cleaned

    def details(self) -> dict[str, Any]:
        """What `calendar.add` and `calendar.change` take; call it when the form is valid."""
        values = self.cleaned_data
        details = {name: values[name] for name in (*calendar.PLACE_AND_TIME, *calendar.DETAILS) if name in values}
        chosen: Iterable[str] = values["topics"]
        seen = {"seen": values["seen"] or None} if self.event else {}
        return {**details, **seen, "topics": list(Topic.objects.filter(slug__in=list(chosen)))}

    def refuse(self, refused: Refused) -> None:
        """Show a refusal; what was typed can be saved the next time although somebody else changed the event."""
        super().refuse(refused)
        if isinstance(refused, EventChangedMeanwhile) and self.event is not None:
            self.event.refresh_from_db()
            self.take_over(seen=calendar.version(self.event))

    @property
    def hours_key(self) -> str:
        """Names the time whose hours the page shows; empty when there is none yet."""
        found = self._moments()
        return f"{found[0].isoformat()}/{found[1].isoformat()}" if found else ""

    @property
    def hours(self) -> list[hours.SharedHour]:
        """Everyone's hour at the time the form names."""
        found = self._moments()
        network = self._network()
        if not found or network is None:
            return []
        known = calendar.zones_of_members(network)
        start, end, zone = found
        rows = hours.local_hours(start, known, end=end, zones=known, host_zone=zone)
        return hours.shared(rows, host_zone=zone)

    def ready(self) -> bool:
        """Whether it is valid and the organiser has seen everyone's hour at this time."""
        if not self.is_valid():
            return False
        unchanged = self.event is not None and self.hours_key == _key(self.event.starts_at, self.event.ends_at)
        return unchanged or self.data.get("hours_shown") == self.hours_key

    @property
    def asks_to_look(self) -> bool:
        """Whether all that is missing is a look at everyone's hour."""
        return self.is_bound and self.is_valid() and not self.ready()

    def _moments(self) -> tuple[datetime, datetime, str] | None:
        if self.is_bound:
            self.is_valid()
            values: Mapping[str, Any] = self.cleaned_data
            if "starts_at" not in values:
                return None
            return values["starts_at"], values["ends_at"], values["zone"]
        return (self.event.starts_at, self.event.ends_at, self.event.zone) if self.event else None

    def _network(self) -> Any:
        if self.event is not None:
            return self.event.network
        return self.cleaned_data.get("network") if self.is_bound else self.initial.get("network")


def _key(starts_at: datetime, ends_at: datetime) -> str:
    return f"{starts_at.astimezone(UTC).isoformat()}/{ends_at.astimezone(UTC).isoformat()}"


def initial_of(event: Event) -> dict[str, Any]:
    """What the form shows of an event."""
    return {
        **{name: getattr(event, name) for name in calendar.DETAILS},
        "seen": calendar.version(event),
        "zone": event.zone,
        "mode": event.mode,
        "venue": event.venue,
        "starts": event.starts_at.astimezone(ZoneInfo(event.zone)).replace(tzinfo=None),
        "minutes": round((event.ends_at - event.starts_at).total_seconds() / 60),
        "topics": [topic.slug for topic in event.topics.all()],
    }


class AnyEventForm(EventForm):
    """The form for an event of a format that has no form of its own."""

    kind = forms.ChoiceField(label=_("Format"))

    field_order = ("kind",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = {kind for kind, what in formats.registered.items() if what.new_address}
        offered = [choice for choice in Event.Kind.choices if choice[0] not in own]
        self.fields["kind"].choices = offered  # type: ignore[attr-defined]
