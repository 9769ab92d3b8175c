"""Who is told what about a session before it is booked; from then on its meeting tells everybody."""

from events.meetings.polls import asking
from events.models import Meeting
from ledger.facts import Entry
from members.notices import tell
from peers import session_people
from peers.models import Session


def page(meeting: Meeting) -> str:
    """The address of the session a meeting belongs to."""
    return f"/peers/sessions/{meeting.subject_id}/"


def tell_others(entry: Entry) -> None:
    """Tell the teams that times were proposed or the wish was taken back, except who did it: a reaction.

    While a poll asks everybody, its mails say it.
    """
    session = Session.objects.filter(pk=entry.data["session_id"]).first()
    if session is None or session.meeting_id is not None or asking.running((session_people.SUBJECT, session.pk)):
        return
    tell(
        set(session_people.team(session.partnership_id)) - {entry.data["by"]},
        kind=entry.kind,
        key=f"{entry.kind}:{session.pk}:{entry.position}",
        data={"session_id": session.pk},
        address=f"/peers/sessions/{session.pk}/",
    )
