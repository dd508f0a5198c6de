"""What is said about a total that is not the sum of its parts: innocent explanations first, then what to ask."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from counterwatch.core import Message, Template
from counterwatch.figures.hierarchy.breaks import Level

LIMITS = (
    Template(
        "figures.hierarchy_sum.limit_unallocated",
        "part of the total may belong to no part: cases without an address, the armed forces, shipping, head offices, people abroad",
    ),
    Template("figures.hierarchy_sum.limit_twice", "what crosses a border may be counted in two parts, and once in the total"),
    Template(
        "figures.hierarchy_sum.limit_place",
        "parts may count where something was registered or lived, and the total where it happened, or the reverse",
    ),
    Template(
        "figures.hierarchy_sum.limit_offices",
        "parts and total may come from different offices with different sources; many countries publish such differences and explain them",
    ),
    Template("figures.hierarchy_sum.limit_edition", "parts and total may come from editions of different dates, one revised and the other not yet"),
    Template(
        "figures.hierarchy_sum.limit_hidden",
        "small numbers may be withheld, or changed a little at random, to protect people; prices, seasons and chained volumes need not add up at all",
    ),
)
NOT_ALL = Template(
    "figures.hierarchy_sum.limit_not_all",
    "{n} time was left out, because not every part has a number there (most often missing: {parts})",
    "{n} times were left out, because not every part has a number there (most often missing: {parts})",
)
ROUNDED = Template(
    "figures.hierarchy_sum.limit_random", "the numbers look rounded at random to protect small groups, and were given the wider room that this needs"
)
BLIND = Template("figures.hierarchy_sum.limit_blind", "figures that add up may still be wrong: whoever writes a total can write its parts to fit")
ASK_REST = Template(
    "figures.hierarchy_sum.ask_rest", "ask the source for the line between parts and total (not allocated, adjustment), for each time in {table}"
)
ASK_EDITIONS = Template("figures.hierarchy_sum.ask_editions", "ask for the date of the edition of each part and of the total, and compare editions")
ASK_LEVEL = Template(
    "figures.hierarchy_sum.ask_level",
    "ask what changed at {start:date}: before, the sum of the parts was {before:.1%} of the total, and after it {after:.1%}",
)
ASK_SAME = Template(
    "figures.hierarchy_sum.ask_same",
    "the difference is about the same share all the time: look for one part that is missing from the list or named twice",
)
TABLE = "gaps.csv"
MOST_ASKED, MOST_NAMED = 5, 3
SMALLEST_CHANGE = 0.001


def limits(*, departs: bool, incomplete: int, missing: dict[str, int], random: bool) -> tuple[Message, ...]:
    """Return what an honest critic would say first."""
    # Sorted by how often, then by name, so that the order of units in the file does not matter.
    often = sorted(missing, key=lambda name: (-missing[name], name))[:MOST_NAMED]
    left_out = (NOT_ALL(n=incomplete, parts=", ".join(often)),) if incomplete else ()
    return (*(tuple(each() for each in LIMITS) if departs else ()), *left_out, *((ROUNDED(),) if random else ()), BLIND())


def steps(levels: Sequence[Level], *, departs: bool) -> tuple[Message, ...]:
    """Return the questions to the source: what lies between parts and total, and what changed when."""
    if not departs:
        return ()
    changes = [
        ASK_LEVEL(start=after.start, before=before.ratio, after=after.ratio)
        for before, after in itertools.pairwise(levels)
        if abs(after.ratio - before.ratio) >= SMALLEST_CHANGE
    ]
    same = (ASK_SAME(),) if len(levels) == 1 and levels[0].times > 1 else ()
    return (ASK_REST(table=TABLE), *same, *changes[:MOST_ASKED], ASK_EDITIONS())
