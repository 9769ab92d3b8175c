"""Ratings: by whoever was there, of what is over, once, and seen by organisers without names."""

import csv
import io
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from openpyxl import load_workbook

from events import registrations
from events.documentation import downloads, figures, rating
from events.documentation.errors import NoStars, NotOverYet, NotThere
from events.documentation.figures import OfCountry, Rated
from events.errors import EventIsFixed, NotYourEvent
from events.models import Event, Question, Session, SessionRating
from members.models import Person
from tests.events import cast
from tests.events.documentation.over import guest, item, placed_and_published, speaker

pytestmark = pytest.mark.django_db


@pytest.fixture
def asha(event: Event, olga: Person) -> Person:
    return guest(event, olga, "Asha")


def signed_in(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def test_a_rating_is_changed_not_doubled(event: Event, asha: Person, heat: Session) -> None:
    rating.rate(event, by=asha, session_id=heat.pk, stars=2)
    rating.rate(event, by=asha, session_id=heat.pk, stars=5, comment=" More shade ")
    rating.rate(event, by=asha, session_id=None, stars=4)
    rating.rate(event, by=asha, session_id=None, stars=3)
    rows = SessionRating.objects.order_by("stars").values_list("session", "stars", "comment")
    assert list(rows) == [(None, 3, ""), (heat.pk, 5, "More shade")]


def test_only_who_was_there_rates_and_only_what_is_over(event: Event, olga: Person, asha: Person) -> None:
    lucia, tom = guest(event, olga, "Lucia", "Piura", "PE"), cast.person("Tom")
    later = timezone.now() + timedelta(hours=1)
    Event.objects.filter(pk=event.pk).update(ends_at=later)
    event.refresh_from_db()
    over, running = placed_and_published(event, olga, "Over", "Running")
    version = event.agenda_versions.get()
    version.snapshot["sessions"][1]["starts_at"] = timezone.now().isoformat()
    type(version).objects.filter(pk=version.pk).update(snapshot=version.snapshot)
    registrations.mark_missed(event, [lucia.pk], by=olga)
    for who in (lucia, tom, olga):
        with pytest.raises(NotThere):
            rating.rate(event, by=who, session_id=over.pk, stars=4)
    for session_id in (running.pk, None, 0):
        with pytest.raises(NotOverYet):
            rating.rate(event, by=asha, session_id=session_id, stars=4)
    for stars in (0, 6):
        with pytest.raises(NoStars):
            rating.rate(event, by=asha, session_id=over.pk, stars=stars)
    Event.objects.filter(pk=event.pk).update(state="archived")
    event.refresh_from_db()
    with pytest.raises(EventIsFixed):
        rating.rate(event, by=asha, session_id=over.pk, stars=4)


def test_people_rate_on_the_page_and_see_what_they_said(event: Event, asha: Person, heat: Session) -> None:
    client = signed_in(asha)
    assert "Choose one of" not in client.get("/events/symposium/feedback/").content.decode()
    address = f"/events/symposium/feedback/{heat.pk}/"
    assert client.post(address, {f"{heat.pk}-comment": "Kept"}).content.decode().count("Kept") == 1
    client.post(address, {f"{heat.pk}-stars": "4"})
    assert "You gave 4 of 5" in client.get("/events/symposium/feedback/").content.decode()
    assert signed_in(cast.person("Tom")).get("/events/symposium/feedback/").status_code == 404


def reported(event: Event, olga: Person) -> tuple[Session, Person]:
    """Three had a seat, two came, one of them rated; a recording was taken twice."""
    places = (("Asha", "Kochi", "IN"), ("Jonas", "Jena", "DE"), ("Lucia", "Piura", "PE"))
    people = [guest(event, olga, *place) for place in places]
    [heat] = placed_and_published(event, olga, "Heat plans")
    registrations.mark_attended(event, [people[0].pk, people[1].pk], by=olga)
    registrations.mark_missed(event, [people[2].pk], by=olga)
    rating.rate(event, by=people[0], session_id=heat.pk, stars=5, comment="=SUM(A1:A9)")
    rating.rate(event, by=people[1], session_id=heat.pk, stars=4)
    rating.rate(event, by=people[1], session_id=None, stars=3, comment="More shade")
    for number, state in enumerate(("answered", "open", "hidden")):
        Question.objects.create(session=heat, author=people[0], text="Why?", nonce=str(number), state=state)
    speaker(event, olga, "Ravi", heat, agrees=True)
    made = item(event, olga, session_id=heat.pk, public=True)
    assert [downloads.count(made, reader) for reader in ("1", "2", "2")] == [True, True, False]
    return heat, people[0]


def test_every_figure_of_the_report_is_counted_from_records(event: Event, olga: Person) -> None:
    heat, asha = reported(event, olga)
    found = figures.of(event, by=olga)
    assert (found.registered, found.attended, found.missed, found.unnoted, found.members) == (3, 2, 1, 0, 2)
    assert found.states == [("attended", 2), ("no_show", 1)]
    assert found.countries == [OfCountry("DE", 1, 1), OfCountry("IN", 1, 1), OfCountry("PE", 1, 0)]
    assert (found.rated, found.comments) == (Rated(3.0, 1), ["More shade"])
    [one] = found.sessions
    assert (one.session, one.rated, one.comments) == (heat, Rated(4.5, 2), ["=SUM(A1:A9)"])
    assert (one.questions, one.answered) == (2, 1)
    assert (found.downloads, [row.downloads for row in found.items]) == (2, [2])
    with pytest.raises(NotYourEvent):
        figures.of(event, by=asha)


def test_the_sheets_are_safe_and_name_nobody_who_rated(event: Event, olga: Person) -> None:
    reported(event, olga)
    client = signed_in(olga)
    file = client.get("/events/symposium/report/ratings.csv").content.decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(file)))
    assert rows[1:] == [["Heat plans", "4"], ["Heat plans", "5"], ["The event", "3"]]
    file = client.get("/events/symposium/report/comments.csv").content.decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(file)))
    assert rows[1:] == [["Heat plans", "'=SUM(A1:A9)"], ["The event", "More shade"]]
    book = load_workbook(io.BytesIO(client.get("/events/symposium/report/comments.xlsx").content))
    assert [cell.data_type for row in book.worksheets[0].iter_rows(min_row=2) for cell in row].count("f") == 0
    for name in ("measures", "countries", "sessions", "downloads"):
        for kind in ("csv", "xlsx"):
            assert client.get(f"/events/symposium/report/{name}.{kind}").status_code == 200
    assert client.get("/events/symposium/report/other.csv").status_code == 404


def test_the_report_is_a_page_with_a_chart_and_a_tagged_file(event: Event, olga: Person) -> None:
    from pypdf import PdfReader

    reported(event, olga)
    client = signed_in(olga)
    page = " ".join(client.get("/events/symposium/report/").content.decode().split())
    assert "1 of 1" in page
    assert "4.5 of 5 (2)" in page
    assert "More shade" in page
    file = PdfReader(io.BytesIO(client.get("/events/symposium/report/report.pdf").content))
    assert file.root_object["/MarkInfo"]["/Marked"].value  # type: ignore[index]
    text = "".join(one.extract_text() for one in file.pages)
    assert "Heat symposium" in text
    assert "4.5 of 5 (2)" in text
    assert "More shade" not in text
