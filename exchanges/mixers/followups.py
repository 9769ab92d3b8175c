"""Follow-ups: 30 and 90 days after a mixer everybody who exchanged contacts is asked what came of them."""

from django.db import transaction
from django.utils import timezone

from events.models import Registration
from events.states import HOLDS_A_SEAT
from exchanges.mixers import participants
from exchanges.mixers.facts import FollowUpAnswered, FollowUpAsked
from exchanges.mixers.models import Contact, FollowUp, Mixer
from exchanges.mixers.promises import FollowUpDue
from exchanges.mixers.refusals import NoSuchFollowUp
from ledger.recording import record
from members import consents, notices
from members.models import Person


def keep_promise(due: FollowUpDue) -> None:
    """Ask everybody who exchanged a contact and can still answer; by mail only those who agreed to be asked so.

    Who gave up their place, or was shown out, finds no page to answer on; others are asked about them all the same.
    """
    mixer = Mixer.objects.select_related("event").get(id=due.mixer_id)
    taking_part = participants.registrations(mixer).values("person_id")
    shared = Contact.objects.filter(mixer=mixer, person__in=taking_part).exclude(shared_at=None)
    shared = shared.filter(person__is_active=True, other__is_active=True)
    pairs = list(shared.order_by("person_id", "other_id").values_list("person_id", "other_id"))
    FollowUp.objects.bulk_create(
        [FollowUp(mixer=mixer, person_id=person, other_id=other, days=due.days) for person, other in pairs],
        ignore_conflicts=True,
    )
    asked = sorted({person for person, _ in pairs})
    _tell(mixer, due.days, asked)
    record(*(FollowUpAsked(person_id=person, mixer_id=mixer.id, days=due.days) for person in asked))


def _tell(mixer: Mixer, days: int, asked: list[int]) -> None:
    agreed = consents.given_by(asked, consents.FOLLOW_UPS)
    for by_mail in (True, False):
        notices.tell(
            [person for person in asked if (person in agreed) == by_mail],
            kind="mixer_follow_up",
            key=f"mixer_follow_up:{mixer.id}:{days}",
            data={"event_id": mixer.event_id, "mixer_id": mixer.id, "days": days},
            address=f"/mixers/{mixer.event.slug}/afterwards/",
            by_mail=by_mail,
        )


def answer(mixer: Mixer, *, by: Person, other_id: int, days: int, outcome: str) -> FollowUp:
    """Say what came of a contact; again replaces it.

    Args:
        mixer: where the contact was made.
        by: who was asked.
        other_id: the contact.
        days: 30 or 90.
        outcome: one of `FollowUp.Outcome`.

    Raises:
        NoSuchFollowUp: the person was not asked this.
    """
    if outcome not in FollowUp.Outcome.values:
        raise NoSuchFollowUp
    with transaction.atomic():
        rows = FollowUp.objects.select_for_update(of=("self",))
        asked = rows.filter(mixer=mixer, person=by, other=other_id, days=days).first()
        if asked is None:
            raise NoSuchFollowUp
        changed = asked.outcome != outcome
        asked.outcome, asked.answered_at = outcome, timezone.now()
        asked.save(update_fields=["outcome", "answered_at"])
        if changed:
            record(_answered(mixer, by, asked))
    return asked


def _answered(mixer: Mixer, by: Person, asked: FollowUp) -> FollowUpAnswered:
    registrations = Registration.objects.filter(event=mixer.event_id, person=by, state__in=HOLDS_A_SEAT)
    member = registrations.exclude(member=None).values_list("member_id", flat=True).first()
    return FollowUpAnswered(
        person_id=by.pk,
        mixer_id=mixer.id,
        other_id=asked.other_id,
        days=asked.days,
        outcome=asked.outcome,
        concerns=() if member is None else (member,),
    )


def open_ones(person: Person) -> list[FollowUp]:
    """What a person was asked, can still answer and has not, oldest first; for the dashboard."""
    rows = FollowUp.objects.filter(person=person, answered_at=None, other__is_active=True)
    rows = rows.filter(mixer__in=participants.mixers_of(person))
    return list(rows.select_related("mixer__event", "other").order_by("mixer__event__starts_at", "days", "id"))
