"""The board of a consultation: what its page shows to one person."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Prefetch
from django.utils import timezone

from rooms import admissions, clock
from rooms.consultation import actions, checks, recording, taking_over, wording
from rooms.consultation.recording import Recording
from rooms.consultation.wording import Sentence
from rooms.models import Action, Admission, Consultation, Outcome, Room


@dataclass(frozen=True, slots=True)
class Stage:
    """A phase as it stands: `done`, `now`, `next` or "" for one that comes later."""

    phase: str
    name: Sentence
    purpose: Sentence
    minutes: int
    standing: str


@dataclass(frozen=True, slots=True)
class Duty:
    """What a role does in the phase shown; `mine` when it is the reader's."""

    role: Sentence
    does: Sentence
    names: str
    mine: bool


@dataclass(frozen=True, slots=True)
class Board:
    """A consultation as one person sees it.

    Attributes:
        stage: the phase that runs, or before the beginning the first; `None` when it is over.
        duties: who does what in it, in the order of `wording.ROLES`, for the roles somebody has.
        asked: what the reader is asked about their actions.
        recording: whether a recording may be on.
    """

    consultation: Consultation
    stages: Sequence[Stage]
    stage: Stage | None
    following: Stage | None
    duties: Sequence[Duty]
    actions: Sequence[Action]
    asked: Sequence[Outcome]
    recording: Recording
    may_record: bool
    leads: bool
    may_take_over: bool

    @property
    def waiting(self) -> bool:
        """Whether it has not begun."""
        return self.consultation.began_at is None and self.consultation.closed_at is None

    @property
    def late(self) -> bool:
        """Whether it should have begun."""
        return self.waiting and self.consultation.starts_at <= timezone.now()


def board(found: Admission) -> Board | None:
    """The board of the room somebody is admitted to, in seven queries; `None` when it is no consultation's."""
    room = found.room
    planned = Consultation.objects.filter(room=room).first() if room.programme else None
    if planned is None:
        return None
    stages = _stages(room, over=planned.closed_at is not None or (planned.began_at is not None and not room.phase))
    shown = next(
        (stage for stage in stages if stage.standing == "now"), stages[0] if planned.began_at is None else None
    )
    outcomes = Outcome.objects.exclude(result="").select_related("asked")
    return Board(
        consultation=planned,
        stages=stages,
        stage=shown,
        following=next((stage for stage in stages if stage.standing == "next"), None),
        duties=_duties(room, shown.phase, found) if shown else (),
        actions=list(actions.agreed(room).prefetch_related(Prefetch("outcomes", outcomes))),
        asked=list(checks.waiting(found.person).filter(action__room=room)) if room.closed_at else (),
        recording=recording.of(planned, found.person_id),
        may_record=room.closed_at is None and actions.may_record(found),
        leads=room.closed_at is None and found.role == Admission.Role.HOST,
        may_take_over=taking_over.is_due(planned) and _could_lead(found),
    )


def _could_lead(found: Admission) -> bool:
    return found.room.closed_at is None and found.role != Admission.Role.HOST and admissions.may_speak(found)


def _stages(room: Room, *, over: bool) -> list[Stage]:
    steps = clock.steps(room)
    now = next((index for index, step in enumerate(steps) if step.phase == room.phase), len(steps) if over else -1)
    return [
        Stage(
            step.phase,
            wording.NAMES[step.phase],
            wording.PURPOSES[step.phase],
            round(step.seconds / 60),
            {-1: "done", 0: "now", 1: "next"}.get(max(index - now, -1), ""),
        )
        for index, step in enumerate(steps)
    ]


def _duties(room: Room, phase: str, found: Admission) -> list[Duty]:
    rows = Admission.objects.filter(room=room, dismissed_at=None, person__is_active=True)
    pairs = list(rows.order_by("person__name").values_list("role", "person__name"))
    there = {role: ", ".join(name for one, name in pairs if one == role) for role, _ in pairs}
    return [
        Duty(name, wording.duty(role, phase), there[role], found.role == role)
        for role, name in wording.ROLES.items()
        if role in there
    ]
