"""The calendars of speakers without an account: entries come, move and go by mail, once per change, and only theirs."""

from datetime import timedelta

import pytest

from events import calendar, states
from events.models import Event, Session, Speaker, SpeakerDate
from events.symposia import dates, sessions, speakers
from ledger.models import Promise
from members.mailing import compose
from members.models import Notice
from tests.events import cast, ical
from tests.events.calendar_program import Program, read
from tests.events.symposia import stage as on
from tests.statements import counted

pytestmark = pytest.mark.django_db
ROSA, RAVI = "rosa@piura.example.org", "ravi@kochi.example.org"


@pytest.fixture
def olga():
    return cast.organiser()


@pytest.fixture
def event(olga) -> Event:
    return on.symposium(olga)


@pytest.fixture
def heat(event, olga) -> Session:
    hall, _studio = on.two_stages(event, olga)
    return on.placed(event, olga, "Heat", hall, 1)


@pytest.fixture
def rosa(event, olga, heat) -> Speaker:
    """Of Piura, invited by mail in Spanish, without an account."""
    return on.invited(event, olga, ROSA, heat, name="Rosa", language="es", zone="America/Lima")


def answer(speaker: Speaker, *, accept: bool = True) -> None:
    speakers.answer(speaker.token, accept=accept)


def move(event: Event, olga, session: Session, hours: float) -> None:
    on.put(session, olga, event.stages.get(name="Main hall"), event.starts_at + timedelta(hours=hours))


def published(event: Event, olga) -> None:
    on.publish(event, olga)
    on.keep(on.NEWS)


def mails(email: str = ROSA) -> list[Notice]:
    return list(Notice.objects.filter(email=email).exclude(kind="speaker_invited").order_by("id"))


def files(notice: Notice) -> list[tuple[str, bytes]]:
    """The method and the bytes of every calendar file in a mail."""
    attached = compose(notice).attachments
    return [(read(content.encode()).method.value, content.encode()) for _name, content, _kind in map(_text, attached)]


def _text(attachment) -> tuple[str, str, str]:
    name, content, kind = attachment
    return name, content.decode() if isinstance(content, bytes) else content, kind


def program(email: str = ROSA) -> Program:
    """The calendar of somebody who has opened every mail, the last one first."""
    taken = Program()
    for notice in reversed(mails(email)):
        for _method, content in files(notice):
            taken.take(content)
    return taken


def methods(email: str = ROSA) -> list[list[str]]:
    return [[method for method, _content in files(notice)] for notice in mails(email)]


def test_who_has_accepted_finds_their_session_in_their_calendar_when_the_agenda_is_published(event, olga, heat, rosa):
    answer(rosa)
    published(event, olga)
    [entry] = program().shown
    assert (entry.title, entry.start, entry.end - entry.start) == (
        "Heat", event.starts_at + timedelta(hours=1), timedelta(minutes=heat.minutes),
    )  # fmt: skip
    assert [notice.kind for notice in mails()] == ["agenda_changed"]


def test_the_file_is_for_their_address_with_the_session_s_own_name_and_the_event_s_zone(event, olga, heat, rosa):
    answer(rosa)
    published(event, olga)
    [(method, content)] = files(mails()[0])
    entry = read(content).vevent
    assert (method, entry.attendee.value, entry.uid.value) == (
        "REQUEST", f"mailto:{ROSA}", f"session-{heat.pk}@localhost",
    )  # fmt: skip
    assert ical.read(content).of("VEVENT")[0].one("DTSTART").params == {"TZID": "Europe/Berlin"}


def test_the_mail_is_in_the_language_of_the_invitation_and_on_the_speaker_s_clock(event, olga, heat, rosa):
    answer(rosa)
    published(event, olga)
    mail = compose(mails()[0])
    assert (mail.to, mail.extra_headers["Content-Language"]) == ([ROSA], "es")
    assert "05:00 · Lima" in mail.body


def test_the_event_s_clock_is_told_where_nobody_knows_the_speaker_s(event, olga, heat):
    answer(on.invited(event, olga, RAVI, heat, name="Ravi"))
    published(event, olga)
    assert "Berlin" in compose(mails(RAVI)[0]).body


def test_who_has_not_answered_hears_of_the_agenda_and_gets_the_entry_once_they_accept(event, olga, heat, rosa):
    published(event, olga)
    assert methods() == [[]]
    answer(rosa)
    assert len(mails()) == 1
    assert on.keep(on.NEWS) == 1
    assert methods() == [[], ["REQUEST"]]
    assert mails()[1].kind == "speaker_dates"
    assert [entry.title for entry in program().shown] == ["Heat"]


def test_a_session_that_moves_moves_in_their_calendar_with_one_mail_for_several_changes(event, olga, heat, rosa):
    answer(rosa)
    published(event, olga)
    for hours in (3, 4, 5):
        move(event, olga, heat, hours)
        on.publish(event, olga)
    on.keep(on.NEWS)
    assert methods() == [["REQUEST"], ["REQUEST"]]
    assert [entry.start for entry in program().shown] == [event.starts_at + timedelta(hours=5)]
    assert program().shown[0].sequence == 4


def test_a_session_that_is_dropped_leaves_their_calendar(event, olga, heat, rosa):
    answer(rosa)
    published(event, olga)
    sessions.drop(event, heat.pk, by=olga, revision=Session.objects.get(pk=heat.pk).revision)
    published(event, olga)
    assert methods() == [["REQUEST"], ["CANCEL"]]
    assert program().shown == []


def test_a_cancelled_event_leaves_their_calendar(event, olga, heat, rosa):
    answer(rosa)
    published(event, olga)
    assert methods() == [["REQUEST"]]
    states.move(event, to=Event.State.CANCELLED, by=olga)
    cast.reactions_run()
    assert [notice.kind for notice in mails()] == ["agenda_changed", "speaker_event"]
    assert [method for method, _content in files(mails()[1])] == ["CANCEL"]
    assert program().shown == []


def test_a_mail_that_goes_out_after_the_event_was_called_off_carries_no_entry_any_more(event, olga, heat, rosa):
    answer(rosa)
    published(event, olga)
    states.move(event, to=Event.State.CANCELLED, by=olga)
    assert methods() == [[]]


def test_a_postponed_event_leaves_their_calendar_and_comes_back_with_its_date(event, olga, heat, rosa):
    answer(rosa)
    published(event, olga)
    states.move(event, to=Event.State.POSTPONED, by=olga)
    cast.reactions_run()
    assert program().shown == []
    states.move(event, to=Event.State.PUBLISHED, by=olga)
    cast.reactions_run()
    assert methods() == [["REQUEST"], ["CANCEL"], ["REQUEST"]]
    assert [entry.title for entry in program().shown] == ["Heat"]


def test_a_session_its_event_has_left_behind_is_told_when_the_agenda_has_moved_it(event, olga, heat, rosa):
    answer(rosa)
    published(event, olga)
    later = timedelta(days=30)
    calendar.change(event, by=olga, starts_at=event.starts_at + later, ends_at=event.ends_at + later)
    cast.reactions_run()
    assert methods() == [["REQUEST"], []]
    event.refresh_from_db()
    move(event, olga, heat, 2)
    published(event, olga)
    assert methods() == [["REQUEST"], [], ["REQUEST"]]
    assert [entry.start for entry in program().shown] == [event.starts_at + timedelta(hours=2)]


def test_another_venue_is_in_the_entry_s_next_file(event, olga, heat, rosa):
    answer(rosa)
    published(event, olga)
    calendar.change(event, by=olga, venue="Town hall of Jena")
    cast.reactions_run()
    [(_method, content)] = files(mails()[-1])
    assert read(content).vevent.location.value == "Main hall, Town hall of Jena"


def test_who_declines_later_loses_the_entry_and_who_accepts_again_gets_it_back(event, olga, heat, rosa):
    answer(rosa)
    published(event, olga)
    answer(rosa, accept=False)
    on.keep(on.NEWS)
    assert program().shown == []
    answer(rosa)
    on.keep(on.NEWS)
    assert methods() == [["REQUEST"], ["CANCEL"], ["REQUEST"]]
    assert [(entry.title, entry.sequence) for entry in program().shown] == [("Heat", 3)]


def test_an_answer_taken_back_within_minutes_is_no_mail(event, olga, heat, rosa):
    answer(rosa)
    published(event, olga)
    answer(rosa, accept=False)
    answer(rosa)
    on.keep(on.NEWS)
    assert methods() == [["REQUEST"]]


def test_who_is_taken_off_the_agenda_loses_the_entry_with_the_mail_that_says_so(event, olga, heat, rosa):
    answer(rosa)
    published(event, olga)
    speakers.remove(event, rosa.pk, by=olga)
    assert [notice.kind for notice in mails()] == ["agenda_changed", "speaker_removed"]
    assert program().shown == []
    published(event, olga)
    assert len(mails()) == 2


def test_who_had_just_declined_loses_the_entry_even_when_they_are_taken_off_at_once(event, olga, heat, rosa):
    answer(rosa)
    published(event, olga)
    answer(rosa, accept=False)
    speakers.remove(event, rosa.pk, by=olga)
    on.keep(on.NEWS)
    assert methods() == [["REQUEST"], ["CANCEL"]]


def test_another_address_gets_the_entries_anew(event, olga, heat, rosa):
    answer(rosa)
    published(event, olga)
    speakers.give_address(event, rosa.pk, by=olga, email="rosa@jena.example.org", language="de")
    on.keep(on.NEWS)
    [page, entries] = mails("rosa@jena.example.org")
    assert (page.kind, entries.kind, methods()) == ("speaker_page", "speaker_dates", [["REQUEST"]])
    assert [(entry.title, entry.sequence) for entry in program("rosa@jena.example.org").shown] == [("Heat", 2)]


def test_nobody_else_gets_a_mail_or_a_file(event, olga, heat, rosa):
    lucia = cast.person("Lucia", acts_for=cast.member("Kochi", "IN"))
    answer(on.invited(event, olga, lucia.email, heat))
    studio = on.placed(event, olga, "Shade", event.stages.get(name="Studio"), 3)
    answer(on.invited(event, olga, RAVI, studio, name="Ravi"))
    published(event, olga)
    before = set(Notice.objects.values_list("pk", flat=True))
    answer(rosa)
    on.keep(on.NEWS)
    assert [notice.email for notice in Notice.objects.exclude(pk__in=before)] == [ROSA]
    assert [entry.title for entry in program(RAVI).shown] == ["Shade"]
    hers = Notice.objects.get(person=lucia, kind="agenda_changed")
    assert compose(hers).attachments == []
    assert not SpeakerDate.objects.filter(speaker__person=lucia).exists()


def test_what_was_promised_is_not_put_off_by_others_who_answer(event, olga, heat, rosa, standing_clock):
    published(event, olga)
    answer(rosa)
    due = Promise.objects.get(kind=on.NEWS).due_at
    answer(on.invited(event, olga, RAVI, heat, name="Ravi"))
    assert Promise.objects.get(kind=on.NEWS).due_at == due


def test_a_session_that_is_over_stays_in_the_calendar(event, olga, heat, rosa):
    answer(rosa)
    published(event, olga)
    before = timedelta(days=90)
    shown = SpeakerDate.objects.get().shown
    SpeakerDate.objects.update(shown={**shown, "starts_at": (event.starts_at - before).isoformat()})
    answer(rosa, accept=False)
    on.keep(on.NEWS)
    assert methods() == [["REQUEST"]]


def test_many_speakers_cost_no_more_look_ups_than_one(event, olga, heat, rosa):
    answer(rosa)
    on.publish(event, olga)
    rosa.refresh_from_db()
    with counted() as one:
        dates.news(event, [rosa])
    many = [on.invited(event, olga, f"speaker{number}@example.org", heat) for number in range(8)]
    for speaker in many:
        answer(speaker)
    on.publish(event, olga)
    rows = list(Speaker.objects.filter(event=event).select_related("event"))
    with counted() as nine:
        dates.news(event, rows)
    assert (len(one), len(nine)) == (3, 3)
