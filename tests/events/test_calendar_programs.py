"""What a person's calendar shows while an event or meeting is made, moved, renamed and called off.

The files are read by another implementation than the one that writes them.
"""

from datetime import datetime, timedelta

import pytest
from django.core import mail
from django.test import Client

from events import calendar, calendar_files, calendar_tokens, registrations, states
from events.meetings import booking
from events.meetings import calendar_files as meeting_files
from events.meetings.availability import Attendee
from events.models import Event, Meeting
from members import mailing
from members.models import Person
from tests.events import cast
from tests.events.calendar_program import Program, read
from tests.events.meetings.table import asha as _asha
from tests.events.meetings.table import book
from tests.events.meetings.table import petra as _petra

E = Event.State
pytestmark = pytest.mark.django_db
BEFORE, AFTER = cast.at("2032-03-26 13:30"), cast.at("2032-03-29 12:30")
"""14:30 in Berlin on both days; between them the clocks change."""


@pytest.fixture
def olga() -> Person:
    return cast.organiser()


@pytest.fixture
def asha() -> Person:
    return _asha()


def announced(olga: Person, **details) -> Event:
    usual = {"starts_at": BEFORE, "ends_at": BEFORE + timedelta(minutes=75), "titles": {"en": "Wärme & Wasser"}}
    return cast.event(by=olga, audience="public", **{**usual, **details})


def attached(to: Person) -> list[bytes]:
    """The calendar files of the mails that leave now, to one person, in the order of their notices."""
    cast.reactions_run()
    mail.outbox.clear()
    while mailing.mail_due():
        pass
    found = []
    for message in mail.outbox:
        for part in message.message().walk() if message.to == [to.email] else ():
            if part.get_content_type() == "text/calendar":
                payload = part.get_payload(decode=True)
                assert isinstance(payload, bytes)
                assert str(part.get_param("method")) == read(payload).method.value
                found.append(payload)
    return found


def stages_of_an_event(olga: Person, event: Event):
    """Made, moved over the clock change, renamed, postponed, dated anew, called off."""
    yield "made", ("Wärme & Wasser", BEFORE)
    calendar.change(event, by=olga, starts_at=AFTER, ends_at=AFTER + timedelta(minutes=75))
    yield "moved", ("Wärme & Wasser", AFTER)
    calendar.change(event, by=olga, titles={"en": "Wärme"})
    yield "renamed", ("Wärme", AFTER)
    states.move(event, to=E.POSTPONED, by=olga)
    yield "postponed", None
    later = AFTER + timedelta(days=7)
    calendar.change(event, by=olga, starts_at=later, ends_at=later + timedelta(minutes=75))
    states.move(event, to=E.PUBLISHED, by=olga)
    yield "dated anew", ("Wärme", later)
    states.move(event, to=E.CANCELLED, by=olga)
    yield "called off", None


def the_one(program: Program) -> tuple[str, datetime] | None:
    """The program's only entry, or None; never two."""
    assert len(program.noted) == 1
    return next(((entry.title, entry.start) for entry in program.shown), None)


@pytest.mark.parametrize("address", ["/calendar.ics", "/calendar.ics?network=iscn&lang=de", "/events/{}/calendar.ics"])
def test_whoever_subscribes_to_the_public_calendar_sees_one_entry_as_it_is_now(olga, address):
    event, program = announced(olga), Program()
    for stage, expected in stages_of_an_event(olga, event):
        program.subscribe(Client().get(address.format(event.slug)).content)
        assert the_one(program) == expected, stage


def test_a_persons_own_calendar_shows_one_entry_as_it_is_now(olga, asha):
    event, program = announced(olga), Program()
    registrations.register(event, asha, cast.member("Kochi", "IN"))
    address = f"/calendar/{calendar_tokens.renew(asha)}.ics"
    for stage, expected in stages_of_an_event(olga, event):
        program.subscribe(Client().get(address).content)
        assert the_one(program) == expected, stage


def test_the_files_in_an_events_mails_lead_to_one_entry_in_whatever_order_they_come(olga, asha):
    event = announced(olga)
    registrations.register(event, asha, cast.member("Kochi", "IN"))
    files = []
    for _stage, _expected in stages_of_an_event(olga, event):
        files += attached(asha)
    in_order = Program()
    seen = []
    for content in files:
        in_order.take(content)
        seen.append(the_one(in_order))
    later = AFTER + timedelta(days=7)
    assert seen == [
        ("Wärme & Wasser", BEFORE),
        ("Wärme & Wasser", AFTER),
        None,
        ("Wärme", later),
        None,
    ]
    backwards = Program()
    for content in reversed(files):
        backwards.take(content)
    assert the_one(backwards) is None
    methods = [read(content).method.value for content in files]
    assert methods == ["REQUEST", "REQUEST", "CANCEL", "REQUEST", "CANCEL"]


def test_who_withdraws_has_no_entry_and_who_comes_back_has_one(olga, asha):
    event, kochi, program = announced(olga), cast.member("Kochi", "IN"), Program()
    for _ in range(2):
        row = registrations.register(event, asha, kochi)
        for content in attached(asha):
            program.take(content)
        assert the_one(program) == ("Wärme & Wasser", BEFORE)
        registrations.withdraw(row, by=asha)
        for content in attached(asha):
            program.take(content)
        assert the_one(program) is None


def stages_of_a_meeting(meeting: Meeting):
    """Booked, moved over the clock change, called off."""
    yield "booked", ("Heat plans", BEFORE)
    booking.reschedule(meeting, starts_at=AFTER, by=None)
    yield "moved", ("Heat plans", AFTER)
    booking.cancel(meeting, by=None)
    yield "called off", None


def booked(*people: Person) -> Meeting:
    return book(list(people), starts_at=BEFORE, zone="Europe/Berlin")


def test_a_meetings_mails_lead_to_one_entry_in_whatever_order_they_come(asha):
    petra = _petra()
    meeting = booked(petra, asha)
    program, files = Program(), []
    for stage, expected in stages_of_a_meeting(meeting):
        files += attached(asha)
        program.take(files[-1])
        assert the_one(program) == expected, stage
    assert [(read(file).method.value, read(file).vevent.sequence.value) for file in files] == [
        ("REQUEST", "0"), ("REQUEST", "1"), ("CANCEL", "2"),
    ]  # fmt: skip
    backwards = Program()
    for content in reversed(files):
        backwards.take(content)
    assert the_one(backwards) is None


def test_a_meeting_in_a_persons_feed_moves_and_goes(asha):
    meeting = booked(_petra(), asha)
    address, program = f"/calendar/{calendar_tokens.renew(asha)}.ics", Program()
    for stage, expected in stages_of_a_meeting(meeting):
        program.subscribe(Client().get(address).content)
        found = [(entry.title, entry.start) for entry in program.shown]
        assert found == ([expected] if expected else []), stage


def test_who_leaves_a_meeting_has_no_entry_and_who_steps_in_has_one(asha):
    meeting, piet = booked(_petra(), asha), cast.person("Piet")
    hers, his = Program(), Program()
    for content in attached(asha):
        hers.take(content)
    booking.replace_participant(meeting, asha, instead=Attendee(person_id=piet.pk), by=None)
    cast.reactions_run()
    for content in attached(asha):
        hers.take(content)
    assert the_one(hers) is None
    his.subscribe(Client().get(f"/calendar/{calendar_tokens.renew(piet)}.ics").content)
    assert the_one(his) == ("Heat plans", BEFORE)


HOSTILE = [
    "Heat\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nUID:evil\r\nSUMMARY:x",
    "Heat\nATTENDEE:mailto:evil@example.org",
    "Heat\\, plans; and \\n more\\",
    'Heat";X=1:',
    "BEGIN:VEVENT",
    "\u2028Heat\u2029\x85plans\x0b\x0c",
    "=HYPERLINK(1)",
]


@pytest.mark.parametrize("title", HOSTILE)
def test_nothing_in_a_title_becomes_more_than_a_title(olga, asha, title):
    event = announced(olga, titles={"en": title}, summaries={"en": title}, venue=title)
    meeting = book([_petra(), asha], titles={"en": title})
    registration = registrations.register(event, asha, cast.member("Kochi", "IN"))
    files = [
        calendar_files.for_event(event),
        calendar_files.for_person(registration, sequence=0, off=False),
        calendar_files.public_feed([event], title),
        meeting_files.for_meeting(meeting),
        meeting_files.for_person(meeting, asha, sequence=0, off=True),
    ]
    for content in files:
        found = read(content)
        assert len(found.vevent_list) == 1
        assert found.vevent.summary.value == calendar_files.one_line(title)
        attendees = [one.value for one in found.vevent.contents.get("attendee", [])]
        assert attendees in ([], [f"mailto:{asha.email}"])


@pytest.mark.parametrize("letter", ["ä", "ç", "हि", "✓", "🌍", "ł"])
@pytest.mark.parametrize("before", range(4))
def test_lines_of_more_than_75_octets_are_folded_between_letters(olga, letter, before):
    title = "x" * before + letter * 60
    event = announced(olga, titles={"en": title})
    content = calendar_files.for_event(event)
    assert max(len(line) for line in content.split(b"\r\n")) <= 75
    for line in content.split(b"\r\n"):
        line.decode("utf-8")
    assert read(content).vevent.summary.value == title
