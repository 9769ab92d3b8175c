"""Finding `@Name` in a text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rooms.mentions import Mention, found

PEOPLE = {1: "Asha Menon", 2: "Asha Menon Nair", 3: "Jonas Weber", 4: "İsmet Öz", 5: "Straße", 6: "Jo"}


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("@Jonas Weber, trees?", [3]),
        ("@jonas", [3]),
        ("@Asha", []),
        ("@Asha Menon and @Asha Menon Nair", [1, 2]),
        ("mail to me@jonas", []),
        ("@Jonasson", []),
        ("@Jo", [6]),
        ("(@Jo)", [6]),
        ("@İsmet", [4]),
        ("@ismet", []),
        ("@STRASSE", []),
        ("@Straße", [5]),
        ("nobody", []),
        ("@", []),
    ],
)
def test_names_are_found(text: str, who: list[int]) -> None:
    assert [mention.person_id for mention in found(text, PEOPLE)] == who


def test_a_mention_says_where_it_stands() -> None:
    text = "Ask @Jonas Weber!"
    assert found(text, PEOPLE) == [Mention(3, 4, 16)]
    assert text[4:16] == "@Jonas Weber"


NAMES = st.dictionaries(st.integers(1, 9), st.text(max_size=12), max_size=6)


@given(st.text(max_size=60), NAMES)
def test_mentions_are_in_order_and_begin_with_an_at_sign(text: str, people: dict[int, str]) -> None:
    at = 0
    for mention in found(text, people):
        assert at <= mention.start < mention.end <= len(text)
        assert text[mention.start] == "@"
        assert mention.person_id in people
        at = mention.end
