"""One's own data: take them along, or have them erased."""

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from members import erasure, exports
from members.forms.profiles import ErasureForm
from members.views.asking import page, person_of
from web.throttle import throttle


@login_required
@require_safe
def show(request: HttpRequest) -> HttpResponse:
    """What can be done with my data."""
    person = person_of(request)
    context = {"form": ErasureForm(person=person), "led": erasure.governs_anything(person)}
    return render(request, "members/data.html", context)


@require_POST
@reauthentication_required  # type: ignore[untyped-decorator]
def export(request: HttpRequest) -> HttpResponse:
    """All my data as a ZIP file."""
    person = person_of(request)
    throttle("export", person.id, 10, 3600)
    response = HttpResponse(exports.archive(person), content_type="application/zip")
    response.headers["Content-Disposition"] = 'attachment; filename="vernetzt-my-data.zip"'
    return response


@require_POST
@reauthentication_required  # type: ignore[untyped-decorator]
def erase(request: HttpRequest) -> HttpResponse:
    """Erase me."""
    person = person_of(request)
    form = ErasureForm(request.POST, person=person)
    if not form.is_valid():
        return page(request, "members/data.html", {"form": form, "led": erasure.governs_anything(person)})
    erasure.erase(person)
    logout(request)
    messages.success(request, _("Your data are erased and you are signed out."))
    return redirect("/")
