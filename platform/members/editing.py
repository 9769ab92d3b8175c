"""What a member says about itself, changed by its representative or the secretariat."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from ledger.recording import record
from members import roles
from members.facts import MemberChanged
from members.models import Member, Person, Topic

EDITABLE = ("languages", "about", "website", "mailbox", "time_zone", "size_class", "subdivision")


@transaction.atomic
def edit(*, member: Member, by: Person, values: Mapping[str, Any], topics: list[str]) -> Member:
    """Take over what was edited; nothing is recorded when nothing changed.

    Args:
        member: which.
        by: its representative or the secretariat.
        values: fields of `EDITABLE`.
        topics: slugs of its topics.

    Raises:
        Forbidden, NotFound: `by` does not decide for the member.
    """
    roles.require_governor(by, member)
    row = Member.objects.select_for_update().get(id=member.id)
    changed = [field for field in EDITABLE if field in values and getattr(row, field) != values[field]]
    for field in changed:
        setattr(row, field, values[field])
    other_topics = set(topics) != set(row.topics.values_list("slug", flat=True))
    if other_topics:
        row.topics.set(Topic.objects.filter(slug__in=topics))
    if changed:
        row.save(update_fields=changed)
    if changed or other_topics:
        record(MemberChanged(member_id=row.id, by=by.id, concerns=(row.id,)))
    return row
