"""What somebody has to do next, gathered from all layers: each with a time, a sentence and one action."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from events import formats
from events.meetings import owners
from events.meetings.keeping import opening
from events.meetings.states import UPCOMING
from events.models import Event, Participant, Registration
from events.states import SEATED, SEATS_ARE_GIVEN
from events.workshops import owed as workshops
from exchanges.advisory.queries import overview as advisory
from exchanges.mixers import followups
from exchanges.mixers.models import FollowUp, Mixer
from members import roles
from members.models import Delegate, Member, Person
from peers.queries import overview as peer_learning
from web.translated import translated

R, E = Registration.State, Event.State
SOON = timedelta(minutes=30)
"""So long before its start one may go in."""


@dataclass(frozen=True)
class Obligation:
    """Something to do.

    Attributes:
        at: when it is due, or since when it waits.
        overdue: whether somebody waits for it already.
        title: what it is about; text: what is to be done.
        address, action: where the one button leads, and what stands on it.
        live: whether it is happening now.
    """

    at: datetime
    title: str
    text: str | Promise
    address: str
    action: str | Promise
    overdue: bool = False
    live: bool = False


def gather(person: Person) -> list[Obligation]:
    """Everything the person has to do: what is live first, then what is overdue, longest first, then what comes."""
    found = [one for source in SOURCES for one in source(person)]
    return sorted(found, key=lambda one: (not one.live, not one.overdue, one.at))


def events_to_attend(person: Person) -> Iterator[Obligation]:
    """Events the person has a seat at that are not over."""
    now = timezone.now()
    rows = Registration.objects.filter(
        person=person, state__in=SEATED, event__state__in=SEATS_ARE_GIVEN, event__ends_at__gt=now
    ).exclude(event__state=E.POSTPONED)
    for row in rows.select_related("event").order_by("event__starts_at")[:10]:
        event = row.event
        title = translated(event.titles).text
        if event.state == E.LIVE or event.starts_at - SOON <= now:
            text = _("It is on now.") if event.starts_at <= now else _("It begins in a moment.")
            address = formats.of(event).live_address(event)
            yield Obligation(event.starts_at, title, text, address, _("Join now"), live=True)
        else:
            yield Obligation(
                event.starts_at, title, _("You have a seat."), formats.event_page(event), _("See the event")
            )


def meetings_to_attend(person: Person) -> Iterator[Obligation]:
    """Meetings the person takes part in that are not over."""
    now = timezone.now()
    rows = Participant.objects.filter(
        person=person, left_at=None, meeting__ends_at__gt=now, meeting__state__in=UPCOMING
    )
    for mine in rows.select_related("meeting").order_by("meeting__starts_at", "meeting_id")[:10]:
        meeting = mine.meeting
        title, begins = translated(meeting.titles).text, meeting.starts_at
        if opening(begins) <= now:
            text = _("It is on now.") if begins <= now else _("It begins in a moment.")
            address = owners.of(meeting).live_address(meeting)
            yield Obligation(begins, title, text, address, _("Join now"), live=True)
        else:
            page = owners.page_for(meeting, mine.role)
            yield Obligation(begins, title, _("You take part."), page, _("See the meeting"))


def cards_to_bring(person: Person) -> Iterator[Obligation]:
    """Mixers to come for which the person has not said what they seek and offer."""
    mixers = Mixer.objects.filter(
        event__registrations__person=person,
        event__registrations__state=R.CONFIRMED,
        event__state__in=(E.REGISTRATION_OPEN, E.REGISTRATION_CLOSED),
        event__starts_at__gt=timezone.now(),
    ).exclude(event__registrations__in=Registration.objects.filter(person=person, cards__isnull=False))
    for mixer in mixers.select_related("event").order_by("event__starts_at")[:5]:
        yield Obligation(
            mixer.event.starts_at - timedelta(days=1),
            translated(mixer.event.titles).text,
            _("Say what you seek and offer, so that you are seated with the right people."),
            f"/mixers/{mixer.event.slug}/card/",
            _("Fill in my card"),
        )


def homework_to_hand_in(person: Person) -> Iterator[Obligation]:
    """What the person is to prepare for workshops and has not handed in."""
    for event, piece in workshops.missing(person)[:10]:
        yield Obligation(
            piece.task.due_at,
            translated(event.titles).text,
            _("Prepare: %(task)s") % {"task": str(piece.task)},
            f"{workshops.address_of(event)}tasks/{piece.task.pk}/",
            _("Hand in"),
            overdue=piece.overdue,
        )


def follow_ups_to_answer(person: Person) -> Iterator[Obligation]:
    """Contacts about whom the person was asked what came of them; one for each mixer and date."""
    asked: dict[tuple[int, int], list[FollowUp]] = {}
    for row in followups.open_ones(person):
        asked.setdefault((row.mixer_id, row.days), []).append(row)
    for rows in asked.values():
        row, people = rows[0], ", ".join(one.other.display_name for one in rows)
        yield Obligation(
            row.mixer.event.ends_at + timedelta(days=row.days),
            translated(row.mixer.event.titles).text,
            _("What came of your contact with %(people)s?") % {"people": people},
            f"/mixers/{row.mixer.event.slug}/afterwards/",
            _("Answer"),
            overdue=True,
        )


def delegates_to_admit(person: Person) -> Iterator[Obligation]:
    """People who ask to act for a member the person represents."""
    led = Member.objects.filter(
        delegates__person=person, delegates__representative=True, delegates__state=Delegate.State.ADMITTED
    )
    waiting = Delegate.objects.filter(member__in=led, state=Delegate.State.REQUESTED, person__is_active=True)
    for row in waiting.select_related("person", "member").order_by("since")[:10]:
        yield Obligation(
            row.since,
            row.member.name,
            _("%(name)s asks to act for this member.") % {"name": row.person.display_name},
            f"/members/{row.member.slug}/delegates/",
            _("Decide"),
            overdue=True,
        )


def peer_steps_to_take(person: Person) -> Iterator[Obligation]:
    """Invitations to answer, and the next step of each request and partnership that is the person's turn."""
    invitations, cases = peer_learning.steps(person)
    for one in invitations[:10]:
        yield Obligation(
            one.sent_at,
            one.request.member.name,
            _("%(seeker)s would like to learn from %(host)s.") % {"seeker": one.request.member.name, "host": one.host},
            f"/peers/invitations/{one.pk}/",
            _("Answer"),
            overdue=True,
        )
    for case in cases[:10]:
        if case.at is not None:
            yield Obligation(case.at, case.names, case.step, case.address, _("Go on"), overdue=case.overdue)


def advisory_steps_to_take(person: Person) -> Iterator[Obligation]:
    """Cases the person is asked to advise on, and the next step of each case that is theirs."""
    asked, cases = advisory.steps(person)
    for one in asked[:10]:
        yield Obligation(
            one.asked_at,
            _("%(member)s asks for your advice.") % {"member": one.case.member.name},
            _("Say whether you have a conflict of interest; then you read the case and decide."),
            f"/advisory/cases/{one.case_id}/",
            _("Answer"),
            overdue=True,
        )
    for case in cases[:10]:
        if case.at is not None:
            yield Obligation(case.at, case.title, case.step, case.address, _("Go on"), overdue=case.overdue)


def console_to_look_at(person: Person) -> Iterator[Obligation]:
    """For staff: stuck things in the console, as one line."""
    from hub import console

    if not roles.organises(person):
        return
    number = console.count(person)
    if number:
        yield Obligation(
            timezone.now(),
            _("Console"),
            _("Things that are stuck or wait for a decision: %(number)d") % {"number": number},
            "/console/",
            _("Look"),
            overdue=True,
        )


SOURCES: list[Callable[[Person], Iterator[Obligation]]] = [
    events_to_attend,
    meetings_to_attend,
    cards_to_bring,
    homework_to_hand_in,
    follow_ups_to_answer,
    delegates_to_admit,
    peer_steps_to_take,
    advisory_steps_to_take,
    console_to_look_at,
]
"""Where obligations come from, in the order of the page."""
