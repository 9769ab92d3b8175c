"""Why somebody sits at a table, in plain sentences."""

from collections.abc import Collection, Iterator, Mapping, Sequence

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from exchanges.mixers.models import Card
from exchanges.mixers.queries.people import Company
from exchanges.mixers.sentences import listed
from web.names import country_name, language_name
from web.translated import translated

Topics = Mapping[int, Mapping[str, str]]
"""Names of topics by language, by the topic's id."""


def why(
    me: Company, others: Sequence[Company], *, languages: Sequence[str], countries_met: Collection[str]
) -> list[str]:
    """Reasons in the reader's language: what all can talk in, what they share with me, which countries are new.

    Args:
        me: the reader.
        others: who else sits there.
        languages: codes that all at the table speak.
        countries_met: countries of the people I met in earlier rounds.
    """
    if not others:
        return []
    return [*_talking(languages), *_sharing(me, others), *_new(me, others, countries_met)]


def _talking(languages: Sequence[str]) -> Iterator[str]:
    if languages:
        reader = get_language() or "en"
        names = listed([language_name(code, reader) for code in languages])
        yield _("You can all talk in %(languages)s.") % {"languages": names}


def _sharing(me: Company, others: Sequence[Company]) -> Iterator[str]:
    for other in others:
        words = {"member": other.place}
        if offered := _same(_topics(other.offers), _topics(me.seeks)):
            yield _("%(member)s offers what you seek: %(topics)s.") % {**words, "topics": offered}
        elif sought := _same(_topics(other.seeks), _topics(me.offers)):
            yield _("%(member)s seeks what you offer: %(topics)s.") % {**words, "topics": sought}
        elif shared := _same(other.topics, me.topics):
            yield _("%(member)s works on %(topics)s, as you do.") % {**words, "topics": shared}


def _topics(cards: Sequence[Card]) -> Topics:
    return {card.topic_id: card.topic.names for card in cards}


def _same(theirs: Topics, mine: Topics) -> str:
    names = [translated(names).text for topic, names in theirs.items() if topic in mine]
    return listed(names) if names else ""


def _new(me: Company, others: Sequence[Company], countries_met: Collection[str]) -> Iterator[str]:
    known = {me.country, "", *countries_met}
    reader = get_language() or "en"
    if new := sorted({country_name(other.country, reader) for other in others if other.country not in known}):
        yield _("You have not met anybody from %(countries)s here yet.") % {"countries": listed(new)}
