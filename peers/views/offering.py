"""Offers: what the reader's members teach, and what others in the network have that one could ask for."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from members import delegates
from members.cowriting import ChangedByColleague
from members.errors import NotFound
from members.models import Member, Membership, Network
from members.views.asking import person_of, signed_in_post
from peers import access, offers, requests
from peers.forms.asking import OfferForm
from peers.models import Offer
from web.errors import Refused
from web.pagination import page


@login_required
@require_safe
def listed(request: HttpRequest) -> HttpResponse:
    """What others in the reader's networks offer, and what the reader's members do."""
    acting = delegates.acting_members(person_of(request))
    mine = {member.pk for member in acting}
    admitted = Membership.objects.filter(member__in=mine, state=Membership.State.ADMITTED).values("network_id")
    others = offers.in_networks(list(Network.objects.filter(pk__in=admitted))).exclude(member__in=mine)
    found = page(request, others.order_by("topic__place", "member__name", "pk"), size=24)
    own = list(offers.of(mine).order_by("member__name", "topic__place"))
    return render(request, "peers/offers.html", {"page": found, "own": own, "members": acting})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, member_id: int) -> HttpResponse:
    """Offer to teach a topic."""
    person = person_of(request)
    member = access.acting_for(person, member_id)
    form = OfferForm.afresh(member, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            offers.make(member=member, topic=form.chosen_topic(), by=person, values=form.written())
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("Thank you. We suggest you to those who ask for this."))
            return redirect("peers:offers")
    return _form(request, form, member)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, offer_id: int) -> HttpResponse:
    """Change an offer."""
    person = person_of(request)
    offer = access.offer(person, offer_id)
    form = OfferForm.of(offer, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            offers.change(offer_id=offer_id, by=person, values=form.written(), shown=form.shown())
        except ChangedByColleague as refused:
            return _compared(request, access.offer(person, offer_id), refused)
        messages.success(request, _("Saved."))
        return redirect("peers:offers")
    return _form(request, form, offer.member)


def _compared(request: HttpRequest, offer: Offer, refused: ChangedByColleague) -> HttpResponse:
    """What was typed beside what a colleague has written meanwhile."""
    form = OfferForm.of(offer, request.POST)
    theirs = form.against(offer)
    form.refuse(refused)
    return _form(request, form, offer.member, status=refused.status, theirs=theirs, offer=offer)


def _form(request: HttpRequest, form: OfferForm, member: Member, **more: Any) -> HttpResponse:
    status = more.pop("status", 422 if form.is_bound and form.errors else 200)
    return render(request, "peers/offer_form.html", {"form": form, "member": member, **more}, status=status)


@signed_in_post
def withdraw(request: HttpRequest, offer_id: int) -> HttpResponse:
    """Take an offer back."""
    offers.withdraw(offer_id=offer_id, by=person_of(request))
    messages.success(request, _("The offer is taken back."))
    return redirect("peers:offers")


@signed_in_post
def ask(request: HttpRequest, offer_id: int) -> HttpResponse:
    """Turn interest in an offer into a draft, for the first of the reader's members in that network."""
    person = person_of(request)
    offer = offers.shown_to(person, offer_id)
    networks = access.networks_of(offer.member)
    acting = [one for one in delegates.acting_members(person) if access.networks_of(one).filter(pk__in=networks)]
    mine = next((one for one in acting if one.pk != offer.member_id), None)
    if mine is None:
        raise NotFound
    need = _("We would like to take over what %(member)s has: %(line)s") % {
        "member": offer.member.name,
        "line": offer.line,
    }
    draft = requests.begin_from(offer=offer, member=mine, by=person, need=need)
    messages.success(request, _("This is your draft. Say what you need, then post it."))
    return redirect("peers:edit", draft.pk)
