"""Making an event and changing its basics; everyone's hour is shown before a date is fixed."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from events import calendar, formats
from events.forms import AnyEventForm, EventForm
from events.views import finding
from members import roles
from web.errors import Refused


@login_required
def new(request: HttpRequest) -> HttpResponse:
    """A new draft, for staff of a network."""
    person = finding.reader(request)
    if not roles.organises(person):
        raise Http404
    form = AnyEventForm(request.POST or None, person=person)
    if request.method == "POST" and form.ready() and "look" not in request.POST:
        try:
            values = form.cleaned_data
            made = calendar.add(by=person, network=values["network"], kind=values["kind"], **form.details())
        except Refused as refused:
            form.refuse(refused)
        else:
            return redirect(formats.event_page(made))
    return render(request, "events/edit.html", {"form": form})


def edit(request: HttpRequest, slug: str) -> HttpResponse:
    """The basics of an event that is there."""
    event, person = finding.own_event(request, slug), finding.reader(request)
    form = EventForm(request.POST or None, person=person, event=event)
    if request.method == "POST" and form.ready() and "look" not in request.POST:
        try:
            calendar.change(event, by=person, **form.details())
        except Refused as refused:
            form.refuse(refused)
        else:
            return redirect(formats.event_page(event))
    return render(request, "events/edit.html", {"form": form, "event": event})


@require_GET
@login_required
def hours(request: HttpRequest) -> HttpResponse:
    """Everyone's hour for the time in a form that is being filled in, as a part of the page."""
    person = finding.reader(request)
    if not roles.organises(person):
        raise Http404
    event = finding.own_event(request, request.GET["event"]) if "event" in request.GET else None
    form = EventForm(request.GET, person=person, event=event)
    return render(request, "events/form_hours.html", {"form": form})
