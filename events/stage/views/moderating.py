"""What moderators and organisers do: questions, polls, announcements, what leads to a stage."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from events.models import Ballot, Question, Stage
from events.stage import announcing, ballots, broadcasts, places, questions
from events.stage.addresses import page_of
from events.stage.forms import BallotForm, BroadcastForm
from events.stage.now import Programme
from events.stage.places import Place
from events.stage.views import pages
from events.stage.views.finding import attending, done, moderating
from web.errors import Refused
from web.middleware import refusal

QUESTION_MOVES = {"open": Question.State.OPEN, "answer": Question.State.ANSWERED, "hide": Question.State.HIDDEN}
BALLOT_MOVES = {"open": Ballot.State.OPEN, "close": Ballot.State.CLOSED}
SHOWN = {"show": True, "conceal": False}


def _moderates(place: Place, session_id: int) -> None:
    if not place.moderates(session_id):
        raise Http404


@require_POST
@attending
def question(request: HttpRequest, place: Place, question_id: int, deed: str) -> HttpResponse:
    """Let a question through, mark it as answered, hide it."""
    found = places.question(place.event, question_id)
    _moderates(place, found.session_id)
    if deed not in QUESTION_MOVES:
        raise Http404
    questions.move(place.event, question_id, by=place.person, to=QUESTION_MOVES[deed])
    return done(request, f"{page_of(place.event, found.session_id)}#question-{question_id}")


@require_POST
@attending
def make_ballot(request: HttpRequest, place: Place, session_id: int) -> HttpResponse:
    """Prepare a poll."""
    _moderates(place, session_id)
    form = BallotForm(request.POST)
    if form.is_valid():
        text, answers = form.cleaned_data["text"], form.cleaned_data["answers"].splitlines()
        try:
            ballots.make(place.event, session_id, by=place.person, text=text, answers=answers)
            return done(request, f"{page_of(place.event, session_id)}#polls")
        except Refused as refused:
            form.refuse(refused)
    return pages.session_page(request, place, session_id, status=400, ballot_form=form)


@require_POST
@attending
def ballot(request: HttpRequest, place: Place, ballot_id: int, deed: str) -> HttpResponse:
    """Open or close a poll, show or conceal its results."""
    found = Ballot.objects.filter(session__event=place.event, pk=ballot_id).first()
    if found is None:
        raise Http404
    _moderates(place, found.session_id)
    if deed in BALLOT_MOVES:
        ballots.move(place.event, ballot_id, by=place.person, to=BALLOT_MOVES[deed])
    elif deed in SHOWN:
        ballots.show(place.event, ballot_id, by=place.person, shown=SHOWN[deed])
    else:
        raise Http404
    return done(request, f"{page_of(place.event, found.session_id)}#poll-{ballot_id}")


@require_POST
@moderating
def announce(request: HttpRequest, place: Place) -> HttpResponse:
    """Say something to everybody."""
    text, nonce = request.POST.get("text", ""), request.POST.get("nonce", "")
    try:
        announcing.announce(place.event, by=place.person, text=text, nonce=nonce)
    except Refused as refused:
        if "X-Fragment" in request.headers:
            return refusal(request, refused)
        return pages.page(request, place, status=refused.status, said=text, announce_refused=refused)
    return done(request, f"/events/{place.event.slug}/stage/", _("Everybody at the symposium sees it now."))


@require_POST
@attending
def put(request: HttpRequest, place: Place, stage_id: int) -> HttpResponse:
    """Set what leads to a stage."""
    stage = Stage.objects.filter(event=place.event, pk=stage_id).first()
    if stage is None or not place.staff:
        raise Http404
    found = next((one for one in Programme(place.event, place.person).stages if one.id == stage_id), None)
    if found is None:
        raise Http404
    form = BroadcastForm(request.POST, broadcast=found.broadcast, stage_id=stage_id)
    if not form.is_valid():
        return pages.page(request, place, status=400, form=form, stage_id=stage_id)
    broadcasts.put(place.event, stage_id, by=place.person, **form.cleaned_data)
    return redirect("events:stage", place.event.slug)
