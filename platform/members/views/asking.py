"""What views have in common: who asks, which member is meant, and answering a refused form."""

from collections.abc import Callable
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from members import directory, roles
from members.errors import NotFound
from members.models import Member, Network, Person

View = Callable[..., HttpResponse]


def person_of(request: HttpRequest) -> Person:
    """The signed-in person; views behind `login_required` have one."""
    if not roles.active(request.user):
        raise NotFound
    return request.user


def member_of(request: HttpRequest, slug: str) -> Member:
    """The member an address names, if this reader may know it."""
    return directory.get(slug, request.user)


def governed(request: HttpRequest, slug: str) -> Member:
    """The member an address names, if this reader decides about its delegates."""
    member = member_of(request, slug)
    roles.require_governor(request.user, member)
    return member


def network_of(request: HttpRequest, slug: str) -> Network:
    """The network an address names, if this reader is in its secretariat."""
    network = Network.objects.filter(slug=slug).first()
    if network is None:
        raise NotFound
    roles.require_secretariat(request.user, network)
    return network


def signed_in_post(view: View) -> View:
    """A view that only takes posts of people who have signed in."""
    return require_POST(login_required(view))


def page(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    """A page; 422 when one of its forms was filled in wrongly."""
    wrong = any(getattr(form, "is_bound", False) and form.errors for form in context.values())
    return render(request, template, context, status=422 if request.method == "POST" and wrong else 200)
