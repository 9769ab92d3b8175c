"""What a participant brings: cards with seeks and offers, and private wishes about people."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from exchanges.mixers import cards, wishes
from exchanges.mixers.forms import CardsForm, WishForm
from exchanges.mixers.models import Card, Mixer, Wish
from exchanges.mixers.queries import people
from exchanges.mixers.views.finding import for_placed, for_registered, has_place, posted, refusing
from members.views.asking import person_of
from web.errors import Refused


@require_http_methods(["GET", "POST"])
@for_registered
def card(request: HttpRequest, mixer: Mixer) -> HttpResponse:
    """Fill in what one seeks and offers, until the mixer is over."""
    if request.method == "GET" and mixer.phase == Mixer.Phase.ENDED:
        return redirect("mixers:afterwards" if has_place(mixer, request) else "events:event", mixer.event.slug)
    form = CardsForm(
        request.POST if request.method == "POST" else None, cards=list(cards.of(mixer, person_of(request)))
    )
    if request.method == "POST" and form.is_valid():
        try:
            cards.bring(
                mixer, by=person_of(request), seeks=form.lines(Card.Side.SEEK), offers=form.lines(Card.Side.OFFER)
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("Saved. We seat you with people these topics matter to."))
            return redirect("mixers:card", mixer.event.slug)
    return _page(request, mixer, form=form)


@for_placed
@posted("mixers:card")
def wish(request: HttpRequest, mixer: Mixer) -> HttpResponse:
    """Wish to meet somebody, or rather not."""
    form = WishForm(request.POST, others=people.participants(mixer), me=person_of(request))
    if form.is_valid():
        try:
            wishes.wish(
                mixer, by=person_of(request), other_id=form.cleaned_data["other"], kind=form.cleaned_data["kind"]
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("Noted. Nobody but you and the organisers sees it."))
            return redirect("mixers:card", mixer.event.slug)
    return _page(request, mixer, wish_form=form)


@require_POST
@for_registered
def unwish(request: HttpRequest, mixer: Mixer, other_id: int) -> HttpResponse:
    """Take a wish back."""
    get_object_or_404(Wish, mixer=mixer, person=person_of(request), other=other_id)
    try:
        wishes.wish(mixer, by=person_of(request), other_id=other_id, kind=None)
    except Refused as refused:
        return refusing(request, refused, f"/mixers/{mixer.event.slug}/card/")
    return redirect("mixers:card", mixer.event.slug)


def _page(
    request: HttpRequest, mixer: Mixer, *, form: CardsForm | None = None, wish_form: WishForm | None = None
) -> HttpResponse:
    """Cards and wishes. Whom else one could meet is shown to those who have a place themselves."""
    person = person_of(request)
    context: dict[str, Any] = {"mixer": mixer, "form": form or CardsForm(cards=list(cards.of(mixer, person)))}
    if has_place(mixer, request):
        others = people.participants(mixer)
        context["wish_form"] = wish_form or WishForm(others=others, me=person)
        context["wishes"] = wishes.mine(mixer, person)
    bad = any(each is not None and each.is_bound and not each.is_valid() for each in (form, wish_form))
    return render(request, "mixers/card.html", context, status=422 if bad else 200)
