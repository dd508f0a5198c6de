"""Write the page of the guide that tells how often each check departs, from the measurements that are packaged.

uv run python tools/calibration_page.py
"""

from __future__ import annotations

import pathlib
from collections.abc import Iterator

from calibration_intervals import is_loud, told, too_often
from calibration_named import named
from calibration_tables import glance, tables
from counterwatch.core.registry import scan
from counterwatch.figures.calibration import Calibration, KnownCheck, calibration, seen_at
from counterwatch.figures.tabled.known import TablesCalibration, tables_calibration
from counterwatch.figures.worlds.falsified import falsifications

RANKS_ONLY = {
    "figures.adjusted_dispersion": "it only ranks units beside each other and never departs: nothing to calibrate",
    "figures.smoothness": "it only ranks yearly series beside each other and never departs: nothing to calibrate",
    "figures.parametric_curve": "it needs yearly figures: see below",
}
EXPLAINED = {
    "outage_lost": "an outage whose cases never came is the same numbers as days set to zero; `zero_runs` asks, and never grades it higher.",
    "reserve": "work that is levelled out over weeks is the same numbers as a series that was smoothed.",
    "sentinels": "a sum times ten over the number of those who answered is a mixture of multiplied counts, which no habit names.",
}
PAGE = pathlib.Path(__file__).resolve().parents[1] / "docs" / "guide" / "calibration.md"
POWERLESS = 0.10
DOSES = ("0.05", "0.1", "0.25", "0.5")

INTRODUCTION = """# How often each check departs

A check is worth what it does where the answer is known. So every check of daily series was asked in simulated worlds: {mechanisms} honest
offices that are built step by step (people infect each other, cases wait on desks, a way of publishing is chosen), {plain} plain
distributions, and {ways} ways of falsifying figures, on {doses} of the days. Measured on {made} with version {version}: {units}
series of {days} days for each honest world, {few} for each world and way of falsifying. The numbers are in
`calibration.json`, which comes with the program; `uv run python bench/figures_calibration.py` measures them again. Checks of other tables
(pairs of sources, editions, totals, polling stations, lists, summaries, sentences) were asked of simulated tables of their shape: {honest} for
each honest way, {altered} for each way of altering and share (`calibration_tables.json`, `bench/figures_tables.py`).

Read the tables like this. *Departs* is the share of series with p at most the check's own level. *Found* is the share left after
adjusting for all series of the world (Benjamini and Hochberg, 5 %). *Not tested* is the share that the check refused. In brackets: the
95 % interval (Clopper and Pearson). A check that answers once for a whole file has one answer for each world, and its shares are rough.
Simulated offices are plausible and not fitted to any country; the next practice nobody thought of may make a check depart everywhere. The
worlds of the kind *late* were written only after checks and habits were fixed: they are the fair test.
"""

FAIR = """## The fair test: practices nobody had thought of

Three times the checks and habits were frozen, and new practices written afterwards: 13, 12 and 11 (the worlds `once_late` and `late` below).

- Of the first 13 two made a check depart: `digest_split` (a weekly total split by the usual shares of weekdays; `copied_blocks` in 10.5 % of the
  series) and `reserve` (work is levelled out; `underdispersion` in 19.5 %).
- Of the next 12 one did: `two_digit_forms` (a form with room for two digits; `zero_runs` in 2.5 %).
- Of the last 11 one did: `sentinels` (a sum is raised by the share of those who answered; last digits and round numbers).

After the first two sets `digest_split` became a habit that is named and `two_digit_forms` is told as a limit; the numbers above are those from
before. `reserve` and `sentinels` are left as they are: the one is the same numbers as a smoothed series, and on the other nothing was tuned.
So one practice in nine that nobody had thought of broke a check, and the next one will in one case of nine, too.
"""

RULES = """## What follows from it

- A check that departs in an honest world says: these are not events counted raw each day. It never says who made them so, or why.
- Smoothing, limits and planned growth by an honest office give the *same numbers* as by a dishonest one. Only the declared method, the
  records behind the figures or a second source can tell.
- Where a check has no power in a world, its silence there means nothing.
"""


def main() -> None:
    PAGE.write_text(page(calibration(), tables_calibration()), encoding="utf-8")
    print(f"wrote {PAGE}")


def page(known: Calibration, on_tables: TablesCalibration) -> str:
    """Return the page."""
    scan()
    plain = [name for name, world in known.worlds.items() if world.mechanism == "plain"]
    text = INTRODUCTION.format(
        mechanisms=len(known.worlds) - len(plain), plain=len(plain), ways=len(falsifications()), doses="5, 10, 25 and 50 %", made=known.made,
        version=known.version, units=known.units["mechanism"], days=known.days, few=known.units["falsified"],
        honest=on_tables.honest, altered=on_tables.altered,
    )  # fmt: skip
    parts = [
        text, *summary(known), *glance(on_tables), *loud(known), FAIR, *combined(known), *named(known), *power(known), *tables(on_tables),
        *legend(known), RULES,
    ]  # fmt: skip
    return "\n".join(parts).rstrip() + "\n"


def summary(known: Calibration) -> Iterator[str]:
    yield "## Checks at a glance\n"
    yield "### Of daily series\n"
    yield "| check | family | plain worlds above level | honest worlds with more than 2 % | not tested in them | sees best (25 % of days) |"
    yield "|---|---|---|---|---|---|"
    for name, check in sorted(known.checks.items()):
        if name in RANKS_ONLY:
            yield f"| `{name}` | {check.family} | {RANKS_ONLY[name]} | | | |"
            continue
        sizes = {world: tally for world, tally in check.size.items() if world in known.worlds}
        honest = {world: tally for world, tally in sizes.items() if known.worlds[world].mechanism != "plain"}
        above = sum(too_often(tally, check.nominal) for world, tally in sizes.items() if world not in honest)
        refused = 1 - sum(each.tested for each in honest.values()) / max(sum(each.asked for each in honest.values()), 1)
        many = sum(is_loud(each) for each in honest.values())
        yield f"| `{name}` | {check.family} | {above} of {len(sizes) - len(honest)} | {many} of {len(honest)} | {refused:.0%} | {best_of(check)} |"
    yield ""


def best_of(check: KnownCheck) -> str:
    seen = sorted(seen_at(check, "0.25").items(), key=lambda each: -each[1])
    shown = [f"{way} {share:.0%}" for way, share in seen[:2] if share >= POWERLESS]
    return ", ".join(shown) or "nothing of what was tried: **it clears nothing**"


def loud(known: Calibration) -> Iterator[str]:
    """Name the worlds above the level: they are weaknesses of the check."""
    yield "## Worlds in which a check departs though nothing is wrong\n"
    rows = [
        f"| `{name}` | `{world}` | {told(tally.departs, tally.asked)} | {told(tally.found, tally.asked)} | {1 - tally.tested / tally.asked:.0%} |"
        for name, check in sorted(known.checks.items())
        for world, tally in sorted(check.size.items())
        if world in known.worlds and tally.asked and (is_loud(tally) or (is_plain(known, world) and too_often(tally, check.nominal)))
    ]
    yield from ["| check | world | departs | found | not tested |", "|---|---|---|---|---|", *rows, ""] if rows else ["None was above 2 %.\n"]
    kinds = loud_kinds(known)
    yield f"All checks together, a check departs in more than 2 % of the series of **{len(kinds)}** of {len(honest_of(known))} honest kinds:\n"
    yield from (f"- `{name}`: {EXPLAINED.get(name, known.worlds[name].line)}" for name in kinds)
    yield ""


def honest_of(known: Calibration) -> list[str]:
    return [name for name, world in known.worlds.items() if world.mechanism != "plain"]


def loud_kinds(known: Calibration) -> list[str]:
    """Return the honest worlds in which any check departs in more than 2 % of the series, before or after adjustment."""
    return sorted(name for name in honest_of(known) if any(name in each.size and is_loud(each.size[name]) for each in known.checks.values()))


def combined(known: Calibration) -> Iterator[str]:
    """Say how often two families of evidence depart at once: what a strong finding needs."""
    worlds = {name: each.strong for name, each in known.worlds.items() if each.mechanism != "plain"}
    yield "## Two families of evidence at once\n"
    yield (
        "A finding is called *strong* only where two of the families dispersion, digits and second source depart. In the honest worlds,\n"
        f"one after the other, this happened in {sum(each[0] for each in worlds.values())} of {sum(each[1] for each in worlds.values())} series;"
        f"\nwhere two honest practices meet, in {sum(each[0] for each in known.pairs.values())} of {sum(each[1] for each in known.pairs.values())}."
    )
    named = [f"`{name}` {told(*strong)}" for name, strong in sorted({**worlds, **known.pairs}.items()) if strong[0]]
    yield "\n" + (f"By name: {'; '.join(named)}.\n" if named else "No world is to be named.\n")


def power(known: Calibration) -> Iterator[str]:
    """Tabulate what each check sees of each way of falsifying."""
    yield "## What each check sees\n"
    yield "Share of series that depart, over five realistic worlds, where 5, 10, 25 and 50 % of the days were falsified.\n"
    yield "| check | falsification | 5 % | 10 % | 25 % | 50 % |"
    yield "|---|---|---|---|---|---|"
    for name, check in sorted(known.checks.items()):
        seen = {dose: seen_at(check, dose) for dose in DOSES}
        if name in RANKS_ONLY:
            continue
        ways = [way for way in seen["0.5"] if max(seen[dose].get(way, 0) for dose in DOSES) >= POWERLESS]
        yield from (f"| `{name}` | {way} | " + " | ".join(f"{seen[dose].get(way, 0):.0%}" for dose in DOSES) + " |" for way in ways)
        if blind := sorted(set(seen["0.5"]) - set(ways)):
            yield f"| `{name}` | no power: {', '.join(blind)} | | | | |"
    yield ""


def legend(known: Calibration) -> Iterator[str]:
    yield "## The worlds\n"
    yield from ["| world | what it is | kind |", "|---|---|---|"]
    yield from (f"| `{name}` | {world.line} | {world.mechanism} |" for name, world in sorted(known.worlds.items()))
    yield from ["", "## The falsifications\n", "| name | what it is |", "|---|---|"]
    yield from (f"| {name} | {(function.__doc__ or '').strip()} |" for name, function in falsifications().items())
    yield ""


def is_plain(known: Calibration, world: str) -> bool:
    return known.worlds[world].mechanism == "plain"


if __name__ == "__main__":
    main()
