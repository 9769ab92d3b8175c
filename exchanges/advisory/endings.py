"""What follows for a case when a meeting is over or changed by others, or an advisor is no longer there: reactions."""

from collections.abc import Iterable

from django.db import transaction
from django.db.models import QuerySet

from events.models import Meeting
from exchanges.advisory import access, advisors, attending, engagements, interpreting, meetings, noting, states
from exchanges.advisory.models import Case, Engagement, Recommendation
from ledger.facts import Entry
from ledger.promises import withdraw
from members.models import Person
from rooms.consultation import actions, checks
from rooms.consultation.promised import ActionsNeedCheck, ConsultationBegins
from rooms.consultation.refusals import BegunAlready
from rooms.models import Consultation, Room
from rooms.refusals import Closed

C, E = Case.State, Engagement.State


@transaction.atomic
def follow_meeting(entry: Entry) -> None:
    """Note that the session was held; one whose consultation never began is to be booked again."""
    case = _of(entry)
    if case is None or case.session is None:
        return
    if not Consultation.objects.filter(room=case.session.room_id).exclude(began_at=None).exists():
        _book_again(case)
        return
    _take_over_actions(case, case.session.room)
    noting.moved(case, C.HELD, by=None)


def _book_again(case: Case) -> None:
    """The session is to be booked again, after other advisors are found where some have left."""
    noting.moved(case, C.SCOPED, by=None)
    engagements.look_again(case)


def _take_over_actions(case: Case, room: Room) -> None:
    """What was agreed in the room begins the advice note, and is asked about with the note, not a second time."""
    Recommendation.objects.bulk_create(
        Recommendation(case=case, text=one.text, owner=one.owner, due_on=one.due_on) for one in actions.agreed(room)
    )
    withdraw(*(ActionsNeedCheck(room_id=room.pk, months=months) for months in checks.MONTHS))


@transaction.atomic
def follow_change(entry: Entry) -> None:
    """Keep a case in step with a session that was moved or cancelled as a meeting."""
    case = _of(entry)
    if case is None or case.session is None:
        return
    if case.session.state == Meeting.State.CANCELLED:
        withdraw(ConsultationBegins(room_id=case.session.room_id))
        _book_again(case)
    elif Consultation.objects.filter(room=case.session.room_id).exclude(starts_at=case.session.starts_at).exists():
        _follow_time(case)


def _follow_time(case: Case) -> None:
    try:
        with transaction.atomic():
            meetings.follow_time(case)
    except (BegunAlready, Closed):
        return


@transaction.atomic
def follow_departure(entry: Entry) -> None:
    """Let another one moderate the session whose moderator has left."""
    case = _of(entry)
    if case is not None:
        attending.keep_hosted(case)


def _of(entry: Entry) -> Case | None:
    """The booked case of a fact about its session, its row locked."""
    if entry.data["subject_kind"] != meetings.SESSION:
        return None
    case = access.locked(entry.data["subject_id"])
    return case if case.state == C.SCHEDULED and case.session_id == entry.data["meeting_id"] else None


def advisor_ended(entry: Entry) -> None:
    """Find others for the cases of somebody who advises no more, and close the rooms of those that are over."""
    advisor_id = entry.data["advisor_id"]
    _drop_all(Engagement.objects.filter(advisor=advisor_id).values_list("pk", flat=True))
    person = Person.objects.get(advising=advisor_id)
    attending.close_rooms(person, Case.objects.filter(engagements__advisor=advisor_id))


def delegate_ended(entry: Entry) -> None:
    """Whoever no longer acts for a member neither advises for it nor gives its cases; somebody else steps in."""
    person_id, member_id = entry.data["person_id"], entry.data["member_id"]
    advisors.end_for(person_id=person_id, member_id=member_id)
    _other_giver(Case.objects.filter(giver=person_id, member=member_id), person_id)
    attending.close_rooms(Person.objects.get(pk=person_id), Case.objects.filter(member=member_id))


def membership_ended(entry: Entry) -> None:
    """Find others for the cases on which a member advised that no longer belongs to the network."""
    advisors.end_of(member_id=entry.data["member_id"], network_id=entry.data["network_id"])


def office_taken(entry: Entry) -> None:
    """Whoever is no longer in the secretariat neither moderates its sessions nor books what its polls find."""
    person, network_id = Person.objects.get(pk=entry.data["person_id"]), entry.data["network_id"]
    if network_id in set(access.watched(person)):
        return
    of_network = Case.objects.filter(programme__network=network_id)
    for case_id in of_network.filter(state__in=states.SEEKING).order_by("pk").values_list("pk", flat=True):
        with transaction.atomic():
            case = access.locked(case_id)
            if not attending.takes_part_anyway(case, person):
                attending.let_go(case, person)
    interpreted = interpreting.by_person(person.pk).values("meeting__subject_id")
    attending.close_rooms(person, of_network.exclude(pk__in=interpreted))


def _other_giver(cases: QuerySet[Case], person_id: int) -> None:
    for case_id in cases.exclude(state__in=states.ENDED).order_by("pk").values_list("pk", flat=True):
        with transaction.atomic():
            case = access.locked(case_id)
            leaving = case.giver
            if leaving is not None and leaving.pk == person_id:
                attending.hand_over(case, leaving, meetings.successor(case))


def person_left(entry: Entry) -> None:
    """Find others to give and to advise on the cases of somebody who was barred, or erased and left them behind."""
    person_id = entry.data["person_id"]
    _other_giver(Case.objects.filter(giver=person_id), person_id)
    _drop_all(Engagement.objects.filter(advisor__person=person_id).values_list("pk", flat=True))
    for case_id in Case.objects.filter(state__in=(C.ADVISORS_MATCHED, C.SCOPED)).values_list("pk", flat=True):
        with transaction.atomic():
            engagements.look_again(access.locked(case_id))


def _drop_all(ids: Iterable[int]) -> None:
    rows = Engagement.objects.filter(pk__in=ids, state__in=states.STANDING, case__state__in=states.SEEKING)
    for engagement_id in rows.order_by("pk").values_list("pk", flat=True):
        with transaction.atomic():
            engagements.drop(engagement_id, by=None, reason="–")
