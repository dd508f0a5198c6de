"""The same for the shapes of editions, hierarchies, summaries and claims: too little of them, and the same told in another way."""

import dataclasses
from collections.abc import Callable, Iterator

import numpy as np

from counterwatch.figures.claims.claim import Claim
from counterwatch.figures.claims.reading import claim_of
from counterwatch.figures.shapes.hierarchy import Hierarchy
from counterwatch.figures.shapes.summaries import Summaries, Summary
from counterwatch.figures.shapes.vintages import Vintages
from counterwatch.figures.table import Kind, Panel, Step

TIMES = 40


def starved_hierarchies() -> Iterator[tuple[str, Hierarchy]]:
    """Yield totals without parts, with one, with a part that is never published, with nothing or with rates."""
    counts = np.arange(4 * TIMES, dtype=np.float64).reshape(4, TIMES) + 5
    yield "no parts", told(counts[:1])
    yield "one part", told(counts[:2])
    yield "a part that is never published", told(np.vstack([counts, np.full(TIMES, np.nan)]))
    yield "a total that is never published", told(np.vstack([np.full(TIMES, np.nan), counts]))
    yield "nothing published", told(np.full((4, TIMES), np.nan))
    yield "only zeros", told(np.zeros((4, TIMES)))
    yield "no time", told(np.zeros((4, 0)))
    yield "rates", told(counts, Kind.RATES)


def told(values: np.ndarray, kind: Kind = Kind.COUNTS) -> Hierarchy:
    """Return a hierarchy whose first row is the total."""
    panel = Panel.many(name="place", values=values, kind=kind)
    return Hierarchy(panel=panel, total=panel.units[0] if len(panel.units) else "nobody")


def renamed_hierarchy(table: Hierarchy, panel: Panel) -> Hierarchy:
    """Return the same hierarchy with the names of another panel."""
    names = dict(zip(table.panel.units, panel.units, strict=True))
    return dataclasses.replace(table, panel=panel, total=names[table.total], parts=tuple(names[each] for each in table.parts))


def stacked_hierarchy(other: Hierarchy, panel: Panel) -> Hierarchy:
    """Return the second of two hierarchies in the panel of both."""
    return dataclasses.replace(other, panel=panel, total=f"b {other.total}", parts=tuple(f"b {each}" for each in other.parts))


def starved_vintages() -> Iterator[tuple[str, Vintages]]:
    """Yield one edition, editions of nothing, of other times, other units or other steps."""
    panel = Panel.one(name="place", values=np.arange(TIMES) + 5)
    late = Panel.one(name="place", values=np.arange(TIMES) + 5, start="2031-01-01")
    yield "one edition", editions(panel)
    yield "times that do not meet", editions(panel, late)
    yield "other units", editions(panel, dataclasses.replace(panel, units=("elsewhere",)))
    yield "other steps", editions(panel, Panel.one(name="place", values=np.arange(TIMES) + 5, step=Step.WEEK))
    yield "nothing published", editions(panel, Panel.one(name="place", values=np.full(TIMES, np.nan)))
    for count in (0, 1, 3):
        yield f"{count} values", editions(panel, Panel.one(name="place", values=np.arange(count) + 150))


def editions(*panels: Panel) -> Vintages:
    """Return some panels as editions of one publication."""
    return Vintages(editions=panels, labels=tuple(f"edition {number}" for number in range(1, len(panels) + 1)))


def each_edition(change: Callable[[Panel], Panel]) -> Callable[[Vintages], Vintages]:
    """Return a change of panels as one of all editions."""
    return lambda table: dataclasses.replace(table, editions=tuple(change(each) for each in table.editions))


def starved_claims() -> Iterator[tuple[str, Claim]]:
    """Yield sentences without a figure, without numbers, with too many or too large ones, or about nothing."""
    for text in (
        "", "hello", "80 percent of people", "908 of 1219", "half", "3 of 0 is 50 percent", "908 of 1.219 is 74 percent", "སྤྱི་བསྡོམས", "1 2 3 4 80%",
        "%",
        "9" * 400 + " of 5 is 80 percent", "x" * 5000, "\x00\x00 50%", "百分之 of 3 of 4",
    ):  # fmt: skip
        yield repr(text[:20]), claim_of(text)


def said_in_chinese(claim: Claim) -> Claim:
    """Return the same share, said in another language."""
    assert claim.stated is not None
    return claim_of(f"{claim.second}件中有{claim.first}件，占{float(claim.stated.value * 100):g}%")


def starved_summaries() -> Iterator[tuple[str, Summaries]]:
    """Yield no line, lines without a number to ask about, and lines of so many people that every number is possible."""
    yield "no line", summaries()
    yield "only a number of people", summaries(Summary(subject="a", n=20))
    yield "only a spread", summaries(Summary(subject="a", n=20, sd="1.20"))
    yield "every mean is possible", summaries(Summary(subject="a", n=150, mean="3.47"))
    yield "every percentage is possible", summaries(Summary(subject="a", n=20000, percent="61.7"))
    yield "no decimals", summaries(Summary(subject="a", n=3, mean="4"))


def summaries(*lines: Summary) -> Summaries:
    """Return some lines as a table."""
    return Summaries(name="told", lines=lines)


def renamed_summaries(table: Summaries) -> Summaries:
    """Return the same lines about things named in another script."""
    return summaries(*(dataclasses.replace(each, subject=f"某题{number:03}") for number, each in enumerate(table.lines)))


def stacked_summaries(one: Summaries, other: Summaries) -> Summaries:
    """Return the lines of two tables."""
    named = (dataclasses.replace(each, subject=f"{letter} {each.subject}") for letter, table in (("a", one), ("b", other)) for each in table.lines)
    return summaries(*named)
