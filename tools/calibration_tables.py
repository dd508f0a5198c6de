"""Checks of pairs, editions, totals, stations, lists, summaries and sentences: parts of the page on calibration."""

from __future__ import annotations

from collections.abc import Iterator

from calibration_intervals import is_loud, told, too_often
from counterwatch.figures.tabled.known import KnownOnTables, TablesCalibration

DOSES = ("0.05", "0.1", "0.25", "0.5")
POWERLESS = 0.10


def glance(known: TablesCalibration) -> Iterator[str]:
    """Say of each check in one line how often it departs where nothing is wrong, and what it sees best."""
    yield "### Of other tables\n"
    yield "| check | family | honest ways with more than 2 % | above the check's level | not tested in them | sees best (25 % altered) |"
    yield "|---|---|---|---|---|---|"
    for name, check in sorted(known.checks.items()):
        sizes = check.size.values()
        refused = 1 - sum(each.tested for each in sizes) / max(sum(each.asked for each in sizes), 1)
        above = sum(too_often(each, check.nominal) for each in sizes)
        level = f"{above} of {len(sizes)}" if check.has_level else "has no level: exact facts"
        loud = sum(is_loud(each) for each in sizes)
        yield f"| `{name}` | {check.family} | {loud} of {len(sizes)} | {level} | {refused:.0%} | {_best(check)} |"
    yield ""


def _best(check: KnownOnTables) -> str:
    seen = sorted(((doses["0.25"].share, way) for way, doses in check.power.items()), reverse=True)
    return ", ".join(f"{way} {share:.0%}" for share, way in seen[:2] if share >= POWERLESS) or "nothing of what was tried: **it clears nothing**"


def tables(known: TablesCalibration) -> Iterator[str]:
    """Tabulate, for each check of other tables, how often it departs in honest ones and in altered ones."""
    yield "## Other tables\n"
    yield (
        "Honest ways: share of findings that depart. Ways of altering: share of tables in which any finding departs, where so much of the days,\n"
        "lines, stations or units was altered. Several checks state facts (a total is not the sum of its parts, a mean is impossible, an edition\n"
        "was changed): they depart in honest tables too, and say only that there is something to ask. More than 2 % stands in bold: each\n"
        "is an innocent reason to rule out before anything else is believed.\n"
    )
    for name, check in sorted(known.checks.items()):
        yield f"### `{name}`\n"
        yield from ("| honest way | what it is | departs | not tested |", "|---|---|---|---|")
        for way, tally in sorted(check.size.items()):
            refused = 1 - tally.tested / tally.asked
            mark = "**" if is_loud(tally) else ""
            yield f"| `{way}` | {known.ways[way].line} | {mark}{told(tally.departs, tally.asked)}{mark} | {refused:.0%} |"
        yield ""
        yield from ("| altered | what it is | 5 % | 10 % | 25 % | 50 % |", "|---|---|---|---|---|---|")
        for way, doses in sorted(check.power.items()):
            yield f"| `{way}` | {known.ways[way].line} | " + " | ".join(f"{doses[dose].share:.0%}" for dose in DOSES) + " |"
        yield ""
