"""Pages every deployment has: preferences, legal texts, feedback, health."""

from django.conf import settings
from django.contrib import messages
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from web import zones
from web.errors import Refused
from web.feedback import FeedbackForm, give
from web.middleware import wants_json
from web.preferences import safe_address


def preferences(request: HttpRequest) -> HttpResponse:
    """Language, zone and display on one page, each with its own button."""
    language = get_language() or "en"
    context = {
        "regions": zones.by_region(language),
        "next": safe_address(request, request.GET.get("next")),
        "zone": timezone.get_current_timezone_name(),
    }
    return render(request, "web/preferences.html", context)


def _legal(request: HttpRequest, template: str) -> HttpResponse:
    """A legal page with what the operator has said about itself (settings.OPERATOR)."""
    return render(request, template, {"operator": {**settings.OPERATOR, "name": settings.OPERATOR_NAME}})


def imprint(request: HttpRequest) -> HttpResponse:
    """Who is responsible."""
    return _legal(request, "web/imprint.html")


def privacy(request: HttpRequest) -> HttpResponse:
    """What happens with personal data."""
    return _legal(request, "web/privacy.html")


def accessibility(request: HttpRequest) -> HttpResponse:
    """How accessible this is, what is not, and how to report a barrier."""
    return _legal(request, "web/accessibility.html")


def plain_language(request: HttpRequest) -> HttpResponse:
    """What this is, in short sentences."""
    return _legal(request, "web/plain_language.html")


def feedback(request: HttpRequest) -> HttpResponse:
    """Take a report of a barrier or a fault, with or without an address to answer to."""
    form, status = FeedbackForm(request.POST or None, initial={"page": request.GET.get("page", "")}), 200
    if request.method == "POST" and form.is_valid():
        try:
            give(sender=request.META.get("REMOTE_ADDR", ""), **form.cleaned_data)
        except Refused as refused:
            form.refuse(refused)
            status = refused.status
        else:
            messages.success(request, _("Thank you. Your report has arrived."))
            return redirect("web:feedback")
    elif form.errors:
        status = 422
    return render(request, "web/feedback.html", {"form": form}, status=status)


def health(request: HttpRequest) -> HttpResponse:
    """Whether this process reaches its database, without which no page is served; status 503 when not."""
    healthy = _database_answers()
    response = JsonResponse({"ok": healthy, "database": healthy}, status=200 if healthy else 503)
    response["Cache-Control"] = "no-store"
    return response


def _database_answers() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            return bool(cursor.fetchone() == (1,))
    except DatabaseError:
        return False


def unsealed(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form without its seal against forgery (CSRF_FAILURE_VIEW): asked for again, within the shell."""
    if wants_json(request):
        return JsonResponse(
            {"reason": _("Please load the page anew and send this once more."), "field": ""}, status=403
        )
    return render(request, "403_csrf.html", status=403)
