"""Teams, sessions and invitations of the same members change at the same moment and never wait in a circle.

Whoever changes something of a partnership takes the row of its request first. On PostgreSQL one of the two is held
where it has its first rows until the other waits; SQLite's transactions run one after the other anyway.
"""

from collections.abc import Callable
from functools import partial

import pytest
from django.db import transaction

from events.meetings.polls import asking
from events.models import Meeting, Poll
from ledger import recording
from ledger.facts import Entry, Fact
from ledger.reading import since
from members import delegates
from members.models import Delegate, Member, Person
from peers import invitations, partnerships, session_people, sessions, team
from peers.models import Partnership, Request, Session
from tests.parallel import Meanwhile
from tests.peers import cast, session_cast
from tests.peers.session_cast import Tandem, soon

pytestmark = pytest.mark.django_db(transaction=True)
settle = asking.settle


@pytest.fixture
def tandem() -> Tandem:
    return session_cast.tandem()


def last(tandem: Tandem, kind: str) -> Entry:
    return [entry for entry in since(f"partnership:{tandem.partnership.pk}", 0) if entry.kind == kind][-1]


def reacting(reaction: Callable[[Entry], None], entry: Entry) -> Meanwhile:
    """The reaction, in a transaction as the relay gives it."""

    def react() -> None:
        with transaction.atomic():
            reaction(entry)

    return Meanwhile(react)


def polled(tandem: Tandem) -> Session:
    """A session for which everybody is asked."""
    session = session_cast.proposed(tandem, soon(days=6), soon(days=7))
    return sessions.ask_everybody(session_id=session.pk, by=tandem.uwe)


def before_polls_end(monkeypatch: pytest.MonkeyPatch, meanwhile: Meanwhile) -> None:
    """Let the other begin when a session's own rows are held, and its poll is not yet."""

    def settled(subject: tuple[str, int], meeting: Meeting | None = None) -> None:
        meanwhile.begin()
        settle(subject, meeting)

    monkeypatch.setattr(asking, "settle", settled)


def test_who_leaves_the_team_is_replaced_while_other_times_are_proposed(
    tandem: Tandem, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = polled(tandem)
    team.leave(partnership_id=tandem.partnership.pk, by=tandem.uwe, person_id=tandem.uwe.pk)
    leaving = reacting(session_people.team_left, last(tandem, "team_left"))
    with monkeypatch.context() as held:
        before_polls_end(held, leaving)
        sessions.counter(session_id=session.pk, by=tandem.anna, times=[soon(days=8)])
    assert leaving.result() is None
    session.refresh_from_db()
    assert (session.case_giver, Poll.objects.get().state) == (tandem.petra, "called_off")


def test_who_joins_the_team_comes_along_while_a_session_is_booked(
    tandem: Tandem, monkeypatch: pytest.MonkeyPatch
) -> None:
    already, session = session_cast.booked(tandem), polled(tandem)
    jan = session_cast.delegate("Jan Wolny", tandem.boleslawiec)
    team.join(partnership_id=tandem.partnership.pk, by=tandem.anna, person_id=jan.pk)
    joining = reacting(session_people.team_joined, last(tandem, "team_joined"))
    with monkeypatch.context() as held:
        before_polls_end(held, joining)
        meeting = sessions.book_polled(session.pk, soon(days=6), tandem.uwe)
    assert joining.result() is None
    already.refresh_from_db()
    for one in (already.booked, meeting):
        assert one.participants.filter(person=jan, left_at=None).count() == 1


def test_somebody_of_the_member_stays_in_the_team_when_its_last_two_leave_at_once(
    tandem: Tandem, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Petra acts for Pirna no more, while Uwe takes himself out of the team because she is in it."""
    with transaction.atomic():
        delegates.leave(Delegate.objects.get(person=tandem.petra), by=None)
    ended = since(f"member:{tandem.pirna.pk}", 0)[-1]
    replacing = reacting(team.delegate_ended, ended)

    def recorded(*facts: Fact) -> None:
        replacing.begin()
        recording.record(*facts)

    with monkeypatch.context() as held:
        held.setattr(team, "record", recorded)
        team.leave(partnership_id=tandem.partnership.pk, by=tandem.uwe, person_id=tandem.uwe.pk)
    assert replacing.result() is None
    of_pirna = {person for person, of in session_people.team(tandem.partnership.pk).items() if of == tandem.pirna.pk}
    assert of_pirna == {tandem.uwe.pk}


def accepted_by(host: Person, seeker: Person) -> Callable[[], object]:
    """The seeker's member asks that of the host, who is to accept."""
    asking_member, hosting_member = (Member.objects.get(delegates__person=one) for one in (seeker, host))
    row = cast.posted(seeker, asking_member)
    return partial(invitations.accept, invitation_id=cast.invited(row, hosting_member, seeker).pk, by=host)


def test_two_members_accept_each_others_invitations_at_the_same_moment(monkeypatch: pytest.MonkeyPatch) -> None:
    jena, kochi = cast.member("Jena"), cast.member("Kochi")
    jonas, anu = cast.delegate("Jonas", jena), cast.delegate("Anu", kochi)
    for member in (jena, kochi):
        cast.offer(member)
    accept, mirrored = accepted_by(anu, jonas), Meanwhile(accepted_by(jonas, anu))
    found = partnerships.found

    def founded(row: Request, *, by: Person | None) -> Partnership:
        mirrored.begin()
        return found(row, by=by)

    with monkeypatch.context() as held:
        held.setattr(partnerships, "found", founded)
        accept()
    assert not isinstance(mirrored.result(), Exception)
    assert Partnership.objects.count() == 2
