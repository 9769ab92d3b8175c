"""Booking the scoping call and the session: times in everybody's local hour, the best first."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from events.meetings import times, versions
from events.meetings.availability import Attendee, attendees_of
from events.meetings.errors import MeetingChangedMeanwhile, SlotTaken
from events.meetings.forms import PeriodForm
from events.meetings.states import UPCOMING
from events.models import Meeting
from exchanges.advisory import access, meetings, polling, standing
from exchanges.advisory.errors import NotFound
from exchanges.advisory.forms.meetings import SessionForm
from exchanges.advisory.models import Case
from exchanges.advisory.standing import Standing
from members.views.asking import person_of
from web.errors import Refused

C = Case.State
FORM = ["GET", "HEAD", "POST"]


@dataclass(frozen=True)
class Choice:
    """What can be done with chosen times: book one, or ask everybody about several."""

    book: Callable[[datetime], object]
    ask: Callable[[Sequence[datetime]], object]


def _case(request: HttpRequest, case_id: int, may: Callable[[Standing], bool]) -> Case:
    person = person_of(request)
    case = access.known(person, case_id)
    if not may(standing.of(person, case)):
        raise NotFound
    return case


@login_required
@require_http_methods(FORM)
def scoping(request: HttpRequest, case_id: int) -> HttpResponse:
    """Book the scoping call, or move it."""
    case = _case(request, case_id, lambda how: how.works)
    if case.state != C.ADVISORS_MATCHED:
        return redirect("advisory:case", case_id)
    booked = case.scoping if case.scoping is not None and case.scoping.state in UPCOMING else None
    people = attendees_of(booked) if booked else meetings.attendees(case)
    asked = request.POST if request.method == "POST" else request.GET
    form = PeriodForm(asked if "first" in asked else None)
    page = {"title": _("Scoping call"), "minutes": meetings.SCOPING_MINUTES, "without": booked}

    def book(starts_at: datetime) -> object:
        seen = _seen(request)
        return meetings.book_scoping(case_id=case_id, by=person_of(request), starts_at=starts_at, seen=seen)

    def ask(chosen: Sequence[datetime]) -> object:
        return polling.ask_scoping(case_id=case_id, by=person_of(request), times=chosen)

    return _choosing(request, case, form, people, page, Choice(book, ask))


@login_required
@require_http_methods(FORM)
def session(request: HttpRequest, case_id: int) -> HttpResponse:
    """Book the session, or move it."""
    case = _case(request, case_id, lambda how: how.office)
    if case.state not in (C.SCOPED, C.SCHEDULED):
        return redirect("advisory:case", case_id)
    booked = case.session if case.state == C.SCHEDULED else None
    asked = request.POST if request.method == "POST" else request.GET
    given = asked if "first" in asked else None
    form = PeriodForm(given) if booked else SessionForm(given, case=case)
    moderator = form.cleaned_data["moderator"] if form.is_bound and form.is_valid() and not booked else None
    people = attendees_of(booked) if booked else meetings.attendees(case, moderator)
    page = {"title": _("Advisory session"), "minutes": meetings.minutes_of(case), "without": booked}

    def book(starts_at: datetime) -> object:
        given: dict[str, Any] = {"case_id": case_id, "starts_at": starts_at, "seen": _seen(request)}
        given["by"] = person_of(request)
        return meetings.move(**given) if booked else meetings.book(**given, moderator_id=moderator or 0)

    def ask(chosen: Sequence[datetime]) -> object:
        return polling.ask_session(case_id=case_id, by=person_of(request), moderator_id=moderator or 0, times=chosen)

    return _choosing(request, case, form, people, page, Choice(book, ask))


def _seen(request: HttpRequest) -> str | None:
    """Which meeting the page showed, when it said so."""
    return request.POST.get("seen") or None


def _choosing(
    request: HttpRequest,
    case: Case,
    form: PeriodForm,
    people: Sequence[Attendee],
    page: dict[str, Any],
    choice: Choice,
) -> HttpResponse:
    """The page on which times are chosen: one is booked, or all are asked about; what stands against it is said."""
    ready = form.is_bound and form.is_valid()
    against = _against(request, choice, ready, people, page["without"]) if request.method == "POST" else {}
    if request.method == "POST" and not against:
        poll = "poll" in request.POST
        said = _("Everybody is asked by mail.") if poll else _("Booked. Everybody gets a calendar entry.")
        messages.success(request, said)
        return redirect("advisory:case", case.pk)
    given = request.POST.getlist("times")
    page = {"times": None, **page, **against}
    if ready and page["times"] is None:
        found = _free(form, people, page["minutes"], page["without"])
        kept = times.moments(given) if "without" in against else []
        page["times"] = times.with_chosen(found, kept, people, minutes=page["minutes"])
    page["seen"] = versions.version(page["without"])
    context = {"case": case, "form": form, "people": people, "chosen": given, **page}
    return render(request, "advisory/times.html", context, status=422 if against else 200)


def _against(
    request: HttpRequest, choice: Choice, ready: bool, people: Sequence[Attendee], booked: Meeting | None
) -> dict[str, Any]:
    """What stands against what was chosen, and what the page shows then; nothing when it is done."""
    chosen, poll = times.moments(request.POST.getlist("times")), "poll" in request.POST
    try:
        if not ready or not (poll or len(chosen) == 1):
            versions.require(booked, _seen(request))
            return {"refused": _("Choose one time to book it, or several to ask everybody in a poll.")}
        choice.ask(chosen) if poll else choice.book(chosen[0])
    except SlotTaken as taken:
        return {"refused": taken, "times": times.shown(taken.alternatives, people)}
    except MeetingChangedMeanwhile as changed:
        return {"refused": changed, "without": changed.meeting}
    except Refused as refused:
        if refused.status in (403, 404):
            raise
        return {"refused": refused}
    return {}


def _free(form: PeriodForm, people: Sequence[Attendee], minutes: int, without: Meeting | None) -> list[times.Time]:
    data = form.cleaned_data
    return times.free(people, minutes=minutes, first=data["first"], last=data["last"], without=without)
