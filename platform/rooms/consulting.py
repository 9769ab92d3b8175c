"""What people do in a consultation besides talking: beginning, casting, actions, closing, and telling how it went.

Posts of forms that lead back to the room's page, or show it with what was wrong.
"""

from collections.abc import Callable, Mapping

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from members.models import Person
from rooms.consultation import actions, checks, closing, leading, recording, taking_over
from rooms.entering import entering
from rooms.forms import ActionForm, AnswerForm, ClosingForm
from rooms.models import Action, Admission, Outcome, Room
from rooms.views import back, page
from web.errors import Refused
from web.forms import Form


def _done(
    request: HttpRequest, found: Admission, name: str, form: Form, act: Callable[[Mapping[str, object]], object]
) -> HttpResponse:
    """Do something with what a form holds; when it is refused, show the page with the form again."""
    if not form.is_valid():
        return page(request, found, status=400, **{name: form})
    try:
        act(form.cleaned_data)
    except Refused as refused:
        if refused.status in (403, 404):
            raise
        form.refuse(refused)
        return page(request, found, status=refused.status, **{name: form})
    return back(request, found)


@require_POST
@entering
def begin(request: HttpRequest, found: Admission) -> HttpResponse:
    """Begin before the time, as the moderator."""
    leading.begin(found.room, by=found.person)
    return back(request, found)


@require_POST
@entering
def take_over(request: HttpRequest, found: Admission) -> HttpResponse:
    """Say that the moderator is away, and a minute later moderate instead."""
    if taking_over.take_over(found.room, by=found.person):
        messages.success(request, _("You moderate now."))
    else:
        messages.info(request, _("Noted. If the moderator is not back in a minute, press again and you moderate."))
    return back(request, found)


@require_POST
@entering
def cast(request: HttpRequest, found: Admission, person_id: int) -> HttpResponse:
    """Give somebody a role, as the moderator."""
    leading.cast(found.room, {person_id: request.POST.get("role", "")}, by=found.person)
    return back(request, found)


@require_POST
@entering
def agree(request: HttpRequest, found: Admission) -> HttpResponse:
    """Write down an action."""
    form = ActionForm(request.POST, room=found.room)

    def act(data: Mapping[str, object]) -> object:
        return actions.agree(found.room, by=found.person, owner_id=data["owner"], **_without(data, "owner"))  # type: ignore[arg-type]

    return _done(request, found, "action_form", form, act)


def _without(data: Mapping[str, object], name: str) -> dict[str, object]:
    return {key: value for key, value in data.items() if key != name}


@require_POST
@entering
def take_back(request: HttpRequest, found: Admission, action_id: int) -> HttpResponse:
    """Take an action back."""
    actions.withdraw(get_object_or_404(Action, id=action_id, room_id=found.room_id), by=found.person)
    return back(request, found)


@require_POST
@entering
def close(request: HttpRequest, found: Admission) -> HttpResponse:
    """Close the consultation, as the moderator."""
    form = ClosingForm(request.POST)

    def act(data: Mapping[str, object]) -> object:
        return closing.close(found.room, by=found.person, reason=str(data["reason"]))

    return _done(request, found, "closing_form", form, act)


@require_POST
@entering
def answer(request: HttpRequest, found: Admission, outcome_id: int) -> HttpResponse:
    """Say what became of an action."""
    asked = get_object_or_404(Outcome, id=outcome_id, action__room_id=found.room_id)
    form = AnswerForm(request.POST, prefix=f"outcome-{outcome_id}")

    def act(data: Mapping[str, object]) -> object:
        return checks.answer(asked, by=found.person, result=str(data["result"]), sentence=str(data["sentence"]))

    return _done(request, found, "answered", form, act)


RECORDING: dict[str, Callable[[Room, Person], object]] = {
    "ask": lambda room, by: recording.ask(room, by=by),
    "drop": lambda room, by: recording.drop(room, by=by),
    "agree": lambda room, by: recording.answer(room, by=by, agreed=True),
    "refuse": lambda room, by: recording.answer(room, by=by, agreed=False),
}
"""What can be done about a recording: the moderator asks, everybody answers."""


@require_POST
@entering
def record(request: HttpRequest, found: Admission, deed: str) -> HttpResponse:
    """Ask for a recording or no longer, as the moderator; agree to it or not, also later."""
    if deed not in RECORDING:
        raise Http404
    RECORDING[deed](found.room, found.person)
    return back(request, found)
