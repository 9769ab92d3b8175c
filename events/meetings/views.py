"""A meeting's own page and calendar file, and the reader's working hours."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from events.meetings import calendar_files, own_hours, owners, rights
from events.meetings.forms import OwnCalendarForm, WeekForm
from events.meetings.hours import Hours
from events.meetings.own_calendars import upkeep
from events.meetings.own_calendars.fetching import Unreadable
from events.models import Availability, Meeting
from members import roles
from members.views.asking import person_of, signed_in_post


def _meeting(request: HttpRequest, meeting_id: int) -> Meeting:
    """The meeting, if the reader takes part in it or looks after its network.

    Raises:
        Http404: there is none, or not for this reader.
    """
    found = rights.visible(request.user).select_related("network", "room").filter(pk=meeting_id).first()
    if found is None:
        raise Http404
    return found


@require_GET
@login_required
def meeting(request: HttpRequest, meeting_id: int) -> HttpResponse:
    """When it is for everybody, where people meet, and the calendar file."""
    found = _meeting(request, meeting_id)
    owner = owners.of(found)
    context = {"meeting": found, "hours": Hours(found), "live_address": owner.live_address(found)}
    mine = found.participants.filter(person=person_of(request), left_at=None).first()
    page = owners.page_for(found, mine.role if mine else "")
    return render(request, "meetings/meeting.html", {**context, "page": page if page != request.path else ""})


@require_GET
@login_required
def calendar_file(request: HttpRequest, meeting_id: int) -> HttpResponse:
    """The meeting's calendar file."""
    response = HttpResponse(calendar_files.for_meeting(_meeting(request, meeting_id)), content_type="text/calendar")
    response.headers["Content-Disposition"] = f'attachment; filename="meeting-{meeting_id}.ics"'
    return response


@login_required
def working_hours(request: HttpRequest) -> HttpResponse:
    """When the reader works: what meeting times are sought by."""
    if not roles.active(request.user):
        raise Http404
    form = WeekForm(request.POST if request.method == "POST" else None, week=own_hours.of(request.user))
    if request.method == "POST" and form.is_valid():
        own_hours.write(request.user, form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect("events:working_hours")
    return _hours_page(request, form)


def _hours_page(request: HttpRequest, form: WeekForm, calendar: OwnCalendarForm | None = None) -> HttpResponse:
    own = own_hours.row_of(person_of(request))
    address = own.busy_address if own else ""
    context = {
        "form": form,
        "calendar_form": calendar or OwnCalendarForm(initial={"busy_address": address}),
        "own": own if address else None,
        "horizon": upkeep.AHEAD.days,
    }
    return render(request, "meetings/working_hours.html", context, status=200 if calendar is None else 422)


@signed_in_post
def own_calendar(request: HttpRequest) -> HttpResponse:
    """Where the reader's own calendar is to be read; an empty address forgets it."""
    person, form = person_of(request), OwnCalendarForm(request.POST)
    if form.is_valid():
        try:
            upkeep.give(person, form.cleaned_data["busy_address"])
        except Unreadable as unreadable:
            form.add_error("busy_address", str(Availability.Trouble(unreadable.trouble).label))
        else:
            messages.success(request, _("Saved."))
            return redirect("events:working_hours")
    return _hours_page(request, WeekForm(week=own_hours.of(person)), form)
