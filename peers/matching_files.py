"""Peer matching from a file: `vernetzt.matching/1` in, `vernetzt.matches/1` out.

Whatever is wrong with a file is said in one line that names the field and the record. Nothing here imports numpy or
OR-tools before the file is known to be good.
"""

import json
import time
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfoNotFoundError

from peers.matching import match
from peers.matching_english import said
from peers.matching_hours import offsets
from peers.matching_problem import LADDER, Candidate, Match, Matching
from web import json_files
from web.json_files import a_list, a_text, a_whole_number, an_object, ids_once, needed

FORMAT = "vernetzt.matching/1"
MATCHES_FORMAT = "vernetzt.matches/1"
MOST_MEMBERS = 100_000
MOST_PLACES = 100_000


def match_file(path_in: str | Path, *, out: str | Path | None) -> int:
    """Read members, match them, write the matches: the command `vernetzt match`.

    Args:
        path_in: the members' file; "-" is standard input.
        out: where to write the matches; by default, and for "-", standard output.

    Returns:
        The exit code: 0, or 2 when the input or the output is at fault; then one line is on standard error.
    """
    since = time.perf_counter() - time.process_time()  # the time the interpreter took to start counts as well

    def work() -> None:
        found = match(members_of(json_files.read(path_in, file_format=FORMAT)))
        json_files.write(out, document_of(found, seconds=time.perf_counter() - since))

    return json_files.run("match", work)


def members_of(document: dict[str, Any]) -> list[Candidate]:
    """The members a file holds; unknown fields are ignored.

    Raises:
        FileError: what is wrong, in one line.
    """
    records = a_list("members", document.get("members"), most=MOST_MEMBERS)
    members = [_member(f"members[{index}]", record) for index, record in enumerate(records)]
    ids_once("members", [str(one.id) for one in members])
    return members


def _member(name: str, value: Any) -> Candidate:
    record = an_object(name, value)
    return Candidate(
        id=a_text(f"{name}.id", record.get("id")),
        country=a_text(f"{name}.country", record.get("country")),
        size_class=_size_class(f"{name}.size_class", record.get("size_class")),
        languages=_texts(f"{name}.languages", "a list of language codes", record.get("languages")),
        seeks=_texts(f"{name}.seeks", "a list of topics", record.get("seeks")),
        offers=_offers(f"{name}.offers", record.get("offers")),
        wants=a_whole_number(f"{name}.wants", record.get("wants"), least=0, most=MOST_PLACES),
        hosts=a_whole_number(f"{name}.hosts", record.get("hosts"), least=0, most=MOST_PLACES),
        time_zone=_time_zone(f"{name}.time_zone", record.get("time_zone")),
        declined=frozenset(_texts(f"{name}.declined", "a list of ids", record.get("declined", []))),
    )


def _size_class(field: str, value: Any) -> str:
    if value not in LADDER:
        raise needed(field, f"one of {', '.join(LADDER)}", value)
    return str(value)


def _texts(field: str, what: str, value: Any) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(one, str) and one for one in value):
        raise needed(field, what, value)
    return tuple(dict.fromkeys(value))


def _offers(field: str, value: Any) -> dict[str, int]:
    offers = an_object(field, value)
    return {
        topic: a_whole_number(f"{field}[{json.dumps(topic)}]", level, least=1, most=3)
        for topic, level in offers.items()
    }


def _time_zone(field: str, value: Any) -> str:
    name = a_text(field, value, what="a time zone")
    try:
        offsets(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise needed(field, "a time zone such as Europe/Berlin", value) from None
    return name


def document_of(matching: Matching, *, seconds: float) -> dict[str, Any]:
    """Matches as a file holds them."""
    report = matching.report
    return {
        "format": MATCHES_FORMAT,
        "matches": [_record(one) for one in matching.matches],
        "report": {
            "seekers": report.seekers,
            "matched": report.matched,
            "score": report.score,
            "bound": report.bound,
            "pairs": report.pairs,
            "seconds": round(seconds, 3),
        },
    }


def _record(one: Match) -> dict[str, Any]:
    return {
        "seeker": one.seeker,
        "host": one.host,
        "topic": one.topic,
        "score": one.score,
        "reasons": [said(reason) for reason in one.reasons],
        "limits": [said(limit) for limit in one.limits],
    }
