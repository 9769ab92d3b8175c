"""The pages of a poll: for those who are signed in, and at a private address for whoever has it from a mail."""

from typing import Any
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from events.meetings import times
from events.meetings.availability import Attendee
from events.meetings.errors import SlotTaken
from events.meetings.polls import answering, asking, booking, queries, rights
from events.models import Meeting, Poll, Vote, Voter
from members import roles
from members.errors import NotFound
from members.models import Person
from members.views.asking import person_of, signed_in_post
from web import zones
from web.errors import Refused


def _poll(request: HttpRequest, poll_id: int) -> Poll:
    rows = rights.visible(request.user).select_related("asker", "network", "meeting")
    found = rows.filter(pk=poll_id).first()
    if found is None:
        raise NotFound
    return found


def _page(
    request: HttpRequest, poll: Poll, voter: Voter | None, *, private: bool = False, status: int = 200, **more: Any
) -> HttpResponse:
    person = voter.person if private and voter is not None else request.user
    choices = queries.choices(poll, voter)
    context = {
        "poll": poll,
        "voter": voter,
        "choices": choices,
        "asked": [one for one in choices if not one.over],
        "best": next((one for one in choices if one.best), None),
        "missing": queries.missing(poll),
        "answers": Vote.Answer.choices,
        "answer_address": f"/polls/{voter.token}/" if private and voter else f"/meetings/polls/{poll.pk}/answer/",
        "leads": not private and isinstance(person, Person) and rights.leads(poll, person),
        "private": private,
        "cancelled": poll.meeting is not None and poll.meeting.state == Meeting.State.CANCELLED,
        "given": {},
        **more,
    }
    response = render(request, "polls/poll.html", context, status=status)
    response.headers["X-Robots-Tag"] = "noindex"
    return response


@login_required
@require_safe
def show(request: HttpRequest, poll_id: int) -> HttpResponse:
    """A poll: the times with everybody's hour and answer, and one's own."""
    poll = _poll(request, poll_id)
    return _page(request, poll, _mine(request, poll))


def _mine(request: HttpRequest, poll: Poll) -> Voter | None:
    return poll.voters.filter(person=person_of(request)).select_related("person").first()


def _given(request: HttpRequest) -> dict[int, str]:
    """The answers of a form: fields named `time-<id>`."""
    found = {}
    for name, value in request.POST.items():
        number = name.removeprefix("time-")
        if number != name and number.isascii() and number.isdigit() and len(number) <= 18:
            found[int(number)] = str(value)
    return found


@signed_in_post
def answer(request: HttpRequest, poll_id: int) -> HttpResponse:
    """Note what the reader answers."""
    poll = _poll(request, poll_id)
    voter = _mine(request, poll)
    if voter is None:
        raise NotFound
    return _answered(request, poll, voter) or redirect("events:poll", poll_id)


def _answered(request: HttpRequest, poll: Poll, voter: Voter, *, private: bool = False) -> HttpResponse | None:
    given = _given(request)
    try:
        answering.answer(voter, given)
    except Refused as refused:
        if refused.status == 404:
            raise
        poll.refresh_from_db()
        return _page(request, poll, voter, private=private, status=refused.status, refused=refused, given=given)
    messages.success(request, _("Thank you. Your answers are noted; you can change them until a time is booked."))
    return None


@require_http_methods(["GET", "HEAD", "POST"])
def private(request: HttpRequest, token: str) -> HttpResponse:
    """The same for whoever has the private address, in that person's language and zone, without signing in."""
    voter = rights.voter_of(token)
    if voter is None:
        raise Http404
    if roles.active(request.user) and request.user.pk == voter.person_id and request.method != "POST":
        return redirect("events:poll", voter.poll_id)
    zone = voter.person.time_zone or (voter.member.time_zone if voter.member else "") or "UTC"
    request.COOKIES[zones.CHOSEN] = zone
    with translation.override(voter.person.language or "en"), timezone.override(ZoneInfo(zone)):
        response = _answered(request, voter.poll, voter, private=True) if request.method == "POST" else None
        if response is None and request.method == "POST":
            response = redirect("events:private_poll", token)
        response = response or _page(request, voter.poll, voter, private=True)
    response.headers["Cache-Control"] = "private, no-store"
    return response


@signed_in_post
def book(request: HttpRequest, poll_id: int) -> HttpResponse:
    """Book one of the times; one that was taken meanwhile comes back with others, which all can be asked about."""
    poll = _poll(request, poll_id)
    time = request.POST.get("time", "")
    known = time.isascii() and time.isdigit() and len(time) <= 18
    try:
        meeting = booking.book(poll_id=poll_id, by=person_of(request), time_id=int(time) if known else 0)
    except SlotTaken as taken:
        people = [Attendee(person_id=one.person_id, member_id=one.member_id) for one in poll.voters.all()]
        others = times.shown(taken.alternatives, people)
        return _page(request, poll, _mine(request, poll), status=taken.status, refused=taken, others=others)
    except Refused as refused:
        return _refused(request, poll, refused)
    messages.success(request, _("Booked. Everybody gets a calendar entry."))
    return redirect("events:meeting", meeting.pk)


def _refused(request: HttpRequest, poll: Poll, refused: Refused) -> HttpResponse:
    if refused.status in (403, 404):
        raise refused
    poll.refresh_from_db()
    return _page(request, poll, _mine(request, poll), status=refused.status, refused=refused)


@signed_in_post
def more_times(request: HttpRequest, poll_id: int) -> HttpResponse:
    """Ask everybody about more times."""
    poll = _poll(request, poll_id)
    try:
        asking.add_times(poll_id=poll_id, by=person_of(request), times=times.moments(request.POST.getlist("times")))
    except Refused as refused:
        return _refused(request, poll, refused)
    messages.success(request, _("Everybody is asked about the new times."))
    return redirect("events:poll", poll_id)


@signed_in_post
def call_off(request: HttpRequest, poll_id: int) -> HttpResponse:
    """Call the poll off."""
    poll = _poll(request, poll_id)
    try:
        asking.call_off(poll_id=poll_id, by=person_of(request))
    except Refused as refused:
        return _refused(request, poll, refused)
    messages.success(request, _("The poll was called off. Nothing is booked."))
    return redirect("events:poll", poll_id)
