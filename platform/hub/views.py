"""The start page, the dashboard and the console."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from hub import attendance, console, dashboard, obligations
from hub import start as start_page
from members import roles
from members.errors import NotFound
from members.models import Person


def _reader(request: HttpRequest) -> Person:
    """The signed-in reader, after `login_required`."""
    if not roles.active(request.user):
        raise NotFound
    return request.user


@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """What this is, what comes next, where members are, how to join."""
    return render(request, "hub/start.html", start_page.gather(request.user))


@require_safe
@login_required
def my_dashboard(request: HttpRequest) -> HttpResponse:
    """What to do next, my events, whom I met, what my members did lately."""
    person = _reader(request)
    context = {**dashboard.gather(person), "obligations": obligations.gather(person)}
    return render(request, "hub/dashboard.html", context)


@require_safe
@login_required
def my_console(request: HttpRequest) -> HttpResponse:
    """What is stuck in the networks the reader works for."""
    desk = console.desk_of(request.user)
    context = {
        "shown": console.gather(desk),
        "networks": console.networks(desk),
        "secretariat": desk.secretariat,
        "attendance": attendance.by_country(desk.networks),
    }
    return render(request, "hub/console.html", context)


@require_POST
@login_required
def console_deed(request: HttpRequest, panel: str) -> HttpResponse:
    """Do one thing with every item that was ticked."""
    desk = console.desk_of(request.user)
    ticked = request.POST.getlist("item")
    done = console.do(desk, panel, request.POST.get("deed", ""), ticked)
    said = ngettext("Done for %(count)d item.", "Done for %(count)d items.", done) % {"count": done}
    messages.add_message(request, messages.SUCCESS if done else messages.WARNING, said)
    return redirect("console")
