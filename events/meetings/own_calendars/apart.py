"""Read a stranger's calendar in a process of its own: a rule that never ends, or fills memory, ends there only."""

import json
import subprocess
import sys
from datetime import datetime

from events.meetings.own_calendars.busy import Span
from events.meetings.own_calendars.fetching import Trouble, Unreadable

MOST_SECONDS = 30
TOO_MUCH = (3, -9, -24)
"""Said so itself, or was ended for taking too much memory or time."""


def spans(content: bytes, *, since: datetime, until: datetime, zone: str) -> list[Span]:
    """When somebody is busy between two moments, by their calendar file.

    Args:
        content: the file.
        since: an aware moment.
        until: a later one.
        zone: IANA name of the zone in which the person lives.

    Raises:
        Unreadable: it is no calendar, or takes too much.
    """
    module = [sys.executable, "-m", "events.meetings.own_calendars.busy"]
    try:
        done = subprocess.run(  # noqa: S603  (our own module; what a stranger wrote goes to its standard input)
            [*module, since.isoformat(), until.isoformat(), zone],
            input=content,
            capture_output=True,
            timeout=MOST_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise Unreadable(Trouble.TOO_LARGE) from None
    if done.returncode:
        raise Unreadable(Trouble.TOO_LARGE if done.returncode in TOO_MUCH else Trouble.NO_CALENDAR)
    return [(datetime.fromisoformat(start), datetime.fromisoformat(end)) for start, end in json.loads(done.stdout)]
