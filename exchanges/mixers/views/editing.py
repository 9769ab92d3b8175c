"""Planning a mixer and changing it; everyone's hour is shown before a time is fixed."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from exchanges.mixers import programme
from exchanges.mixers.forms import MixerForm
from exchanges.mixers.models import Mixer
from exchanges.mixers.refusals import AlreadyBegan
from exchanges.mixers.views.finding import for_organisers
from members import roles
from members.views.asking import person_of
from web.errors import Refused


@require_http_methods(["GET", "POST"])
@login_required
def new(request: HttpRequest) -> HttpResponse:
    """Plan a mixer; it begins as a draft."""
    if not roles.networks_of(person_of(request)).exists():
        raise Http404
    form = MixerForm(request.POST if request.method == "POST" else None, person=person_of(request))
    if _wants_to_save(request, form):
        try:
            made = programme.create(
                by=person_of(request),
                network=form.cleaned_data["network"],
                programme=form.programme(),
                **form.details(),
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("The mixer is a draft now. Publish it when everything is right."))
            return redirect("events:event", made.event.slug)
    return _page(request, form, None)


@require_http_methods(["GET", "POST"])
@for_organisers
def edit(request: HttpRequest, mixer: Mixer) -> HttpResponse:
    """Change a mixer that has not begun."""
    if mixer.phase != Mixer.Phase.WAITING and request.method == "GET":
        messages.info(request, str(AlreadyBegan()))
        return redirect("events:event", mixer.event.slug)
    form = MixerForm(request.POST if request.method == "POST" else None, person=person_of(request), mixer=mixer)
    if _wants_to_save(request, form):
        try:
            programme.edit(mixer, by=person_of(request), programme=form.programme(), **form.details())
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("Saved. Whoever is registered is told when the time changed."))
            return redirect("events:event", mixer.event.slug)
    return _page(request, form, mixer)


def _wants_to_save(request: HttpRequest, form: MixerForm) -> bool:
    """Whether it was sent to be saved, not to look at everyone's hour, and can be."""
    return request.method == "POST" and "look" not in request.POST and form.ready()


def _page(request: HttpRequest, form: MixerForm, mixer: Mixer | None) -> HttpResponse:
    """The form; 200 also for the second step, in which everyone's hour is to be confirmed."""
    status = 422 if form.is_bound and not form.is_valid() else 200
    return render(request, "mixers/edit.html", {"form": form, "mixer": mixer}, status=status)
