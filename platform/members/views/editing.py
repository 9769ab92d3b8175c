"""What a member says about itself, and its memberships, for its representative and the secretariat."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from members import editing, memberships
from members.cowriting import ChangedByColleague
from members.errors import AlreadyMember
from members.forms.members import MemberForm, NetworkForm
from members.models import Member, Network
from members.views.asking import governed, page, person_of, signed_in_post
from web.errors import Refused


@login_required
def edit(request: HttpRequest, slug: str) -> HttpResponse:
    """Edit what the member says about itself."""
    member = governed(request, slug)
    form = MemberForm.of(member, request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = {"values": form.values(), "topics": form.cleaned_data["topics"], "shown": form.shown()}
        try:
            editing.edit(member=member, by=person_of(request), **given)
        except ChangedByColleague as refused:
            return _compared(request, governed(request, slug), refused)
        messages.success(request, _("Saved."))
        return redirect("members:member", slug=slug)
    return _form(request, member, form)


def _compared(request: HttpRequest, member: Member, refused: ChangedByColleague) -> HttpResponse:
    """What was typed beside what a colleague has written meanwhile."""
    form = MemberForm.of(member, request.POST)
    theirs = form.against(member)
    form.refuse(refused)
    answer = _form(request, member, form, theirs=theirs)
    answer.status_code = refused.status
    return answer


def _form(request: HttpRequest, member: Member, form: MemberForm, **more: Any) -> HttpResponse:
    context = {"member": member, "form": form, "networks": NetworkForm(member=member), **more}
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
