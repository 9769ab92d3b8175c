"""How a bot signs in: by an address that only who holds the platform's secret key can make, for bots only."""

from django.contrib.auth import login
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from members.models import Person

SALT = "rehearsal"
VALID_SECONDS = 6 * 3600
DOMAIN = "rehearsal.invalid"
"""Bots' addresses end on this name, which can never receive mail (RFC 2606)."""


def address(person_id: int) -> str:
    """The sign-in address of a bot."""
    return reverse("rehearsal-sign-in", args=[signing.dumps(person_id, salt=SALT)])


def sign_in(request: HttpRequest, token: str) -> HttpResponse:
    """Sign a bot in and lead it to the dashboard; anybody else finds nothing here."""
    try:
        person_id = signing.loads(token, salt=SALT, max_age=VALID_SECONDS)
        bot = Person.objects.get(id=person_id, is_demo=True, is_active=True, email__endswith=f"@{DOMAIN}")
    except (signing.BadSignature, Person.DoesNotExist) as wrong:
        raise Http404 from wrong
    login(request, bot, backend="django.contrib.auth.backends.ModelBackend")
    return redirect("/notices/")
