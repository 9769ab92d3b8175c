"""Applause: a few signs that people give, told to all as numbers per second and never as persons.

Nothing is stored about who gave which sign. The numbers wait in the process's memory for at most a second.
"""

import threading
from collections import Counter, defaultdict
from collections.abc import Collection, Mapping

from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from events.models import Event, Session
from events.stage import facts, places, ticking
from events.stage.errors import NoSuchThing, StageIsClosed
from ledger.recording import record
from members.models import Person
from web.throttle import throttle

SIGNS: Mapping[str, tuple[str, str | Promise]] = {
    "clap": ("👏", _("Applause")),
    "agree": ("👍", _("I agree")),
    "heart": ("❤️", _("Thank you")),
    "surprise": ("😮", _("That surprises me")),
}
"""What can be given, with its picture and its name."""
PER_TEN_SECONDS = 15
_given: dict[int, Counter[str]] = defaultdict(Counter)
_lock = threading.Lock()


def give(event: Event, session_id: int, *, by: Person, sign: str) -> None:
    """Give a sign of applause.

    Raises:
        NoPlace, StageIsClosed: see `places.require`.
        NoSuchThing: there is no such session or sign.
        TooOften: more than fifteen in ten seconds.
    """
    places.require(event, by)
    if not places.is_open(event):
        raise StageIsClosed
    if sign not in SIGNS:
        raise NoSuchThing
    session = places.session(event, session_id)
    throttle("stage-applause", by.pk, PER_TEN_SECONDS, 10)
    with _lock:
        _given[session.pk][sign] += 1
    ticking.applauding.soon(session.pk)


def tell(session_ids: Collection[int]) -> int:
    """Tell the audience how often which sign was given since the last time. Returns how many entries that took."""
    with _lock:
        taken = {pk: dict(_given.pop(pk)) for pk in session_ids if pk in _given}
    if not taken:
        return 0
    with transaction.atomic():
        events = dict(Session.objects.filter(pk__in=taken).order_by("pk").values_list("pk", "event_id"))
        told = [facts.Applauded(event_id=event, session_id=pk, counts=taken[pk]) for pk, event in events.items()]
        if told:
            record(*told)
    return len(told)
