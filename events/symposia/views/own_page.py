"""A speaker's private page: answer, say something about oneself, hand in what is missing. Needs no account."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from events.models import Appearance, Slides, Speaker
from events.symposia import handing_in, own_page, speakers
from events.symposia.speaker_forms import AboutForm, PiecesForm
from events.symposia.views.slides import file_of
from web.errors import Refused
from web.refusing import refusals_told
from web.throttle import throttle


def _speaker(token: uuid.UUID) -> Speaker:
    speaker = speakers.find(token)
    throttle("speaker_page", speaker.pk, 300, 600)
    return speaker


def _page(request: HttpRequest, speaker: Speaker, bound: Any = None, at: int = 0) -> HttpResponse:
    page = own_page.OwnPage(speaker)
    context = {
        "event": speaker.event,
        "speaker": speaker,
        "page": page,
        "answers": speaker.event.state not in speakers.ANSWERED,
        "about_form": bound if bound is not None and not at else AboutForm(speaker=speaker),
        "sessions": [
            (line, bound if line.appearance.pk == at else PiecesForm(appearance=line.appearance)) for line in page.lines
        ],
    }
    response = render(request, "symposia/own_page.html", context)
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["X-Robots-Tag"] = "noindex"
    response.headers["Referrer-Policy"] = "same-origin"
    return response


@require_GET
def show(request: HttpRequest, token: uuid.UUID) -> HttpResponse:
    """The page."""
    return _page(request, _speaker(token))


@require_POST
def answer(request: HttpRequest, token: uuid.UUID) -> HttpResponse:
    """Accept or decline."""
    _speaker(token)
    accept = request.POST.get("answer") == "accept"
    if not accept and request.POST.get("answer") != "decline":
        return redirect("events:speaker", token=token)
    with refusals_told(request):
        speakers.answer(token, accept=accept)
        messages.success(request, _("Thank you. We look forward to you.") if accept else _("Thank you for telling us."))
    return redirect("events:speaker", token=token)


@require_POST
def about(request: HttpRequest, token: uuid.UUID) -> HttpResponse:
    """What the speaker says about themselves."""
    speaker = _speaker(token)
    form = AboutForm(request.POST, speaker=speaker)
    if form.is_valid():
        try:
            handing_in.about_me(token, **form.cleaned_data)
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("Saved."))
            return redirect("events:speaker", token=token)
    return _page(request, speaker, form)


@require_POST
def hand_in(request: HttpRequest, token: uuid.UUID, number: int) -> HttpResponse:
    """Title, abstract and slides for a session."""
    speaker = _speaker(token)
    row = handing_in.of_speaker(speaker, number)
    form = PiecesForm(request.POST, request.FILES, appearance=row)
    if form.is_valid():
        try:
            _handed_in(token, row, form.cleaned_data)
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("Saved."))
            return redirect(f"/speakers/{token}/#session-{row.session_id}")
    return _page(request, speaker, form, at=row.pk)


def _handed_in(token: uuid.UUID, row: Appearance, values: dict[str, Any]) -> None:
    upload = values.pop("slides")
    file = (upload.name or "", upload.read(handing_in.LARGEST + 1)) if upload else None
    handing_in.for_session(token, row.pk, slides=file, **values)


@require_GET
def slides(request: HttpRequest, token: uuid.UUID, number: int) -> HttpResponse:
    """The slides the speaker handed in."""
    found = Slides.objects.filter(appearance__speaker=_speaker(token), appearance=number).first()
    if found is None:
        raise Http404
    return file_of(found)
