"""The living style page: every piece of the shell with sample values. Only in a demo or in development."""

from datetime import timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from web.drawings.floor import Seat
from web.drawings.places import Place
from web.fields import ChecksField, CountryField, MomentField, SpokenLanguagesField, TranslatedTextField, ZoneField
from web.forms import Form

TOPICS = (
    ("mobility", "Mobility"),
    ("energy", "Energy"),
    ("heat-and-water", "Heat and water"),
    ("data", "Data platforms"),
)
PLACES = (
    Place("Kochi", 9.97, 76.28, "IN"),
    Place("Jena", 50.93, 11.59, "DE"),
    Place("Hannover", 52.37, 9.73, "DE"),
    Place("Krefeld", 51.33, 6.56, "DE"),
    Place("Piura", -5.19, -80.63, "PE"),
    Place("Recife", -8.05, -34.9, "BR"),
    Place("Guadalajara", 20.67, -103.35, "MX"),
    Place("Mulhouse", 47.75, 7.34, "FR"),
)
MEETINGS = {
    ("DE", "IN"): 18,
    ("BR", "DE"): 14,
    ("IN", "PE"): 9,
    ("BR", "MX"): 11,
    ("DE", "MX"): 7,
    ("BR", "IN"): 6,
    ("MX", "PE"): 5,
    ("DE", "DE"): 2,
}
SEATS = (Seat("Anu Demo", "IN"), Seat("Jonas Demo", "DE"), Seat("Rosa Demo", "PE", here=False))


class SampleForm(Form):
    """One field of each kind."""

    title = TranslatedTextField(label="Title", help_text="At least one language; the others can follow.")
    need = forms.CharField(
        label="What do you want to learn?", widget=forms.Textarea, help_text="Two or three sentences."
    )
    topics = ChecksField(label="Topics", choices=TOPICS, at_most=3, help_text="Up to three.")
    kind = forms.ChoiceField(
        label="Kind", choices=[("tandem", "Tandem"), ("visit", "Study visit")], widget=forms.RadioSelect
    )
    spoken = SpokenLanguagesField(label="Languages", rows=2)
    country = CountryField(label="Country")
    zone = ZoneField(label="Time zone", required=False)
    starts = MomentField(label="Starts", required=False)
    agree = forms.BooleanField(
        label="Show my contact card to people I met", required=False, help_text="Only after both said yes."
    )


def show(request: HttpRequest) -> HttpResponse:
    """All components on one page; `?errors=1` sends the sample form empty, `?messages=1` shows messages."""
    return render(request, "web/style.html", _sample(request))


def _sample(request: HttpRequest) -> dict[str, Any]:
    if "messages" in request.GET:
        messages.success(request, "Your registration is confirmed.")
        messages.warning(request, "Your time zone is not set.")
        messages.error(request, "This table is full.")
    now = timezone.now()
    return {
        "form": SampleForm({}) if "errors" in request.GET else SampleForm(initial={"spoken": {"en": "C1"}}),
        "now": now,
        "later": now + timedelta(minutes=75),
        "round_ends": now + timedelta(minutes=8, seconds=20),
        "places": PLACES,
        "links": [(PLACES[0], PLACES[1]), (PLACES[4], PLACES[2]), (PLACES[5], PLACES[6])],
        "meetings": MEETINGS,
        "attendance": [("Brazil", 14), ("Germany", 22), ("India", 17), ("Mexico", 9), ("Peru", 6)],
        "seats": SEATS,
        "title_in_two": {"de": "Hitze und Wasser in kleinen Städten", "es": "Calor y agua"},
        "pages": Paginator(range(100), 10).get_page(request.GET.get("page")),
    }
