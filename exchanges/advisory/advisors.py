"""Who advises in a network: delegates offer themselves, the secretariat admits; either side may end it."""

from collections.abc import Collection, Mapping
from datetime import date

from django.db import transaction
from django.db.models import QuerySet

from exchanges.advisory import access, facts
from exchanges.advisory.errors import CaseCannotMove, NotFound, SayWhy
from exchanges.advisory.models import Absence, Advisor, Expertise
from ledger.recording import record
from members.models import Member, Network, Person, Topic

A = Advisor.State
MOST_CASES = 10


@transaction.atomic
def offer(
    *,
    member: Member,
    network: Network,
    by: Person,
    evidence: Mapping[str, str],
    languages: Collection[str],
    load: int,
    absences: Collection[tuple[date, date]] = (),
) -> Advisor:
    """Offer to advise, or change what was offered; for another member it is a new offer, and the old one ends.

    Args:
        member: for which member; one the person acts for.
        network: one that has admitted the member.
        by: who offers to advise.
        evidence: by a topic's slug, where one can see what they know about it.
        languages: ISO 639-1 codes they advise in.
        load: how many cases at the same time, at most; 1 to 10.
        absences: first and last days on which they are not there.

    Raises:
        NotFound: the person does not act for the member, or the network has not admitted it.
        SayWhy: a topic without evidence, or none at all.
        CaseCannotMove: a load or a time that is none.
    """
    access.acting_for(by, member.pk)
    access.found(access.networks_of(member).filter(pk=network.pk))
    known = {slug: text.strip() for slug, text in evidence.items()}
    if not known or not all(known.values()):
        raise SayWhy(field="evidence")
    if not 1 <= load <= MOST_CASES or any(last < first for first, last in absences):
        raise CaseCannotMove
    row, new = Advisor.objects.select_for_update().get_or_create(
        person=by, network=network, defaults={"member": member}
    )
    if row.state == A.ADMITTED and row.member_id != member.pk:
        row = _moved(row, A.ADMITTED, A.ENDED, facts.AdvisorEnded, by)
    new = new or row.state == A.ENDED or row.member_id != member.pk
    row.member, row.languages, row.load = member, list(languages), load
    row.state = row.state if row.state == A.ADMITTED else A.OFFERED
    row.save(update_fields=["member", "languages", "load", "state"])
    _write(row, known, absences)
    if new:
        record(facts.AdvisorOffered(advisor_id=row.pk, by=by.pk, concerns=(member.pk,)))
    return row


def _write(row: Advisor, evidence: Mapping[str, str], absences: Collection[tuple[date, date]]) -> None:
    topics = Topic.objects.in_bulk(list(evidence), field_name="slug")
    row.expertise.all().delete()
    row.absences.all().delete()
    Expertise.objects.bulk_create(
        Expertise(advisor=row, topic=topic, evidence=evidence[slug][:400]) for slug, topic in topics.items()
    )
    Absence.objects.bulk_create(Absence(advisor=row, first=first, last=last) for first, last in absences)


@transaction.atomic
def admit(*, advisor_id: int, by: Person) -> Advisor:
    """Admit somebody who offered to advise.

    Raises:
        NotFound: there is none in a network whose secretariat the person belongs to.
        CaseCannotMove: they advise already, or no longer want to.
    """
    rows = Advisor.objects.select_for_update(of=("self",)).filter(network__in=access.watched(by))
    return _moved(access.found(rows.filter(pk=advisor_id)), A.OFFERED, A.ADMITTED, facts.AdvisorAdmitted, by)


@transaction.atomic
def end(*, advisor_id: int, by: Person) -> Advisor:
    """Advise no more, or be advised with no more by the secretariat; what follows finds others for the cases.

    Raises:
        NotFound: the row is neither the person's own nor of a network whose secretariat they belong to.
        CaseCannotMove: it has ended.
    """
    row = access.found(Advisor.objects.select_for_update(of=("self",)).filter(pk=advisor_id))
    if row.person_id != by.pk and row.network_id not in set(access.watched(by)):
        raise NotFound
    return _moved(row, row.state if row.state != A.ENDED else A.ADMITTED, A.ENDED, facts.AdvisorEnded, by)


@transaction.atomic
def end_for(*, person_id: int, member_id: int) -> None:
    """Whoever no longer acts for a member no longer advises for it, and reads none of its cases any more."""
    _end_all(Advisor.objects.filter(person=person_id, member=member_id))


@transaction.atomic
def end_of(*, member_id: int, network_id: int) -> None:
    """Nobody advises in a network for a member that has left it."""
    _end_all(Advisor.objects.filter(member=member_id, network=network_id))


def _end_all(rows: QuerySet[Advisor]) -> None:
    for row in rows.select_for_update(of=("self",)).exclude(state=A.ENDED).order_by("pk"):
        _moved(row, row.state, A.ENDED, facts.AdvisorEnded, None)


def _moved(row: Advisor, here: str, to: str, fact: type[facts.AdvisorFact], by: Person | None) -> Advisor:
    if row.state != here:
        raise CaseCannotMove
    row.state = to
    row.save(update_fields=["state"])
    record(fact(advisor_id=row.pk, by=by.pk if by else None, concerns=(row.member_id,)))
    return row
