"""The secretariat's desk of a network: who asks to belong, who belongs, who is in office."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from members import memberships, offices, people
from members.errors import NotFound
from members.forms.members import OfficeForm
from members.models import Membership, Network, Office, Person
from members.views.asking import network_of, page, person_of, signed_in_post
from web.pagination import page as cut

ACTIONS = {"admit": memberships.admit, "decline": memberships.decline, "end": memberships.end}


def _page(request: HttpRequest, network: Network, form: OfficeForm) -> HttpResponse:
    rows = Membership.objects.filter(network=network).select_related("member").order_by("member__name")
    context = {
        "network": network,
        "asking": rows.filter(state=Membership.State.REQUESTED).prefetch_related("member__delegates__person"),
        "page": cut(request, rows.filter(state=Membership.State.ADMITTED), size=50),
        "offices": Office.objects.filter(network=network).select_related("person").order_by("role", "person__name"),
        "form": form,
    }
    return page(request, "members/desk.html", context)


@login_required
@require_safe
def show(request: HttpRequest, slug: str) -> HttpResponse:
    """The desk."""
    return _page(request, network_of(request, slug), OfficeForm())


@signed_in_post
def decide(request: HttpRequest, slug: str, membership_id: int, action: str) -> HttpResponse:
    """Admit, decline or end a membership."""
    if action not in ACTIONS:
        raise NotFound
    network = network_of(request, slug)
    ACTIONS[action](network=network, membership_id=membership_id, by=person_of(request))
    messages.success(request, _("Done."))
    return redirect("members:desk", slug=slug)


@signed_in_post
def give_office(request: HttpRequest, slug: str) -> HttpResponse:
    """Make somebody organiser or secretariat."""
    network = network_of(request, slug)
    form = OfficeForm(request.POST)
    if form.is_valid():
        person = Person.objects.filter(email__iexact=form.cleaned_data["email"], is_active=True).first()
        if person is None:
            form.add_error("email", _("Nobody here has this address. Ask them to sign up first."))
        else:
            offices.give(person=person, network=network, role=form.cleaned_data["role"], by=person_of(request))
            messages.success(request, _("Done."))
            return redirect("members:desk", slug=slug)
    return _page(request, network, form)


@signed_in_post
def take_office(request: HttpRequest, slug: str, office_id: int) -> HttpResponse:
    """End an office."""
    offices.take(network=network_of(request, slug), office_id=office_id, by=person_of(request))
    messages.success(request, _("Done."))
    return redirect("members:desk", slug=slug)


@signed_in_post
def bar(request: HttpRequest, person_id: int, action: str) -> HttpResponse:
    """Bar a person from signing in, or let them in again."""
    actions = {"deactivate": people.deactivate, "reactivate": people.reactivate}
    if action not in actions:
        raise NotFound
    actions[action](person_id=person_id, by=person_of(request))
    messages.success(request, _("Done."))
    return redirect(request.POST["next"] if request.POST.get("next", "").startswith("/members/") else "/members/")
