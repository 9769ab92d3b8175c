"""Who is told that the agenda changed: those whom a difference concerns, once, some minutes later."""

from datetime import timedelta

import pytest

from events import registrations, states
from events.models import AgendaVersion, Event, Registration, Speaker
from events.symposia import bookmarks, publishing, sessions, speakers
from events.symposia.errors import NoSuchSession
from events.symposia.promises import DEBOUNCE
from ledger.models import Promise
from members.mailing import compose
from members.models import Notice
from tests.events import cast
from tests.events.symposia import stage as on
from tests.statements import counted

pytestmark = pytest.mark.django_db


@pytest.fixture
def olga():
    return cast.organiser()


@pytest.fixture
def event(olga) -> Event:
    return on.symposium(olga)


@pytest.fixture
def programme(event, olga):
    """Two sessions with a speaker and somebody who wants to attend each; everybody knows version 1."""
    hall, studio = on.two_stages(event, olga)
    heat, shade = on.placed(event, olga, "Heat", hall, 0), on.placed(event, olga, "Shade", hall, 1)
    cast.person("Lucia", acts_for=cast.member("Kochi", "IN"))
    on.invited(event, olga, "lucia@example.org", heat)
    on.invited(event, olga, "ravi@example.org", shade, name="Ravi")
    on.publish(event, olga)
    for name, session in (("Asha", heat), ("Bela", shade)):
        bookmarks.keep(event, session.pk, person=on.registered(event, name), wanted=True)
    on.keep(on.NEWS)
    Notice.objects.all().delete()
    return hall, studio, heat, shade


def told() -> list[str]:
    rows = Notice.objects.filter(kind="agenda_changed")
    return sorted(row.person.name if row.person else row.email for row in rows)


def later(session, olga, stage, hours: float) -> None:
    on.put(session, olga, stage, session.event.starts_at + timedelta(hours=hours))


def test_a_move_is_told_to_its_speaker_and_its_people_and_nobody_else(event, olga, programme):
    hall, _, heat, shade = programme
    on.registered(event, "Cleo")
    later(heat, olga, hall, 4)
    on.publish(event, olga)
    assert told() == []
    assert on.keep(on.NEWS) == 1
    assert told() == ["Asha", "Lucia"]
    later(shade, olga, hall, 5)
    on.publish(event, olga)
    on.keep(on.NEWS)
    assert told() == ["Asha", "Bela", "Lucia", "ravi@example.org"]


def test_several_changes_become_one_notice(event, olga, programme):
    hall, studio, heat, _ = programme
    for hours in (4, 5, 6):
        later(heat, olga, hall, hours)
        on.publish(event, olga)
    later(heat, olga, studio, 6)
    on.publish(event, olga)
    assert on.keep(on.NEWS) == 1
    assert told() == ["Asha", "Lucia"]
    [change] = Notice.objects.filter(person__name="Asha").get().data["changes"]
    assert (change["kinds"], change["stage"]) == (["moved_in_time", "moved_stage"], "Studio")
    assert on.keep(on.NEWS) == 0


def test_what_was_moved_back_is_told_to_nobody(event, olga, programme):
    hall, _, heat, _ = programme
    for hours in (4, 0):
        later(heat, olga, hall, hours)
        on.publish(event, olga)
    on.keep(on.NEWS)
    assert told() == []


def test_a_removed_session_is_told_too(event, olga, programme):
    _, _, heat, _ = programme
    sessions.drop(event, heat.pk, by=olga, revision=1)
    on.publish(event, olga)
    on.keep(on.NEWS)
    assert told() == ["Asha", "Lucia"]


def test_who_is_no_longer_concerned_hears_nothing(event, olga, programme):
    hall, _, heat, _ = programme
    registrations.withdraw(Registration.objects.get(person__name="Asha"), by=None)
    lucia = event.speakers.get(person__name="Lucia")
    speakers.answer(lucia.token, accept=False)
    later(heat, olga, hall, 4)
    on.publish(event, olga)
    on.keep(on.NEWS)
    assert told() == []


def test_another_abstract_is_no_news(event, olga, programme):
    _, _, heat, _ = programme
    sessions.change(event, heat.pk, by=olga, revision=1, abstracts={"en": "Where shade is"})
    on.publish(event, olga)
    on.keep(on.NEWS)
    assert told() == []


def test_a_cancelled_event_has_other_news(event, olga, programme):
    hall, _, heat, _ = programme
    later(heat, olga, hall, 4)
    on.publish(event, olga)
    states.move(event, to=Event.State.CANCELLED, by=olga)
    on.keep(on.NEWS)
    assert told() == []


def test_news_of_a_postponed_event_wait_for_its_new_date(event, olga, programme):
    hall, _, heat, _ = programme
    later(heat, olga, hall, 4)
    on.publish(event, olga)
    states.move(event, to=Event.State.POSTPONED, by=olga)
    on.keep(on.NEWS)
    assert told() == []
    states.move(event, to=Event.State.PUBLISHED, by=olga)
    cast.reactions_run()
    assert on.keep(on.NEWS) == 1
    assert told() == ["Asha", "Lucia"]


def test_who_speaks_and_attends_is_told_once_and_led_to_their_own_page(event, olga, programme):
    hall, _, heat, shade = programme
    lucia = event.speakers.get(person__name="Lucia")
    registrations.register(event, lucia.person, cast.member("Kochi", "IN"))
    bookmarks.keep(event, shade.pk, person=lucia.person, wanted=True)
    later(heat, olga, hall, 4)
    later(shade, olga, hall, 5)
    on.publish(event, olga)
    on.keep(on.NEWS)
    assert told() == ["Asha", "Bela", "Lucia", "ravi@example.org"]
    addresses = dict(Notice.objects.filter(kind="agenda_changed").values_list("person__name", "address"))
    assert addresses["Lucia"] == f"/speakers/{lucia.token}/"
    assert addresses["Asha"] == "/events/symposium/agenda/mine/"
    assert len(Notice.objects.get(person=lucia.person, kind="agenda_changed").data["changes"]) == 2


def test_news_wait_for_the_last_change_but_not_forever(event, olga, programme, standing_clock):
    hall, _, heat, _ = programme
    later(heat, olga, hall, 4)
    on.publish(event, olga)
    due = Promise.objects.get(kind=on.NEWS)
    assert due.due_at == standing_clock + DEBOUNCE
    long_ago = standing_clock - on.LATEST + timedelta(minutes=2)
    AgendaVersion.objects.filter(number=2).update(published_at=long_ago)
    later(heat, olga, hall, 5)
    on.publish(event, olga)
    due.refresh_from_db()
    assert due.due_at == standing_clock + timedelta(minutes=2)


def test_the_mail_says_what_changed_in_the_reader_s_language(event, olga, programme):
    hall, _, heat, _ = programme
    Notice.objects.all().delete()
    asha = Registration.objects.get(person__name="Asha").person
    asha.language, asha.time_zone = "de", "Asia/Kolkata"
    asha.save()
    sessions.change(event, heat.pk, by=olga, revision=1, titles={"en": "Heat", "de": "Hitze"})
    later(heat, olga, hall, 4)
    on.publish(event, olga)
    on.keep(on.NEWS)
    mail = compose(Notice.objects.get(person=asha))
    assert "Hitzesymposium" in mail.subject
    assert "Hitze: neue Zeit" in mail.body
    assert "18:30 · Kolkata" in mail.body
    assert "/events/symposium/agenda/mine/" in mail.body


def test_only_what_is_published_can_be_kept(event, olga, programme):
    hall, _, heat, _ = programme
    asha = Registration.objects.get(person__name="Asha").person
    draft = on.placed(event, olga, "Draft", hall, 6)
    with pytest.raises(NoSuchSession):
        bookmarks.keep(event, draft.pk, person=asha, wanted=True)
    bookmarks.keep(event, heat.pk, person=asha, wanted=True)
    bookmarks.keep(event, heat.pk, person=asha, wanted=False)
    assert bookmarks.of(event, asha) == set()


def test_a_session_given_to_somebody_else_is_told_to_both_and_to_nobody_else(event, olga, programme):
    heat = programme[2]
    lucia = Speaker.objects.get(person__name="Lucia")
    ravi = Speaker.objects.get(name="Ravi")
    speakers.take_role(event, lucia.appearances.get().pk, by=olga)
    speakers.give_role(event, ravi.pk, by=olga, session_id=heat.pk, role="chair")
    on.publish(event, olga)
    assert (on.keep(on.NEWS), told()) == (1, ["Lucia", "ravi@example.org"])
    bodies = {row.email or str(row.person): compose(row).body for row in Notice.objects.filter(kind="agenda_changed")}
    assert "Heat: you no longer have a part in it" in bodies["Lucia"]
    assert "Heat: new for you, as chair" in bodies["ravi@example.org"]
    assert "Shade" not in bodies["ravi@example.org"]


def test_who_is_in_a_session_as_something_else_is_told(event, olga, programme):
    _, _, heat, _ = programme
    lucia = Speaker.objects.get(person__name="Lucia")
    speakers.take_role(event, lucia.appearances.get().pk, by=olga)
    speakers.give_role(event, lucia.pk, by=olga, session_id=heat.pk, role="moderator")
    on.publish(event, olga)
    on.keep(on.NEWS)
    [notice] = Notice.objects.filter(kind="agenda_changed")
    assert "Heat: you are now in it as moderator" in compose(notice).body


def test_who_is_taken_off_the_agenda_is_told_at_once_unless_they_had_declined(event, olga, programme):
    lucia, ravi = Speaker.objects.get(person__name="Lucia"), Speaker.objects.get(name="Ravi")
    speakers.answer(ravi.token, accept=False)
    for one in (lucia, ravi):
        speakers.remove(event, one.pk, by=olga)
    assert [row.person.name for row in Notice.objects.filter(kind="speaker_removed") if row.person] == ["Lucia"]
    assert Notice.objects.get(kind="speaker_removed").address == "/events/symposium/"


def test_the_promise_of_news_is_held_before_the_agenda_as_its_keeper_does(event, olga, programme):
    """Otherwise a keeper that holds the promise, and an organiser who holds the agenda, wait for each other."""
    hall, _, heat, _ = programme
    later(heat, olga, hall, 4)
    seen = type(event.agenda).objects.get(event=event).revision
    with counted() as statements:
        publishing.publish(event, by=olga, revision=seen)
    tables = ('"ledger_promise"', 'FROM "events_agenda"')
    assert [one for sql in statements for one in tables if one in sql][:2] == list(tables)


def test_a_speaker_who_has_a_place_elsewhere_is_told_the_version_of_its_calendar_file(event, olga, programme):
    hall, _, heat, _ = programme
    later(heat, olga, hall, 4)
    on.publish(event, olga)
    on.keep(on.NEWS)
    assert Notice.objects.get(kind="agenda_changed", person__name="Lucia").data["version"] == 2
