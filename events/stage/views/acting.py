"""What the audience does: asks, votes, chooses, applauds, joins the conversation, chooses a channel."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from events.stage import applause, ballots, channels, places, questions, talking
from events.stage.addresses import page_of
from events.stage.errors import NoSuchThing
from events.stage.places import Place
from events.stage.views import pages
from events.stage.views.finding import Doer, attending, doing, done, is_number
from web.errors import Refused
from web.middleware import refusal


@require_POST
@attending
def ask(request: HttpRequest, place: Place, session_id: int) -> HttpResponse:
    """Ask a question."""
    text, nonce = request.POST.get("text", ""), request.POST.get("nonce", "")
    anonymous = request.POST.get("anonymous") == "1"
    try:
        made = questions.ask(place.event, session_id, by=place.person, text=text, nonce=nonce, anonymous=anonymous)
    except Refused as refused:
        if "X-Fragment" in request.headers or refused.status == 404:
            return refusal(request, refused)
        typed = {"asked": text, "asked_anonymously": anonymous, "ask_refused": refused}
        return pages.session_page(request, place, session_id, status=refused.status, **typed)
    waits = made.state == made.State.WAITING
    told = _("Your question waits for a moderator.") if waits else _("Your question has been asked.")
    return done(request, f"{page_of(place.event, session_id)}#questions", told)


@require_POST
@doing
def vote(request: HttpRequest, place: Doer, question_id: int) -> HttpResponse:
    """Vote for a question, or take the vote back."""
    wanted = request.POST.get("wanted") == "1"
    found = questions.vote(place.event, question_id, by=place.person, wanted=wanted)
    return done(request, f"{page_of(place.event, found.session_id)}#question-{question_id}")


@require_POST
@doing
def choose(request: HttpRequest, place: Doer, ballot_id: int) -> HttpResponse:
    """Choose an answer of a poll."""
    option = request.POST.get("answer", "")
    if not is_number(option):
        places.require(place.event, place.person)
        raise NoSuchThing(_("Choose one of the answers."), status=400)
    row = ballots.choose(place.event, ballot_id, by=place.person, option_id=int(option))
    return done(request, f"{page_of(place.event, row.session_id)}#poll-{ballot_id}", _("Your choice counts."))


@require_POST
@doing
def applaud(request: HttpRequest, place: Doer, session_id: int) -> HttpResponse:
    """Give a sign of applause."""
    applause.give(place.event, session_id, by=place.person, sign=request.POST.get("sign", ""))
    return done(request, page_of(place.event, session_id))


@require_POST
@doing
def join(request: HttpRequest, place: Doer, session_id: int) -> HttpResponse:
    """Join a session's conversation."""
    room = talking.join(place.event, session_id, by=place.person)
    return redirect(f"{page_of(place.event, session_id)}#conversation-{room.pk}")


@require_POST
@doing
def listen(request: HttpRequest, place: Doer) -> HttpResponse:
    """Choose in which language to listen."""
    channels.choose(place.event, by=place.person, language=request.POST.get("language", ""))
    return done(request, f"/events/{place.event.slug}/stage/")


@require_POST
@attending
def green_room(request: HttpRequest, place: Place, session_id: int) -> HttpResponse:
    """Enter a session's green room; for all others there is none."""
    if session_id not in place.on:
        raise NoSuchThing
    room = talking.enter_green_room(place.event, session_id, by=place.person)
    return redirect("rooms:room", room.pk)
