"""The way in for somebody who acts for nobody yet: be invited, ask to act for a member, or apply with a new one."""

import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from members import delegates, invitations, memberships
from members.directory import find
from members.forms.members import ApplicationForm, DirectoryForm
from members.models import Delegate, Invitation
from members.views.asking import member_of, page, person_of, signed_in_post
from web.errors import Refused
from web.pagination import page as cut


@login_required
@require_safe
def join(request: HttpRequest) -> HttpResponse:
    """What to do next: where own requests stand, open invitations, members to ask."""
    person = person_of(request)
    near = [Delegate.State.ADMITTED, Delegate.State.REQUESTED]
    form = DirectoryForm(request.GET)
    context = {
        "form": form,
        "page": cut(request, find(form.wish()), size=12),
        "asked": Delegate.objects.filter(person=person, state__in=near).select_related("member"),
        "invited": invitations.for_person(person),
    }
    return render(request, "members/join.html", context)


@login_required
def apply(request: HttpRequest) -> HttpResponse:
    """A new organisation asks to belong to a network."""
    form = ApplicationForm.afresh(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            member = memberships.apply(
                person=person_of(request), network=form.chosen_network(), application=form.application()
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("Thank you. The secretariat will decide and tell you."))
            return redirect("members:member", slug=member.slug)
    return page(request, "members/apply.html", {"form": form})


@signed_in_post
def ask(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask to act for a member."""
    member = member_of(request, slug)
    delegates.request(person=person_of(request), member=member)
    messages.success(request, _("You have asked to act for %(name)s. You will be told.") % {"name": member.name})
    return redirect("members:member", slug=slug)


def invitation(request: HttpRequest, token: uuid.UUID) -> HttpResponse:
    """An invitation: sign in or up first, then accept with one click."""
    if request.method == "POST":
        return accept(request, token)
    found: Invitation = invitations.find(token)
    return render(request, "members/invitation.html", {"invitation": found})


@signed_in_post
def accept(request: HttpRequest, token: uuid.UUID) -> HttpResponse:
    """Accept an invitation."""
    row = invitations.accept(token=token, person=person_of(request))
    messages.success(request, _("You act for %(name)s now.") % {"name": row.member.name})
    return redirect("members:member", slug=row.member.slug)
