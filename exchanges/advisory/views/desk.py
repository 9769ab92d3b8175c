"""The secretariat's case desk."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from exchanges.advisory.queries import desk
from members.views.asking import network_of, person_of
from web.pagination import page


@login_required
@require_safe
def show(request: HttpRequest, slug: str) -> HttpResponse:
    """Every case of a network by its next step, overdue first; a board by state; load and burden."""
    network = network_of(request, slug)
    found = desk.of(network, person_of(request))
    context = {"network": network, "desk": found, "page": page(request, found.cases, size=50)}
    return render(request, "advisory/desk.html", context)
