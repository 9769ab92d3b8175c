"""The directory of members, and a member's page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from members import delegates, directory, dossiers, profiles, roles
from members.forms.members import DirectoryForm
from members.models import Delegate, Membership
from members.views.asking import member_of
from members.visibility import Purpose
from web.pagination import page


@require_safe
def show(request: HttpRequest) -> HttpResponse:
    """Members to find."""
    form = DirectoryForm(request.GET)
    found = directory.find(form.wish())
    context = {
        "form": form,
        "page": page(request, found, size=24),
        "filtered": any(request.GET.values()),
        "desks": roles.networks_of(request.user, roles.SECRETARIAT),
    }
    return render(request, "members/directory.html", context)


@require_safe
def member(request: HttpRequest, slug: str) -> HttpResponse:
    """What a member is, whom one meets there, and what this reader may do."""
    shown = member_of(request, slug)
    people = [row.person for row in delegates.of(shown) if row.state == Delegate.State.ADMITTED]
    mine = delegates.standing(request.user, shown)
    near = [Membership.State.ADMITTED, Membership.State.REQUESTED]
    context = {
        "member": shown,
        "memberships": shown.memberships.filter(state__in=near).select_related("network").order_by("network__name"),
        "topics": shown.topics.all(),
        "cards": list(profiles.card(request.user, people, purpose=Purpose.DIRECTORY).values()),
        "representative": delegates.representative_of(shown),
        "mine": mine,
        "may_ask": request.user.is_authenticated and (mine is None or mine.state in ("declined", "ended")),
        "governs": roles.governs(request.user, shown),
        "sees_dossier": dossiers.may_see(request.user, shown),
    }
    return render(request, "members/member.html", context)
