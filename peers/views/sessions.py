"""Pages of sessions: plan, propose times, accept, propose others, move, cancel, and what came of it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from events.meetings import versions
from events.meetings.errors import MeetingChangedMeanwhile, MeetingInPast, SlotTaken
from events.meetings.forms import PeriodForm
from events.meetings.polls import asking
from events.meetings.times import Time, moments, shown, with_chosen
from members.views.asking import person_of, signed_in_post
from peers import access, session_people, sessions, states
from peers.errors import CannotMove
from peers.forms.sessions import CancelForm, PlanForm
from peers.models import Partner, Session
from peers.queries import sessions as queries
from peers.session_errors import NoTimes
from web.errors import Refused
from web.live.joining import joining
from web.live.streams import is_id

S = Session.State
OVER = (S.HELD, S.MISSED, S.CANCELLED)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def plan(request: HttpRequest, partnership_id: int) -> HttpResponse:
    """Say what the session is to be, see the best times, and propose some of them."""
    partner = access.partner(person_of(request), partnership_id)
    if partner.partnership.state not in states.TOGETHER:
        messages.error(request, str(CannotMove()))
        return redirect("peers:partnership", partnership_id)
    asked = request.POST if request.method == "POST" else request.GET
    form = PlanForm(asked if "title" in asked else None, partnership_id=partnership_id)
    times = _times(form, partnership_id) if form.is_bound and form.is_valid() else None
    if request.method == "POST" and times is not None:
        try:
            session = sessions.propose(
                partnership_id=partnership_id,
                by=person_of(request),
                wanted=form.wanted(),
                times=moments(request.POST.getlist("times")),
                poll="poll" in request.POST,
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("Proposed. The others get a mail."))
            return redirect("sessions:show", session.pk)
    wrong = request.method == "POST" and bool(form.errors)
    context = {"form": form, "times": times, "partnership": partner.partnership, "chosen": asked.getlist("times")}
    return render(request, "peers/sessions/plan.html", context, status=422 if wrong else 200)


def _times(form: PlanForm, partnership_id: int) -> list[Time]:
    data = form.cleaned_data
    people = queries.attendees_of(partnership_id)
    return queries.free(people, minutes=data["minutes"], first=data["first"], last=data["last"])


@login_required
@require_safe
def show(request: HttpRequest, session_id: int) -> HttpResponse:
    """A session: the times that stand, or when it is and who comes, or what came of it."""
    return _page(request, sessions.visible(person_of(request), session_id))


def _page(request: HttpRequest, session: Session, *, status: int = 200, **more: Any) -> HttpResponse:
    at = joining(f"partnership:{session.partnership_id}")
    session = sessions.visible(person_of(request), session.pk)
    mine = _mine(request, session)
    context = {
        "session": session,
        "mine": mine,
        "over": session.state in OVER,
        "times": queries.proposed(session, mine) if session.state == S.PROPOSED else [],
        "time": queries.booked(session) if session.state == S.BOOKED else None,
        "actions": queries.agreed(session),
        "poll": asking.running((session_people.SUBJECT, session.pk)),
        "cancel_form": CancelForm(auto_id="id_cancel_%s"),
        **at,
        **more,
    }
    return render(request, "peers/sessions/session.html", context, status=status)


def _mine(request: HttpRequest, session: Session) -> Partner | None:
    rows = Partner.objects.filter(partnership=session.partnership_id, member__in=access.members_of(request.user))
    return rows.select_related("member").first()


@signed_in_post
def accept(request: HttpRequest, session_id: int) -> HttpResponse:
    """Accept a time; one that was taken meanwhile comes back with others."""
    person = person_of(request)
    session = sessions.visible(person, session_id)
    time = request.POST.get("time", "")
    try:
        done = sessions.accept(session_id=session_id, by=person, time_id=int(time) if is_id(time) else 0)
    except SlotTaken as taken:
        return _taken(request, session, taken)
    except Refused as refused:
        return _refused(request, session, refused)
    said = _("Booked. Everybody gets a calendar entry.") if done.state == S.BOOKED else _("Accepted.")
    messages.success(request, said)
    return redirect("sessions:show", session_id)


@signed_in_post
def poll(request: HttpRequest, session_id: int) -> HttpResponse:
    """Ask everybody in the teams which of the times would do."""
    person = person_of(request)
    session = sessions.visible(person, session_id)
    try:
        sessions.ask_everybody(session_id=session_id, by=person)
    except Refused as refused:
        return _refused(request, session, refused)
    messages.success(request, _("Everybody gets a mail with a link to answer."))
    return redirect("sessions:show", session_id)


def _refused(request: HttpRequest, session: Session, refused: Refused) -> HttpResponse:
    if refused.status in (403, 404):
        raise refused
    return _page(request, session, status=refused.status, refused=refused)


def _taken(request: HttpRequest, session: Session, taken: SlotTaken) -> HttpResponse:
    people = queries.people_of(session)
    others = shown(taken.alternatives, people)
    context = {
        "session": session,
        "form": PeriodForm(),
        "times": others,
        "refused": taken,
        **_booking(session),
    }
    return render(request, "peers/sessions/times.html", context, status=taken.status)


def _booking(session: Session) -> dict[str, Any]:
    """Whether several times can be chosen, and what the page shows as booked."""
    return {"several": session.state == S.PROPOSED, "seen": versions.version(session.meeting)}


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def times(request: HttpRequest, session_id: int) -> HttpResponse:
    """The best times; those chosen are proposed instead, or a booked session is moved to the one chosen."""
    person = person_of(request)
    session = sessions.visible(person, session_id)
    access.partner(person, session.partnership_id)
    if request.method == "POST":
        return _changed(request, session, moments(request.POST.getlist("times")))
    return _times_page(request, session)


def _times_page(request: HttpRequest, session: Session, *, status: int = 200, **more: Any) -> HttpResponse:
    """The best times of the days asked for, with what was chosen when that was refused."""
    form = PeriodForm(request.GET if "first" in request.GET else None)
    days = form.cleaned_data if form.is_bound and form.is_valid() else form.initial
    span = {"first": days["first"], "last": days["last"]}
    people = queries.people_of(session)
    found = queries.free(people, minutes=session.minutes, without=session.meeting, **span)
    chosen = request.POST.getlist("times")
    if isinstance(more.get("refused"), MeetingChangedMeanwhile):
        found = with_chosen(found, moments(chosen), people, minutes=session.minutes)
    context = {"session": session, "form": form, "times": found, "chosen": chosen, **_booking(session), **more}
    return render(request, "peers/sessions/times.html", context, status=status)


def _changed(request: HttpRequest, session: Session, chosen: Sequence[datetime]) -> HttpResponse:
    person = person_of(request)
    try:
        if session.state == S.BOOKED:
            _move(request, session, chosen)
        else:
            sessions.counter(session_id=session.pk, by=person, times=chosen)
            messages.success(request, _("Proposed. The others get a mail."))
    except SlotTaken as taken:
        return _taken(request, session, taken)
    except (NoTimes, MeetingInPast, MeetingChangedMeanwhile) as wrong:
        return _times_page(request, sessions.visible(person, session.pk), status=wrong.status, refused=wrong)
    except Refused as refused:
        return _refused(request, session, refused)
    return redirect("sessions:show", session.pk)


def _move(request: HttpRequest, session: Session, chosen: Sequence[datetime]) -> None:
    seen = request.POST.get("seen") or None
    if len(chosen) != 1:
        versions.require(session.booked, seen)
        raise NoTimes(_("Choose a time"), status=422)
    moved = sessions.move(session_id=session.pk, by=person_of(request), starts_at=chosen[0], seen=seen)
    if moved.booked.starts_at != session.booked.starts_at:
        messages.success(request, _("Moved. Everybody gets the new calendar entry."))


@signed_in_post
def cancel(request: HttpRequest, session_id: int) -> HttpResponse:
    """Cancel the session."""
    person = person_of(request)
    session = sessions.visible(person, session_id)
    form = CancelForm(request.POST, auto_id="id_cancel_%s")
    if not form.is_valid():
        return _page(request, session, status=422, cancel_form=form)
    try:
        sessions.cancel(session_id=session_id, by=person, reason=form.cleaned_data["reason"])
    except Refused as refused:
        return _refused(request, session, refused)
    messages.success(request, _("Cancelled. Everybody is told."))
    return redirect("sessions:show", session_id)
