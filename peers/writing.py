"""What a partnership writes down: steps of the learning plan, the log, the transfer plan, the story."""

from collections.abc import Iterable, Mapping
from datetime import date

from django.db import transaction
from django.utils import timezone

from ledger.recording import record
from members.models import Person
from peers import access, facts, partnerships, states
from peers.errors import CannotMove, NotOfTheTeam, WrittenMeanwhile
from peers.models import LogEntry, Partner, Partnership, PlanStep

WRITTEN: dict[str, type[facts.PartnershipFact]] = {"transfer": facts.TransferWritten, "story": facts.StoryWritten}


def _at_work(by: Person, partnership_id: int) -> Partner:
    """The person's partner, unless the partnership was ended before its time; its request is locked.

    While it learns this is a sign of life; afterwards its texts can still be written, but nothing becomes due by it.
    """
    partner = partnerships.held(by, partnership_id)
    if partner.partnership.state not in (*states.TOGETHER, *states.AFTERWARDS):
        raise CannotMove
    if partner.partnership.state in states.TOGETHER:
        states.touch(partner.partnership.request)
    return partner


@transaction.atomic
def plan(*, partnership_id: int, by: Person, text: str, owner_id: int, due_on: date) -> PlanStep:
    """Add a step to the learning plan.

    Args:
        partnership_id: which.
        by: a delegate of a partner.
        text: what is to be done.
        owner_id: the partner (a member's id) that sees to it.
        due_on: by when.

    Raises:
        NotFound: the person acts for no partner.
        NotOfTheTeam: the owner is no partner.
        CannotMove: the partnership was ended.
    """
    partnership = _at_work(by, partnership_id).partnership
    if owner_id not in partnerships.concerned(partnership):
        raise NotOfTheTeam(field="owner")
    row = PlanStep.objects.create(partnership=partnership, text=text[:300], owner_id=owner_id, due_on=due_on)
    _record_step(facts.PlanStepAdded, row, by)
    return row


@transaction.atomic
def tick(*, step_id: int, partnership_id: int, by: Person, done: bool) -> PlanStep:
    """Say that a step is done, or that it is not after all; twice the same changes nothing.

    Raises:
        NotFound: the person acts for no partner, or the step is another partnership's.
        CannotMove: the partnership was ended.
    """
    partnership = _at_work(by, partnership_id).partnership
    row = access.found(PlanStep.objects.filter(pk=step_id, partnership=partnership))
    if done != (row.done_at is not None):
        row.done_at = timezone.now() if done else None
        row.save(update_fields=["done_at"])
        _record_step(facts.PlanStepDone if done else facts.PlanStepReopened, row, by)
    return row


@transaction.atomic
def log(*, partnership_id: int, by: Person, text: str) -> LogEntry:
    """Write something into the log.

    Raises:
        NotFound: the person acts for no partner.
        CannotMove: the partnership was ended.
    """
    partner = _at_work(by, partnership_id)
    row = LogEntry.objects.create(partnership=partner.partnership, member=partner.member, text=text)
    concerns = partnerships.concerned(partner.partnership)
    record(facts.LogWritten(partnership_id=partnership_id, log_id=row.pk, by=by.pk, concerns=concerns))
    return row


@transaction.atomic
def write(
    *,
    partnership_id: int,
    by: Person,
    transfer: str | None = None,
    story: str | None = None,
    revisions: Mapping[str, int] | None = None,
) -> Partnership:
    """Write the transfer plan or the story; what is not given stays.

    Args:
        partnership_id: which.
        by: a delegate of a partner.
        transfer: what is taken over at home.
        story: what others should know.
        revisions: of the texts as the person saw them, by name; `None` when no page was shown.

    Raises:
        NotFound: the person acts for no partner.
        CannotMove: the partnership was ended.
        WrittenMeanwhile: somebody wrote another text after its revision; neither is written.
    """
    partnership = _at_work(by, partnership_id).partnership
    given = {"transfer": transfer, "story": story}
    new = {name: text for name, text in given.items() if text is not None and text != getattr(partnership, name)}
    _require_seen(partnership, new, revisions)
    for name, text in new.items():
        setattr(partnership, name, text)
        setattr(partnership, f"{name}_revision", getattr(partnership, f"{name}_revision") + 1)
        concerns = partnerships.concerned(partnership)
        record(WRITTEN[name](partnership_id=partnership_id, by=by.pk, concerns=concerns))
    partnership.save(update_fields=[*new, *(f"{name}_revision" for name in new)])
    return partnership


def _require_seen(partnership: Partnership, names: Iterable[str], revisions: Mapping[str, int] | None) -> None:
    if revisions is None:
        return
    unseen = [name for name in names if revisions.get(name) != getattr(partnership, f"{name}_revision")]
    if unseen:
        raise WrittenMeanwhile(*unseen)


def _record_step(fact: type[facts.PlanFact], row: PlanStep, by: Person) -> None:
    concerns = partnerships.concerned(row.partnership)
    record(fact(partnership_id=row.partnership_id, step_id=row.pk, by=by.pk, concerns=concerns))
