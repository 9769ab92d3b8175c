"""Drafting an agenda: who may, two editors at once, stages, what a version keeps."""

import uuid
from datetime import timedelta

import pytest
from django.db import transaction
from django.test import Client

from events import states
from events.errors import EventIsFixed, NotYourEvent
from events.models import AgendaVersion, Appearance, Event, Placement, Session, Stage
from events.symposia import board, placements, publishing, sessions, snapshots, speakers, stages
from events.symposia.errors import (
    AgendaChangedMeanwhile,
    ChangedMeanwhile,
    NoSuchSession,
    NoSuchStage,
    NoSuchTrack,
    NothingChanged,
    StageExists,
    StageInUse,
)
from ledger.reading import since
from tests.events import cast
from tests.events.symposia import stage as on

pytestmark = pytest.mark.django_db


@pytest.fixture
def olga():
    return cast.organiser()


@pytest.fixture
def event(olga) -> Event:
    return on.symposium(olga)


def kinds(event: Event) -> list[str]:
    return [entry.kind for entry in since(f"agenda:{event.pk}", 0)]


def test_only_organisers_draft(event, olga):
    session = on.planned(event, olga)
    for stranger in (cast.person("Asha"), cast.organiser("Emil", of=cast.network(cast.EUROPE))):
        with pytest.raises(NotYourEvent):
            on.planned(event, stranger)
        with pytest.raises(NotYourEvent):
            sessions.change(event, session.pk, by=stranger, revision=0, titles={"en": "Mine"})
        with pytest.raises(NotYourEvent):
            stages.add_stage(event, by=stranger, name="Mine")
        with pytest.raises(NotYourEvent):
            publishing.publish(event, by=stranger, revision=1)
    assert Session.objects.get().titles == {"en": "Heat plans"}
    assert not AgendaVersion.objects.exists()


def test_a_cancelled_event_s_agenda_is_fixed(event, olga):
    states.move(event, to=Event.State.CANCELLED, by=olga)
    with pytest.raises(EventIsFixed):
        on.planned(event, olga)


def test_what_happened_is_recorded(event, olga):
    hall, studio = on.two_stages(event, olga)
    session = on.placed(event, olga, "Heat", hall, 1)
    on.put(session, olga, studio, event.starts_at)
    on.put(session, olga, studio, event.starts_at)
    sessions.change(event, session.pk, by=olga, revision=2, titles={"en": "Shade"})
    placements.unplace(event, session.pk, by=olga, revision=3)
    sessions.drop(event, session.pk, by=olga, revision=4)
    assert kinds(event) == [
        "stages_changed", "stages_changed", "session_planned", "placement_made", "placement_moved", "session_edited",
        "placement_withdrawn", "session_dropped",
    ]  # fmt: skip
    assert not Session.objects.exists()


def test_another_length_is_also_that_of_its_place_in_the_agenda(event, olga):
    hall, _ = on.two_stages(event, olga)
    session = on.placed(event, olga, "Heat", hall, 1)
    for length, planned in ((90, 90), (30, 90)):
        Session.objects.filter(pk=session.pk).update(minutes=planned)
        revision = Session.objects.get(pk=session.pk).revision
        sessions.change(event, session.pk, by=olga, revision=revision, minutes=length)
        assert (Session.objects.get().minutes, Placement.objects.get().minutes) == (length, length)
        assert Session.objects.get().revision == revision + 1


def test_two_editors_do_not_overwrite_each_other(event, olga):
    hall, _ = on.two_stages(event, olga)
    session = on.planned(event, olga)
    seen = session.revision
    sessions.change(event, session.pk, by=olga, revision=seen, titles={"en": "First"})
    with pytest.raises(ChangedMeanwhile):
        sessions.change(event, session.pk, by=olga, revision=seen, titles={"en": "Second"})
    with pytest.raises(ChangedMeanwhile):
        placements.place(event, session.pk, by=olga, stage_id=hall.pk, starts_at=event.starts_at, revision=seen)
    with pytest.raises(ChangedMeanwhile):
        sessions.drop(event, session.pk, by=olga, revision=seen)
    session.refresh_from_db()
    assert (session.titles, Placement.objects.count()) == ({"en": "First"}, 0)


def test_saving_without_a_change_raises_nothing(event, olga):
    session = on.planned(event, olga)
    for _ in range(2):
        sessions.change(event, session.pk, by=olga, revision=0, titles={"en": "Heat plans"})
    assert kinds(event) == ["session_planned"]


def test_things_of_other_events_do_not_exist(event, olga):
    other = on.symposium(olga, slug="other")
    hall, track = stages.add_stage(other, by=olga, name="Hall"), stages.add_track(other, by=olga, names={"en": "Heat"})
    foreign, own = on.planned(other, olga), on.planned(event, olga)
    with pytest.raises(NoSuchStage):
        placements.place(event, own.pk, by=olga, stage_id=hall.pk, starts_at=event.starts_at, revision=None)
    with pytest.raises(NoSuchSession):
        sessions.change(event, foreign.pk, by=olga, revision=0, titles={"en": "Mine"})
    with pytest.raises(NoSuchTrack):
        sessions.change(event, own.pk, by=olga, revision=0, track=track)
    for drop, pk, error in ((stages.drop_stage, hall.pk, NoSuchStage), (stages.drop_track, track.pk, NoSuchTrack)):
        with pytest.raises(error):
            drop(event, pk, by=olga)


def test_stages_have_names_of_their_own_and_stay_while_used(event, olga):
    hall, studio = on.two_stages(event, olga)
    on.placed(event, olga, "Heat", hall, 1)
    with pytest.raises(StageExists):
        stages.add_stage(event, by=olga, name="Main hall")
    with pytest.raises(StageInUse):
        stages.drop_stage(event, hall.pk, by=olga)
    stages.drop_stage(event, studio.pk, by=olga)
    assert list(Stage.objects.values_list("name", flat=True)) == ["Main hall"]


def test_a_track_goes_and_its_sessions_stay(event, olga):
    track = stages.add_track(event, by=olga, names={"en": "Heat"})
    session = on.planned(event, olga, track=track)
    stages.drop_track(event, track.pk, by=olga)
    session.refresh_from_db()
    assert session.track is None


def test_versions_are_numbered_and_say_what_changed(event, olga):
    hall, studio = on.two_stages(event, olga)
    heat, shade = (on.placed(event, olga, title, hall, hour) for title, hour in (("Heat", 0), ("Shade", 1)))
    on.planned(event, olga, "Not placed yet")
    assert on.publish(event, olga) == 1
    with pytest.raises(NothingChanged):
        on.publish(event, olga)
    on.put(heat, olga, studio, event.starts_at + timedelta(hours=3))
    sessions.drop(event, shade.pk, by=olga, revision=1)
    water = on.placed(event, olga, "Water", hall, 1)
    assert on.publish(event, olga) == 2
    second, first = AgendaVersion.objects.all()
    assert [one["titles"]["en"] for one in first.snapshot["sessions"]] == ["Heat", "Shade"]
    found = [(one["kind"], one["session"]) for one in second.differences]
    assert found == [
        ("moved_in_time", heat.pk), ("moved_stage", heat.pk), ("removed", shade.pk), ("added", water.pk),
    ]  # fmt: skip


def test_a_version_is_never_changed(event, olga):
    hall, _ = on.two_stages(event, olga)
    on.placed(event, olga, "Heat", hall, 0)
    on.publish(event, olga)
    version = AgendaVersion.objects.get()
    version.snapshot = snapshots.EMPTY
    with pytest.raises(TypeError):
        version.save()


def test_nobody_publishes_what_they_have_not_seen(event, olga):
    hall, _ = on.two_stages(event, olga)
    session = on.placed(event, olga, "Heat", hall, 0)
    event.agenda.refresh_from_db()
    seen = event.agenda.revision
    on.put(session, olga, hall, event.starts_at + timedelta(hours=1))
    with pytest.raises(AgendaChangedMeanwhile):
        publishing.publish(event, by=olga, revision=seen)


def test_a_version_holds_no_names(event, olga):
    hall, _ = on.two_stages(event, olga)
    session = on.placed(event, olga, "Heat", hall, 0)
    speaker = on.invited(event, olga, "lucia@example.org", session, name="Lucía Quispe")
    on.publish(event, olga)
    snapshot = AgendaVersion.objects.get().snapshot
    assert snapshot["sessions"][0]["people"] == [[speaker.pk, Appearance.Role.SPEAKER]]
    assert "Quispe" not in str(snapshot)
    assert "lucia" not in str(snapshot)


def test_a_session_keeps_its_name_in_files(event, olga):
    guid = uuid.uuid4()
    with transaction.atomic():
        assert on.planned(event, olga, guid=guid).guid == guid


def test_a_longer_change_over_makes_a_clash_of_what_was_none(olga, event):
    hall, studio = on.two_stages(event, olga)
    heat, shade = on.placed(event, olga, "Heat", hall, 0), on.placed(event, olga, "Shade", studio, 1)
    ravi = on.invited(event, olga, "ravi@example.org", heat)
    speakers.give_role(event, ravi.pk, by=olga, session_id=shade.pk, role="speaker")
    assert board.Board(event).found == []
    client = Client()
    client.force_login(olga)
    client.post("/events/symposium/agenda/edit/change-over/", {"minutes": "30"})
    assert [one.kind for one in board.Board(event).found] == ["no_change"]
    assert client.post("/events/symposium/agenda/edit/change-over/", {"minutes": "999"}).status_code == 200
    assert board.Board(event).agenda.change_minutes == 30
