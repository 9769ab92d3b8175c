"""Random walks over cases and engagements: what anybody may try, and what must be true afterwards.

A deed is tried on whatever it may concern, by whoever comes to mind. `fitting` deeds are those a case waits for, so
that walks get far; all others are tried as well, and refused.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from django.db.models import Count
from django.utils import timezone

from events.models import Meeting
from exchanges.advisory import (
    advice,
    advisors,
    cases,
    engagements,
    meetings,
    outcomes,
    rebooking,
    states,
    triage,
    withdrawal,
)
from exchanges.advisory.models import Advisor, Case, Engagement, Programme, Recommendation
from ledger.models import Promise
from ledger.reading import since
from members.models import Member, Person
from rooms.consultation import closing, leading
from rooms.models import Room
from tests.exchanges.advisory import cast
from web.errors import Refused

C, E = Case.State, Engagement.State
_numbers = count(1)
MOSTLY = (0, 0, 0, 1, 2)
"""Which case is meant: mostly the first, so that one gets far."""


@dataclass(frozen=True)
class Step:
    """Something tried: which deed, on which case, by whom and about which advisor; all taken modulo what there is."""

    deed: int
    case: int
    who: int
    advisor: int
    fits: bool


@dataclass
class Ground:
    """Where people walk: cases of two members in one small season, three advisors who have time for two cases each."""

    season: Programme
    cases: list[Case]
    advisors: list[Advisor]
    people: dict[str, Person]
    hours: Any = field(default_factory=lambda: count(2))

    def names(self) -> list[str]:
        return sorted(self.people)


def ground() -> Ground:
    """A ground of its own, with new people; nothing of another one is touched."""
    number = next(_numbers)

    def place(name: str) -> Member:
        made = Member.objects.create(
            slug=f"{name}-{number}", name=name, country="PE", time_zone="America/Lima", languages=["es", "en"],
            size_class="11",
        )  # fmt: skip
        made.memberships.create(network=cast.network(), state="admitted")
        return made

    def person(name: str, of: Member) -> Person:
        return cast.delegate(f"{name}{number}", of)

    asking = [place("Guadalajara"), place("Puebla")]
    people = {f"giver {index}": person(f"giver{index}-", one) for index, one in enumerate(asking)}
    people["office"] = cast.official(f"Office{number}")
    people["stranger"] = person("Stranger", place("Jena"))
    guides = []
    for index in range(3):
        home = place(f"Home{index}")
        guide = advisors.offer(
            member=home, network=cast.network(), by=person(f"Guide{index}-", home), languages=["es"], load=2,
            evidence={cast.WATER: "We did it."},
        )  # fmt: skip
        Advisor.objects.filter(pk=guide.pk).update(state=Advisor.State.ADMITTED)
        guides.append(Advisor.objects.select_related("person").get(pk=guide.pk))
        people[f"advisor {index}"] = guides[-1].person
    season = cast.programme(capacity=2)
    rows = [cast.draft(people[f"giver {index % 2}"], asking[index % 2], season) for index in range(2)]
    rows.append(cast.draft(people["giver 0"], asking[0], cast.programme(capacity=1)))
    return Ground(season, rows, guides, people)


def walk(there: Ground, step: Step) -> tuple[str, Person] | None:
    """Try one step. Returns the deed's name and who did it; nothing when it was refused."""
    row = Case.objects.get(pk=there.cases[MOSTLY[step.case % len(MOSTLY)]].pk)
    guide = there.advisors[step.advisor % len(there.advisors)]
    names = there.names()
    wanted = FITTING.get(row.state, ())
    if step.fits and wanted:
        name, role = wanted[step.deed % len(wanted)]
        by = _by(there, row, guide, role)
    else:
        name = sorted(DEEDS)[step.deed % len(DEEDS)]
        by = there.people[names[step.who % len(names)]]
    try:
        DEEDS[name](there, row, guide, by)
    except Refused:
        return None
    return name, by


def _by(there: Ground, row: Case, guide: Advisor, role: str) -> Person:
    if role == "giver":
        return next(one for one in there.people.values() if one.pk == row.giver_id)
    return guide.person if role == "advisor" else there.people["office"]


def _engagement(row: Case, guide: Advisor) -> int:
    found = Engagement.objects.filter(case=row, advisor=guide).values_list("pk", flat=True).first()
    return found or 10**9


def _recommendation(row: Case) -> int:
    found = row.recommendations.filter(state="proposed").values_list("pk", flat=True).first()
    return found or 10**9


def _hold(there: Ground, row: Case, guide: Advisor, by: Person) -> None:
    session = row.session
    if session is None or session.state != Meeting.State.SCHEDULED:
        return
    Room.objects.filter(pk=session.room_id, closed_at=None).update(opens_at=timezone.now())
    leading.begin(session.room, by=by)
    closing.close(session.room, by=by, reason="We only listened.")


def _check(there: Ground, row: Case, guide: Advisor, by: Person) -> None:
    now = timezone.now()
    due = Promise.objects.filter(kind="case_check_due", data__case_id=row.pk, state="due").order_by("due_at").first()
    if due is not None:
        Promise.objects.filter(pk=due.pk).update(due_at=now, promised_at=now)
    cast.keep_everything_due()


def _decide(there: Ground, row: Case, guide: Advisor, by: Person) -> None:
    advice.decide(case_id=row.pk, by=by, decisions={_recommendation(row): (row.giver_id, cast.day(9))})


Deed = Callable[[Ground, Case, Advisor, Person], object]
DEEDS: dict[str, Deed] = {
    "submit": lambda _, row, guide, by: cases.submit(case_id=row.pk, by=by),
    "withdraw": lambda _, row, guide, by: withdrawal.withdraw(case_id=row.pk, by=by, reason="No."),
    "restrict": lambda _, row, guide, by: cases.restrict(case_id=row.pk, by=by, level="network"),
    "look": lambda _, row, guide, by: triage.look(case_id=row.pk, by=by),
    "ask back": lambda _, row, guide, by: triage.ask_back(case_id=row.pk, by=by, question="How many?"),
    "take on": lambda _, row, guide, by: triage.accept(case_id=row.pk, by=by, wants=1, interpreted=False),
    "redirect": lambda _, row, guide, by: triage.redirect(case_id=row.pk, by=by, why="The KTS."),
    "ask": lambda _, row, guide, by: engagements.ask(case_id=row.pk, advisor_id=guide.pk, by=by),
    "clear": lambda _, row, guide, by: engagements.declare(engagement_id=_engagement(row, guide), by=by, conflict=""),
    "conflict": lambda _, row, guide, by: engagements.declare(
        engagement_id=_engagement(row, guide), by=by, conflict="Pumps."
    ),
    "accept": lambda _, row, guide, by: engagements.accept(engagement_id=_engagement(row, guide), by=by),
    "decline": lambda _, row, guide, by: engagements.decline(
        engagement_id=_engagement(row, guide), by=by, reason="No time."
    ),
    "leave": lambda _, row, guide, by: engagements.leave(
        engagement_id=_engagement(row, guide), by=by, reason="A new post."
    ),
    "scoping": lambda there, row, guide, by: meetings.book_scoping(
        case_id=row.pk, by=by, starts_at=cast.in_days(next(there.hours))
    ),
    "scope": lambda _, row, guide, by: meetings.scope(case_id=row.pk, by=by, text="Where first?"),
    "book": lambda there, row, guide, by: meetings.book(
        case_id=row.pk, by=by, moderator_id=there.people["office"].pk, starts_at=cast.in_days(next(there.hours))
    ),
    "move": lambda there, row, guide, by: meetings.move(
        case_id=row.pk, by=by, starts_at=cast.in_days(next(there.hours))
    ),
    "hold": _hold,
    "work": lambda _, row, guide, by: cast.keep_everything_due(),
    "check": _check,
    "not held": lambda _, row, guide, by: rebooking.not_held(case_id=row.pk, by=by),
    "recommend": lambda _, row, guide, by: advice.recommend(case_id=row.pk, by=by, text="A map"),
    "deliver": lambda _, row, guide, by: advice.deliver(case_id=row.pk, by=by),
    "decide": _decide,
    "agree": lambda _, row, guide, by: advice.decide(case_id=row.pk, by=by, decisions={}, agreed=True),
    "close": lambda _, row, guide, by: outcomes.close(case_id=row.pk, by=by, changed="Water."),
}
FITTING: dict[str, tuple[tuple[str, str], ...]] = {
    C.DRAFT: (("submit", "giver"),),
    C.SUBMITTED: (("look", "office"),),
    C.ASKED_BACK: (("submit", "giver"),),
    C.TRIAGED: (("take on", "office"),),
    C.ACCEPTED: (("ask", "office"), ("clear", "advisor"), ("accept", "advisor")),
    C.ADVISORS_MATCHED: (("scope", "office"), ("scoping", "office")),
    C.SCOPED: (("book", "office"),),
    C.SCHEDULED: (("hold", "office"), ("work", "office")),
    C.HELD: (("recommend", "office"), ("deliver", "office")),
    C.ADVICE_DELIVERED: (("decide", "giver"), ("agree", "giver")),
    C.ACTIONS_AGREED: (("check", "office"),),
    C.CHECK_3M: (("check", "office"),),
    C.CHECK_6M: (("close", "giver"),),
}
"""What a case in a state waits for, and by whom."""
ALLOWED: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(("submit", "withdraw", "restrict", "decide", "agree"), ("giver",)),
    **dict.fromkeys(("look", "ask back", "take on", "redirect", "ask", "book", "move", "not held"), ("office",)),
    **dict.fromkeys(("clear", "conflict", "accept", "decline"), ("advisor",)),
    **dict.fromkeys(("scoping", "scope", "recommend", "deliver", "leave"), ("advisor", "office")),
    "close": ("giver", "office"),
}
"""Whose deeds they are; the others are the moderator's and the workers'."""


def told(there: Ground) -> tuple[dict[int, str], dict[int, str]]:
    """The states of cases and engagements as their facts tell them; each move of a fact must be in the table."""
    of_case: dict[int, str] = {}
    of_engagement: dict[int, str] = {}
    for row in there.cases:
        of_case[row.pk] = C.DRAFT
        for entry in since(f"case:{row.pk}", 0):
            data = entry.data
            if entry.kind == "case_moved":
                assert data["to"] in states.MOVES[of_case[row.pk]], (of_case[row.pk], data["to"])
                of_case[row.pk] = data["to"]
            elif entry.kind == "advisor_asked":
                assert data["engagement_id"] not in of_engagement
                of_engagement[data["engagement_id"]] = E.ASKED
            elif entry.kind == "advisor_answered":
                before = of_engagement[data["engagement_id"]]
                assert data["to"] in states.ENGAGEMENT_MOVES[before], (before, data["to"])
                of_engagement[data["engagement_id"]] = data["to"]
    return of_case, of_engagement


def check(there: Ground) -> None:
    """What must be true at any moment: the facts tell what is, nothing is exceeded, the next step is looked after."""
    ids = [row.pk for row in there.cases]
    rows = {row.pk: row for row in Case.objects.filter(pk__in=ids)}
    asked = dict(Engagement.objects.filter(case__in=ids).values_list("pk", "state"))
    assert told(there) == ({pk: row.state for pk, row in rows.items()}, asked)
    for season in Programme.objects.filter(cases__in=ids).distinct():
        assert season.cases.filter(state__in=states.TAKEN_ON).count() <= season.capacity
    standing = Engagement.objects.filter(state__in=states.STANDING, case__state__in=states.BUSY, case__in=ids)
    for load in standing.order_by().values("advisor", "advisor__load").annotate(cases=Count("pk")):
        assert load["cases"] <= load["advisor__load"]
    due = Promise.objects.filter(kind="case_step_due", state="due", data__case_id__in=ids)
    promised = dict(due.values_list("data__case_id", "promised_at"))
    assert promised == {pk: row.due_at for pk, row in rows.items() if row.due_at is not None}
    agreed = Recommendation.objects.filter(case__in=ids, state="agreed")
    assert not agreed.filter(owner=None).exists()


def was_theirs(there: Ground, name: str, by: Person) -> bool:
    """Whether a deed was its doer's to do."""
    role = next(role for role, person in there.people.items() if person.pk == by.pk).split()[0]
    return name not in ALLOWED or role in ALLOWED[name]
