"""What a mixer's rooms are called: by what they are, not by what was stored in whatever language."""

from datetime import timedelta

import pytest
from django.test import Client

from exchanges.mixers.models import Table
from members import notices
from members.models import Notice, Person
from rooms import belonging
from rooms.models import Room
from tests.exchanges.mixers import cast
from tests.exchanges.mixers.cast import Clock

pytestmark = pytest.mark.django_db


def test_lobby_and_tables_are_called_what_they_are_on_their_page_and_in_notices(
    clock: Clock, olga: Person, client: Client, django_assert_max_num_queries
) -> None:
    guests = cast.people(8)
    mixer = cast.mixer(olga, guests)
    cast.arrive(mixer, guests)
    clock.run_until(mixer.event.starts_at + timedelta(minutes=30))
    Room.objects.update(title="Raum")
    tables = dict(Table.objects.exclude(room=None).values_list("room", "number"))
    called = {mixer.lobby_id: "Lobby"} | {room: f"Table {number}" for room, number in tables.items()}
    assert (len(tables), {room: one.title for room, one in belonging.named(called).items()}) == (2, called)
    for room in called:
        data = {"room_id": room, "person_id": olga.pk}
        Notice.objects.create(person=guests[0], kind="mentioned", key=f"mentioned:{room}", data=data)
    rows = list(Notice.objects.filter(kind="mentioned").select_related("person").order_by("pk"))
    with django_assert_max_num_queries(6):  # people, rooms; meetings, workshops, lobbies, tables
        assert [context["room"].title for _, context in notices.with_subjects(rows)] == list(called.values())
    client.force_login(guests[0], backend="django.contrib.auth.backends.ModelBackend")
    assert "<h1>Lobby</h1>" in client.get(f"/rooms/{mixer.lobby_id}/").content.decode()
