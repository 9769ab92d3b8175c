"""Who may see and do what with a case. What is not somebody's to see does not exist for them (`NotFound`).

In full a case is read by its member, the secretariat and its advisors, and while it seeks advisors by those asked who
declared no conflict; one that is open to the network and was taken on, by all its members, but not by whoever was ever
asked and has not said that there is no conflict. Who was asked knows its title, topics and member, no more.
"""

from django.db.models import Exists, OuterRef, Q, QuerySet

from exchanges.advisory import states
from exchanges.advisory.models import Advisor, Case, Engagement, Programme
from members import roles
from members.acting import acting_for, found, members_of, networks_of, people_of, watched
from members.errors import NotFound
from members.models import Membership, Network, Person
from members.roles import Somebody

__all__ = ["acting_for", "found", "members_of", "networks_of", "people_of", "watched"]

WITH = ("programme__network", "member", "giver")


def networks_seen(person: Somebody) -> QuerySet[Membership, int]:
    """Ids of the networks in which the person acts for an admitted member."""
    admitted = Membership.objects.filter(member__in=members_of(person), state=Membership.State.ADMITTED)
    return admitted.values_list("network_id", flat=True)


def readable(person: Somebody) -> QuerySet[Case]:
    """The cases the person may read in full."""
    asked = Engagement.objects.filter(case=OuterRef("pk"), advisor__person=_pk(person)).exclude(
        state__in=states.READING
    )
    clear = engagements(person).filter(case=OuterRef("pk"), state=Engagement.State.CLEAR)
    deciding = Q(Exists(clear), state__in=states.SEEKING)
    network = Q(level=Case.Level.NETWORK, state__in=states.TAKEN_ON, programme__network__in=networks_seen(person))
    return Case.objects.filter(_concerns(person) | deciding | (network & ~Exists(asked)))


def concerned(person: Somebody) -> QuerySet[Case]:
    """The cases the person reads in full because they give, advise on or look after them, not as one of the network."""
    return Case.objects.filter(_concerns(person))


def _concerns(person: Somebody) -> Q:
    advising = engagements(person).filter(case=OuterRef("pk"), state=Engagement.State.ACCEPTED)
    looked_after = Q(programme__network__in=watched(person)) & ~Q(state=Case.State.DRAFT)
    return Q(member__in=members_of(person)) | looked_after | Q(Exists(advising))


def engagements(person: Somebody) -> QuerySet[Engagement]:
    """What the person was asked to advise on and is still an advisor for, whatever they answered."""
    return Engagement.objects.filter(advisor__person=_pk(person), advisor__state=Advisor.State.ADMITTED)


def _pk(person: Somebody) -> int | None:
    return person.pk if roles.active(person) else None


def case(person: Somebody, case_id: int) -> Case:
    """A case the person may read in full."""
    return found(readable(person).select_related(*WITH, "session__room").filter(pk=case_id))


def written(person: Somebody, case_id: int) -> Case:
    """A case of a member the person acts for, to be shown in its form."""
    return found(Case.objects.select_related(*WITH, "written_by").filter(pk=case_id, member__in=members_of(person)))


def own(person: Somebody, case_id: int) -> Case:
    """A case of a member the person acts for, locked."""
    return found(_locked().filter(pk=case_id, member__in=members_of(person)))


def looked_after(person: Somebody, case_id: int) -> Case:
    """A case whose network's secretariat the person belongs to, locked."""
    rows = _locked().filter(pk=case_id, programme__network__in=watched(person))
    return found(rows.exclude(state=Case.State.DRAFT))


def worked_on(person: Somebody, case_id: int) -> Case:
    """A case on which the person works, as advisor who accepted or as secretariat; locked."""
    advising = engagements(person).filter(case=OuterRef("pk"), state=Engagement.State.ACCEPTED)
    rows = _locked().filter(Q(Exists(advising)) | Q(programme__network__in=watched(person)))
    return found(rows.filter(pk=case_id).exclude(state=Case.State.DRAFT))


def locked(case_id: int) -> Case:
    """The case's row, locked; permission is the caller's matter."""
    return found(_locked().filter(pk=case_id))


def _locked() -> QuerySet[Case]:
    return Case.objects.select_for_update(of=("self",)).select_related(*WITH, "session__room")


def engagement(person: Somebody, engagement_id: int) -> Engagement:
    """Something the person was asked to advise on and has not refused or left, with its case locked."""
    row = found(engagements(person).filter(pk=engagement_id, state__in=states.STANDING))
    case_row = locked(row.case_id)
    fresh = found(engagements(person).filter(pk=engagement_id, state__in=states.STANDING).select_related("advisor"))
    fresh.case = case_row
    return fresh


def organiser(person: Person, network: Network) -> Person:
    """The person, when they plan for the network: its organisers do, and its secretariat."""
    if not roles.organises(person, network):
        raise NotFound
    return person


def programmes(person: Somebody) -> QuerySet[Programme]:
    """Programmes of the networks the person's members belong to, or in which they hold an office."""
    seen = Q(network__in=networks_seen(person)) | Q(network__in=roles.networks_of(person).values("pk"))
    return Programme.objects.filter(seen).select_related("network")


def staffed_programme(person: Person, programme_id: int, *, lock: bool = False) -> Programme:
    """A programme for whose network the person organises; locked, when it is to be changed."""
    rows = Programme.objects.select_for_update(of=("self",)) if lock else Programme.objects.all()
    staffed = roles.networks_of(person).values("pk")
    return found(rows.select_related("network").filter(pk=programme_id, network__in=staffed))


def known(person: Somebody, case_id: int) -> Case:
    """A case the person may read in full, or was asked to advise on and knows by its title."""
    asked = engagements(person).values("case_id")
    rows = Case.objects.filter(Q(pk__in=readable(person).values("pk")) | Q(pk__in=asked))
    return found(rows.select_related(*WITH, "scoping__room", "session__room").filter(pk=case_id))
