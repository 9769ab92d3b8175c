"""What people are told about events: every notice in every language, safe, and only while it concerns them."""

import pytest
from django.conf import settings
from django.template.loader import render_to_string
from django.test import Client
from django.utils import translation

from events import announcements, calendar_tokens, registrations
from events.models import CalendarToken, Event, Registration
from ledger.recording import record
from members import mailing, notices
from members.erasure import erase
from members.facts import PersonDeactivated
from members.models import Notice, Person
from tests.events import cast

pytestmark = pytest.mark.django_db
R = Registration.State
KINDS = [
    "registration_requested", "registration_confirmed", "registration_waitlisted", "registration_promoted",
    "registration_declined", "registration_withdrawn", "registration_to_decide", "event_moved", "event_postponed",
    "event_dated", "event_cancelled", "speaker_event", "week_reminder", "day_reminder", "last_reminder",
]  # fmt: skip


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("language", [code for code, _ in settings.LANGUAGES])
def test_every_notice_has_a_subject_a_text_and_a_sentence_in_every_language(kind: str, language: str):
    title = "Heat <b>& water</b>\r\nBcc: x@example.org"
    event = cast.event(by=cast.organiser(), titles={"en": title})
    asha = cast.person("Asha", acts_for=cast.member("Kochi", "IN"), language=language)
    data = {"event_id": event.pk, "person_id": asha.pk, "sequence": 0}
    notice = Notice.objects.create(person=asha, kind=kind, key="x", data=data, address="/events/")
    message = mailing.compose(notice)
    assert "Heat <b>& water</b>" in message.subject
    assert "\n" not in message.subject
    assert message.message()["Bcc"] is None
    with translation.override(language):
        [(_, context)] = notices.with_subjects([notice])
        sentence = render_to_string(f"notices/{kind}.html", context)
    assert "&lt;b&gt;" in sentence
    assert "<b>" not in sentence


@pytest.mark.parametrize("what", ["requested", "confirmed", "waitlisted", "promoted"])
def test_a_mail_about_a_seat_names_no_date_while_there_is_none(what: str):
    event = cast.event(by=cast.organiser(), titles={"en": "Global Mixer & Fair"})
    asha = cast.person("Asha", acts_for=cast.member("Kochi", "IN"))
    data = {"event_id": event.pk, "sequence": 0}
    notice = Notice.objects.create(person=asha, kind=f"registration_{what}", key="x", data=data, address="/events/")
    seated = what in ("confirmed", "promoted")
    before = mailing.compose(notice).body
    assert ("It begins: " in before, "The calendar entry is attached." in before) == (True, seated)
    Event.objects.update(state=Event.State.POSTPONED)
    after = mailing.compose(notice).body
    assert ("It begins: " in after, "The calendar entry is attached." in after) == (False, False)
    assert "“Global Mixer & Fair” is postponed. There is no new date yet." in after
    assert "\n\n\n" not in after


def test_a_hostile_title_is_text_on_every_page():
    title = "<script>alert(1)</script>"
    olga = cast.organiser()
    event = cast.event(by=olga, audience="public", titles={"en": title}, summaries={"en": title}, venue=title)
    kochi = cast.member("Kochi", "IN")
    registrations.register(event, cast.person(title, acts_for=kochi), kochi)
    client = Client()
    client.force_login(olga)
    for address in ("/", "/events/", "/events/global-mixer/", "/events/global-mixer/participants/"):
        text = client.get(address).content.decode()
        assert "<script>alert" not in text
        assert "&lt;script&gt;alert" in text


def test_every_kind_that_changes_a_calendar_has_a_file():
    assert set(announcements.WITH_FILE) <= set(KINDS)
    assert set(announcements.WITH_FILE) <= set(notices.attachments)


def _seats(count: int) -> tuple[list[Person], list[Registration]]:
    kochi = cast.member("Kochi", "IN")
    event = cast.event(by=cast.organiser(), capacity=1)
    people = [cast.person(f"Person {number}", acts_for=kochi) for number in range(count)]
    rows = [registrations.register(event, one, kochi, access_needs="Captions, please") for one in people]
    return people, rows


def _states(rows: list[Registration]) -> list[str]:
    return [Registration.objects.get(pk=row.pk).state for row in rows]


def test_who_is_barred_gives_their_seat_to_the_next():
    people, rows = _seats(2)
    record(PersonDeactivated(person_id=people[0].pk))
    cast.reactions_run()
    assert _states(rows) == [R.WITHDRAWN, R.CONFIRMED]


def test_who_is_erased_leaves_neither_seat_nor_words():
    people, rows = _seats(2)
    calendar_tokens.renew(people[0])
    erase(people[0])
    cast.reactions_run()
    assert _states(rows) == [R.WITHDRAWN, R.CONFIRMED]
    assert Registration.objects.get(pk=rows[0].pk).access_needs == ""
    assert not CalendarToken.objects.exists()
