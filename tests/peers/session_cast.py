"""A partnership for the tests of sessions: Pirna asked, Bolesławiec answered; each has two people in its team."""

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from ledger import promises, relay
from members.models import Delegate, Member, Membership, Network, Person
from peers import sessions
from peers.models import Partner, Partnership, Request, Session, TeamMember
from tests.events import passing


def _another() -> str:
    """Something no other row of the same database has."""
    return uuid.uuid4().hex[:12]


@dataclass
class Tandem:
    """The partnership and its people."""

    partnership: Partnership
    pirna: Member
    boleslawiec: Member
    uwe: Person
    petra: Person
    anna: Person
    marek: Person

    @property
    def people(self) -> list[Person]:
        """All four."""
        return [self.uwe, self.petra, self.anna, self.marek]


def member(name: str, country: str, zone: str, network: Network) -> Member:
    slug = f"{name.lower().replace('ł', 'l')}-{_another()}"
    made = Member.objects.create(slug=slug, name=name, country=country, time_zone=zone, languages=["en"])
    Membership.objects.create(member=made, network=network, state=Membership.State.ADMITTED)
    return made


def delegate(name: str, of: Member, *, representative: bool = False) -> Person:
    made = Person.objects.create(email=f"p{_another()}@example.org", name=name, time_zone=of.time_zone)
    state = Delegate.State.ADMITTED
    Delegate.objects.create(person=made, member=of, state=state, representative=representative)
    return made


def tandem() -> Tandem:
    """Pirna and Bolesławiec, learning together."""
    network = Network.objects.get(slug="vernetzt-in-europa")
    pirna = member("Pirna", "DE", "Europe/Berlin", network)
    boleslawiec = member("Bolesławiec", "PL", "Europe/Warsaw", network)
    request = Request.objects.create(member=pirna, network=network, state=Request.State.LEARNING, need="Flood warning")
    partnership = Partnership.objects.create(request=request)
    Partner.objects.create(partnership=partnership, member=pirna, asked=True)
    Partner.objects.create(partnership=partnership, member=boleslawiec)
    uwe, petra = delegate("Uwe Richter", pirna, representative=True), delegate("Petra Vogel", pirna)
    anna = delegate("Anna Kowalska", boleslawiec, representative=True)
    marek = delegate("Marek Nowak", boleslawiec)
    for person, of in ((uwe, pirna), (petra, pirna), (anna, boleslawiec), (marek, boleslawiec)):
        TeamMember.objects.create(partnership=partnership, person=person, member=of)
    return Tandem(partnership, pirna, boleslawiec, uwe, petra, anna, marek)


def soon(**span: float) -> datetime:
    """A whole minute in the future: in two days, or after another span."""
    return (timezone.now() + timedelta(**(span or {"days": 2}))).replace(second=0, microsecond=0)


def wanted(of: Tandem, *, minutes: int = 60, title: str = "How do we warn people of floods?") -> sessions.Wanted:
    return sessions.Wanted(title=title, minutes=minutes, case_giver=of.uwe.pk, moderator=of.anna.pk)


def proposed(of: Tandem, *times: datetime) -> Session:
    """Uwe proposes times."""
    return sessions.propose(partnership_id=of.partnership.pk, by=of.uwe, wanted=wanted(of), times=times or [soon()])


def booked(of: Tandem, starts_at: datetime | None = None) -> Session:
    """A session that Uwe proposed and Anna accepted."""
    session = proposed(of, starts_at or soon())
    return sessions.accept(session_id=session.pk, by=of.anna, time_id=session.times.get(passed=False).pk)


def keep_everything_due() -> None:
    """What workers do: promises and reactions, until nothing is left."""
    while promises.keep_due(until=timezone.now()) + relay.drain():
        pass


def bring_forward(session: Session, **span: float) -> None:
    """Let time pass: the meeting, its consultation and all they promise come nearer; then keep what is due."""
    passing.bring_forward(session.booked, **span)
    keep_everything_due()
    session.refresh_from_db()
