"""What a session's format asks for: the chairs of a fishbowl, and the steps of small groups."""

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from events.stage import chairs
from events.stage.addresses import page_of
from events.stage.errors import NoSuchThing
from events.stage.groups import leading
from events.stage.places import Place
from events.stage.views.finding import Doer, attending, doing, done, is_number

CHAIR_DEEDS = ("take", "leave")
OF_A_STEP: dict[str, Callable[..., None]] = {"next": leading.go_on, "more": leading.extend}
GROUP_DEEDS = ("begin", *OF_A_STEP, "end")


@require_POST
@doing
def chair(request: HttpRequest, place: Doer, session_id: int, deed: str) -> HttpResponse:
    """Take a chair, or leave it."""
    if deed not in CHAIR_DEEDS:
        raise Http404
    address = f"{page_of(place.event, session_id)}#chairs"
    if deed == "leave":
        chairs.leave(place.event, session_id, by=place.person)
        return done(request, address, _("Your chair is free again."))
    number = chairs.take(place.event, session_id, by=place.person)
    return done(request, address, _("You sit on chair %(number)d.") % {"number": number})


@require_POST
@attending
def free(request: HttpRequest, place: Place, session_id: int, person_id: int) -> HttpResponse:
    """Free the chair of somebody else."""
    if not place.moderates(session_id):
        raise Http404
    chairs.free(place.event, session_id, person_id, by=place.person)
    return done(request, f"{page_of(place.event, session_id)}#chairs")


@require_POST
@attending
def groups(request: HttpRequest, place: Place, session_id: int, deed: str) -> HttpResponse:
    """Begin the small groups, go on, give more time, end."""
    if not place.moderates(session_id) or deed not in GROUP_DEEDS:
        raise Http404
    if deed in OF_A_STEP:
        OF_A_STEP[deed](place.event, session_id, by=place.person, step=_step(request))
    else:
        {"begin": leading.begin, "end": leading.end}[deed](place.event, session_id, by=place.person)
    return done(request, f"{page_of(place.event, session_id)}#groups")


def _step(request: HttpRequest) -> int:
    """The step that the moderator saw.

    Raises:
        NoSuchThing: the form named none.
    """
    step = request.POST.get("step")
    if not is_number(step):
        raise NoSuchThing
    return int(str(step))
