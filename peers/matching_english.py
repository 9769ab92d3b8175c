"""Reasons and limits in English, for the files of `vernetzt match`; pages say them in the reader's language."""

from collections.abc import Callable, Mapping
from typing import Any

from peers.matching_problem import Limit, LimitKind, Reason, ReasonKind

EXPERIENCE = {1: "has begun with {topic}", 2: "has worked on {topic}", 3: "has run {topic} for years"}
WISH = {1: "your first topic", 2: "your second topic", 3: "your third topic"}
SIZE = {
    "11": "500,000 inhabitants and more",
    "12": "100,000 to 500,000 inhabitants",
    "21": "50,000 to 100,000 inhabitants",
    "22": "20,000 to 50,000 inhabitants",
    "30": "10,000 to 20,000 inhabitants",
    "40": "5,000 to 10,000 inhabitants",
    "50": "fewer than 5,000 inhabitants",
}
LANGUAGES = {"de": "German", "en": "English", "es": "Spanish", "fr": "French", "hi": "Hindi", "pl": "Polish"} | {
    "it": "Italian",
    "pt": "Portuguese",
    "uk": "Ukrainian",
}

REASONS: dict[ReasonKind, Callable[[Mapping[str, Any]], str]] = {
    "experience": lambda told: (
        f"{told['host']} {EXPERIENCE[told['experience']].format(topic=told['topic'])} "
        f"(experience {told['experience']}): {WISH.get(told['wish'], 'one of your topics')}"
    ),
    "same_size": lambda told: f"same size: {SIZE[told['size_class']]}",
    "both_ways": lambda told: f"{told['host']} seeks {told['topic']}, which you offer",
    "other_country": lambda told: f"{told['host']} sees it from another country: {told['country']}",
    "near_size": lambda told: f"nearly your size: {SIZE[told['size_class']]}",
    "language": lambda told: f"you both speak {' and '.join(map(language, told['languages']))}",
}
LIMITS: dict[LimitKind, Callable[[Mapping[str, Any]], str]] = {
    "hours_apart": lambda told: f"up to {hours(told['minutes'])} apart",
    "one_language": lambda told: f"no common language but {language(told['language'])}",
    "hosting_others": lambda told: f"{told['host']} hosts {others(told['others'])}",
    "little_experience": lambda told: f"{told['host']} is new to {told['topic']} itself (experience 1)",
    "sizes_differ": lambda told: f"sizes differ much: {told['host']} has {SIZE[told['size_class']]}",
    "later_wish": lambda told: f"{told['topic']} is only number {told['wish']} of your topics",
    "same_country": lambda told: f"no other country's view: both are in {told['country']}",
    "one_way": lambda told: f"{told['host']} seeks nothing that you offer",
    "own_word": lambda told: f"what {told['host']} can do is its own account so far",
}


def said(told: Reason | Limit) -> str:
    """A reason or a limit as a sentence."""
    if isinstance(told, Reason):
        return REASONS[told.kind](told.values)
    return LIMITS[told.kind](told.values)


def language(code: str) -> str:
    """The English name of a language; its code where we have none."""
    return LANGUAGES.get(code, code)


def hours(minutes: int) -> str:
    """A time as `9 hours` or `4 hours 30 minutes`."""
    whole, rest = divmod(minutes, 60)
    told = "1 hour" if whole == 1 else f"{whole} hours"
    return f"{told} {rest} minutes" if rest else told


def others(count: int) -> str:
    """How many others, in words for the first few."""
    words = {1: "one other", 2: "two others", 3: "three others"}
    return words.get(count, f"{count} others")
