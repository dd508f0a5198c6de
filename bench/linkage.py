"""Duplicates of generated casebooks: how many are found and how many of those proposed are true, in what time and memory; and splink beside us.

    uv run python bench/linkage.py [--seeds 1000 1010] [--sizes 500 2000 10000] [--ways ours alone "in pairs"]
    uv run --with splink python bench/linkage.py --splink

The casebooks are those of the tests (`tests/incidents_linkage/linkage_world.py`), from seeds that no test and nobody who set a number looked at.
«Alone» weighs pairs without the kinds of pairs that only look alike (series, occasions, waves); «in pairs» does not gather records to events.
splink gets the same records, as columns of text: exact and Jaro-Winkler levels of places and organisations, dates within days, shared tactic,
community, channel and page, and term frequencies, its parameters fitted on the casebook as its documentation advises; the threshold that serves
it best is looked for with the truth in hand. Each line is measured in a process of its own; seconds are of the processor.
"""

from __future__ import annotations

import argparse
import multiprocessing
import pathlib
import resource
import statistics
import sys
import time
from collections.abc import Callable
from multiprocessing.connection import Connection
from typing import Any

sys.path.insert(0, str(pathlib.Path(__file__).parents[1] / "tests" / "incidents_linkage"))

from linkage_world import CARELESS, OF_MANY_SCRIPTS, Coders, World, world

from counterwatch.incidents import duplicates as ours
from counterwatch.incidents import kinds

Pairs = set[frozenset[str]]
Way = Callable[[World], list[tuple[float, frozenset[str]]]]
FIRST = 1000


def main() -> None:
    """Print a line for each casebook and way."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seeds", type=int, nargs="*", default=(FIRST, FIRST + 10), help="from and to; none for one casebook of each size only")
    parser.add_argument("--ways", nargs="*", default=("ours", "alone", "in pairs"))
    parser.add_argument("--sizes", type=int, nargs="*", default=(500, 2000, 10_000))
    parser.add_argument("--splink", action="store_true", help="splink too")
    asked = parser.parse_args()
    print("casebook                       way          precision  recall   worst of a casebook    best recall at 98 %  seconds  most memory")
    ways = [name for name in WAYS if name in asked.ways or (name == "splink" and asked.splink)]
    for called, coders in (("as in tests", Coders()), ("many scripts", OF_MANY_SCRIPTS), ("careless coders", CARELESS)) if asked.seeds else ():
        _line(f"1,220 records, {called}", "ours", [{"seed": seed, "coders": coders} for seed in range(*asked.seeds)])
    for size in asked.sizes:
        doubled = size // 7
        events = size - int(2.15 * doubled)
        seeds = range(FIRST, FIRST + max(1, min(asked.seeds[1] - asked.seeds[0] if asked.seeds else 1, 5000 // size)))
        for name in ways:
            _line(f"{size:,} records", name, [{"seed": seed, "events": events, "doubled": doubled} for seed in seeds])


def _line(called: str, name: str, worlds: list[dict[str, Any]]) -> None:
    context = multiprocessing.get_context("spawn")
    told, tells = context.Pipe(duplex=False)
    process = context.Process(target=_work, args=(name, worlds, tells))
    process.start()
    found, memory = told.recv()
    process.join()
    hits, said, there = (sum(each[0][part] for each in found) for part in range(3))
    worst = [min(each[0][0] / max(1, each[0][part]) for each in found) for part in (1, 2)]
    best = _best([pair for each in found for pair in each[1]], there)
    print(
        f"{called:30} {name:12} {hits / max(1, said):9.4f}  {hits / there:.4f}   {worst[0]:.3f} and {worst[1]:.3f}        {best:18.4f}  "
        f"{statistics.mean(each[2] for each in found):7.1f}  {memory:6.0f} MB",
        flush=True,
    )


def _work(name: str, worlds: list[dict[str, Any]], tells: Connection) -> None:
    found = [_measured(WAYS[name], each) for each in worlds]
    tells.send((found, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000))


def _measured(way: Way, asked: dict[str, Any]) -> tuple[tuple[int, int, int], list[tuple[float, bool]], float]:
    """Return how many pairs are true and said, said, and true; every pair with its probability; and seconds."""
    made = world(**asked)
    begin = time.process_time()
    found = way(made)
    took = time.process_time() - begin
    said = {pair for chance, pair in found if chance >= ours.LEAST}
    return (len(said & made.truth), len(said), len(made.truth)), [(chance, pair in made.truth) for chance, pair in found], took


def _best(found: list[tuple[float, bool]], there: int) -> float:
    """Return the highest recall at a precision of 98 % that any threshold gives."""
    hits, best = 0, 0.0
    for place, (_, is_true) in enumerate(sorted(found, reverse=True), 1):
        hits += is_true
        best = max(best, hits / there) if hits >= 0.98 * place else best
    return best


def _ours(made: World) -> list[tuple[float, frozenset[str]]]:
    return [(each.probability, frozenset((each.one, each.other))) for each in ours.duplicates(made.incidents) if not each.near]


def _alone(made: World) -> list[tuple[float, frozenset[str]]]:
    known = kinds.KINDS, kinds.EXPECTED
    kinds.KINDS, kinds.EXPECTED = kinds.KINDS[:1], kinds.EXPECTED[:1]
    try:
        return _ours(made)
    finally:
        kinds.KINDS, kinds.EXPECTED = known


def _in_pairs(made: World) -> list[tuple[float, frozenset[str]]]:
    known = ours.gathered
    ours.gathered = lambda pairs, *_: pairs
    try:
        return _ours(made)
    finally:
        ours.gathered = known


def _splink(made: World) -> list[tuple[float, frozenset[str]]]:
    """Let splink find them, as its tutorial goes: u from pairs by chance, m by expectation maximisation under two rules of blocking."""
    import splink.comparison_level_library as level
    import splink.comparison_library as compare
    from splink import DuckDBAPI, Linker, SettingsCreator, block_on

    def names(column: str) -> compare.CustomComparison:
        same = level.ExactMatchLevel(column, term_frequency_adjustments=True)
        near = [level.JaroWinklerLevel(column, each) for each in (0.92, 0.85)]
        return compare.CustomComparison([level.NullLevel(column), same, *near, level.ElseLevel()], column)

    days = compare.AbsoluteDateDifferenceAtThresholds("day", input_is_string=True, metrics=["day", "day", "day"], thresholds=[1, 3, 31])
    exact = [compare.ExactMatch(each).configure(term_frequency_adjustments=True) for each in ("tactic", "community", "channel", "page")]
    settings = SettingsCreator(
        link_type="dedupe_only", unique_id_column_name="id",
        comparisons=[days, *exact, compare.ExactMatch("month"), names("place"), names("place_sound"), names("organisation"), names("sound")],
        blocking_rules_to_generate_predictions=[
            block_on("country", "month", "tactic"), block_on("country", "month", "place_sound"), block_on("month", "sound"), block_on("page"),
        ],
    )  # fmt: skip
    api = DuckDBAPI()
    linker = Linker(api.register(_table(made)), settings, log_level="ERROR")
    linker.training.estimate_probability_two_random_records_match([block_on("page"), block_on("day", "place_sound", "tactic")], recall=0.6)
    linker.training.estimate_u_using_random_sampling(max_pairs=1e6, seed=1)
    for rule in (block_on("day", "country"), block_on("month", "place_sound", "tactic")):
        linker.training.estimate_parameters_using_expectation_maximisation(rule)
    found = linker.inference.predict(threshold_match_probability=0.01).as_record_list()
    return [(each["match_probability"], frozenset((each["id_l"], each["id_r"]))) for each in found]


def _table(made: World) -> Any:
    import pyarrow as pa

    from counterwatch.incidents.cities import city
    from counterwatch.incidents.pages import page_of
    from counterwatch.text.sound import sound

    rows = []
    for each in made.incidents:
        act, place, whole = each.acts[0], each.where.place, each.date.precision == "day"
        rows.append({
            "id": each.id, "day": each.date.start if whole else None, "month": each.date.start[:7], "country": each.where.country,
            "place": place or None, "place_sound": city(place) or sound(place) or None, "tactic": act.tactic,
            "community": act.target_community or None, "channel": act.channel or None, "organisation": act.organisation or None,
            "sound": sound(act.organisation) or None, "page": page_of(each.sources[0].reference),
        })  # fmt: skip
    return pa.Table.from_pylist(rows)


WAYS: dict[str, Way] = {"ours": _ours, "alone": _alone, "in pairs": _in_pairs, "splink": _splink}


if __name__ == "__main__":
    main()
