"""A broadcast is the template's own bytes, whatever is in the message."""

from datetime import UTC, datetime

import pytest
from django.template.loader import render_to_string
from hypothesis import given
from hypothesis import strategies as st

from rooms import rendering
from rooms.models import Message
from rooms.rendering import Shown
from tests.rooms.corpus import CORPUS

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
TEXTS = st.one_of(st.text(max_size=30), st.sampled_from([*CORPUS, "\x02name\x03", "\x02html\x03", "{{ x }}"]))


def line(text: str, name: str | None, member: str, mentions: list[int], edited: bool, withdrawn: bool) -> Shown:
    message = Message(
        id=1234,
        position=56,
        author_id=None if name is None else 3,
        text=text,
        said_at=NOON,
        edited_at=NOON if edited else None,
        withdrawn_at=NOON if withdrawn else None,
    )
    return rendering.line(message, name=name, member=member, called=dict.fromkeys(mentions, "Asha"))


@given(
    TEXTS,
    st.none() | TEXTS,
    TEXTS,
    st.lists(st.integers(1, 10**6), max_size=3),
    st.booleans(),
    st.booleans(),
    st.booleans(),
)
def test_filling_the_shape_gives_what_the_template_gives(
    text: str, name: str | None, member: str, mentions: list[int], edited: bool, withdrawn: bool, replaces: bool
) -> None:
    shown = line(text, name, member, mentions, edited, withdrawn)
    plainly = render_to_string("rooms/message.html", {"line": shown, "replaces": replaces})
    assert rendering.html(shown, replaces=replaces) == plainly


@pytest.mark.parametrize("attack", CORPUS)
def test_names_and_members_are_text_too(attack: str) -> None:
    html = rendering.html(line("Hello", attack, attack, [], edited=True, withdrawn=False))
    assert "<script" not in html.lower()
    assert "<img" not in html.lower()
    assert "<svg" not in html.lower()
