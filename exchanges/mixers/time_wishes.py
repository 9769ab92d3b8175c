"""The wish for more time: said once per person and round, told to everybody as a number, decided by the host."""

from django.db import transaction

from exchanges.mixers.facts import MoreTimeWanted
from exchanges.mixers.models import Mixer, Round, Seat, TimeWish
from exchanges.mixers.refusals import NoRound, NotSeated
from ledger.recording import record
from members.models import Person


def wish(mixer: Mixer, *, by: Person) -> int:
    """Wish for more time in the round that is open; again changes nothing.

    Returns:
        How many wish it.

    Raises:
        NoRound: none is open.
        NotSeated: the person sits at no table.
    """
    with transaction.atomic():
        running = Round.objects.select_for_update(no_key=True).filter(mixer=mixer, state=Round.State.OPEN).first()
        if running is None:
            raise NoRound
        if not Seat.objects.filter(round=running, person=by, left_at=None).exists():
            raise NotSeated
        _, new = TimeWish.objects.get_or_create(round=running, person=by)
        count = TimeWish.objects.filter(round=running).count()
        if new:
            record(MoreTimeWanted(mixer_id=mixer.id, number=running.number, count=count))
    return count


def standing(mixer: Mixer, person: Person) -> tuple[int, bool]:
    """How many want the running round to last longer, and whether the person does; one query."""
    wishes = TimeWish.objects.filter(round__mixer=mixer, round__state=Round.State.OPEN)
    wishing = set(wishes.values_list("person_id", flat=True))
    return len(wishing), person.pk in wishing
