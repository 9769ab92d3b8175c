"""Who may follow a request or partnership live: its own people, whom it concerns now, the secretariat; nobody else."""

import pytest

from members import delegates
from members.following import ThingStreams
from members.models import Delegate, Person
from peers import invitations
from peers.live import see_partnerships, see_requests
from tests.peers import cast
from tests.statements import counted

pytestmark = pytest.mark.django_db


@pytest.fixture
def case():
    pirna, kochi = cast.member("Pirna"), cast.member("Kochi")
    people = {
        "katrin": cast.delegate("Katrin", pirna),
        "anu": cast.delegate("Anu", kochi),
        "jonas": cast.delegate("Jonas", cast.member("Jena")),
        "sekar": cast.official(),
        "olga": cast.official("Olga", "organiser"),
        "elke": cast.official("Elke", of=cast.network("vernetzt-in-europa")),
    }
    cast.offer(kochi)
    return cast.posted(people["katrin"], pirna), kochi, people


def followers(streams: ThingStreams, key: int, people: dict[str, Person]) -> set[str]:
    names = {one.pk: name for name, one in people.items()}
    return {names[person] for person, _ in streams.admitted({(one.pk, str(key)) for one in people.values()})}


def test_a_request_is_followed_by_its_own_the_invited_and_the_secretariat(case):
    row, kochi, people = case
    streams = ThingStreams(see_requests)
    assert followers(streams, row.pk, people) == {"katrin", "sekar"}
    sent = cast.invited(row, kochi, people["katrin"])
    assert followers(streams, row.pk, people) == {"katrin", "sekar", "anu"}
    invitations.take_back(invitation_id=sent.pk, by=people["katrin"])
    assert followers(streams, row.pk, people) == {"katrin", "sekar"}


def test_a_draft_is_followed_by_its_own_only(case):
    _, _, people = case
    draft = cast.draft(people["katrin"], cast.member("Pirna"))
    assert followers(ThingStreams(see_requests), draft.pk, people) == {"katrin"}


def test_who_no_longer_acts_for_a_partner_follows_no_more(case):
    row, kochi, people = case
    made = cast.partnership(row, kochi, by=people["katrin"], host_by=people["anu"])
    streams = ThingStreams(see_partnerships)
    assert followers(streams, made.pk, people) == {"katrin", "anu", "sekar"}
    delegates.leave(Delegate.objects.get(person=people["anu"]), by=None)
    Person.objects.filter(pk=people["katrin"].pk).update(is_active=False)
    assert followers(streams, made.pk, people) == {"sekar"}


def test_nonsense_is_nobodys_stream(case):
    _, _, people = case
    streams = ThingStreams(see_requests)
    for key in ("", "0", "x", "-1", "9" * 19, "٣"):
        assert streams.admitted({(people["katrin"].pk, key)}) == set()


def test_many_are_asked_about_in_as_many_statements_as_one(case):
    row, _, people = case
    streams = ThingStreams(see_requests)
    with counted() as one:
        streams.admitted({(people["katrin"].pk, str(row.pk))})
    with counted() as many:
        streams.admitted({(one.pk, str(key)) for one in people.values() for key in range(1, 60)} | {(1, str(row.pk))})
    assert len(many) == len(one)
