"""What a member says about itself, changed by its representative or the secretariat."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from ledger.recording import record
from members import roles
from members.cowriting import REVISED, Shown, differing, revise
from members.facts import MemberChanged
from members.models import Member, Person, Topic

EDITABLE = ("languages", "about", "website", "mailbox", "time_zone", "size_class", "subdivision")


@transaction.atomic
def edit(
    *, member: Member, by: Person, values: Mapping[str, Any], topics: list[str], shown: Shown | None = None
) -> Member:
    """Take over what was edited; nothing is recorded when nothing changed.

    Args:
        member: which.
        by: its representative or the secretariat.
        values: fields of `EDITABLE`.
        topics: slugs of its topics.
        shown: what the person's page showed; `None` when there was no page.

    Raises:
        ChangedByColleague: somebody has changed it after what was shown; nothing is kept.
        Forbidden, NotFound: `by` does not decide for the member.
    """
    roles.require_governor(by, member)
    row = Member.objects.select_for_update().get(id=member.id)
    changed = differing(row, {field: values[field] for field in EDITABLE if field in values})
    other_topics = set(topics) != set(row.topics.values_list("slug", flat=True))
    if changed or other_topics:
        revise(row, by=by, shown=shown)
        for field, value in changed.items():
            setattr(row, field, value)
        row.save(update_fields=[*changed, *REVISED])
        row.topics.set(Topic.objects.filter(slug__in=topics))
        record(MemberChanged(member_id=row.id, by=by.id, concerns=(row.id,)))
    return row
