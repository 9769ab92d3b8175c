"""What a client may send, and what it may not."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from web.live import incoming
from web.live.incoming import Here, Say, Typing, Unreadable


def test_the_three_frames_of_the_contract_are_understood() -> None:
    assert incoming.read('{"kind": "here"}') == Here()
    assert incoming.read('{"kind": "typing"}') == Typing()
    assert incoming.read('{"kind": "say", "nonce": "n1", "text": "Namaskaram"}') == Say("n1", "Namaskaram")


def test_unknown_fields_are_ignored() -> None:
    assert incoming.read('{"kind": "say", "nonce": "n1", "text": "Olá", "mood": [1, 2]}') == Say("n1", "Olá")


@pytest.mark.parametrize(
    ("frame", "nonce"),
    [
        ("", None),
        ("hello", None),
        ("[" * 60_000, None),
        ("9" * 60_000, None),
        ("null", None),
        ("[]", None),
        ('"say"', None),
        ("{}", None),
        ('{"kind": null}', None),
        ('{"kind": "say"}', None),
        ('{"kind": ["say"], "nonce": "n"}', "n"),
        ('{"kind": "shout", "nonce": "n1"}', "n1"),
        ('{"kind": "say", "nonce": "n1"}', "n1"),
        ('{"kind": "say", "nonce": "n1", "text": 7}', "n1"),
        ('{"kind": "say", "nonce": "n1", "text": "a\\u0000b"}', "n1"),
        ('{"kind": "say", "nonce": "n1", "text": "\\ud800"}', "n1"),
        ('{"kind": "say", "nonce": "", "text": "a"}', None),
        ('{"kind": "say", "nonce": 7, "text": "a"}', None),
        ('{"kind": "say", "nonce": "\\ud800", "text": "a"}', None),
        (json.dumps({"kind": "say", "nonce": "n" * 81, "text": "a"}), None),
    ],
)
def test_anything_else_is_refused_with_its_nonce_where_it_has_one(frame: str, nonce: str | None) -> None:
    with pytest.raises(Unreadable) as refused:
        incoming.read(frame)
    assert refused.value.nonce == nonce
    assert str(refused.value.reason)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
)


@given(
    st.one_of(
        st.text(),
        JSON.map(json.dumps),
        st.fixed_dictionaries({"kind": st.sampled_from(["say", "here", "typing"]), "nonce": JSON, "text": JSON}).map(
            json.dumps
        ),
    )
)
def test_no_frame_raises_anything_but_a_refusal(frame: str) -> None:
    try:
        incoming.read(frame)
    except Unreadable as refused:
        assert str(refused.reason)
