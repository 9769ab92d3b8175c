"""The report of a rehearsal: what was said and delivered, who met twice, how late the bells were."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from itertools import combinations
from typing import Any

from hub.rehearsal.observations import Observations

FORMAT = "vernetzt.rehearsal/1"
MOST_REFUSED = 0.02
"""Share of texts that may be refused: those that meet a closing door, no more."""
LATEST_BELL_MS = 5000.0
"""A bell later than this breaks the promise that time is kept."""


def percentiles(values: Sequence[float]) -> dict[str, float]:
    """Median, 99th percentile (nearest rank) and maximum, rounded to a tenth; zeros for nothing."""
    ordered = sorted(values)
    if not ordered:
        return {"p50": 0.0, "p99": 0.0, "max": 0.0}

    def rank(share: float) -> float:
        return round(ordered[min(len(ordered) - 1, max(0, -(-int(share * 100) * len(ordered) // 100) - 1))], 1)

    return {"p50": rank(0.50), "p99": rank(0.99), "max": round(ordered[-1], 1)}


Companies = Mapping[int, Mapping[int, Collection[frozenset[int]]]]
"""By round and table: every company of people somebody saw sitting there."""


def companies(seen: Collection[Observations]) -> Companies:
    """Who sat together, as the bots saw it; a table has several companies when people came or went."""
    of_round: dict[int, dict[int, set[frozenset[int]]]] = {}
    for sitting in (sitting for bot in seen for sitting in bot.sittings):
        of_round.setdefault(sitting.number, {}).setdefault(sitting.table, set()).add(sitting.people)
    return of_round


def repeat_meetings(held: Companies) -> int:
    """How often two people sat together in a round after they had done so in an earlier one."""
    met: Counter[tuple[int, int]] = Counter()
    for there in held.values():
        together = {frozenset(people) for table in there.values() for people in table}
        met.update({pair for people in together for pair in combinations(sorted(people), 2)})
    return sum(times - 1 for times in met.values())


def without_language(held: Companies, spoken: Mapping[int, frozenset[str]]) -> int:
    """How many tables had, at some time, no language common to all whose languages are known."""
    return sum(
        any(not _common(people, spoken) for people in table) for there in held.values() for table in there.values()
    )


def _common(people: frozenset[int], spoken: Mapping[int, frozenset[str]]) -> bool:
    known = [spoken[person] for person in people if person in spoken]
    return not known or bool(frozenset.intersection(*known))


def make(
    seen: Sequence[Observations],
    *,
    rounds: int,
    spoken: Mapping[int, frozenset[str]],
) -> dict[str, Any]:
    """The report in the form others rely on.

    Args:
        seen: what each bot saw.
        rounds: how many rounds were to be held.
        spoken: languages by person.

    Returns:
        The report; `ok` says that every invariant held, `broken` names those that did not.
    """
    listenings = [listening for bot in seen for listening in bot.listenings]
    held = companies(seen)
    lateness = [
        max(0.0, 1000 * (bell.heard_at - bell.due)) for bot in seen for bell in bot.bells if bell.due is not None
    ]
    report: dict[str, Any] = {
        "format": FORMAT,
        "people": len(seen),
        "rounds": len(held),
        "said": sum(bot.said for bot in seen),
        "refused": sum(bot.refused for bot in seen),
        "delivered": sum(len(set(listening.positions)) for listening in listenings),
        "expected": sum(listening.expected for listening in listenings),
        "lost": sum(listening.lost for listening in listenings),
        "duplicated": sum(listening.duplicated for listening in listenings),
        "out_of_order": sum(listening.out_of_order for listening in listenings),
        "repeat_meetings": repeat_meetings(held),
        "tables_without_language": without_language(held, spoken),
        "round_lateness_ms": percentiles(lateness),
        "delivery_ms": percentiles([value for bot in seen for value in bot.delivery_ms]),
        "reconnects": sum(bot.reconnects for bot in seen),
        "contacts": sum(bot.contacts for bot in seen),
    }
    report["broken"] = broken(report, seen, rounds=rounds)
    report["ok"] = not report["broken"]
    return report


def broken(report: Mapping[str, Any], seen: Sequence[Observations], *, rounds: int) -> list[str]:
    """The invariants that did not hold, in plain words."""
    none_of = ("lost", "duplicated", "out_of_order", "repeat_meetings", "tables_without_language")
    found = [f"{name.replace('_', ' ')}: {report[name]}" for name in none_of if report[name]]
    if report["rounds"] != rounds:
        found.append(f"{report['rounds']} of {rounds} rounds were held")
    if unanswered := sum(bot.unanswered for bot in seen):
        found.append(f"{unanswered} texts were never answered")
    if report["refused"] > MOST_REFUSED * (report["said"] + report["refused"]):
        found.append(f"{report['refused']} texts were refused")
    if not report["said"]:
        found.append("nothing was said")
    if unfinished := sum(not bot.finished for bot in seen):
        found.append(f"{unfinished} bots did not get to the end")
    if report["round_lateness_ms"]["p99"] > LATEST_BELL_MS:
        found.append(f"rounds opened {report['round_lateness_ms']['p99']} ms late (p99)")
    return found
