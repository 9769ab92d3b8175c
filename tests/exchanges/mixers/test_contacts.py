"""Wishes, contacts, cards, ratings, follow-ups: who learns what of whom."""

import json
from datetime import timedelta

import pytest

from events import registrations
from events.models import Registration
from exchanges.mixers import cards, contacts, departures, followups, ratings, time_wishes, wishes
from exchanges.mixers.live import ContactStreams, MixerStreams
from exchanges.mixers.models import Card, Contact, FollowUp, Mixer, Rating, Wish
from exchanges.mixers.programme import Programme
from exchanges.mixers.queries import afterwards
from exchanges.mixers.refusals import (
    AlreadyExchanged,
    BadRating,
    CardTwice,
    NoRound,
    NoSuchFollowUp,
    NotAHost,
    NotMet,
    NotOverYet,
    NotTakingPart,
    NotYourself,
    TooManyCards,
)
from ledger.facts import Entry
from ledger.reading import since
from members import dossiers
from members.models import Consent, Delegate, Notice, Person
from rooms import admissions
from tests.exchanges.mixers import cast
from tests.exchanges.mixers.cast import Clock

pytestmark = pytest.mark.django_db


def at_one_table(clock: Clock, olga: Person, count: int = 3, apart: int = 0) -> tuple[Mixer, list[Person]]:
    """People at the only table of a round, and some who are registered and did not come."""
    guests = cast.people(count + apart)
    mixer = cast.mixer(olga, guests, plan=Programme(welcome_seconds=0, input_seconds=0, round_count=1), starts_in=10)
    cast.arrive(mixer, guests[:count])
    clock.run(seconds=20)
    return cast.fresh(mixer), guests


def everything_said(mixer: Mixer) -> str:
    """All that anybody but one person alone can read in the ledger."""
    streams = [f"mixer:{mixer.id}", f"room:{mixer.lobby_id}", f"event:{mixer.event_id}", f"meetings:{mixer.id}"]
    return json.dumps([[entry.kind, entry.data] for stream in streams for entry in since(stream, 0)])


def test_a_wish_is_known_to_nobody_but_the_one_who_wishes(clock: Clock, olga: Person) -> None:
    mixer, (asha, jonas, _) = at_one_table(clock, olga)
    before = everything_said(mixer)
    assert contacts.wish(mixer, by=asha, other_id=jonas.pk) is False
    assert everything_said(mixer) == before
    assert since(f"contacts:{jonas.pk}", 0) == []
    assert [entry.kind for entry in since(f"contacts:{asha.pk}", 0)] == ["contact_wished"]
    assert not Notice.objects.filter(kind="contact_exchanged").exists()
    assert [met.exchanged for met in afterwards.view(mixer, jonas).met] == [False, False]
    assert [met.wished for met in afterwards.view(mixer, jonas).met] == [False, False]


def test_two_wishes_exchange_contacts_and_each_learns_it_on_their_own_stream(clock: Clock, olga: Person) -> None:
    mixer, (asha, jonas, lucia) = at_one_table(clock, olga)
    contacts.wish(mixer, by=asha, other_id=jonas.pk)
    assert contacts.wish(mixer, by=jonas, other_id=asha.pk) is True
    assert contacts.wish(mixer, by=jonas, other_id=asha.pk) is True
    assert [entry.kind for entry in since(f"contacts:{asha.pk}", 0)] == ["contact_wished", "contact_exchanged"]
    assert [entry.kind for entry in since(f"contacts:{jonas.pk}", 0)] == ["contact_exchanged"]
    met = {one.company.id: one for one in afterwards.view(mixer, asha).met}
    assert (met[jonas.pk].exchanged, met[jonas.pk].company.card.email) == (True, jonas.email)
    assert (met[lucia.pk].exchanged, met[lucia.pk].company.card.email) == (False, "")
    told = Notice.objects.filter(kind="contact_exchanged")
    assert sorted(told.values_list("person_id", "by_mail")) == [(asha.pk, False), (jonas.pk, False)]
    with pytest.raises(AlreadyExchanged):
        contacts.unwish(mixer, by=asha, other_id=jonas.pk)


def test_an_unanswered_wish_is_taken_back(clock: Clock, olga: Person) -> None:
    mixer, (asha, jonas, _) = at_one_table(clock, olga)
    contacts.wish(mixer, by=asha, other_id=jonas.pk)
    contacts.unwish(mixer, by=asha, other_id=jonas.pk)
    contacts.unwish(mixer, by=asha, other_id=jonas.pk)
    assert not Contact.objects.exists()
    assert contacts.wish(mixer, by=jonas, other_id=asha.pk) is False


def test_wishes_about_somebody_who_withdrew_are_taken_back(clock: Clock, olga: Person) -> None:
    mixer, (asha, jonas, _) = at_one_table(clock, olga)
    contacts.wish(mixer, by=asha, other_id=jonas.pk)
    wishes.wish(mixer, by=asha, other_id=jonas.pk, kind=Wish.Kind.MUST)
    registrations.withdraw(mixer.event.registrations.get(person=jonas), by=jonas)
    contacts.unwish(mixer, by=asha, other_id=jonas.pk)
    wishes.wish(mixer, by=asha, other_id=jonas.pk, kind=None)
    assert (Contact.objects.count(), Wish.objects.count()) == (0, 0)
    for again in (
        lambda: contacts.wish(mixer, by=asha, other_id=jonas.pk),
        lambda: wishes.wish(mixer, by=asha, other_id=jonas.pk, kind=Wish.Kind.MUST),
        lambda: contacts.unwish(mixer, by=jonas, other_id=asha.pk),
        lambda: wishes.wish(mixer, by=jonas, other_id=asha.pk, kind=None),
    ):
        with pytest.raises(NotTakingPart):
            again()


def test_contacts_are_made_with_people_one_has_met(clock: Clock, olga: Person) -> None:
    mixer, (asha, _jonas, _lucia, absent) = at_one_table(clock, olga, apart=1)
    with pytest.raises(NotMet):
        contacts.wish(mixer, by=asha, other_id=absent.pk)
    with pytest.raises(NotYourself):
        contacts.wish(mixer, by=asha, other_id=asha.pk)
    with pytest.raises(NotTakingPart):
        contacts.wish(mixer, by=asha, other_id=olga.pk)
    assert not Contact.objects.exists()


def test_nobody_follows_anothers_contacts_and_only_the_admitted_follow_a_mixer(clock: Clock, olga: Person) -> None:
    mixer, (asha, jonas, _) = at_one_table(clock, olga)
    stranger = Person.objects.create_user("stranger@example.org", name="Stranger")
    own, other = (asha.pk, str(asha.pk)), (jonas.pk, str(asha.pk))
    assert ContactStreams().admitted([own, other]) == {own}
    key = str(mixer.id)
    pairs = [(asha.pk, key), (olga.pk, key), (stranger.pk, key), (asha.pk, "999999"), (asha.pk, "x")]
    assert MixerStreams().admitted(pairs) == {(asha.pk, key), (olga.pk, key)}


def test_wishes_are_for_their_owner_and_the_organisers_only(clock: Clock, olga: Person) -> None:
    mixer, (asha, jonas, lucia) = at_one_table(clock, olga)
    before = everything_said(mixer)
    wishes.wish(mixer, by=asha, other_id=jonas.pk, kind=Wish.Kind.RATHER_NOT)
    wishes.wish(mixer, by=asha, other_id=lucia.pk, kind=Wish.Kind.MUST)
    wishes.wish(mixer, by=asha, other_id=lucia.pk, kind=None)
    assert everything_said(mixer) == before
    assert [(row.other_id, row.kind) for row in wishes.mine(mixer, asha)] == [(jonas.pk, "rather_not")]
    assert list(wishes.mine(mixer, jonas)) == []
    assert wishes.all_of(mixer, by=olga).count() == 1
    from exchanges.mixers import hosts

    hosts.appoint(mixer, jonas.pk, by=olga)
    with pytest.raises(NotAHost):
        wishes.all_of(mixer, by=jonas)


def test_three_seeks_and_three_offers_at_most(clock: Clock, olga: Person) -> None:
    mixer, (asha, *_) = at_one_table(clock, olga)
    topics = [cast.topic(slug) for slug in ("mobility", "energy", "water", "housing")]
    three = [cards.Line(one.id, f"  {one.slug}  ") for one in topics[:3]]
    cards.bring(mixer, by=asha, seeks=three, offers=three[:1])
    cards.bring(mixer, by=asha, seeks=three[:2], offers=[])
    assert list(cards.of(mixer, asha).values_list("side", "line")) == [("seek", "mobility"), ("seek", "energy")]
    with pytest.raises(TooManyCards):
        cards.bring(mixer, by=asha, seeks=[cards.Line(one.id) for one in topics], offers=[])
    with pytest.raises(CardTwice):
        cards.bring(mixer, by=asha, seeks=[three[0], three[0]], offers=[])
    with pytest.raises(NotTakingPart):
        cards.bring(mixer, by=olga, seeks=three, offers=[])
    assert Card.objects.count() == 2


def test_more_time_is_a_number_without_names(clock: Clock, olga: Person) -> None:
    mixer, (asha, jonas, _) = at_one_table(clock, olga)
    assert [time_wishes.wish(mixer, by=one) for one in (asha, asha, jonas)] == [1, 1, 2]
    assert cast.told(mixer, "more_time_wanted") == [
        {"mixer_id": mixer.id, "number": 1, "count": 1}, {"mixer_id": mixer.id, "number": 1, "count": 2},
    ]  # fmt: skip
    clock.run(minutes=13)
    with pytest.raises(NoRound):
        time_wishes.wish(mixer, by=asha)


def test_a_mixer_is_rated_when_it_is_over_and_a_meeting_when_it_took_place(clock: Clock, olga: Person) -> None:
    mixer, (asha, jonas, _, absent) = at_one_table(clock, olga, apart=1)
    with pytest.raises(NotOverYet):
        ratings.rate(mixer, by=asha, stars=5)
    ratings.rate_meeting(mixer, by=asha, other_id=jonas.pk, useful=True)
    ratings.rate_meeting(mixer, by=asha, other_id=jonas.pk, useful=False)
    with pytest.raises(NotMet):
        ratings.rate_meeting(mixer, by=asha, other_id=absent.pk, useful=True)
    clock.run(hours=1)
    mixer = cast.fresh(mixer)
    with pytest.raises(BadRating):
        ratings.rate(mixer, by=asha, stars=6)
    ratings.rate(mixer, by=asha, stars=4, comment="Short and good")
    assert list(Rating.objects.order_by("id").values_list("stars", "useful")) == [(None, False), (4, None)]


def test_what_came_of_a_contact_is_asked_after_30_and_90_days(clock: Clock, olga: Person) -> None:
    mixer, (asha, jonas, lucia) = at_one_table(clock, olga)
    contacts.wish(mixer, by=asha, other_id=jonas.pk)
    contacts.wish(mixer, by=jonas, other_id=asha.pk)
    contacts.wish(mixer, by=lucia, other_id=asha.pk)
    Consent.objects.create(person=asha, purpose="follow_ups", version="2026-11")
    clock.run(hours=1)
    clock.sleep(days=30)
    clock.run(seconds=1)
    told = Notice.objects.filter(kind="mixer_follow_up").values_list("person_id", "by_mail")
    assert sorted(told) == [(asha.pk, True), (jonas.pk, False)]
    assert [(row.person_id, row.days) for row in followups.open_ones(asha)] == [(asha.pk, 30)]
    followups.answer(mixer, by=asha, other_id=jonas.pk, days=30, outcome="planned")
    assert followups.open_ones(asha) == []
    with pytest.raises(NoSuchFollowUp):
        followups.answer(mixer, by=lucia, other_id=asha.pk, days=30, outcome="planned")
    clock.sleep(days=60)
    clock.run(seconds=1)
    assert FollowUp.objects.count() == 4


def test_who_withdraws_during_the_mixer_stays_among_those_met(clock: Clock, olga: Person) -> None:
    mixer, (asha, jonas, lucia) = at_one_table(clock, olga)
    contacts.wish(mixer, by=asha, other_id=jonas.pk)
    contacts.wish(mixer, by=jonas, other_id=asha.pk)
    registrations.withdraw(mixer.event.registrations.get(person=jonas), by=jonas)
    clock.run(hours=1)
    kept = afterwards.view(mixer, asha)
    met = {one.company.id: (one.company.left, one.exchanged, one.company.card.email) for one in kept.met}
    assert met == {jonas.pk: (True, True, jonas.email), lucia.pk: (False, False, "")}
    assert kept.contacts == 1


def test_who_came_back_is_met_for_the_member_they_came_back_for(clock: Clock, olga: Person) -> None:
    mixer, (asha, jonas, _) = at_one_table(clock, olga)
    registrations.withdraw(mixer.event.registrations.get(person=jonas), by=jonas)
    lima = cast.member("Lima", "PE", "America/Lima")
    registrations.register(mixer.event, jonas, lima, by=olga)
    again = [one.company for one in afterwards.view(mixer, asha).met if one.company.id == jonas.pk]
    assert [(one.place, one.left) for one in again] == [("Lima", False)]


def test_only_who_can_still_answer_is_asked_what_came_of_a_contact(clock: Clock, olga: Person) -> None:
    mixer, (asha, jonas, _) = at_one_table(clock, olga)
    contacts.wish(mixer, by=asha, other_id=jonas.pk)
    contacts.wish(mixer, by=jonas, other_id=asha.pk)
    registrations.withdraw(mixer.event.registrations.get(person=jonas), by=jonas)
    clock.run(hours=1)
    clock.sleep(days=30)
    clock.run(seconds=1)
    assert list(Notice.objects.filter(kind="mixer_follow_up").values_list("person_id", flat=True)) == [asha.pk]
    assert list(FollowUp.objects.values_list("person_id", "other_id")) == [(asha.pk, jonas.pk)]
    assert (len(followups.open_ones(asha)), followups.open_ones(jonas)) == (1, [])


@pytest.mark.parametrize("how", ["withdrawn", "shown out"])
def test_who_was_asked_and_is_no_longer_there_to_answer_finds_no_question(clock: Clock, olga: Person, how: str) -> None:
    mixer, (asha, jonas, _) = at_one_table(clock, olga)
    contacts.wish(mixer, by=asha, other_id=jonas.pk)
    contacts.wish(mixer, by=jonas, other_id=asha.pk)
    clock.run(hours=1)
    clock.sleep(days=30)
    clock.run(seconds=1)
    assert [len(followups.open_ones(one)) for one in (asha, jonas)] == [1, 1]
    if how == "withdrawn":
        mixer.event.registrations.filter(person=jonas).update(state=Registration.State.WITHDRAWN)
    else:
        admissions.dismiss_all({(jonas.pk, mixer.lobby_id)})
    assert [len(followups.open_ones(one)) for one in (asha, jonas)] == [1, 0]


def test_contacts_and_meetings_stand_in_the_members_dossier(clock: Clock, olga: Person) -> None:
    mixer, (asha, jonas, _) = at_one_table(clock, olga)
    contacts.wish(mixer, by=asha, other_id=jonas.pk)
    contacts.wish(mixer, by=jonas, other_id=asha.pk)
    clock.run(hours=1)
    kochi = Delegate.objects.get(person=asha).member
    said = [str(line.sentence) for line in dossiers.entries(kochi, asha, dossiers.Filters(about="mixers"))[:10]]
    assert said == [
        "Took part in “Spring Mixer”.",
        "Jena, Kochi and Piura met at “Spring Mixer”, round 1.",
        "Delegate 1 of Kochi and Delegate 2 of Jena exchanged contacts at “Spring Mixer”.",
    ]


def test_an_erased_person_leaves_no_wish_card_contact_or_comment(clock: Clock, olga: Person) -> None:
    mixer, (asha, jonas, lucia) = at_one_table(clock, olga)
    for one, other in ((asha, jonas), (jonas, asha), (lucia, asha)):
        contacts.wish(mixer, by=one, other_id=other.pk)
        wishes.wish(mixer, by=one, other_id=other.pk, kind=Wish.Kind.MUST)
    cards.bring(mixer, by=asha, seeks=[cards.Line(cast.topic("water").id, "my words")], offers=[])
    ratings.rate_meeting(mixer, by=jonas, other_id=asha.pk, useful=True)
    departures.person_erased(Entry(f"person:{asha.pk}", 1, "person_erased", clock.now, {"person_id": asha.pk}))
    assert [model.objects.count() for model in (Wish, Contact, Card, Rating)] == [0, 0, 0, 0]


def test_a_rehearsal_stays_out_of_dossiers_follow_ups_and_mails(clock: Clock, olga: Person) -> None:
    guests = cast.people(3)
    plan = Programme(welcome_seconds=0, input_seconds=0, round_count=1)
    mixer = cast.mixer(olga, guests, plan=plan, starts_in=10, rehearsal=True)
    cast.arrive(mixer, guests)
    clock.run(hours=1)
    assert cast.fresh(mixer).held
    clock.sleep(days=91)
    clock.run(seconds=1)
    assert not Notice.objects.filter(kind__startswith="mixer_").exists()
    assert since(f"meetings:{mixer.id}", 0) == []
    kochi = Delegate.objects.get(person=guests[0]).member
    assert len(dossiers.entries(kochi, guests[0], dossiers.Filters(about="mixers"))) == 0
    assert clock.now - mixer.event.starts_at > timedelta(days=90)
