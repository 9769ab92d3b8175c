"""One's own pages: profile, who sees what, how one signs in."""

from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from members import consents, delegates, directory, profiles, sessions, visibility
from members.entrance import second_factor
from members.forms.profiles import PreviewForm, ProfileForm, VisibilityForm
from members.views.asking import page, person_of, signed_in_post
from members.visibility import Purpose


@login_required
def profile(request: HttpRequest) -> HttpResponse:
    """What I say about myself."""
    person = person_of(request)
    form = ProfileForm.of(person, request.POST or None)
    if request.method == "POST" and form.is_valid():
        profiles.write(person=person, values=form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect("members:profile")
    return page(request, "members/profile.html", {"form": form, "members": delegates.acting_members(person)})


@login_required
def who_sees_what(request: HttpRequest) -> HttpResponse:
    """Who sees which part of my profile, and what I consented to."""
    person = person_of(request)
    form = VisibilityForm(request.POST or None, chosen=visibility.of(person))
    if request.method == "POST" and form.is_valid():
        visibility.decide(person=person, audiences=form.audiences())
        messages.success(request, _("Saved."))
        return redirect("members:visibility")
    given = {row.purpose: row for row in reversed(consents.history(person)) if row.withdrawn_at is None}
    context = {
        "form": form,
        "purposes": [purpose.label for purpose in Purpose],
        "consents": [(purpose, text, given.get(purpose)) for purpose, text in consents.TEXTS.items()],
        "preview": PreviewForm(),
    }
    return page(request, "members/visibility.html", context)


@login_required
@require_safe
def preview(request: HttpRequest) -> HttpResponse:
    """Myself through the eyes of a delegate of some member."""
    person = person_of(request)
    form = PreviewForm(request.GET or None)
    context = {"form": form, "parts": visibility.Part}
    if form.is_valid():
        member = directory.get(form.cleaned_data["member"], person)
        same_event = form.cleaned_data["purpose"] == "same_event"
        purpose = Purpose.MEETING if same_event else Purpose.DIRECTORY
        eyes = profiles.delegate_of(member)
        card = profiles.card(eyes, [person], purpose=purpose, same_event=same_event)[person.id]
        context |= {"card": card, "member": member}
    return render(request, "members/preview.html", context)


@signed_in_post
def consent(request: HttpRequest, purpose: str) -> HttpResponse:
    """Give a consent, or take it back."""
    act = consents.withdraw if request.POST.get("withdraw") else consents.give
    act(person=person_of(request), purpose=purpose)
    messages.success(request, _("Saved."))
    return redirect("members:visibility")


@login_required
@require_safe
def security(request: HttpRequest) -> HttpResponse:
    """How I sign in, and where I am signed in."""
    person = person_of(request)
    context = {
        "sessions": sessions.of(person),
        "factors": Authenticator.objects.filter(user=person, type__in=second_factor.FACTORS),
        "accounts": SocialAccount.objects.filter(user=person),
        "has_password": person.has_usable_password(),
    }
    return render(request, "members/security.html", context)


@signed_in_post
def end_session(request: HttpRequest, session_id: int) -> HttpResponse:
    """End one of my sessions."""
    sessions.end(person=person_of(request), session_id=session_id)
    messages.success(request, _("The session has ended."))
    return redirect("members:security")


@signed_in_post
def end_other_sessions(request: HttpRequest) -> HttpResponse:
    """End all my sessions but this one."""
    sessions.end_all(person_of(request), but=request.session.session_key)
    messages.success(request, _("All other sessions have ended."))
    return redirect("members:security")


@login_required
@require_safe
def need_second_factor(request: HttpRequest) -> HttpResponse:
    """Somebody in office sets up a second factor before anything else."""
    if not second_factor.missing(request.user):
        return redirect("members:security")
    return render(request, "members/second_factor.html")
