"""Admissions: who may be in a room, as what, and who must be silent.

The room's owner admits and dismisses; a host of the room may dismiss and mute participants.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Any, NamedTuple, TypeVar

from django.db import transaction
from django.db.models import F, OuterRef, Q, QuerySet, Subquery, Value
from django.utils import timezone

from ledger.compiled import Compiled
from ledger.recording import record
from members.models import Delegate, Person
from rooms import facts, phases, rooms
from rooms.models import Admission, Room
from rooms.refusals import CaseGiverListens, NotAdmitted, OnlyForHosts, OnlyListening, OnlyScribes, WasRemoved
from web.live.streams import is_id

Role = Admission.Role
Pair = tuple[int, int]
FactT = TypeVar("FactT", bound=facts.RoomFact)


def valid(now: datetime | Value | None = None) -> QuerySet[Admission]:
    """The admissions that count now: not withdrawn, of an active person, in a room that is open (to hosts: always)."""
    opened = Q(room__opens_at=None) | Q(room__opens_at__lte=now or timezone.now()) | Q(role=Role.HOST)
    return Admission.objects.filter(opened, dismissed_at=None, person__is_active=True)


def admission(room: Room, person: Person) -> Admission | None:
    """The person's admission to the room, if it counts now."""
    return valid().filter(room=room, person_id=person.pk).first()


class Voice(NamedTuple):
    """An admission that counts now, with its person's name and that of the member they act for, "" for none."""

    admission: Admission
    name: str
    member: str


def rights(pairs: Collection[Pair]) -> set[Pair]:
    """Those of (person id, room id) pairs whose admission counts now, in one query."""
    return set(pairs) & set(_rights(**_sides(pairs)))


def voices(pairs: Collection[Pair]) -> dict[Pair, Voice]:
    """The admissions that count now of (person id, room id) pairs and whose they are, in one query."""
    rows = _voices(**_sides(pairs))
    found = {(row.person_id, row.room_id): Voice(row, row.name, row.member or "") for row in rows}
    return {pair: found[pair] for pair in set(pairs) & found.keys()}


def _sides(pairs: Collection[Pair]) -> dict[str, Any]:
    return {"people": {pair[0] for pair in pairs}, "places": {pair[1] for pair in pairs}, "now": timezone.now()}


def member_of(person: str) -> Subquery:
    """The name of the member a person acts for, of several the first; `person` is the column with the person's id."""
    acting = Delegate.objects.filter(person_id=OuterRef(person), state=Delegate.State.ADMITTED)
    return Subquery(acting.order_by("since", "id").values("member__name")[:1])


def _counting(people: Any, places: Any, now: Any) -> QuerySet[Admission]:
    return valid(Value(now)).filter(room_id__one_of=places, person_id__one_of=people)


_rights = Compiled(lambda people, places, now: _counting(people, places, now).values_list("person_id", "room_id"))
_voices = Compiled(
    lambda people, places, now: _counting(people, places, now).annotate(
        name=F("person__name"), member=member_of("person_id")
    )
)


def require(room: Room, person: Person) -> Admission:
    """The person's admission.

    Raises:
        NotAdmitted: there is none that counts now.
    """
    found = admission(room, person)
    if found is None:
        raise NotAdmitted
    return found


def was_removed(room: Room, person: Person) -> bool:
    """Whether a host removed the person, and nobody admitted them since."""
    return Admission.objects.filter(room=room, person=person, role=Role.REMOVED).exists()


def readmit(room: Room, person: Person, *, role: str) -> None:
    """Admit somebody who comes by themselves, perhaps again: as silent as before, and not past a host who removed them.

    Who is to be a host comes in nevertheless.

    Raises:
        WasRemoved: a host removed them.
    """
    with transaction.atomic():
        rooms.locked([room.id])
        before = Admission.objects.filter(room=room, person=person).first()
        if before is not None and before.role == Role.REMOVED and role != Role.HOST:
            raise WasRemoved
        if admit(room, [person.pk], role=role) and before is not None and before.muted:
            mute(room, [person.pk])


def require_host(room: Room, person: Person) -> None:
    """Let only hosts of the room pass.

    Raises:
        NotAdmitted: the person may not even be in the room.
        OnlyForHosts: the person is there as something else.
    """
    if require(room, person).role != Role.HOST:
        raise OnlyForHosts


def may_speak(found: Admission) -> bool:
    """Whether this admission lets a person ever say something: neither muted nor an observer."""
    return not found.muted and found.role != Role.OBSERVER


def require_voice(found: Admission, room: Room) -> None:
    """Let only those pass who may say something in the phase that runs.

    Args:
        found: the admission that counts now.
        room: its room, as it is now.

    Raises:
        OnlyListening: muted, an observer, or (`CaseGiverListens`) the case-giver while the others advise.
    """
    if not may_speak(found):
        raise OnlyListening
    if phases.only_listens(found.role, room.phase):
        raise CaseGiverListens


def require_pen(found: Admission, room: Room) -> None:
    """Let only those pass who may write the room's notes.

    Raises:
        OnlyListening: muted or an observer.
        OnlyScribes: the room has a scribe, and the person is neither that nor a host.
    """
    if not may_speak(found):
        raise OnlyListening
    if not may_note(found, room):
        raise OnlyScribes


def may_note(found: Admission, room: Room) -> bool:
    """Whether this admission lets a person write the room's notes; of a room with a scribe: hosts and scribes."""
    return may_speak(found) and (not room.scribed or found.role in (Role.HOST, Role.SCRIBE))


def admit_all(wanted: Mapping[int, Mapping[int, str]]) -> list[Pair]:
    """Admit people to several rooms at once, in a handful of statements however many there are.

    Who is admitted already keeps the role they have (`give_role` changes it).

    Args:
        wanted: room id to person id to role.

    Returns:
        The (person id, room id) pairs that were not admitted before.
    """
    with transaction.atomic():
        there = rooms.locked(wanted)
        known = {(row.person_id, row.room_id): row for row in Admission.objects.filter(room_id__in=there)}
        given = {(person, room): role for room in there for person, role in wanted[room].items()}
        new = [pair for pair in given if pair not in known]
        back = [pair for pair in given if pair in known and known[pair].dismissed_at]
        Admission.objects.bulk_create(
            Admission(person_id=person, room_id=room, role=given[person, room]) for person, room in new
        )
        _readmit({known[pair].id: given[pair] for pair in back})
        record(
            *(
                facts.PersonAdmitted(room_id=room, person_id=person, role=given[person, room])
                for person, room in new + back
            )
        )
    return new + back


def _readmit(roles: Mapping[int, str]) -> None:
    of_role: dict[str, list[int]] = defaultdict(list)
    for admission_id, role in roles.items():
        of_role[role].append(admission_id)
    for role, ids in of_role.items():
        Admission.objects.filter(id__in=ids).update(
            role=role, muted=False, dismissed_at=None, admitted_at=timezone.now()
        )


def admit(room: Room, person_ids: Iterable[int], *, role: str = Role.PARTICIPANT) -> list[int]:
    """Admit people to a room. Returns those who were not admitted before; see `admit_all`."""
    return [person for person, _ in admit_all({room.id: dict.fromkeys(person_ids, role)})]


def dismiss_all(pairs: Collection[Pair]) -> list[Pair]:
    """Withdraw admissions of (person id, room id) pairs; sockets are closed. Returns those that were admitted."""
    with transaction.atomic():
        rooms.locked({room for _, room in pairs})
        rows = Admission.objects.filter(
            room_id__in={room for _, room in pairs}, person_id__in={person for person, _ in pairs}, dismissed_at=None
        )
        gone = {(row.person_id, row.room_id): row.id for row in rows if (row.person_id, row.room_id) in set(pairs)}
        Admission.objects.filter(id__in=gone.values()).update(dismissed_at=timezone.now())
        record(*(facts.AdmissionWithdrawn(room_id=room, person_id=person) for person, room in gone))
    return list(gone)


def dismiss(room: Room, person_ids: Iterable[int], *, by: Person | None = None) -> list[int]:
    """Withdraw people's admission to a room. Whom a host dismisses is noted as removed, so that they do not walk back.

    Args:
        room: which one.
        person_ids: whom; those not admitted are passed over.
        by: the host who does it, who cannot dismiss hosts; `None` when the room's owner does.

    Returns:
        The ids of those who were admitted until now.

    Raises:
        NotAdmitted, OnlyForHosts: `by` may not do this.
    """
    with transaction.atomic():
        people = set(person_ids)
        if by is not None:
            rooms.locked([room.id])
            _require_power(room, by, people)
        gone = [person for person, _ in dismiss_all({(person, room.id) for person in people})]
        if by is not None:
            Admission.objects.filter(room=room, person_id__in=gone).update(role=Role.REMOVED)
    return gone


def _require_power(room: Room, by: Person, people: Collection[int]) -> None:
    require_host(room, by)
    if Admission.objects.filter(room=room, person_id__in=people, role=Role.HOST, dismissed_at=None).exists():
        raise OnlyForHosts


def give_role(room: Room, person_ids: Iterable[int], *, role: str) -> list[int]:
    """Give admitted people another role, as the room's owner. Returns those who had another one."""
    with transaction.atomic():
        rooms.locked([room.id])
        rows = Admission.objects.filter(room=room, person_id__in=set(person_ids), dismissed_at=None).exclude(role=role)
        changed = sorted(rows.values_list("person_id", flat=True))
        Admission.objects.filter(room=room, person_id__in=changed).update(role=role)
        record(*(facts.RoleGiven(room_id=room.id, person_id=person, role=role) for person in changed))
    return changed


def mute(room: Room, person_ids: Iterable[int], *, by: Person | None = None) -> list[int]:
    """Let people listen only. Arguments, errors and answer as for `dismiss`."""
    return _set_muted(room, set(person_ids), by, muted=True, fact=facts.PersonMuted)


def unmute(room: Room, person_ids: Iterable[int], *, by: Person | None = None) -> list[int]:
    """Let muted people speak again. Arguments, errors and answer as for `dismiss`."""
    return _set_muted(room, set(person_ids), by, muted=False, fact=facts.PersonUnmuted)


def _set_muted(
    room: Room,
    people: set[int],
    by: Person | None,
    *,
    muted: bool,
    fact: type[facts.PersonMuted] | type[facts.PersonUnmuted],
) -> list[int]:
    with transaction.atomic():
        rooms.locked([room.id])
        if by is not None:
            _require_power(room, by, people)
        rows = Admission.objects.filter(room=room, person_id__in=people, dismissed_at=None, muted=not muted)
        changed = sorted(rows.values_list("person_id", flat=True))
        Admission.objects.filter(room=room, person_id__in=changed).update(muted=muted)
        record(*(fact(room_id=room.id, person_id=person) for person in changed))
    return changed


def admitted(pairs: Collection[tuple[int, str]]) -> set[tuple[int, str]]:
    """Those of (person id, stream key) pairs who may listen now, in one query; a key is a room's id in decimal."""
    known = {(person, int(key)): key for person, key in pairs if is_id(key)}
    if not known:
        return set()
    return {(person, known[person, room]) for person, room in rights(known.keys())}
