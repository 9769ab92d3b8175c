"""What a member says about itself, and its memberships, for its representative and the secretariat."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from members import editing, memberships
from members.errors import AlreadyMember
from members.forms.members import MemberForm, NetworkForm
from members.models import Network
from members.views.asking import governed, page, person_of, signed_in_post
from web.errors import Refused


@login_required
def edit(request: HttpRequest, slug: str) -> HttpResponse:
    """Edit what the member says about itself."""
    member = governed(request, slug)
    form = MemberForm.of(member, request.POST or None)
    if request.method == "POST" and form.is_valid():
        editing.edit(member=member, by=person_of(request), values=form.values(), topics=form.cleaned_data["topics"])
        messages.success(request, _("Saved."))
        return redirect("members:member", slug=slug)
    context = {"member": member, "form": form, "networks": NetworkForm(member=member)}
    return page(request, "members/edit.html", {**context, "memberships": member.memberships.select_related("network")})


@signed_in_post
def request_membership(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask for a further membership."""
    member = governed(request, slug)
    form = NetworkForm(request.POST, member=member)
    if not form.is_valid():
        raise AlreadyMember
    network = Network.objects.get(slug=form.cleaned_data["network"])
    try:
        memberships.request(member=member, network=network, by=person_of(request))
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("Thank you. The secretariat will decide and tell you."))
    return redirect("members:edit", slug=slug)
