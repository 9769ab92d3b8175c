"""Cases as their member writes them: drafted, saved as typed, submitted, answered when asked back, withdrawn."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from exchanges.advisory import access, letters, noting, states
from exchanges.advisory.errors import CaseNotComplete, LanguageNotOffered, NotFound, ProgrammeIsOver
from exchanges.advisory.models import Case, Programme
from members import ranking
from members.cowriting import REVISED, Shown, differing, revise
from members.models import Member, Person
from web.translated import translated

C = Case.State
FIELDS = ("title", "challenge", "context", "attempts", "questions", "languages", "decision_on", "level")
NEEDED = ("title", "topics", "challenge", "questions", "languages")
"""What must be there before a case is submitted."""
QUESTIONS = 3
TOPICS = 3
"""The most topics a case has."""


@transaction.atomic
def begin(*, programme_id: int, member_id: int, by: Person) -> Case:
    """The member's draft in a programme; a new one, with what is known of the member, when there is none.

    Raises:
        NotFound: the person does not act for the member, or the programme's network has not admitted it.
        ProgrammeIsOver: its deadline has passed.
    """
    member = access.acting_for(by, member_id)
    programme = access.found(Programme.objects.filter(pk=programme_id, network__in=access.networks_of(member)))
    Member.objects.select_for_update(no_key=True).get(pk=member.pk)
    known = Case.objects.filter(programme=programme, member=member, state=C.DRAFT).first()
    if known is not None:
        return known
    if programme.deadline <= timezone.now():
        raise ProgrammeIsOver
    known_of = {"languages": list(member.languages), "context": translated(member.about, by.language).text[:4000]}
    draft = Case.objects.create(programme=programme, member=member, giver=by, written_by=by, **known_of)
    ranking.rank(draft, _own_topics(member, programme), most=TOPICS)
    states.touch(draft)
    return draft


def _own_topics(member: Member, programme: Programme) -> list[str]:
    """What the member works on, as far as the season is about it."""
    about = set(programme.topics.values_list("slug", flat=True))
    return [slug for slug in member.topics.values_list("slug", flat=True) if not about or slug in about]


@transaction.atomic
def save(*, case_id: int, by: Person, values: Mapping[str, Any], shown: Shown | None = None) -> Case:
    """Keep what was typed; nothing needs to be complete.

    Args:
        case_id: a draft, or a case that was asked back.
        by: a delegate of the member.
        values: values of `FIELDS`, and slugs of `topics` in their order; what is not named stays.
        shown: what the person's page showed; `None` when there was no page.

    Raises:
        NotFound: it is not the person's member's.
        CaseCannotMove: it is not theirs to write at the moment.
        ChangedByColleague: a colleague has written something else after what was shown; nothing is kept.
    """
    case = states.require(access.own(by, case_id), *states.WRITABLE)
    given = {name: values[name] for name in FIELDS if name in values}
    if "questions" in given:
        given["questions"] = [one for one in given["questions"] if one][:QUESTIONS]
    new, topics = differing(case, given), ranking.other_topics(case, values)
    if new or topics is not None:
        revise(case, by=by, shown=shown)
        for name, value in new.items():
            setattr(case, name, value)
        case.save(update_fields=[*new, *REVISED])
    if topics is not None:
        ranking.rank(case, topics, most=TOPICS)
    states.touch(case)
    return case


@transaction.atomic
def submit(*, case_id: int, by: Person) -> Case:
    """Hand a draft in, or a case that was asked back; who does so gives the case from now on.

    Raises:
        NotFound: it is not the person's member's, or the network no longer has the member.
        CaseCannotMove: it was submitted already.
        CaseNotComplete: something of `NEEDED` is missing; `field` says what.
        LanguageNotOffered: the season works in none of its languages, and it is not for the KTS either.
        ProgrammeIsOver: the deadline has passed; an answer to what was asked back may come later.
    """
    case = states.require(access.own(by, case_id), *states.WRITABLE)
    if not access.networks_of(case.member).filter(pk=case.programme.network_id).exists():
        raise NotFound
    _require_complete(case)
    _require_language(case)
    if case.state == C.DRAFT and case.programme.deadline <= timezone.now():
        raise ProgrammeIsOver
    case.giver, case.submitted_at = by, case.submitted_at or timezone.now()
    case.save(update_fields=["giver", "submitted_at"])
    return noting.moved(case, C.SUBMITTED, by=by)


def _require_complete(case: Case) -> None:
    missing = ranking.first_missing(case, NEEDED)
    if missing is not None:
        raise CaseNotComplete(field=missing)


def _require_language(case: Case) -> None:
    """A case in German only is taken in, to be redirected."""
    offered = case.programme.languages
    if offered and not set(offered) & set(case.languages) and not letters.only_german(case):
        raise LanguageNotOffered(offered)


@transaction.atomic
def restrict(*, case_id: int, by: Person, level: str) -> Case:
    """Say who may read the case, at any time, also when it is closed.

    Raises:
        NotFound: it is not the person's member's.
        CaseCannotMove: it was redirected or withdrawn.
    """
    case = access.own(by, case_id)
    if level not in Case.Level.values:
        level = Case.Level.ADVISORS
    states.require(case, *states.SHOWABLE)
    case.level = level
    case.save(update_fields=["level"])
    return case
