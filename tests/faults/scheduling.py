"""Sessions for scheduling faults: made in an installation's database, and looked at afterwards.

Runs inside the installation: `vernetzt manage shell -c "from tests.faults.scheduling import …"`.
"""

import json
import sys
import time
from collections import Counter
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from events.models import Meeting
from ledger.models import Entry, Promise, Receipt
from members import mailing
from members.models import Notice
from peers import sessions
from peers.models import Session
from peers.session_errors import SessionIsFixed
from rooms.consultation.refusals import BegunAlready
from rooms.models import Consultation, Room
from tests.peers import session_cast as cast
from tests.serving import wait_until

ONCE = ("meeting_opened", "consultation_closed", "meeting_held", "session_held")
AFTER = {"meeting_last_reminder": 0.0, "meeting_opens": 2.0, "consultation_begins": 4.0}
"""What a session has promised, and how many seconds after its moment it is due here; all else stays far away."""
CLAIMED = timedelta(seconds=5)
"""For how long a worker that lives keeps one mail claimed at most."""


def prepare(count: int, within: float, start: float, phases: Mapping[str, int]) -> int:
    """Book sessions whose reminder, opening and beginning come due in a span of time; print and return the first's id.

    Args:
        count: how many.
        within: seconds over which their moments are spread.
        start: seconds from the end of the preparation to the first moment; negative: in the past.
        phases: those of each session, with their seconds.
    """
    made = [cast.booked(cast.tandem()) for _ in range(count)]
    begin = timezone.now() + timedelta(seconds=start)
    for index, session in enumerate(made):
        _set(session, begin + timedelta(seconds=within * index / count), phases)
    sys.stdout.write(f"{made[0].pk}\n")
    sys.stdout.flush()
    return made[0].pk


def _set(session: Session, moment: datetime, phases: Mapping[str, int]) -> None:
    """Let a session be about to happen, with phases of seconds."""
    meeting = session.booked
    begins = moment + timedelta(seconds=AFTER["consultation_begins"])
    Meeting.objects.filter(pk=meeting.pk).update(starts_at=begins, ends_at=begins + timedelta(hours=1))
    Room.objects.filter(pk=meeting.room_id).update(programme=[list(one) for one in phases.items()])
    Consultation.objects.filter(room=meeting.room_id).update(starts_at=begins)
    rows = Promise.objects.filter(stream__in=[f"meeting:{meeting.pk}", f"room:{meeting.room_id}"])
    rows.filter(kind__in=["meeting_day_reminder", "meeting_hour_reminder"]).delete()
    for kind, seconds in AFTER.items():
        at = moment + timedelta(seconds=seconds)
        rows.filter(kind=kind).update(due_at=at, promised_at=at)


def over(first: int) -> int:
    """How many sessions from the first one on are not over yet."""
    return Session.objects.filter(pk__gte=first, state=Session.State.BOOKED).count()


def told(first: int) -> int:
    """The same, and once all are over: how many reactions and mails are still to come.

    A mail that a killed worker had claimed is given to the others after seconds, not minutes.
    """
    waiting, now = Notice.objects.filter(by_mail=True, mailed_at=None), timezone.now()
    reactions = Receipt.objects.filter(state=Receipt.State.DUE, due_at__lte=now)
    waiting.filter(due_at__range=(now, now + mailing.LEASE - CLAIMED)).update(due_at=now)
    return over(first) or reactions.count() + waiting.count()


def waiting(first: int) -> int:
    """How many sessions from the first one on have not begun yet."""
    return Consultation.objects.filter(room__meeting__peer_session__gte=first, began_at=None).count()


def report_when_none(count: Callable[[int], int], first: int, *, patience: float) -> None:
    """Wait until a function counts no sessions any more, then print what happened to every one.

    Raises:
        TimeoutError: it still counts some.
    """
    wait_until(lambda: count(first) == 0, seconds=patience, every=0.5)
    report(first)


def race(first: int) -> None:
    """Move every other session, and cancel the rest, at the moment each begins; print how often it was late, report."""
    late = 0
    for session in Session.objects.filter(pk__gte=first).order_by("pk").select_related("meeting", "partnership"):
        person = session.partnership.team.all()[0].person
        wait = (session.booked.starts_at - timezone.now()).total_seconds()
        time.sleep(max(0.0, wait))
        try:
            if session.pk % 2:
                sessions.move(session_id=session.pk, by=person, starts_at=cast.soon(days=4))
            else:
                sessions.cancel(session_id=session.pk, by=person)
        except (BegunAlready, SessionIsFixed):
            late += 1
    sys.stdout.write(f"{late}\n")
    report(first)


def report(first: int) -> None:
    """Print what happened to every session, as JSON."""
    rows = Session.objects.filter(pk__gte=first).order_by("pk").select_related("meeting__room")
    json.dump([_one(session) for session in rows], sys.stdout)


def _one(session: Session) -> dict[str, Any]:
    meeting = session.booked
    streams = [f"meeting:{meeting.pk}", f"room:{meeting.room_id}", f"partnership:{session.partnership_id}"]
    entries = list(Entry.objects.filter(stream__name__in=streams).order_by("at", "id").values_list("kind", "data"))
    kinds = Counter(kind for kind, _ in entries)
    kept = Promise.objects.filter(stream__in=streams, kind__in=AFTER, state="done")
    states = Promise.objects.filter(stream__in=streams).values_list("kind", "state")
    reminded = Notice.objects.filter(kind="meeting_last_reminder", data__meeting_id=meeting.pk)
    return {
        "state": session.state,
        "began": [data["phase"] for kind, data in entries if kind == "phase_began"],
        "left_out": [data["phase"] for kind, data in entries if kind == "phase_left_out"],
        "order": [kind for kind, _ in entries if kind in ("meeting_opened", "phase_began", "consultation_closed")],
        "meeting": [kind for kind, _ in entries if kind in ("meeting_opened", "meeting_held")],
        "once": {kind: kinds[kind] for kind in ONCE},
        "reminded": Counter(reminded.values_list("person_id", flat=True)).most_common(),
        "promises": dict(states),
        "people": list(meeting.participants.values_list("person__email", flat=True)),
        "phase": meeting.room.phase,
        "late": [(done - at).total_seconds() for at, done in kept.values_list("promised_at", "done_at") if done]
        + _closing_late(session),
    }


def _closing_late(session: Session) -> list[float]:
    """How long after its last phase's end the session was held."""
    planned = Consultation.objects.get(room=session.booked.room_id)
    if planned.closed_at is None or planned.began_at is None or session.booked.held_at is None:
        return []
    due = planned.starts_at + timedelta(seconds=sum(seconds for _, seconds in session.booked.room.programme))
    return [(session.booked.held_at - due).total_seconds()]


def forget_reminders(first: int) -> None:
    """Let the last reminders be twenty minutes late already; print the first session."""
    past = timezone.now() - timedelta(minutes=20)
    Promise.objects.filter(kind="meeting_last_reminder").update(due_at=past, promised_at=past)
    sys.stdout.write(f"{first}\n")
