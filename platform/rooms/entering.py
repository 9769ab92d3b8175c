"""Who may use a room's addresses: those admitted; to everybody else the room does not exist."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _

from rooms.admissions import valid
from rooms.models import Admission
from web.middleware import wants_json

P = ParamSpec("P")
Entered = Callable[Concatenate[HttpRequest, Admission, P], HttpResponse]


def entering(view: Entered[P]) -> Callable[..., HttpResponse]:
    """Give a view the reader's admission (with room and person) instead of the room's id."""

    @wraps(view)
    def entered(request: HttpRequest, /, room_id: int, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if not request.user.is_authenticated:
            if wants_json(request):
                return JsonResponse({"reason": _("Please sign in again."), "field": ""}, status=401)
            return redirect_to_login(request.get_full_path())
        rows = valid().select_related("room", "person").filter(room_id=room_id, person_id=request.user.pk)
        found = rows.first()
        if found is None:
            raise Http404
        return view(request, found, *args, **kwargs)

    return entered
