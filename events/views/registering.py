"""Registering with a form, what one needs and answers, a group of one member, and the organiser's questions."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from events import formats, groups, standing, states
from events.models import Event, Registration, RegistrationQuestion
from events.questions import answering, asking
from events.questions.forms import QuestionForm, RegistrationForm
from events.views import finding
from members.models import Member, Person
from web.errors import Refused
from web.throttle import throttle

R = Registration.State


@require_http_methods(["GET", "POST"])
@login_required
def details(request: HttpRequest, slug: str) -> HttpResponse:
    """Register by a form; who is registered changes their needs and answers."""
    event, person = finding.event(request, slug), finding.reader(request)
    mine = Registration.objects.filter(event=event, person=person, state__in=states.ACTIVE).first()
    how = standing.of(event, person)
    if mine is None and not how.action:
        return redirect(formats.event_page(event))
    initial = _initial(mine) if mine else {}
    members = () if mine else how.members
    form = RegistrationForm(request.POST or None, event=event, members=members, initial=initial)
    if request.method == "POST" and form.is_valid():
        throttle("register", person.pk, 30, 60)
        try:
            return _save(request, event, person, mine, form, how.members)
        except Refused as refused:
            form.refuse(refused)
    return render(request, "events/details.html", {"event": event, "form": form, "mine": mine, "standing": how})


def _initial(mine: Registration) -> dict[str, Any]:
    answers = {f"question_{pk}": text for pk, text in answering.of(mine).items()}
    return {"access_needs": mine.access_needs, **answers}


def _save(
    request: HttpRequest,
    event: Event,
    person: Person,
    mine: Registration | None,
    form: RegistrationForm,
    members: list[Member],
) -> HttpResponse:
    needs, answers = form.cleaned_data["access_needs"], form.answers()
    if mine is not None:
        answering.change(mine, by=person, access_needs=needs, answers=answers)
        messages.success(request, _("Saved. Only the organisers read it."))
        return redirect(formats.event_page(event))
    chosen = next((one for one in members if str(one.pk) == form.cleaned_data.get("member")), None)
    member = chosen or (members[0] if members else None)
    made = answering.register(event, person, member, access_needs=needs, answers=answers)
    messages.success(request, after(made))
    address = formats.of(event).after_registering if made.state == R.CONFIRMED else formats.event_page
    return redirect(address(event))


def after(made: Registration) -> str:
    """What somebody is told who has just registered."""
    if made.state == R.CONFIRMED:
        return _("You have a seat. A calendar entry is on its way to you by mail.")
    if made.state == R.WAITLISTED:
        return _("All seats are taken. You are in the waiting list and move up by yourself.")
    return _("You have asked for a seat. The organisers will decide, and you will get a mail.")


@require_http_methods(["GET", "POST"])
@login_required
def group(request: HttpRequest, slug: str, member_slug: str) -> HttpResponse:
    """Register several delegates of a member the reader represents."""
    event, person = finding.event(request, slug), finding.reader(request)
    member = next((one for one in groups.led_by(event, person) if one.slug == member_slug), None)
    if member is None:
        raise Http404
    left = groups.delegates_left(event, member)
    if request.method == "POST":
        throttle("register", person.pk, 30, 60)
        chosen = [one for one in left if str(one.pk) in request.POST.getlist("person")]
        if made := _register_group(request, event, member, chosen, person):
            return redirect(_after_group(request, event, made, person))
    context = {"event": event, "member": member, "left": left, "standing": standing.of(event, person)}
    return render(request, "events/group.html", context)


def _register_group(
    request: HttpRequest, event: Event, member: Member, chosen: list[Person], by: Person
) -> list[Registration]:
    if not chosen:
        messages.error(request, _("Tick at least one person."))
        return []
    try:
        made = groups.register(event, member, chosen, by=by, together=request.POST.get("how") == "together")
    except Refused as refused:
        messages.error(request, str(refused))
        return []
    if asked := sum(row.state == R.REQUESTED for row in made):
        said = ngettext(
            "You have asked for a seat for %(count)d person. The organisers will decide.",
            "You have asked for seats for %(count)d people. The organisers will decide.",
            asked,
        )
        messages.success(request, said % {"count": asked})
    if registered := len(made) - asked:
        said = ngettext("%(count)d person is registered.", "%(count)d people are registered.", registered)
        messages.success(request, said % {"count": registered})
    if waits := sum(row.state == R.WAITLISTED for row in made):
        said = ngettext("%(count)d of them waits for a seat.", "%(count)d of them wait for a seat.", waits)
        messages.info(request, said % {"count": waits})
    return made


def _after_group(request: HttpRequest, event: Event, made: list[Registration], by: Person) -> str:
    """Where somebody goes who registered others: to the questions, if they come along. The others get a mail."""
    required = RegistrationQuestion.objects.filter(event=event, required=True)
    questions = " · ".join(str(one) for one in required)
    if not questions:
        return formats.event_page(event)
    said = _("Everybody who comes is asked: %(questions)s. The mail they get leads to the questions.")
    messages.info(request, said % {"questions": questions})
    comes_along = any(row.person_id == by.pk for row in made)
    return formats.details_page(event) if comes_along else formats.event_page(event)


@require_http_methods(["GET", "POST"])
def questions(request: HttpRequest, slug: str) -> HttpResponse:
    """The organiser's questions to those who register."""
    event = finding.own_event(request, slug)
    form = QuestionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        asking.add(event, by=finding.reader(request), **form.cleaned_data)
        messages.success(request, _("The question is asked from now on."))
        return redirect("events:questions", slug=slug)
    rows = RegistrationQuestion.objects.filter(event=event)
    return render(request, "events/questions.html", {"event": event, "form": form, "questions": rows})


@require_POST
def drop_question(request: HttpRequest, slug: str, question_id: int) -> HttpResponse:
    """No longer ask something."""
    event = finding.own_event(request, slug)
    asking.drop(event, question_id, by=finding.reader(request))
    messages.success(request, _("The question is no longer asked."))
    return redirect("events:questions", slug=slug)
