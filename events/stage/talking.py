"""The rooms of a session: its conversation for everybody at the symposium, its green room for those on stage."""

from collections import defaultdict
from collections.abc import Callable, Collection

from django.db.models import Q, QuerySet

from events import registrations
from events.models import Event, Podium, Session
from events.stage import places, tallies
from events.stage.addresses import page_of
from events.stage.errors import NoSuchThing, StageIsClosed
from events.stage.groups import company
from events.stage.places import Place
from ledger.facts import Entry
from members.models import Person
from rooms import admissions, rooms
from rooms.models import Admission, Room
from web.translated import translated

Role = Admission.Role


def join(event: Event, session_id: int, *, by: Person) -> Room:
    """Let a person into a session's conversation, which opens with the first; moderators are its hosts.

    Raises:
        NoPlace, StageIsClosed: see `places.require_acting`; nobody joins before the doors open.
        NoSuchThing: there is no such session.
        WasRemoved: a moderator has removed the person from it.
    """
    with registrations.door(event.pk) as held:
        place = places.require_acting(held, by)
        if not places.is_open(held):
            raise StageIsClosed
        session = places.session(held, session_id)
        podium = _podium(session)
        if _is_shut(podium.conversation):
            podium.conversation = rooms.open_room(_title(session), page_of(held, session.pk))
            podium.save(update_fields=["conversation"])
        role = conversation_role(place, session.pk)
        room = _admit(podium.conversation, by, role)
        company.let_in(session.pk, by, role=role)
        return room


def enter_green_room(event: Event, session_id: int, *, by: Person) -> Room:
    """Let somebody who is on stage into the session's green room.

    Raises:
        NoPlace, StageIsClosed, OnlyForTheAgenda: see `places.require_appearance`.
        NoSuchThing: there is no such session.
        WasRemoved: a moderator has removed the person from it.
    """
    with registrations.door(event.pk) as held:
        place = places.require_appearance(held, session_id, by)
        session = places.session(held, session_id)
        podium = _podium(session)
        if _is_shut(podium.green_room):
            podium.green_room = rooms.open_room(_title(session))
            podium.save(update_fields=["green_room"])
        return _admit(podium.green_room, by, green_room_role(place, session.pk))


def conversation_role(place: Place, session_id: int) -> str:
    """What somebody with a place is in a session's conversation."""
    return Role.HOST if place.moderates(session_id) else Role.PARTICIPANT


def green_room_role(place: Place, session_id: int) -> str:
    """What somebody with a place is in a session's green room; "" for who is not on stage in it."""
    if session_id not in place.on:
        return ""
    return Role.HOST if place.on[session_id] in places.MODERATE else Role.PARTICIPANT


def _is_shut(room: Room | None) -> bool:
    """Whether there is none to go into: not yet, or it was closed when the event was postponed."""
    return room is None or room.closed_at is not None


def _title(session: Session) -> str:
    return translated(session.titles, "en").text[:160]


def _admit(room: Room | None, person: Person, role: str) -> Room:
    if room is None:
        raise NoSuchThing
    admissions.readmit(room, person, role=role)
    return room


def _podium(session: Session) -> Podium:
    """The session's podium, held with the session."""
    if not tallies.locked([session.pk]):
        raise NoSuchThing
    row, _new = Podium.objects.select_related("conversation", "green_room").get_or_create(session=session)
    return row


def follow_agenda(entry: Entry) -> None:
    """A session's people changed: who has no place in its rooms leaves them, the others are what they are now there.

    A reaction. The event's row is held: who comes in at the same moment is seen here, or sees what changed.
    """
    with registrations.door(entry.data["event_id"]) as event:
        _look_through([event], Admission.objects.all())


def office_taken(entry: Entry) -> None:
    """An office ended: in the rooms of that network's sessions its holder is what they are now, or not at all.

    A reaction. Events they may be coming into are held as well, as `follow_agenda` does.
    """
    network_id, mine = entry.data["network_id"], Admission.objects.filter(person=entry.data["person_id"])
    there = mine.filter(dismissed_at=None).values("room")
    podiums = Podium.objects.filter(Q(conversation__in=there) | Q(green_room__in=there))
    known = podiums.filter(session__event__network=network_id).values_list("session__event", flat=True)
    with registrations.doors({*known, *places.open_in(network_id)}) as events:
        _look_through(events, mine)


RoleIn = Callable[[Place, int], str]
"""What somebody with a place is in a room of the session with an id; "" for nothing."""


def _look_through(events: Collection[Event], admitted: QuerySet[Admission]) -> None:
    """Let those of the admitted who are in rooms of these events have the role they have now, or none."""
    is_for = _rooms_of(events)
    rooms.locked(is_for)
    inside = list(admitted.filter(room__in=is_for, dismissed_at=None).select_related("room"))
    standing = places.many({event.pk for event in events}, {row.person_id for row in inside})
    found = {(place.person.pk, place.event.pk): place for place in standing}
    gone: set[admissions.Pair] = set()
    other: dict[tuple[Room, str], list[int]] = defaultdict(list)
    for row in inside:
        role_in, session = is_for[row.room_id]
        place = found.get((row.person_id, session.event_id))
        role = role_in(place, session.pk) if place else ""
        if not role:
            gone.add((row.person_id, row.room_id))
        elif role != row.role:
            other[row.room, role].append(row.person_id)
    admissions.dismiss_all(gone)
    for (room, role), people in other.items():
        admissions.give_role(room, people, role=role)


def _rooms_of(events: Collection[Event]) -> dict[int, tuple[RoleIn, Session]]:
    """By room of these events' sessions what gives the role in it, and whose it is."""
    podiums = list(Podium.objects.filter(session__event__in=events).select_related("session"))
    conversations = [(one.conversation_id, (conversation_role, one.session)) for one in podiums]
    green_rooms = [(one.green_room_id, (green_room_role, one.session)) for one in podiums]
    return {room_id: what for room_id, what in conversations + green_rooms if room_id is not None}


def follow_registration(entry: Entry) -> None:
    """Somebody lost their seat: they leave the conversations, unless they have another place. A reaction."""
    person = Person.objects.get(pk=entry.data["person_id"])
    with registrations.door(entry.data["event_id"]) as event:
        if places.of(event, person) is None:
            conversations = Podium.objects.filter(session__event=event).values("conversation")
            mine = Admission.objects.filter(room__in=conversations, person=person, dismissed_at=None)
            admissions.dismiss_all(set(mine.values_list("person_id", "room_id")))


def follow_event(entry: Entry) -> None:
    """The event is over, or not for now: its conversations and green rooms close. A reaction."""
    with registrations.door(entry.data["event_id"]) as event:
        podiums = Podium.objects.filter(session__event=event)
        ids = {pk for pair in podiums.values_list("conversation", "green_room") for pk in pair if pk is not None}
        rooms.close_rooms(list(Room.objects.filter(pk__in=ids)))
