"""Write the page of the guide that tells how often each check departs, from the measurements that are packaged.

uv run python tools/calibration_page.py
"""

from __future__ import annotations

import pathlib
from collections.abc import Iterator

from scipy.stats import beta

from counterwatch.core.registry import scan
from counterwatch.figures.calibration import Calibration, KnownCheck, Tally, calibration, seen_at
from counterwatch.figures.worlds.falsified import falsifications

PAGE = pathlib.Path(__file__).resolve().parents[1] / "docs" / "guide" / "calibration.md"
ABOVE = 0.02
POWERLESS = 0.10
DOSES = ("0.05", "0.1", "0.25", "0.5")

INTRODUCTION = """# How often each check departs

A check is worth what it does where the answer is known. So every check of daily series was asked in simulated worlds: {mechanisms} honest
offices that are built step by step (people infect each other, cases wait on desks, a way of publishing is chosen), {plain} plain
distributions, and {ways} ways of falsifying figures, on {doses} of the days. Measured on {made} with version {version}: {units}
series of {days} days for each honest world, {few} for each world and way of falsifying. The numbers are in
`calibration.json`, which comes with the program; `uv run python bench/figures_calibration.py` measures them again.

Read the tables like this. *Departs* is the share of series with p at most the check's own level. *Found* is the share left after
adjusting for all series of the world (Benjamini and Hochberg, 5 %). *Not tested* is the share that the check refused. In brackets: the
95 % interval (Clopper and Pearson). A check that answers once for a whole file has one answer for each world, and its shares are rough.
Simulated offices are plausible and not fitted to any country; the next practice nobody thought of may make a check depart everywhere. The
worlds of the kind *late* were written only after checks and habits were fixed: they are the fair test.
"""

RULES = """## What follows from it

- A check that departs in an honest world says: these are not events counted raw each day. It never says who made them so, or why.
- Smoothing, limits and planned growth by an honest office give the *same numbers* as by a dishonest one. Only the declared method, the
  records behind the figures or a second source can tell.
- Where a check has no power in a world, its silence there means nothing.
"""


def main() -> None:
    PAGE.write_text(page(calibration()), encoding="utf-8")
    print(f"wrote {PAGE}")


def page(known: Calibration) -> str:
    """Return the page."""
    scan()
    plain = [name for name, world in known.worlds.items() if world.mechanism == "plain"]
    text = INTRODUCTION.format(
        mechanisms=len(known.worlds) - len(plain), plain=len(plain), ways=len(falsifications()), doses="5, 10, 25 and 50 %", made=known.made,
        version=known.version, units=known.units["mechanism"], days=known.days, few=known.units["falsified"],
    )  # fmt: skip
    parts = [text, *summary(known), *loud(known), *combined(known), *power(known), *legend(known), RULES]
    return "\n".join(parts).rstrip() + "\n"


def summary(known: Calibration) -> Iterator[str]:
    yield "## Checks at a glance\n"
    yield "| check | family | plain worlds above level | honest worlds with more than 2 % found | not tested in them | sees best (25 % of days) |"
    yield "|---|---|---|---|---|---|"
    for name, check in sorted(known.checks.items()):
        sizes = {world: tally for world, tally in check.size.items() if world in known.worlds}
        honest = {world: tally for world, tally in sizes.items() if known.worlds[world].mechanism != "plain"}
        above = sum(too_often(tally, check.nominal) for world, tally in sizes.items() if world not in honest)
        refused = 1 - sum(each.tested for each in honest.values()) / max(sum(each.asked for each in honest.values()), 1)
        many = sum(found(each) > ABOVE for each in honest.values())
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
        if world in known.worlds and tally.asked and (found(tally) > ABOVE or (is_plain(known, world) and too_often(tally, check.nominal)))
    ]
    yield from ["| check | world | departs | found | not tested |", "|---|---|---|---|---|", *rows, ""] if rows else ["None was above 2 %.\n"]


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


def told(count: int, asked: int) -> str:
    """Return a share with its interval."""
    low = float(beta.ppf(0.025, count, asked - count + 1)) if count else 0.0
    high = float(beta.ppf(0.975, count + 1, asked - count)) if count < asked else 1.0
    return f"{count / asked:.1%} ({low:.1%} to {high:.1%})"


def found(tally: Tally) -> float:
    return tally.found / tally.asked if tally.asked else 0.0


def is_plain(known: Calibration, world: str) -> bool:
    return known.worlds[world].mechanism == "plain"


def too_often(tally: Tally, nominal: float) -> bool:
    """Return whether the one-sided 99.9 % lower bound of the share of tested series that depart exceeds 1.2 times the level."""
    return tally.departs > 0 and bool(beta.ppf(0.001, tally.departs, tally.tested - tally.departs + 1) > 1.2 * nominal)


if __name__ == "__main__":
    main()
