"""The second factor of those in office: until it is set up, a page that says so is all they reach.

Organisers and the secretariat see and decide about others, so a password or a mailbox alone must not be enough.
"""

from collections.abc import Callable, Collection
from typing import Any

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db.models import Exists, OuterRef
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _

from ledger.compiled import Compiled
from members.models import Office, Person
from web.errors import Forbidden
from web.middleware import refusal, wants_json

FACTORS = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
OPEN_NAMES = ("account_", "mfa_", "socialaccount_", "openid_connect_", "usersessions_")
OPEN_VIEWS = {
    "members:second_factor",
    "members:security",
    "members:end_session",
    "members:end_other_sessions",
    "members:data",
    "members:export",
    "members:erase",
}
"""What stays reachable: signing in and out, setting up, the shell's own pages, and one's rights to one's data. Live
streams stand among the shell's addresses; whom they let in is the doorkeeper's matter (`all_missing`)."""


class SecondFactorMissing(Forbidden):
    """Somebody in office has no second factor yet."""

    sentence = _("Set up a second factor first: people in office need one.")


def missing(person: Any) -> bool:
    """Whether this person holds an office and has no second factor; demo persons need none on a demo installation."""
    return isinstance(person, Person) and bool(all_missing([person.pk]))


def all_missing(person_ids: Collection[int]) -> set[int]:
    """Which of these persons hold an office and have no second factor."""
    return {person for person, is_demo in _without(people=person_ids) if not (is_demo and settings.DEMO)}


_without = Compiled(
    lambda people: Office.objects.filter(
        ~Exists(Authenticator.objects.filter(user=OuterRef("person"), type__in=FACTORS)), person_id__one_of=people
    ).values_list("person_id", "person__is_demo")
)


class SecondFactor:
    """Leads those in office to the set-up page until they have a second factor."""

    def __init__(self, respond: Callable[[HttpRequest], HttpResponse]):
        self.respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on; `process_view` does the work."""
        return self.respond(request)

    def process_view(self, request: HttpRequest, view: object, args: Any, kwargs: Any) -> HttpResponse | None:
        """Let the request through, or lead to the set-up page; nothing is done for it."""
        if not request.user.is_authenticated or _open(request) or not missing(request.user):
            return None
        if wants_json(request):
            return refusal(request, SecondFactorMissing())
        return redirect("members:second_factor")


def _open(request: HttpRequest) -> bool:
    match = request.resolver_match
    if match is None or match.view_name in OPEN_VIEWS:
        return True
    return match.namespaces[:1] == ["web"] or str(match.url_name or "").startswith(OPEN_NAMES)
