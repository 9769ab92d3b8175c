"""Checking in by oneself around the start, at the event and in its sessions, and the certificate that follows."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.test import Client
from django.utils import timezone
from pypdf import PdfReader

from events import registrations, states
from events import standing as joining
from events.attendance import certificate, checking_in, codes
from events.attendance.errors import NoSeat, NotNow, WrongCode
from events.models import Attendance, Event, Place, Registration, Session
from events.symposia.errors import NoSuchSession
from events.symposia.places import taking
from events.symposia.places.errors import NoPlace
from ledger.reading import since
from ledger.recording import record
from members.errors import NotFound
from members.facts import PersonDeactivated
from members.models import Delegate, Member, Notice, Person
from tests.events import cast
from tests.events.symposia import stage as on

pytestmark = pytest.mark.django_db
R = Registration.State


@pytest.fixture
def olga() -> Person:
    return cast.organiser()


@pytest.fixture
def kochi() -> Member:
    return cast.member("Kochi", "IN")


@pytest.fixture
def asha(kochi: Member) -> Person:
    return cast.person("Asha Menon", acts_for=kochi, language="de")


def begins_in(minutes: float, olga: Person, asha: Person, kochi: Member, **details: object) -> tuple[Event, Session]:
    """A symposium of three hours that begins in so many minutes with a session on shade."""
    event = on.symposium(olga, **details)
    hall, _ = on.two_stages(event, olga)
    session = on.placed(event, olga, "Shade", hall, 0, capacity=1)
    on.publish(event, olga)
    registrations.register(event, asha, kochi)
    taking.take(event, session.pk, person=asha)
    later = timezone.now() + timedelta(minutes=minutes) - event.starts_at
    Event.objects.filter(pk=event.pk).update(
        starts_at=event.starts_at + later, ends_at=event.starts_at + later + timedelta(hours=3)
    )
    on.put(session, olga, hall, event.starts_at + later)
    on.publish(event, olga)
    event.refresh_from_db()
    return event, session


def state(person: Person) -> str:
    return Registration.objects.get(person=person).state


def test_who_has_a_seat_checks_in_at_the_event_and_in_a_session_once_each(olga, asha, kochi):
    event, session = begins_in(10, olga, asha, kochi)
    for _ in range(2):
        checking_in.in_session(event, session.pk, person=asha)
        checking_in.at_event(event, person=asha)
    assert state(asha) == R.ATTENDED
    assert list(Attendance.objects.values_list("session", "person")) == [(session.pk, asha.pk)]
    kinds = [entry.kind for entry in since(f"event:{event.pk}", 0)]
    assert [kinds.count(kind) for kind in ("registration_attended", "session_attended")] == [1, 1]


@pytest.mark.parametrize("minutes", [20, -181])
def test_too_early_and_too_late_nobody_checks_in(olga, asha, kochi, minutes):
    event, session = begins_in(minutes, olga, asha, kochi) if minutes > 0 else over(olga, asha, kochi)
    with pytest.raises(NotNow):
        checking_in.at_event(event, person=asha)
    with pytest.raises(NotNow):
        checking_in.in_session(event, session.pk, person=asha)
    assert state(asha) == R.CONFIRMED


def over(olga: Person, asha: Person, kochi: Member) -> tuple[Event, Session]:
    event, session = begins_in(10, olga, asha, kochi)
    before = timezone.now() - timedelta(hours=4)
    Event.objects.filter(pk=event.pk).update(starts_at=before, ends_at=before + timedelta(hours=3))
    on.put(session, olga, event.stages.get(name="Main hall"), before)
    on.publish(event, olga)
    return Event.objects.get(pk=event.pk), session


def test_without_a_seat_a_place_or_a_session_nobody_checks_in(olga, asha, kochi):
    event, session = begins_in(10, olga, asha, kochi)
    ravi = cast.person("Ravi", acts_for=kochi)
    with pytest.raises(NoSeat):
        checking_in.at_event(event, person=ravi)
    registrations.register(event, ravi, kochi)
    with pytest.raises(NoPlace):
        checking_in.in_session(event, session.pk, person=ravi)
    with pytest.raises(NoSuchSession):
        checking_in.in_session(event, 10**9, person=ravi)
    assert Attendance.objects.count() == 0


def test_on_site_the_code_on_stage_is_asked_for_and_each_session_has_its_own(olga, asha, kochi):
    event, session = begins_in(10, olga, asha, kochi, mode="onsite", venue="Town hall")
    code, of_session = codes.of(event), codes.of(event, session.pk)
    assert (len(code), code == of_session) == (6, False)
    client = Client()
    client.force_login(asha, backend="django.contrib.auth.backends.ModelBackend")
    with pytest.raises(WrongCode):
        checking_in.in_session(event, session.pk, person=asha, code=code)
    page = client.get("/events/symposium/check-in/").content.decode()
    assert page.count('name="code"') == 2
    client.post("/events/symposium/check-in/", {"session": session.pk, "code": f"{of_session[:3]} {of_session[3:]}"})
    assert Attendance.objects.count() == 1
    client.force_login(olga, backend="django.contrib.auth.backends.ModelBackend")
    page = client.get("/events/symposium/check-in/codes/").content.decode()
    assert (code in page, of_session in page) == (True, True)


def test_the_certificate_is_for_who_was_there_once_it_is_over_in_their_language(olga, asha, kochi):
    event, session = begins_in(10, olga, asha, kochi)
    checking_in.in_session(event, session.pk, person=asha)
    with pytest.raises(NotFound):
        certificate.of(event, asha)
    before = timezone.now() - timedelta(hours=4)
    Event.objects.filter(pk=event.pk).update(
        starts_at=before, ends_at=before + timedelta(hours=3), state=Event.State.DOCUMENTATION
    )
    client = Client()
    client.force_login(asha, backend="django.contrib.auth.backends.ModelBackend")
    file = PdfReader(BytesIO(client.get("/events/symposium/certificate.pdf").content))
    text = " ".join(page.extract_text() for page in file.pages)
    said = [words in text for words in ("Teilnahmebescheinigung", "Asha Menon", "Hitzesymposium", "Shade", "Kochi")]
    assert said == [True] * 5
    assert str(file.root_object["/Lang"]) == "de"
    Delegate.objects.filter(person=asha).delete()
    assert client.get("/events/symposium/certificate.pdf").status_code == 200
    client.force_login(cast.person("Ravi", acts_for=kochi), backend="django.contrib.auth.backends.ModelBackend")
    assert client.get("/events/symposium/certificate.pdf").status_code == 404


def live(event: Event) -> Event:
    Event.objects.filter(pk=event.pk).update(state=Event.State.LIVE)
    return Event.objects.get(pk=event.pk)


def test_postponing_forgets_who_came_and_who_stayed_away_and_tells_them_all(olga, asha, kochi):
    event, session = begins_in(10, olga, asha, kochi)
    on.registered(event, "Ravi")
    checking_in.in_session(event, session.pk, person=asha)
    registrations.mark_missed(event, [Person.objects.get(name="Ravi").pk], by=olga)
    states.move(live(event), to=Event.State.POSTPONED, by=olga)
    cast.reactions_run()
    assert set(Registration.objects.values_list("state", flat=True)) == {R.CONFIRMED}
    assert (Attendance.objects.count(), cast.told("event_postponed")) == (0, ["Asha Menon", "Ravi"])
    assert registrations.withdraw(Registration.objects.get(person=asha), by=asha).state == R.WITHDRAWN


@pytest.mark.parametrize(
    ("state", "certified"), [("live", True), ("documentation", True), ("archived", True), ("cancelled", False)]
)
def test_there_is_a_certificate_only_of_what_took_place(olga, asha, kochi, state: str, certified: bool):
    event, _ = begins_in(10, olga, asha, kochi)
    checking_in.at_event(event, person=asha)
    before = timezone.now() - timedelta(hours=4)
    Event.objects.filter(pk=event.pk).update(starts_at=before, ends_at=before + timedelta(hours=3), state=state)
    event.refresh_from_db()
    assert joining.of(event, asha).certified is certified
    if certified:
        assert certificate.of(event, asha).title == "Asha Menon"
    else:
        with pytest.raises(NotFound):
            certificate.of(event, asha)


def test_who_has_checked_in_still_hears_that_a_session_moves_and_that_the_event_is_off(olga, asha, kochi):
    event, session = begins_in(10, olga, asha, kochi)
    on.keep(on.NEWS)
    Notice.objects.all().delete()
    checking_in.at_event(event, person=asha)
    on.put(session, olga, event.stages.get(name="Main hall"), event.starts_at + timedelta(hours=1))
    on.publish(event, olga)
    on.keep(on.NEWS)
    states.move(event, to=Event.State.CANCELLED, by=olga)
    cast.reactions_run()
    assert [cast.told(kind) for kind in ("agenda_changed", "event_cancelled")] == [["Asha Menon"], ["Asha Menon"]]


def test_who_has_checked_in_finds_the_way_in_and_their_answers(olga, asha, kochi):
    event, _ = begins_in(10, olga, asha, kochi)
    checking_in.at_event(event, person=asha)
    Person.objects.filter(pk=asha.pk).update(language="en")
    client = Client()
    client.force_login(asha, backend="django.contrib.auth.backends.ModelBackend")
    page, door = (client.get(f"/events/symposium/{path}").content.decode() for path in ("", "check-in/"))
    assert ("Join now" in page, "What I need, and my answers" in page, "Join now" in door) == (True, True, True)


def test_nobody_checks_in_to_a_mixer_or_a_break(olga, asha, kochi):
    event, _ = begins_in(10, olga, asha, kochi)
    pause = on.placed(event, olga, "Coffee", event.stages.get(name="Studio"), 0, format="break")
    on.publish(event, olga)
    with pytest.raises(NoSuchSession):
        checking_in.in_session(event, pause.pk, person=asha)
    Event.objects.filter(pk=event.pk).update(kind=Event.Kind.MIXER)
    with pytest.raises(NotNow):
        checking_in.at_event(event, person=asha)
    assert state(asha) == R.CONFIRMED


@pytest.mark.parametrize("stays_away", [True, False])
def test_who_is_barred_or_stays_away_frees_their_places_even_after_checking_in(olga, asha, kochi, stays_away):
    event, session = begins_in(10, olga, asha, kochi)
    ravi = on.registered(event, "Ravi")
    taking.take(event, session.pk, person=ravi)
    checking_in.at_event(event, person=asha)
    if stays_away:
        registrations.mark_missed(event, [asha.pk], by=olga)
    else:
        record(PersonDeactivated(person_id=asha.pk))
        cast.reactions_run()
    assert Registration.objects.get(person=asha).state == (R.NO_SHOW if stays_away else R.ATTENDED)
    assert list(Place.objects.order_by("id").values_list("person", "state")) == [(asha.pk, "left"), (ravi.pk, "held")]


def test_places_of_sessions_that_are_over_stay_as_they_were(olga, asha, kochi):
    event, _ = over(olga, asha, kochi)
    registrations.mark_missed(event, [asha.pk], by=olga)
    assert [row.state for row in Place.objects.all()] == [Place.State.HELD]
