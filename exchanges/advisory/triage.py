"""What the secretariat decides about a case: look at it, ask back, take it on, or redirect it."""

from django.db import transaction

from exchanges.advisory import access, noting, states
from exchanges.advisory.errors import CaseCannotMove, ProgrammeIsFull, SayWhy
from exchanges.advisory.models import Case, Programme
from members.models import Person

C = Case.State
MOST_WANTED = 6


@transaction.atomic
def look(*, case_id: int, by: Person) -> Case:
    """Say that somebody is looking at it.

    Raises:
        NotFound: the person is not in the network's secretariat.
        CaseCannotMove: it does not wait for that.
    """
    return noting.moved(access.looked_after(by, case_id), C.TRIAGED, by=by)


@transaction.atomic
def ask_back(*, case_id: int, by: Person, question: str) -> Case:
    """Ask the case-giver for something; they may write again.

    Raises:
        NotFound: the person is not in the network's secretariat.
        SayWhy: nothing is asked.
        CaseCannotMove: it was decided about already.
    """
    return noting.moved(access.looked_after(by, case_id), C.ASKED_BACK, by=by, remark=_said(question))


@transaction.atomic
def accept(*, case_id: int, by: Person, wants: int, interpreted: bool) -> Case:
    """Take a case on.

    Args:
        case_id: which.
        by: somebody of the secretariat.
        wants: how many advisors, 1 to 6.
        interpreted: whether the session is interpreted.

    Raises:
        NotFound: the person is not in the network's secretariat.
        ProgrammeIsFull: the programme has no place left.
        CaseCannotMove: nobody has looked at it, or it was decided about already.
    """
    access.found(Case.objects.filter(pk=case_id, programme__network__in=access.watched(by)))
    programme = Programme.objects.select_for_update(of=("self",)).get(cases=case_id)
    case = access.looked_after(by, case_id)
    states.check(states.MOVES, case.state, C.ACCEPTED)
    if not 1 <= wants <= MOST_WANTED:
        raise CaseCannotMove
    if places_left(programme) < 1:
        raise ProgrammeIsFull
    case.wants, case.interpreted = wants, interpreted
    case.save(update_fields=["wants", "interpreted"])
    return noting.moved(case, C.ACCEPTED, by=by)


def places_left(programme: Programme) -> int:
    """How many more cases a programme takes on; certain as long as its row is locked."""
    return programme.capacity - programme.cases.filter(state__in=states.TAKEN_ON).count()


@transaction.atomic
def redirect(*, case_id: int, by: Person, why: str) -> Case:
    """Send a case to another office, such as a German-only question to the KTS; its member is told where to.

    Raises:
        NotFound: the person is not in the network's secretariat.
        SayWhy: nothing is said about where to and why.
        CaseCannotMove: nobody has looked at it, or it was decided about already.
    """
    return noting.moved(access.looked_after(by, case_id), C.REDIRECTED, by=by, remark=_said(why))


def _said(text: str) -> str:
    plain = " ".join(text.split())
    if not plain:
        raise SayWhy
    return plain
