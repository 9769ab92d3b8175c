"""Calling people: those a message mentions are noted with it and told."""

from collections import defaultdict
from collections.abc import Iterable

from members.notices import tell
from rooms import mentions
from rooms.admissions import valid
from rooms.models import Message, Room

NamesOfRoom = dict[int, dict[int, str]]
Mentioned = Message.mentions.through


def names_in(room_ids: Iterable[int]) -> NamesOfRoom:
    """Who can be called in these rooms: names by person id, by room, in one query."""
    names: NamesOfRoom = defaultdict(dict)
    rows = valid().filter(room_id__in=set(room_ids)).values_list("room_id", "person_id", "person__name")
    for room_id, person_id, name in rows:
        names[room_id][person_id] = name
    return names


def call(messages: Iterable[Message], *, again: bool = False) -> None:
    """Note whom messages mention, and tell these people; nobody is told about a mention of their own.

    Args:
        messages: just stored, in the transaction that stored them.
        again: they were edited: what they mentioned before is forgotten first, and only people not yet told are told.
    """
    rows = list(messages)
    if again:
        Mentioned.objects.filter(message_id__in=[row.id for row in rows]).delete()
    calling = [row for row in rows if mentions.possible(row.text)]
    if not calling:
        return
    names = names_in(row.room_id for row in calling)
    called = {row.id: {hit.person_id for hit in mentions.found(row.text, names[row.room_id])} for row in calling}
    Mentioned.objects.bulk_create(
        Mentioned(message_id=row.id, person_id=person_id) for row in calling for person_id in sorted(called[row.id])
    )
    addresses = dict(Room.objects.filter(id__in=names).values_list("id", "address"))
    for row in calling:
        if others := called[row.id] - {row.author_id}:
            tell(
                others,
                kind="mentioned",
                key=f"mentioned:{row.id}",
                data={"person_id": row.author_id, "room_id": row.room_id},
                address=f"{addresses[row.room_id] or f'/rooms/{row.room_id}/'}#message-{row.id}",
                by_mail=False,
            )
