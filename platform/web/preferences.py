"""How a reader wants pages: language, zone, light or dark, and motion. Kept in cookies, and on the person if signed in.

Every preference is a form that posts, so all of them work without JavaScript.
"""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import check_for_language
from django.views.decorators.http import require_POST
from django.views.i18n import set_language

from web import zones

THEMES = ("light", "dark")
YEAR = 365 * 24 * 3600


def theme(request: HttpRequest) -> str:
    """The theme the reader chose, "light" or "dark"; empty follows the device."""
    chosen = request.COOKIES.get("theme", "")
    return chosen if chosen in THEMES else ""


def motion(request: HttpRequest) -> str:
    """Whether movement is off: "calm"; empty follows the device."""
    return "calm" if request.COOKIES.get("motion") == "calm" else ""


def safe_address(request: HttpRequest, target: str | None) -> str:
    """The address if it is one of ours, else the start page; nobody is sent to another host.

    A word without a slash is no address: `redirect` would look for a view of that name.
    """
    safe = url_has_allowed_host_and_scheme(target, {request.get_host()}, require_https=request.is_secure())
    return target if target and "/" in target and safe else "/"


def back(request: HttpRequest) -> HttpResponse:
    """Return to the page the form was on."""
    return HttpResponseRedirect(safe_address(request, request.POST.get("next") or request.META.get("HTTP_REFERER")))


def _keep(request: HttpRequest, **values: str) -> None:
    """Store a preference on the signed-in person as well, where the person has such a field."""
    person = request.user
    fields = [name for name in values if hasattr(person, name)]
    if not person.is_authenticated or not fields:
        return
    for name in fields:
        setattr(person, name, values[name])
    person.save(update_fields=fields)


@require_POST
def choose_language(request: HttpRequest) -> HttpResponse:
    """Django's own switch, which also remembers the language for mails to the signed-in person."""
    code = request.POST.get("language", "")
    if code in dict(settings.LANGUAGES) and check_for_language(code):
        _keep(request, language=code)
    return set_language(request)


@require_POST
def choose_zone(request: HttpRequest) -> HttpResponse:
    """Take the reader's zone; an unknown name changes nothing."""
    response = back(request)
    if zone := zones.valid(request.POST.get("zone")):
        _keep(request, time_zone=zone)
        response.set_cookie(zones.CHOSEN, zone, max_age=YEAR, samesite="Lax", secure=request.is_secure())
    return response


@require_POST
def choose_appearance(request: HttpRequest) -> HttpResponse:
    """Take theme ("light", "dark" or "" for the device's) and motion ("calm" or "")."""
    response = back(request)
    allowed = {"theme": THEMES, "motion": ("calm",)}
    for name, values in allowed.items():
        if name not in request.POST:
            continue
        if request.POST[name] in values:
            response.set_cookie(name, request.POST[name], max_age=YEAR, samesite="Lax", secure=request.is_secure())
        else:
            response.delete_cookie(name, samesite="Lax")
    return response
