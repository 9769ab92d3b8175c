"""Advisors: the profile of one who offers to advise, and the secretariat's list that admits and ends."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from exchanges.advisory import access, advisors
from exchanges.advisory.forms.advisors import AdvisorForm
from exchanges.advisory.models import Advisor
from exchanges.advisory.queries import roster
from members.models import Member, Network
from members.views.asking import network_of, person_of, signed_in_post
from web.errors import Refused
from web.pagination import page


def _offering(request: HttpRequest, slug: str) -> tuple[Network, list[Member]]:
    """The network, and the reader's members in it; without any there is nothing to offer."""
    person = person_of(request)
    network = access.found(Network.objects.filter(slug=slug, pk__in=access.networks_seen(person)))
    inside = Member.objects.filter(pk__in=access.members_of(person), memberships__network=network)
    return network, list(inside.filter(memberships__state="admitted").order_by("name").distinct())


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def profile(request: HttpRequest, slug: str) -> HttpResponse:
    """Offer to advise, or change what was offered."""
    network, members = _offering(request, slug)
    mine = Advisor.objects.filter(person=person_of(request), network=network).first()
    form = AdvisorForm(request.POST if request.method == "POST" else None, members=members, advisor=mine)
    if request.method == "POST" and form.is_valid():
        try:
            made = advisors.offer(network=network, by=person_of(request), **form.values())
        except Refused as refused:
            form.refuse(refused)
        else:
            admitted = made.state == Advisor.State.ADMITTED
            messages.success(request, _("Saved.") if admitted else _("Thank you. The secretariat decides about it."))
            return redirect("advisory:overview")
    status = 422 if form.is_bound and form.errors else 200
    context = {"form": form, "network": network, "advisor": mine}
    return render(request, "advisory/advisor_form.html", context, status=status)


@login_required
@require_safe
def listed(request: HttpRequest, slug: str) -> HttpResponse:
    """Who advises in a network, those who wait to be admitted first."""
    network = network_of(request, slug)
    found = page(request, roster.of(network), size=30)
    return render(request, "advisory/advisors.html", {"network": network, "page": found})


@signed_in_post
def admit(request: HttpRequest, advisor_id: int) -> HttpResponse:
    """Admit an advisor."""
    row = advisors.admit(advisor_id=advisor_id, by=person_of(request))
    messages.success(request, _("Admitted. From now on they are suggested for cases that fit."))
    return redirect("advisory:advisors", row.network.slug)


@signed_in_post
def end(request: HttpRequest, advisor_id: int) -> HttpResponse:
    """Advise no more; or, by the secretariat, end it for somebody."""
    person = person_of(request)
    row = advisors.end(advisor_id=advisor_id, by=person)
    mine = row.person_id == person.pk
    messages.success(request, _("Ended. Others are sought for the cases."))
    return redirect("advisory:overview") if mine else redirect("advisory:advisors", row.network.slug)
