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

from events.meetings import times
from events.meetings.availability import Attendee, attendees_of
from events.meetings.errors import SlotTaken
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
        return meetings.book_scoping(case_id=case_id, by=person_of(request), starts_at=starts_at)

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
        person = person_of(request)
        if booked:
            return meetings.move(case_id=case_id, by=person, starts_at=starts_at)
        return meetings.book(case_id=case_id, by=person, starts_at=starts_at, moderator_id=moderator or 0)

    def ask(chosen: Sequence[datetime]) -> object:
        return polling.ask_session(case_id=case_id, by=person_of(request), moderator_id=moderator or 0, times=chosen)

    return _choosing(request, case, form, people, page, Choice(book, ask))


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
    more: dict[str, Any] = {}
    chosen = times.moments(request.POST.getlist("times"))
    poll = "poll" in request.POST
    if request.method == "POST" and ready and (poll or len(chosen) == 1):
        try:
            choice.ask(chosen) if poll else choice.book(chosen[0])
        except SlotTaken as taken:
            more = {"refused": taken, "times": times.shown(taken.alternatives, people)}
        except Refused as refused:
            if refused.status in (403, 404):
                raise
            more = {"refused": refused}
        else:
            said = _("Everybody is asked by mail.") if poll else _("Booked. Everybody gets a calendar entry.")
            messages.success(request, said)
            return redirect("advisory:case", case.pk)
    elif request.method == "POST":
        more = {"refused": _("Choose one time to book it, or several to ask everybody in a poll.")}
    found = _free(form, people, page["minutes"], page["without"]) if ready and "times" not in more else None
    found_or_taken = {"times": found, "chosen": request.POST.getlist("times")}
    context = {"case": case, "form": form, "people": people, **found_or_taken, **page, **more}
    return render(request, "advisory/times.html", context, status=422 if more else 200)


def _free(form: PeriodForm, people: Sequence[Attendee], minutes: int, without: Meeting | None) -> list[times.Time]:
    data = form.cleaned_data
    return times.free(people, minutes=minutes, first=data["first"], last=data["last"], without=without)
