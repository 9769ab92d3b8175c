"""Choices that come from the vocabulary, named in the reader's language."""

from django.utils.translation import get_language

from members import directory, vocabulary
from members.models import Network, Topic
from web import names
from web.translated import translated

Choices = list[tuple[str, str]]
ANY: Choices = [("", "–")]


def topics() -> Choices:
    """Every topic by slug."""
    return [(topic.slug, str(translated(topic.names))) for topic in Topic.objects.all()]


def networks() -> Choices:
    """Every network by slug."""
    return [(network.slug, network.name) for network in Network.objects.order_by("name")]


def size_classes() -> Choices:
    """Every size class by code, largest first."""
    return [(code, str(translated(texts))) for code, texts in vocabulary.size_classes().items()]


def countries() -> Choices:
    """Countries that members are in, sorted by name."""
    language = get_language() or "en"
    pairs = [(code, names.country_name(code, language)) for code in directory.countries()]
    return sorted(pairs, key=lambda pair: pair[1].casefold())


def spoken_languages() -> Choices:
    """Every language a member may work in, by name."""
    return list(names.spoken_languages(get_language() or "en"))
