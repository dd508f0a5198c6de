"""What names a falsification, all checks and habits together: a part of the page on calibration."""

from __future__ import annotations

from collections.abc import Iterator

from calibration_intervals import told
from counterwatch.figures.calibration import HONEST, Calibration, Named

DOSES = ("0.05", "0.1", "0.25", "0.5")
ENOUGH = 0.8
BLIND = {
    "moved": "what is dated a week later changes neither totals nor scatter. Two editions of the table (`revisions`), or a source by the day of the "
    "event, would show it.",
    "on_target": "one day of four weeks changes, by a few per cent of the sum. List the sums of the periods and ask `bunching` of them, with the "
    "target.",
    "typed": "digits typed by hand on half of the days leave one regular wave, as multiplication by a constant does, and the checks of digits let "
    "such a wave pass. Ask for the figures of the parts.",
    "scaled": "a factor is the same numbers as another definition. A second source (`source_gap`) sees it.",
}
OTHERWISE = "nothing here was made for it; ask a second source (`source_gap`), an earlier edition (`revisions`) or the parts (`hierarchy_sum`)."


def named(known: Calibration) -> Iterator[str]:
    """Tabulate how often anything names a falsified series, with what, and say of which falsifications too few are named."""
    yield "## What is named at all\n"
    yield (
        "Share of series, over the same five realistic worlds, in which a habit is named or any check departs, all checks together; behind it, for\n"
        "half of the days, what does so: a *habit* that is told and asked about, any departure, *unusual* (scatter or digits depart) and *two*\n"
        "kinds of evidence at once. A departure that is not unusual is a question. The first line is the honest series: what is named there for\n"
        "nothing.\n"
    )
    yield "| falsification | 5 % | 10 % | 25 % | 50 % | habit | departs | unusual | two |"
    yield "|---|---|---|---|---|---|---|---|---|"
    yield from (_row(way, known.named[way]) for way in (HONEST, *sorted(known.named.keys() - {HONEST})))
    yield "\nWithout a second source or a declaration of the source the highest word is *unusual*, however many depart.\n"
    if blind := missed(known):
        yield f"Named in fewer than {ENOUGH:.0%} of the series where half of the days were falsified: **silence says nothing about them**.\n"
        yield from (f"- *{way}* ({_of(known.named[way]['0.5'])}): {BLIND.get(way, OTHERWISE)}" for way in blind)
        yield ""


def missed(known: Calibration) -> list[str]:
    """Return the falsifications that are named in fewer than four of five series where half of the days are falsified."""
    ways = sorted(known.named.keys() - {HONEST})
    return [way for way in ways if known.named[way]["0.5"].anything < ENOUGH * known.named[way]["0.5"].asked]


def _row(way: str, doses: dict[str, Named]) -> str:
    if way == HONEST:
        each = doses["0.0"]
        return f"| *nothing falsified* | {told(each.anything, each.asked)} | | | | {_kinds(each)} |"
    return f"| {way} | " + " | ".join(f"{doses[dose].share(doses[dose].anything):.0%}" for dose in DOSES) + f" | {_kinds(doses['0.5'])} |"


def _kinds(each: Named) -> str:
    return " | ".join(f"{each.share(count):.0%}" for count in (each.habit, each.departs, each.unusual, each.two))


def _of(each: Named) -> str:
    return told(each.anything, each.asked)
