"""Who may see, answer and book a poll: those who are asked, and of a booked one those who take part in the meeting."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from events.meetings.polls.errors import NotYourPoll
from events.models import Participant, Poll, Voter
from members import roles
from members.acting import watched
from members.models import Person


def visible(person: roles.Somebody) -> QuerySet[Poll]:
    """The polls a person may see: those in which they are asked, and, for a secretariat, its network's."""
    if not roles.active(person):
        return Poll.objects.none()
    asked = _voters().filter(poll=OuterRef("pk"), person=person)
    return Poll.objects.filter(Q(Exists(asked)) | Q(network__in=watched(person)))


def _voters() -> QuerySet[Voter]:
    """Those asked, without who has left the meeting that was booked."""
    takes_part = Participant.objects.filter(meeting=OuterRef("poll__meeting"), person=OuterRef("person"), left_at=None)
    return Voter.objects.filter(Q(poll__meeting=None) | Q(Exists(takes_part)))


def leads(poll: Poll, person: Person) -> bool:
    """Whether the person books: who asked, or anybody who is asked when the asker is gone."""
    if poll.asker is not None and poll.asker.is_active:
        return poll.asker_id == person.pk
    return poll.voters.filter(person=person).exists()


def require_lead(poll: Poll, person: Person) -> None:
    """Let only those pass who may book and change the poll.

    Raises:
        NotYourPoll: the person may not.
    """
    if not leads(poll, person):
        raise NotYourPoll


def voter_of(token: str) -> Voter | None:
    """Whose private address it is; nobody's when the person may no longer sign in, or has left."""
    if "\x00" in token:  # PostgreSQL does not even look for it
        return None
    rows = _voters().select_related("poll__asker", "poll__network", "poll__meeting", "person")
    return rows.filter(token=token, person__is_active=True).first()
