"""Signing in as a demo person with one click; on demo installations only."""

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from members.models import Delegate, Person


def show(request: HttpRequest) -> HttpResponse:
    """Demo persons, with whom they act for and what office they hold."""
    if not settings.DEMO:
        raise Http404
    acting = Delegate.objects.filter(state=Delegate.State.ADMITTED, person__is_demo=True, person__is_active=True)
    rows = acting.select_related("person", "member").order_by("member__name", "person__name")
    offices = Person.objects.filter(is_demo=True, is_active=True, offices__isnull=False).distinct()
    context = {"rows": rows, "in_office": offices.prefetch_related("offices__network").order_by("name")}
    return render(request, "members/demo.html", context)


@require_POST
def sign_in(request: HttpRequest, person_id: int) -> HttpResponse:
    """Sign in as a demo person."""
    person = Person.objects.filter(id=person_id, is_demo=True, is_active=True).first()
    if not settings.DEMO or person is None:
        raise Http404
    login(request, person, backend="allauth.account.auth_backends.AuthenticationBackend")
    UserSession.objects.create_from_request(request)
    return redirect(settings.LOGIN_REDIRECT_URL)
