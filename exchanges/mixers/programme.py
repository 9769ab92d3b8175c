"""Planning a mixer: its event, its programme, a prompt for each round; editing it until it begins."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from events import calendar
from events.models import Event
from events.states import BEFORE_IT_BEGINS
from exchanges.mixers import bells, hosts, timetable
from exchanges.mixers.facts import MixerCreated, MixerEdited
from exchanges.mixers.models import Mixer, Round
from exchanges.mixers.refusals import AlreadyBegan, BadProgramme
from ledger.recording import record
from members.models import Network, Person, Topic
from rooms import admissions
from rooms.models import Admission
from rooms.rooms import open_room

Prompt = Mapping[str, str]

LIMITS: dict[str, tuple[int, int, Any]] = {
    "table_size": (2, 8, _("A table has 2 to 8 people.")),
    "round_count": (1, 12, _("A mixer has 1 to 12 rounds.")),
    "round_seconds": (10, 3600, _("A round lasts from 10 seconds to one hour.")),
    "pause_seconds": (0, 1800, _("A pause lasts at most 30 minutes.")),
    "welcome_seconds": (0, 7200, _("The welcome lasts at most two hours.")),
    "input_seconds": (0, 7200, _("The input lasts at most two hours.")),
    "harvest_seconds": (0, 7200, _("The harvest lasts at most two hours.")),
}
"""Least and most of each value, and what is said when it is outside."""


@dataclass(frozen=True, kw_only=True)
class Programme:
    """What a mixer is beyond an event.

    Attributes:
        table_size: most people at a table.
        round_count: how many rounds.
        round_seconds, pause_seconds, welcome_seconds, input_seconds, harvest_seconds: how long the parts last.
        prompts: per round, from the first, a question by language code; missing ones are empty.
    """

    table_size: int = 4
    round_count: int = 3
    round_seconds: int = 720
    pause_seconds: int = 60
    welcome_seconds: int = 300
    input_seconds: int = 1200
    harvest_seconds: int = 840
    prompts: tuple[Prompt, ...] = ()

    def check(self) -> None:
        """Refuse what a mixer does not bear.

        Raises:
            BadProgramme: with the name of the value as `field`.
        """
        for name, (least, most, sentence) in LIMITS.items():
            if not least <= getattr(self, name) <= most:
                raise BadProgramme(sentence, field=name)

    def ends_at(self, starts_at: datetime) -> datetime:
        """When a mixer that starts then is over."""
        lengths = timetable.Lengths(
            welcome=self.welcome_seconds,
            input=self.input_seconds,
            round=self.round_seconds,
            pause=self.pause_seconds,
            harvest=self.harvest_seconds,
            rounds=self.round_count,
        )
        return starts_at + timetable.duration(timetable.steps(lengths))


def create(
    *,
    by: Person,
    network: Network,
    programme: Programme,
    topics: Collection[Topic] = (),
    rehearsal: bool = False,
    **details: Any,
) -> Mixer:
    """Plan a mixer: a draft in the calendar, a lobby with its organiser as host, and the rounds.

    Args:
        by: who; becomes its organiser and first host.
        network: whose mixer it is.
        programme: its parts.
        topics: what it is about.
        rehearsal: a dress rehearsal with bots, kept out of dossiers and figures.
        details: as for `events.calendar.add`, without `ends_at`, which follows from the programme.

    Raises:
        BadProgramme: a value is outside its limits.
        Refused: what `events.calendar.add` refuses.
    """
    programme.check()
    details["ends_at"] = programme.ends_at(details["starts_at"])
    with transaction.atomic():
        event = calendar.add(by=by, network=network, kind=Event.Kind.MIXER, topics=topics, **details)
        lobby = open_room("Lobby", f"/mixers/{event.slug}/lobby/")
        mixer = Mixer(event=event, lobby=lobby, rehearsal=rehearsal, seed=event.pk)
        _set(mixer, programme)
        admissions.admit(lobby, [by.pk], role=Admission.Role.HOST)
        record(MixerCreated(mixer_id=mixer.id))
    return mixer


def edit(
    mixer: Mixer, *, by: Person, programme: Programme, topics: Collection[Topic] | None = None, **details: Any
) -> Mixer:
    """Change a mixer that has not begun. A new end moves the event, and everybody registered is told.

    Raises:
        NotAHost: the person does not organise it.
        AlreadyBegan: it runs, or is over.
        BadProgramme, Refused: as for `create`.
    """
    hosts.require_organiser(mixer, by)
    programme.check()
    with bells.held(mixer.id) as row:
        if row.phase != Mixer.Phase.WAITING or row.event.state not in BEFORE_IT_BEGINS:
            raise AlreadyBegan
        details["ends_at"] = programme.ends_at(details.get("starts_at") or row.event.starts_at)
        row.event = calendar.change(row.event, by=by, topics=topics, **details)
        _set(row, programme)
        calendar.touch(row.event)
        record(MixerEdited(mixer_id=row.id))
    return row


def _set(mixer: Mixer, programme: Programme) -> None:
    for name in LIMITS:
        setattr(mixer, name, getattr(programme, name))
    mixer.save()
    known = {row.number: row for row in Round.objects.filter(mixer=mixer)}
    Round.objects.filter(mixer=mixer, number__gt=programme.round_count).delete()
    for number in range(1, programme.round_count + 1):
        row = known.get(number) or Round(mixer=mixer, number=number)
        row.prompt = dict(programme.prompts[number - 1]) if number <= len(programme.prompts) else {}
        row.save()


def of(mixer: Mixer) -> Programme:
    """The programme of a mixer, to be edited."""
    rounds = Round.objects.filter(mixer=mixer).order_by("number")
    values = {name: getattr(mixer, name) for name in LIMITS}
    return Programme(**values, prompts=tuple(rounds.values_list("prompt", flat=True)))
