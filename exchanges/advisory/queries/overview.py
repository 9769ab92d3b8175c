"""What somebody has to do with the advisory programme: the next step first, then seasons, own cases, advice."""

from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils import timezone

from exchanges.advisory import access, due, programmes, states
from exchanges.advisory.models import Advisor, Case, Engagement, Programme
from exchanges.advisory.queries import listed
from exchanges.advisory.queries.listed import Listed, Reader
from members import delegates, roles
from members.models import Member, Network
from members.roles import SECRETARIAT, Somebody

E = Engagement.State
OFFICE_STEPS = [state for state, (_, who) in due.STEPS.items() if who == due.SECRETARIAT]
ADVISOR_STEPS = [state for state, (_, who) in due.STEPS.items() if who == due.ADVISORS]
MOST = 20


@dataclass(frozen=True)
class Overview:
    """The page.

    Attributes:
        asked: what the reader was asked to advise on and has not decided.
        steps: what is the reader's turn; own: cases of their members; advising: cases they advise on; past: ended.
        open: seasons that take cases; closed: others.
        advisors: the reader as an advisor, by network; networks: where they could offer to advise.
        watched: networks whose secretariat the reader belongs to; staff: whether they organise anywhere.
    """

    members: list[Member]
    asked: list[Engagement]
    steps: list[Listed]
    own: list[Listed]
    advising: list[Listed]
    past: list[Listed]
    open: list[Programme]
    closed: list[Programme]
    advisors: list[Advisor]
    networks: list[Network]
    watched: list[Network]
    staff: bool


def of(person: Somebody) -> Overview:
    """The overview for a person; a fixed number of queries."""
    who, now = listed.reader(person), timezone.now()
    found = listed.of(listed.with_all(_concerning(person, who)), who)
    running = [one for one in found if one.case.state not in states.ENDED]
    mine = [one for one in running if one.mine]
    others = [one for one in running if not one.mine]
    seasons = list(programmes.seen(person).order_by("deadline", "pk"))
    return Overview(
        members=delegates.acting_members(person),
        asked=asked(person),
        steps=mine[:MOST],
        own=[one for one in others if one.case.member_id in who.members],
        advising=[one for one in others if who.pk in {each.advisor.person_id for each in one.advisors}],
        past=[one for one in found if one.case.state in states.ENDED][:10],
        open=[season for season in seasons if season.deadline > now],
        closed=[season for season in reversed(seasons) if season.deadline <= now][:10],
        advisors=list(Advisor.objects.filter(person=who.pk).exclude(state="ended").select_related("network")),
        networks=list(Network.objects.filter(pk__in=access.networks_seen(person)).order_by("name")),
        watched=list(roles.networks_of(person, SECRETARIAT)),
        staff=roles.organises(person),
    )


def steps(person: Somebody) -> tuple[list[Engagement], list[Listed]]:
    """What is the person's turn, for the dashboard: what they were asked, and cases whose step is theirs."""
    who = listed.reader(person)
    rows = _concerning(person, who).exclude(state__in=states.ENDED).exclude(due_at=None)
    return asked(person), [one for one in listed.of(listed.with_all(rows), who) if one.mine]


def asked(person: Somebody) -> list[Engagement]:
    """What the person was asked to advise on and has not decided, the oldest first."""
    rows = access.engagements(person).filter(state__in=(E.ASKED, E.CLEAR), case__state__in=states.SEEKING)
    return list(rows.select_related("case__member").prefetch_related("case__ranked__topic").order_by("asked_at", "pk"))


def _concerning(person: Somebody, who: Reader) -> QuerySet[Case]:
    """Cases of the person's members, those they advise on, and those that wait for their secretariat."""
    advised = access.engagements(person).filter(state=E.ACCEPTED).values("case_id")
    office = Q(programme__network__in=who.watched) & (
        Q(state__in=OFFICE_STEPS) | (Q(state__in=ADVISOR_STEPS) & ~Q(pk__in=due.working().values("case_id")))
    )
    return Case.objects.filter(Q(member__in=who.members) | Q(pk__in=advised) | office)
