"""A consultation for the world: Hana moderates, Asha gives the case, others write and advise."""

from datetime import timedelta

from django.utils import timezone

from members.models import Person
from peers.models import Partner, Session, SessionTime
from rooms import admissions, rooms
from rooms.consultation import actions, leading
from rooms.models import Outcome


def consultation(host: Person, case_giver: Person, advisor: Person) -> dict[str, int]:
    """A running consultation with an action of the case-giver's that is asked about; its things by name."""
    room = rooms.open_room("Flood warning")
    admissions.admit_all({room.id: {host.pk: "host", case_giver.pk: "case_giver", advisor.pk: "advisor"}})
    leading.plan(room, starts_at=timezone.now() + timedelta(minutes=10), seconds=3600)
    leading.begin(room, by=host)
    due_on = timezone.localdate() + timedelta(days=14)
    action = actions.agree(room, by=host, text="Ask the fishermen", owner_id=case_giver.pk, due_on=due_on)
    outcome = Outcome.objects.create(action=action, months=3, asked=case_giver)
    return {"consultation": room.id, "advisor": advisor.pk, "action": action.pk, "outcome": outcome.pk}


def session(partnership_id: int, who: Person) -> dict[str, int]:
    """A session of a partnership with a time that the person's member proposed."""
    partner = Partner.objects.get(partnership=partnership_id, member__delegates__person=who)
    made = Session.objects.create(partnership_id=partnership_id, title="How?", case_giver=who, moderator=who)
    when = timezone.now() + timedelta(days=3)
    time = SessionTime.objects.create(session=made, by_id=partner.member_id, starts_at=when)
    return {"peer_session": made.pk, "session_time": time.pk}
