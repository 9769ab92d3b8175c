"""What happens to every request: the reader's zone and language, security headers, refusals as pages.

Order in MIDDLEWARE: `Headers` right after the security middleware; `Reader` and `Refusals` after authentication.
"""

from collections.abc import Callable
from zoneinfo import ZoneInfo

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone, translation

from web import zones
from web.errors import Refused

Respond = Callable[[HttpRequest], HttpResponse]

PERMISSIONS = "camera=(self), microphone=(self), display-capture=(self), geolocation=(), payment=(), usb=()"


class Reader:
    """Activates the reader's zone, and the language of a signed-in person."""

    def __init__(self, respond: Respond):
        self.respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer within the reader's zone and language; the language stays for Django's own header that names it."""
        person = request.user
        zone = zones.zone_of(person, request.COOKIES)
        language = getattr(person, "language", "") if person.is_authenticated else ""
        with timezone.override(ZoneInfo(zone)):
            if language not in dict(settings.LANGUAGES):
                return self.respond(request)
            translation.activate(language)
            setattr(request, "LANGUAGE_CODE", translation.get_language())  # noqa: B010
            return self.respond(request)


class Headers:
    """Adds what a browser should know: no foreign windows, no referrer abroad, few device rights, nothing stored."""

    def __init__(self, respond: Respond):
        self.respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Set the headers a view has not set itself."""
        response = self.respond(request)
        response.headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        response.headers.setdefault("Referrer-Policy", "same-origin")
        response.headers.setdefault("Permissions-Policy", PERMISSIONS)
        person = getattr(request, "user", None)
        if person is not None and person.is_authenticated:
            response.headers.setdefault("Cache-Control", "no-store, private")
        return response


class Refusals:
    """Turns a refusal nobody caught into a page, or into JSON for scripts, with the refusal's status."""

    def __init__(self, respond: Respond):
        self.respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on; `process_exception` does the work."""
        return self.respond(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """The answer to a refusal; any other exception goes its way."""
        if not isinstance(exception, Refused):
            return None
        return refusal(request, exception)


def wants_json(request: HttpRequest) -> bool:
    """Whether a script asked, not a person: our own modules send `X-Fragment`, others accept JSON but not HTML."""
    if "X-Fragment" in request.headers:
        return True
    return request.accepts("application/json") and not request.accepts("text/html")


def refusal(request: HttpRequest, refused: Refused) -> HttpResponse:
    """The refusal as `{"reason", "field"}` or as a page that says the sentence and offers the way back."""
    if wants_json(request):
        return JsonResponse({"reason": str(refused), "field": refused.field}, status=refused.status)
    return render(request, "web/refused.html", {"refused": refused}, status=refused.status)
