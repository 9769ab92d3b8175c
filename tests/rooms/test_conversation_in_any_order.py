"""Any sequence of saying, editing, withdrawing, muting, dismissing and admitting, held against a model of it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ledger.reading import since
from members.models import Person
from rooms import admissions, conversation, pace, rooms
from rooms.models import Message, Room
from web.errors import Refused

pytestmark = pytest.mark.django_db
PEOPLE = st.integers(0, 2)
TEXTS = st.sampled_from(["", "Kochi", "Jena", "@Jonas", "x" * 2001])
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("say"), PEOPLE, st.sampled_from("abc"), TEXTS),
        st.tuples(st.just("edit"), PEOPLE, st.integers(0, 4), TEXTS),
        st.tuples(st.just("withdraw"), PEOPLE, st.integers(0, 4)),
        st.tuples(st.sampled_from(["mute", "unmute", "dismiss", "admit"]), PEOPLE),
    ),
    max_size=25,
)


@dataclass
class Model:
    """What must be true after the steps so far; person 2 is the host."""

    admitted: set[int] = field(default_factory=lambda: {0, 1, 2})
    muted: set[int] = field(default_factory=set)
    hosts: set[int] = field(default_factory=lambda: {2})
    said: list[list[Any]] = field(default_factory=list)  # author, text, withdrawn
    nonces: dict[tuple[int, str], int] = field(default_factory=dict)
    kinds: list[str] = field(default_factory=list)

    def speaks(self, who: int) -> bool:
        return who in self.admitted and who not in self.muted

    def say(self, who: int, nonce: str, text: str) -> bool:
        if (who, nonce) in self.nonces:
            return True
        if not self.speaks(who) or not 0 < len(text) <= 2000:
            return False
        self.nonces[who, nonce] = len(self.said)
        self.said.append([who, text, False])
        self.kinds.append("message_said")
        return True

    def edit(self, who: int, which: int, text: str) -> bool:
        author, before, withdrawn = self.said[which]
        if not self.speaks(who) or author != who or withdrawn or not 0 < len(text) <= 2000:
            return False
        self.said[which][1] = text
        if before != text:
            self.kinds.append("message_edited")
        return True

    def withdraw(self, who: int, which: int) -> bool:
        author, _, withdrawn = self.said[which]
        if who not in self.admitted or (author != who and who not in self.hosts):
            return False
        if not withdrawn:
            self.said[which][1:] = ["", True]
            self.kinds.append("message_withdrawn")
        return True

    def mute(self, who: int) -> bool:
        if who in self.admitted and who not in self.muted:
            self.muted.add(who)
            self.kinds.append("person_muted")
        return True

    def unmute(self, who: int) -> bool:
        if who in self.admitted & self.muted:
            self.muted.remove(who)
            self.kinds.append("person_unmuted")
        return True

    def dismiss(self, who: int) -> bool:
        if who in self.admitted:
            self.admitted.remove(who)
            self.kinds.append("admission_withdrawn")
        return True

    def admit(self, who: int) -> bool:
        if who not in self.admitted:
            self.admitted.add(who)
            self.muted.discard(who)
            self.hosts.discard(who)
            self.kinds.append("person_admitted")
        return True


def _really(room: Room, people: list[Person]) -> dict[str, Callable[..., object]]:
    def nth(which: int) -> Message:
        return Message.objects.order_by("position")[which]

    return {
        "say": lambda who, nonce, text: conversation.say(room=room, by=people[who], text=text, nonce=nonce),
        "edit": lambda who, which, text: conversation.edit(message=nth(which), by=people[who], text=text),
        "withdraw": lambda who, which: conversation.withdraw(message=nth(which), by=people[who]),
        "mute": lambda who: admissions.mute(room, [people[who].pk]),
        "unmute": lambda who: admissions.unmute(room, [people[who].pk]),
        "dismiss": lambda who: admissions.dismiss(room, [people[who].pk]),
        "admit": lambda who: admissions.admit(room, [people[who].pk]),
    }


def _done(act: Callable[..., object], *arguments: object) -> bool:
    try:
        act(*arguments)
    except Refused:
        return False
    return True


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(steps=STEPS)
def test_a_room_is_what_the_steps_make_of_it(
    steps: list[tuple[Any, ...]], asha: Person, jonas: Person, lucia: Person
) -> None:
    pace.forget_all()
    people = [asha, jonas, lucia]
    with transaction.atomic():
        room = rooms.open_room("Table 1")
        admissions.admit_all({room.id: {asha.pk: "participant", jonas.pk: "participant", lucia.pk: "host"}})
        model, really = Model(), _really(room, people)
        for step, *arguments in steps:
            if step in ("edit", "withdraw") and arguments[1] >= len(model.said):
                continue
            assert _done(really[step], *arguments) == getattr(model, step)(*arguments)
        found = Message.objects.order_by("position")
        assert [
            [people.index(row.author), row.text, row.withdrawn_at is not None]  # type: ignore[arg-type]
            for row in found.select_related("author")
        ] == model.said
        entries = since(f"room:{room.id}", 0)
        assert [entry.position for entry in entries] == list(range(1, len(entries) + 1))
        assert [entry.kind for entry in entries][4:] == model.kinds
        assert [row.position for row in found] == [e.position for e in entries if e.kind == "message_said"]
        transaction.set_rollback(True)
