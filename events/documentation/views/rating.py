"""People who were there rate the event and its sessions."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from events.documentation import rating
from events.documentation.rating import Rateable
from events.documentation.rating_forms import RatingForm
from events.models import Event
from events.symposia.views import finding
from events.views.finding import reader
from web.errors import Refused


@require_GET
@login_required
def show(request: HttpRequest, slug: str) -> HttpResponse:
    """What is over and can be rated, with what the reader said before."""
    return _page(request, _rated(request, slug))


@require_POST
@login_required
def rate(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Rate a session; 0 stands for the event as a whole."""
    event = _rated(request, slug)
    form = RatingForm(request.POST, prefix=str(number))
    if form.is_valid():
        try:
            rating.rate(event, by=reader(request), session_id=number or None, **form.cleaned_data)
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("Thank you for your rating"))
            return redirect(f"/events/{event.slug}/feedback/#rating-{number}")
    return _page(request, event, form, at=number)


def _rated(request: HttpRequest, slug: str) -> Event:
    event = finding.symposium(request, slug)
    if not rating.may_rate(event, request.user):
        raise Http404
    return event


def _page(request: HttpRequest, event: Event, bound: RatingForm | None = None, at: int | None = None) -> HttpResponse:
    found = rating.rateable(event, reader(request))
    lines = [(one, bound if bound is not None and (one.session_id or 0) == at else _form(one)) for one in found]
    context: dict[str, Any] = {"event": event, "lines": lines, "refused": at}
    return render(request, "documentation/rating.html", context)


def _form(one: Rateable) -> RatingForm:
    given = {"stars": one.mine.stars, "comment": one.mine.comment} if one.mine else {}
    return RatingForm(prefix=str(one.session_id or 0), initial=given)
