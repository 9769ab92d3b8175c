"""Who may see and change a meeting: those who take part now, and the secretariat of its network.

A meeting may be confidential, so those who only organise events do not see who meets.
"""

from django.db.models import Exists, OuterRef, Q, QuerySet

from events.meetings import facts
from events.meetings.errors import NotYourMeeting
from events.models import Meeting, Participant
from members import roles
from members.acting import watched
from members.models import Person


def visible(person: roles.Somebody) -> QuerySet[Meeting]:
    """The meetings a person may see."""
    if not roles.active(person):
        return Meeting.objects.none()
    takes_part = Participant.objects.filter(meeting=OuterRef("pk"), person=person, left_at=None)
    return Meeting.objects.filter(Q(Exists(takes_part)) | Q(network__in=watched(person)))


def require(meeting: Meeting, person: Person) -> None:
    """Let only those pass who may change the meeting.

    Raises:
        NotYourMeeting: the person neither takes part nor looks after the network.
    """
    if not visible(person).filter(pk=meeting.pk).exists():
        raise NotYourMeeting


def members_concerned(meeting: Meeting) -> tuple[int, ...]:
    """Ids of the members for which people take part."""
    rows = Participant.objects.filter(meeting=meeting, left_at=None).exclude(member=None)
    return tuple(rows.order_by("member_id").values_list("member_id", flat=True).distinct())


def about(meeting: Meeting) -> facts.About:
    """What every fact about the meeting says."""
    return {
        "meeting_id": meeting.pk,
        "subject_kind": meeting.subject_kind,
        "subject_id": meeting.subject_id,
        "concerns": members_concerned(meeting),
    }
