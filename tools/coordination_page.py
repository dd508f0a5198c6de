"""Write the page of the guide that tells how often the synchrony test errs and what it finds, from the measurements that are packaged.

uv run python tools/coordination_page.py
"""

from __future__ import annotations

import pathlib
from collections.abc import Iterator

from scipy.stats import beta

from counterwatch.coordination.calibration import Asked, Calibration, calibration
from counterwatch.coordination.worlds.measured import KINDS, REACH, Run
from counterwatch.coordination.worlds.world import LATE, organic_worlds, planted_worlds, worlds

PAGE = pathlib.Path(__file__).resolve().parents[1] / "docs" / "guide" / "coordination-calibration.md"
PRIVATE = "private"

INTRODUCTION = """# How often the synchrony test errs, and what it finds

A test is worth what it does where the answer is known. So the test of synchrony was asked in simulated worlds: {organic} kinds in which
people post without any plan (they open the app when they like, follow publishers, have alerts, sit in trains, run robots), and {planted}
kinds in which groups act on a plan, drawn with {seeds} each. A typical world has 4,000 accounts and 100,000 to 200,000 posts in two
weeks. Measured on {made} with version {version}, at a rate of false discoveries of {fdr:.0%}. The numbers are in
`coordination_calibration.json`, which comes with the program; `uv run python bench/coordination_calibration.py` measures them again.

The test sorts pairs of accounts into three classes. **A**, synchrony beyond reaction speed: the only class with an error statement. **T**,
others jump at the same moments too: a common trigger outside may explain it. **B**, fast shared reaction: a lead for reading, with no error
statement; alert audiences, apps that post on several pages and groups that push their own things land here together.

Read the tables like this. An edge is *false* where its two accounts belong to no planted group together. Pages of one owner that an app
posts on within seconds are synchronous indeed: such edges are counted apart, as neither false nor found. In brackets: the 95 % interval
(Clopper and Pearson) for these kinds of worlds; for kinds nobody has thought of there is no interval. The worlds of the
kind *late* played no part in making the test: they are the fair trial.
"""

UNSEEN = """## What it cannot see

- **A group's own things** (`p_own`). What hardly anybody else shares has no outsiders to compare with. Members who always answer their
  own page within a minute look exactly like subscribers with alerts. Such groups are in class B, among many who did nothing of the kind.
- **One sitting** (`p_blitz`). Hits within one half hour are one occasion, however many they are: two people who scroll the same feed at
  the same time also meet many times. A campaign of two hours gives four occasions at most.
- **A trigger nobody sees** (the worlds of the kind *private*). An alert sent long after publication, a letter, a chat: people who hear of
  a thing at the same moment are synchronous without any plan. Where such triggers exist class A is not certified; the table shows by how much.
- **Steps longer than the window** (`p_staggered`, `p_jitter5m`): ask with a longer window too.
- **Few occasions.** Fewer than three separate occasions are never enough, and behind nine parts of camouflage six are few.
- **Everybody acts together.** Without people outside there is nothing to compare with: add posts on the same subjects from a time or a
  place where nobody is suspected.
- Synchrony is not a crime. The same numbers come from people who organise a protest, a fan club or a help line.
"""

FILES = {
    "sim_organic_burst10": "another simulation, by another hand, in which nobody acts together",
    "sim_planted_burst10": "the same with fifteen groups of 157 accounts",
    "german_links": "links in posts of the German election of 2021 (Righetti et al. 2022)",
    "german_images": "images in the same posts, by perceptual hash",
    "german_hashtags": "hashtags in the same posts",
    "ira_hashtags": "hashtags of 333 accounts of the Internet Research Agency in 2016, by the minute, without any organic background",
}


def main() -> None:
    PAGE.write_text(page(calibration()), encoding="utf-8")
    print(f"wrote {PAGE}")


def page(known: Calibration) -> str:
    """Return the page."""
    seeds = max(len(each.runs) for each in known.organic)
    text = INTRODUCTION.format(
        seeds="one seed" if seeds == 1 else f"{seeds} seeds",
        organic=len(known.organic),
        planted=len({each.world for each in known.planted}),
        made=known.made,
        version=known.version,
        fdr=known.fdr,
    )
    parts = [text, *glance(known), *size(known), *power(known), *others(known), UNSEEN, *legend()]
    return "\n".join(parts).rstrip() + "\n"


def glance(known: Calibration) -> Iterator[str]:
    """Say the sums first."""
    yield "## At a glance\n"
    kinds = {"the organic worlds": early(known), "those with a trigger nobody sees": of(known, PRIVATE), "those written last": of(known, LATE)}
    for name, rows in kinds.items():
        runs = runs_of(rows)
        if runs:
            loud = [f"`{each.world}`" for each in rows if any(run.false.get("A") for run in each.runs)]
            count = told(sum(run.false.get("A", 0) > 0 for run in runs), len(runs))
            yield f"- Runs with any false edge in class A, in {name}: {count}{': ' if loud else ''}{', '.join(loud)}."
    runs = [run for run in runs_of(known.planted) if run.edges.get("A")]
    wrong, all_edges = sum(run.false["A"] for run in runs), sum(run.edges["A"] for run in runs)
    rate = sum(run.false["A"] / run.edges["A"] for run in runs) / len(runs)
    yield f"- False edges among those in class A where groups are planted: {rate:.1%} in the mean of the runs; of all edges {told(wrong, all_edges)}."
    for bar, reach, what in (("borrowed", "AT", "others' things"), ("own", "ATB", "things of their own, or both")):
        runs = runs_of(barred(known, bar))
        found, met = sum(run.met_found.get(reach, 0) for run in runs), sum(run.met for run in runs)
        yield f"- Accounts found in class {' or '.join(reach)}, of those that met a partner in six sittings, on {what}: {told(found, met)}."
    yield ""


def size(known: Calibration) -> Iterator[str]:
    yield "## Nobody acts together\n"
    yield "Edges in a run, in the mean. Whatever is in class A here is false, but for pages of one owner.\n"
    yield "| world | kind | runs | with a false edge in A | false in A | in T | in B | pages of one owner in A, T, B |"
    yield "|---|---|---|---|---|---|---|---|"
    for each in known.organic:
        runs = tested(each)
        loud = sum(run.false["A"] > 0 for run in runs)
        cells = " | ".join(f"{mean(runs, 'false', kind):.1f}" for kind in KINDS)
        pages = ", ".join(f"{mean(runs, 'apps', kind):.0f}" for kind in KINDS) if any(sum(run.apps.values()) for run in runs) else ""
        yield f"| `{each.world}` | {worlds()[each.world].mechanism} | {len(each.runs)} | {loud or '0'} | {cells} | {pages} |"
    yield ""


def power(known: Calibration) -> Iterator[str]:
    yield "## Groups act on a plan\n"
    yield (
        "*Met* is the share of members who met a partner within the window in six separate sittings; *found* is of these. The last column is of\n"
        "pairs that did so.\n"
    )
    yield "| world | window | members | met | found in A | in A, T | in A, T, B | false in A | pairs in A, T |"
    yield "|---|---|---|---|---|---|---|---|---|"
    for each in known.planted:
        runs = tested(each)
        members, met = sum(run.members for run in runs), sum(run.met for run in runs)
        found = " | ".join(share(sum(run.met_found[reach] for run in runs), met) for reach in REACH)
        wrong = share(sum(run.false["A"] for run in runs), sum(run.edges["A"] for run in runs))
        pairs = share(sum(run.pairs_found["AT"] for run in runs), sum(run.pairs for run in runs))
        yield f"| `{each.world}` | {each.window // 1000} s | {members} | {share(met, members)} | {found} | {wrong} | {pairs} |"
    yield ""


def others(known: Calibration) -> Iterator[str]:
    """Tabulate files that were not made for this page."""
    rows = [*known.shipped, *known.real]
    if not rows:
        return
    yield "## Files of others\n"
    yield "Of real posts nobody knows the answer.\n"
    yield "| file | what it is | window | accounts | pairs tested | A | T | B | false in A | members found in A, T, B |"
    yield "|---|---|---|---|---|---|---|---|---|---|"
    for each in rows:
        run, real = each.runs[0], each in known.real
        counts = " | ".join(f"{run.edges.get(kind, 0):,}" for kind in KINDS) if not run.refused else "not tested | | "
        found = f"{run.members_found.get('ATB', 0)} of {run.members}" if run.members else ""
        wrong = "" if real else str(run.false.get("A", 0))
        yield (
            f"| `{each.world}` | {FILES[each.world]} | {each.window // 1000} s | {run.accounts:,} | {run.tested:,} | {counts} | {wrong} | {found} |"
        )
    yield ""


def legend() -> Iterator[str]:
    yield "## The worlds\n"
    yield from ["| world | what it is | kind |", "|---|---|---|"]
    yield from (f"| `{name}` | {world.help} | {world.mechanism} |" for name, world in organic_worlds().items())
    yield from ["", "| planted world | what it is |", "|---|---|"]
    yield from (f"| `{name}` | {world.help} |" for name, world in planted_worlds().items())
    yield ""


def early(known: Calibration) -> list[Asked]:
    return [each for each in known.organic if worlds()[each.world].mechanism != LATE]


def of(known: Calibration, mechanism: str) -> list[Asked]:
    return [each for each in known.organic if worlds()[each.world].mechanism == mechanism]


def barred(known: Calibration, bar: str) -> list[Asked]:
    """Return the planted worlds of this bar, at their longest window."""
    return [each for each in known.planted if worlds()[each.world].bar == bar and each.window == worlds()[each.world].windows[-1]]


def runs_of(rows: list[Asked] | tuple[Asked, ...]) -> list[Run]:
    return [run for each in rows for run in each.runs]


def tested(each: Asked) -> list[Run]:
    return [run for run in each.runs if not run.refused]


def mean(runs: list[Run], field: str, kind: str) -> float:
    return float(sum(getattr(run, field)[kind] for run in runs) / max(len(runs), 1))


def share(count: int, all_of_them: int) -> str:
    return f"{count / all_of_them:.1%}" if all_of_them else "–"


def told(count: int, asked: int) -> str:
    """Return a share with its interval."""
    if not asked:
        return "none was asked"
    low, high = interval(count, asked)
    return f"{count:,} of {asked:,}, {count / asked:.1%} ({low:.1%} to {high:.1%})"


def interval(count: int, asked: int) -> tuple[float, float]:
    """Return the 95 % interval of Clopper and Pearson (1934)."""
    low = float(beta.ppf(0.025, count, asked - count + 1)) if count else 0.0
    high = float(beta.ppf(0.975, count + 1, asked - count)) if count < asked else 1.0
    return low, high


if __name__ == "__main__":
    main()
