"""Notices: something told to a person, on the page and by mail, once.

The app that tells has the templates: `notices/<kind>.txt`, whose first line is the mail's subject, and
`notices/<kind>.html`, one sentence for the page. Both get the keys of `data`; a key such as `member_id` also gives
`member`, looked up for a whole page of notices at once (see `subjects`).
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from ledger.efforts import require_transaction
from members.errors import NotFound
from members.models import Member, Network, Notice, Person
from members.roles import Somebody, active

Data = Mapping[str, Any]

subjects: dict[str, Callable[[Collection[int]], Mapping[int, Any]]] = {
    "person_id": lambda ids: Person.objects.in_bulk(list(ids)),
    "member_id": lambda ids: Member.objects.in_bulk(list(ids)),
    "network_id": lambda ids: Network.objects.in_bulk(list(ids)),
}
"""How keys of `data` are looked up: key to function of ids. Other apps add theirs, such as `event_id`."""

attachments: dict[str, Callable[[Notice], Iterable[tuple[str, bytes, str]]]] = {}
"""What goes with the mail of a kind of notice, as (name, content, MIME type), such as a calendar file."""

replies: dict[str, Callable[[Notice], str]] = {}
"""Where answers to the mail of a kind of notice go; "" for the platform's own address, as for all other kinds."""


def tell(person_ids: Iterable[int], *, kind: str, key: str, data: Data, address: str = "", by_mail: bool = True) -> int:
    """Tell persons something, in the transaction of the change they are told about.

    Args:
        person_ids: whom; who is deactivated, erased or was told the same key before is passed by.
        kind: names the templates.
        key: what makes it the same notice, such as `event_moved:5:3`; it is made unique per person.
        data: ids, numbers, short codes and moments (`datetime.isoformat()`); no names, which would outlive an erasure.
        address: where the notice leads, a path of this site.
        by_mail: whether it also goes out by mail.

    Returns:
        How many were told.

    Raises:
        OutsideTransaction: there is none.
    """
    require_transaction("tell()")
    told = Person.objects.filter(id__in=set(person_ids), is_active=True).order_by("id").values_list("id", flat=True)
    rows = [
        Notice(person_id=person_id, kind=kind, key=f"{key}:{person_id}", data=data, address=address, by_mail=by_mail)
        for person_id in told
    ]
    known = set(Notice.objects.filter(key__in=[row.key for row in rows]).values_list("key", flat=True))
    Notice.objects.bulk_create(rows, ignore_conflicts=True)
    return sum(row.key not in known for row in rows)


def tell_address(email: str, *, language: str, kind: str, key: str, data: Data, address: str) -> None:
    """Mail something to an address that belongs to nobody here yet.

    Raises:
        OutsideTransaction: there is no transaction.
    """
    require_transaction("tell_address()")
    row = Notice(email=email, kind=kind, key=f"{key}:@", data={**data, "language": language}, address=address)
    Notice.objects.bulk_create([row], ignore_conflicts=True)


def under(key: str) -> QuerySet[Notice]:
    """What was told under a key, one notice per person."""
    return Notice.objects.filter(key__startswith=f"{key}:")


def of(person: Person) -> QuerySet[Notice]:
    """The person's notices, newest first."""
    return Notice.objects.filter(person=person).select_related("person")


def unread(person: Somebody) -> int:
    """How many notices the person has not read."""
    return of(person).filter(read_at=None).count() if active(person) else 0


def mark_read(person: Person, notice_id: int | None = None) -> Notice | None:
    """Mark one of the person's notices read, or all of them. Returns the one.

    Raises:
        NotFound: the notice is not the person's.
    """
    mine = of(person)
    notice = None
    if notice_id is not None:
        mine = mine.filter(id=notice_id)
        notice = mine.first()
        if notice is None:
            raise NotFound
    mine.filter(read_at=None).update(read_at=timezone.now())
    return notice


def with_subjects(notices: Collection[Notice]) -> list[tuple[Notice, dict[str, Any]]]:
    """Each notice with what its templates may use; one look-up per kind of subject, not per notice."""
    wanted: dict[str, set[int]] = defaultdict(set)
    for notice in notices:
        for key in subjects.keys() & notice.data.keys():
            wanted[key].add(notice.data[key])
    found = {key: subjects[key]({identity for identity in ids if identity}) for key, ids in wanted.items()}
    return [(notice, _context(notice, found)) for notice in notices]


def _context(notice: Notice, found: Mapping[str, Mapping[int, Any]]) -> dict[str, Any]:
    looked_up = {key.removesuffix("_id"): found[key].get(notice.data[key]) for key in found if key in notice.data}
    return {**notice.data, **looked_up, "notice": notice, "reader": notice.person}


def mails() -> dict[str, int]:
    """How many mails wait, have failed at least once, or bounced; for the console."""
    by_mail = Notice.objects.filter(by_mail=True, mailed_at=None)
    return by_mail.aggregate(
        waiting=Count("id", filter=Q(bounced="")),
        failing=Count("id", filter=Q(bounced="", tries__gt=0)),
        bounced=Count("id", filter=~Q(bounced="")),
    )
