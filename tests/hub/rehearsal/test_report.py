"""The rehearsal's report tells the truth about what the bots saw."""

from typing import Any

from hub.rehearsal.observations import Bell, Listening, Observations, Sitting
from hub.rehearsal.report import make, percentiles

KOCHI, JENA, PIURA, LIMA = 1, 2, 3, 4
SPOKEN = {
    KOCHI: frozenset({"en", "hi"}),
    JENA: frozenset({"de", "en"}),
    PIURA: frozenset({"es"}),
    LIMA: frozenset({"es", "en"}),
}


def bot(person: int, *companies: tuple[int, int, set[int]], positions: list[int] | None = None) -> Observations:
    return Observations(
        person,
        sittings=[Sitting(number, table, frozenset(people)) for number, table, people in companies],
        listenings=[Listening("room:1", 0, positions if positions is not None else [1, 2], [1, 2])],
        said=1,
        finished=True,
    )


def report_of(*bots: Observations, rounds: int = 1) -> dict[str, Any]:
    return make(bots, rounds=rounds, spoken=SPOKEN)


def test_a_clean_rehearsal_is_ok() -> None:
    report = report_of(bot(KOCHI, (1, 1, {KOCHI, JENA})), bot(JENA, (1, 1, {KOCHI, JENA})))
    assert report["ok"] is True
    assert {name: report[name] for name in ("people", "rounds", "said", "delivered", "expected", "lost")} == {
        "people": 2,
        "rounds": 1,
        "said": 2,
        "delivered": 4,
        "expected": 4,
        "lost": 0,
    }


def test_an_entry_that_never_arrived_is_lost() -> None:
    report = report_of(bot(KOCHI, (1, 1, {KOCHI, JENA}), positions=[1]))
    assert (report["lost"], report["ok"], report["broken"]) == (1, False, ["lost: 1"])


def test_an_entry_that_came_twice_is_duplicated_and_out_of_order_when_late() -> None:
    report = report_of(bot(KOCHI, (1, 1, {KOCHI, JENA}), positions=[1, 2, 1]))
    assert (report["duplicated"], report["out_of_order"], report["lost"]) == (1, 1, 0)


def test_a_log_that_could_not_be_read_counts_as_a_loss() -> None:
    seen = bot(KOCHI, (1, 1, {KOCHI, JENA}))
    seen.listenings[0].log = None
    assert report_of(seen)["ok"] is False


def test_two_who_sit_together_again_are_one_repeat_meeting() -> None:
    report = report_of(
        bot(KOCHI, (1, 1, {KOCHI, JENA}), (2, 5, {KOCHI, JENA})),
        bot(JENA, (1, 1, {KOCHI, JENA}), (2, 5, {KOCHI, JENA})),
        rounds=2,
    )
    assert report["repeat_meetings"] == 1


def test_a_table_of_kochi_and_piura_has_no_language() -> None:
    assert report_of(bot(KOCHI, (1, 1, {KOCHI, PIURA})))["tables_without_language"] == 1


def test_people_who_followed_each_other_at_a_table_need_no_common_language() -> None:
    report = report_of(bot(LIMA, (1, 1, {LIMA, PIURA}), (1, 1, {LIMA, KOCHI})))
    assert report["tables_without_language"] == 0


def test_lateness_is_measured_from_the_promised_moment() -> None:
    seen = bot(KOCHI, (1, 1, {KOCHI, JENA}))
    seen.bells = [Bell(1, 100.0, 100.25)]
    assert report_of(seen)["round_lateness_ms"] == {"p50": 250.0, "p99": 250.0, "max": 250.0}


def test_a_round_that_was_not_held_breaks_the_rehearsal() -> None:
    assert report_of(bot(KOCHI, (1, 1, {KOCHI, JENA})), rounds=2)["broken"] == ["1 of 2 rounds were held"]


def test_a_bot_that_did_not_finish_breaks_the_rehearsal() -> None:
    seen = bot(KOCHI, (1, 1, {KOCHI, JENA}))
    seen.finished = False
    assert report_of(seen)["broken"] == ["1 bots did not get to the end"]


def test_percentiles_take_the_nearest_rank() -> None:
    assert percentiles([float(value) for value in range(1, 101)]) == {"p50": 50.0, "p99": 99.0, "max": 100.0}
    assert percentiles([]) == {"p50": 0.0, "p99": 0.0, "max": 0.0}
