"""Who takes part: people with a confirmed place are admitted to the lobby; who is there right now."""

from collections.abc import Collection
from datetime import timedelta

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from events.models import Registration
from events.states import HOLDS_A_SEAT
from exchanges.mixers.models import Arrival, Mixer
from exchanges.mixers.refusals import NotTakingPart
from ledger.facts import Entry
from members.models import Person
from rooms import admissions, presence
from rooms.models import Admission, Presence

SITS = (Admission.Role.PARTICIPANT, Admission.Role.HOST)
"""Interpreters, scribes and observers are in the lobby but are given no seat."""
COMING_BACK = timedelta(seconds=20)
"""So long browsers may take to connect again after everything was down."""
LONGEST_OUTAGE = timedelta(minutes=15)


def registrations(mixer: Mixer) -> QuerySet[Registration]:
    """Those who take part: a confirmed place, and not removed from the lobby."""
    let_in = Admission.objects.filter(room=mixer.lobby_id, person=OuterRef("person"), dismissed_at=None, role__in=SITS)
    return Registration.objects.filter(Exists(let_in), event=mixer.event_id, state__in=HOLDS_A_SEAT)


def takes_part(mixer: Mixer, person: Person) -> bool:
    """Whether the person has a confirmed place and was not removed."""
    return registrations(mixer).filter(person=person).exists()


def mixers_of(person: Person) -> QuerySet[Mixer]:
    """The mixers in which the person takes part."""
    let_in = Admission.objects.filter(room=OuterRef("lobby"), person=person, dismissed_at=None, role__in=SITS)
    place = Registration.objects.filter(event=OuterRef("event"), person=person, state__in=HOLDS_A_SEAT)
    return Mixer.objects.filter(Exists(let_in), Exists(place))


def require(mixer: Mixer, person: Person) -> Registration:
    """The person's registration.

    Raises:
        NotTakingPart: there is no confirmed one, or a host removed the person.
    """
    found = registrations(mixer).filter(person=person).first()
    if found is None:
        raise NotTakingPart
    return found


def here(mixer_id: int) -> set[int]:
    """Ids of the people who are at the mixer now, in the lobby or at a table."""
    stream = f"mixer:{mixer_id}"
    return presence.present([stream])[stream]


def expected(mixer_id: int) -> set[int]:
    """Ids of the people who are here, and right after an outage of those who were here when it began.

    People whose web process died did not leave: their rows stay. While others have been connected for a while they do
    not count, since they would be back by now; when nobody has, everything was down and they are about to come back.
    """
    now, stream = timezone.now(), f"mixer:{mixer_id}"
    living = set(presence.current([stream]).values_list("person_id", "since"))
    here_now = {person for person, _ in living}
    if any(since <= now - COMING_BACK for _, since in living):
        return here_now
    lost = Presence.objects.filter(stream=stream, process__seen_at__gt=now - LONGEST_OUTAGE)
    return here_now | set(lost.values_list("person_id", flat=True))


def to_seat(mixer: Mixer, present: Collection[int]) -> set[int]:
    """Ids of those of the present who take part."""
    return set(registrations(mixer).filter(person__in=present).values_list("person_id", flat=True))


def note_arrivals(mixer: Mixer, person_ids: Collection[int]) -> None:
    """Remember who was seen at the mixer; those known already are passed over."""
    known = set(Arrival.objects.filter(mixer=mixer).values_list("person_id", flat=True))
    new = [Arrival(mixer=mixer, person_id=person) for person in sorted(set(person_ids) - known)]
    if new:
        Arrival.objects.bulk_create(new, ignore_conflicts=True)


def follow_registration(entry: Entry) -> None:
    """A registration changed: let the person into the lobby or out of it, by what the registration says now."""
    mixer = Mixer.objects.filter(event=entry.data["event_id"]).select_related("lobby").first()
    if mixer is None:
        return
    person_id = entry.data["person_id"]
    rows = Registration.objects.filter(event=mixer.event_id, person=person_id, state__in=HOLDS_A_SEAT)
    if rows.exists():
        admissions.admit(mixer.lobby, [person_id])
    elif not _leads(mixer, person_id):
        admissions.dismiss(mixer.lobby, [person_id])


def _leads(mixer: Mixer, person_id: int) -> bool:
    role = Admission.Role.HOST
    return Admission.objects.filter(room=mixer.lobby_id, person=person_id, role=role, dismissed_at=None).exists()
