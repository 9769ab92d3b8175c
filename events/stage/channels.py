"""In which language a person listens: remembered for the whole event, and shown with the channel of each session."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from events.models import Event, Listening
from events.stage import places
from events.stage.errors import NoSuchThing
from members.models import Person
from web import names


@dataclass(frozen=True)
class Channel:
    """A language one can listen to in a session.

    Attributes:
        language: ISO 639-1 code.
        number: the channel of the interpretation; "" for the language that is spoken.
        spoken: it is the one that is spoken.
    """

    language: str
    number: str = ""
    spoken: bool = False


def of_session(language: str, interpretation: Sequence[Mapping[str, str]]) -> list[Channel]:
    """The languages of a session: the spoken one first, then those it is interpreted into."""
    pairs = [Channel(pair["to"], pair.get("channel", "")) for pair in interpretation]
    return [Channel(language, spoken=True), *pairs] if pairs else []


def choose(event: Event, *, by: Person, language: str) -> None:
    """Remember in which language a person listens at an event; "" for the one that is spoken.

    Raises:
        NoPlace, StageIsClosed: see `places.require`.
        NoSuchThing: this is no language.
    """
    places.require(event, by)
    if language and language not in dict(names.spoken_languages("en")):
        raise NoSuchThing
    Listening.objects.update_or_create(event=event, person=by, defaults={"language": language})


def chosen(event: Event, person: Person) -> str:
    """The language the person listens in."""
    rows = Listening.objects.filter(event=event, person=person)
    return rows.values_list("language", flat=True).first() or ""
