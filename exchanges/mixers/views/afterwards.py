"""After the mixer: people met and what came of it, and what one thought of it."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from events.documentation.rating_forms import RatingForm
from exchanges.mixers import ratings
from exchanges.mixers.models import FollowUp, Mixer, Table
from exchanges.mixers.queries import afterwards as afterwards_query
from exchanges.mixers.queries import figures, people
from exchanges.mixers.queries.afterwards import Met
from exchanges.mixers.views.finding import for_participants, for_placed, has_place, leads, posted
from members.models import Member
from members.views.asking import person_of
from web.errors import Refused


@dataclass(frozen=True)
class Sat:
    """A table the reader sat at.

    Attributes:
        new: whom they met there first; again: whom they had met in an earlier round.
    """

    table: Table
    new: list[Met] = field(default_factory=list)
    again: list[Met] = field(default_factory=list)


@require_GET
@for_participants
def afterwards(request: HttpRequest, mixer: Mixer) -> HttpResponse:
    """Whom I met, contacts, notes, what I thought of it, what came of it."""
    return _page(request, mixer)


@for_placed
@posted("mixers:afterwards")
def rate(request: HttpRequest, mixer: Mixer) -> HttpResponse:
    """Say what one thought of the mixer; what was typed stays when it is refused."""
    form = RatingForm(request.POST)
    if form.is_valid():
        try:
            ratings.rate(mixer, by=person_of(request), **form.cleaned_data)
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("Thank you. It helps to make the next mixer better."))
            return redirect("mixers:afterwards", mixer.event.slug)
    return _page(request, mixer, form)


def _page(request: HttpRequest, mixer: Mixer, form: RatingForm | None = None) -> HttpResponse:
    view = afterwards_query.view(mixer, person_of(request))
    given = {"stars": view.rating.stars, "comment": view.rating.comment} if view.rating else None
    met = [one.company.member for one in view.met]
    context = {
        "mixer": mixer,
        "afterwards": view,
        "sat": by_table(view.met),
        "wished": {one.company.id: one.exchanged for one in view.met if one.wished},
        "countries": len({member.country for member in met if member is not None}),
        "took_part": has_place(mixer, request),
        "leads": leads(mixer, request),
        "rating_form": form or RatingForm(initial=given),
        "outcomes": FollowUp.Outcome.choices,
        "meetings": figures.who_met_whom(mixer),
        **_threads(request, mixer, met),
    }
    return render(request, "mixers/afterwards.html", context, status=422 if form is not None else 200)


def by_table(met: Sequence[Met]) -> list[Sat]:
    """The people met, by the table where they were met first, in the order of the rounds."""
    tables = {table.id: table for one in met for table in one.tables}
    sat: dict[int, Sat] = {table_id: Sat(table) for table_id, table in tables.items()}
    for one in met:
        first, *later = one.tables
        sat[first.id].new.append(one)
        for table in later:
            sat[table.id].again.append(one)
    return sorted(sat.values(), key=lambda at: (at.table.round.number, at.table.number))


def _threads(request: HttpRequest, mixer: Mixer, met: Sequence[Member | None]) -> dict[str, object]:
    """The reader's member and those met, for a map with a thread to each of them."""
    me = people.participants(mixer, [person_of(request).pk]).get(person_of(request).pk)
    home = me.member if me is not None else None
    if home is None:
        return {"places": (), "threads": ()}
    away = {member.pk: member for member in met if member is not None and member.pk != home.pk}
    return {"places": [home, *away.values()], "threads": [(home, member) for member in away.values()]}
