"""A member's delegates and invitations, for those who decide about them."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from members import delegates, invitations, roles
from members.errors import NotFound
from members.forms.members import InvitationForm
from members.models import Member
from members.views.asking import governed, member_of, page, person_of, signed_in_post
from web.errors import Refused

ACTIONS = {
    "admit": delegates.admit,
    "decline": delegates.decline,
    "end": delegates.end,
    "hand-over": delegates.hand_over,
}


def _page(request: HttpRequest, member: Member, form: InvitationForm) -> HttpResponse:
    rows, is_secretariat = delegates.of(member), roles.is_secretariat_for(request.user, member)
    context = {
        "member": member,
        "form": form,
        "asking": [row for row in rows if row.state == "requested"],
        "acting": [row for row in rows if row.state == "admitted"],
        "invitations": invitations.open_ones(member),
        "is_secretariat": is_secretariat,
        "barred": delegates.barred(member) if is_secretariat else [],
    }
    return page(request, "members/delegates.html", context)


@login_required
@require_safe
def show(request: HttpRequest, slug: str) -> HttpResponse:
    """Who acts for the member, who asks to, who is invited."""
    return _page(request, governed(request, slug), InvitationForm())


@signed_in_post
def act(request: HttpRequest, slug: str, delegate_id: int, action: str) -> HttpResponse:
    """Admit, decline, end or hand over."""
    if action not in ACTIONS:
        raise NotFound
    member, person = member_of(request, slug), person_of(request)
    row = ACTIONS[action](member=member, delegate_id=delegate_id, by=person)
    messages.success(request, _("Done."))
    if row.person_id == person.id or not roles.governs(person, member):
        return redirect("members:member", slug=slug)
    return redirect("members:delegates", slug=slug)


@signed_in_post
def invite(request: HttpRequest, slug: str) -> HttpResponse:
    """Invite somebody by mail."""
    member = governed(request, slug)
    form = InvitationForm(request.POST)
    if form.is_valid():
        try:
            invitation = invitations.invite(member=member, by=person_of(request), **form.cleaned_data)
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("The invitation goes to %(email)s.") % {"email": invitation.email})
            return redirect("members:delegates", slug=slug)
    return _page(request, member, form)


@signed_in_post
def withdraw_invitation(request: HttpRequest, slug: str, invitation_id: int) -> HttpResponse:
    """Take an invitation back."""
    member = governed(request, slug)
    invitations.withdraw(member=member, invitation_id=invitation_id, by=person_of(request))
    messages.success(request, _("The invitation is withdrawn; its link no longer works."))
    return redirect("members:delegates", slug=slug)
