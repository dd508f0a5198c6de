"""Tables that no check can answer from, and the same table told differently: one entry per type of table that checks read."""

import dataclasses
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import numpy as np

from counterwatch.coordination.received import Received
from counterwatch.coordination.table import Posts
from counterwatch.exposure.archive import Archive
from counterwatch.exposure.identity.graph import Graph
from counterwatch.exposure.table import Watched
from counterwatch.figures.claims.claim import Claim
from counterwatch.figures.claims.reading import claim_of
from counterwatch.figures.shapes.hierarchy import Hierarchy
from counterwatch.figures.shapes.numbers import Numbers
from counterwatch.figures.shapes.pairs import Pairs, Relation
from counterwatch.figures.shapes.stations import Stations
from counterwatch.figures.shapes.summaries import Summaries
from counterwatch.figures.shapes.vintages import Vintages
from counterwatch.figures.table import Kind, Panel
from counterwatch.incidents.table import Incidents
from tables_of_archives import empty_archive, renamed_archive, stacked_archives, starved_archives, turned_archive
from tables_of_identity import renamed_graph, stacked_graphs, starved_graphs, turned_graph
from tables_of_incidents import empty_incidents, renamed_incidents, stacked_incidents, starved_incidents, turned_incidents
from tables_of_posts import empty_posts, locked_posts, renamed_posts, stacked_posts, starved_posts, turned_posts
from tables_of_received import at, locked_received, renamed_received, stacked_received, starved_received, turned_received
from tables_of_shapes import (
    each_edition,
    editions,
    renamed_hierarchy,
    renamed_summaries,
    said_in_chinese,
    stacked_hierarchy,
    stacked_summaries,
    starved_claims,
    starved_hierarchies,
    starved_summaries,
    starved_vintages,
    summaries,
    told,
)  # fmt: skip
from tables_of_watched import empty_watched, renamed_watched, stacked_watched, starved_watched, turned_watched

DAYS = 400


def starved_panels() -> Iterator[tuple[str, Panel]]:
    """Yield panels that hold too little, nothing, or nothing that varies."""
    for count in (0, 1, 3):
        yield f"{count} values", Panel.one(name="short", values=np.arange(count) + 150)
    yield "nothing published", Panel.one(name="silent", values=np.full(DAYS, np.nan))
    yield "always the same number", Panel.one(name="constant", values=np.full(DAYS, 250))
    yield "only zeros", Panel.one(name="zeros", values=np.zeros(DAYS))
    yield "rates", Panel.one(name="rates", values=np.random.default_rng(0).uniform(1, 30, DAYS).round(1), kind=Kind.RATES)


def empty_panel() -> Panel:
    """Return a panel without any unit."""
    return Panel.many(name="nobody", values=np.zeros((0, DAYS)))


def renamed_panel(panel: Panel) -> Panel:
    """Return the same panel with its units named in another script; names keep their order."""
    return dataclasses.replace(panel, units=tuple(f"某地{number:04}" for number in range(len(panel.units))))


def stacked_panel(first: Panel, second: Panel) -> Panel:
    """Return the units of two panels, with the times of the longer one, as one panel."""
    width = max(len(first.times), len(second.times))
    longer = first if len(first.times) == width else second

    def wide(panel: Panel, name: str) -> Any:
        return np.pad(panel.values[name], ((0, 0), (0, width - len(panel.times))), constant_values=np.nan)

    values = {name: np.vstack([wide(first, name), wide(second, name)]) for name in first.values}
    units = (*(f"a {unit}" for unit in first.units), *(f"b {unit}" for unit in second.units))
    return dataclasses.replace(longer, units=units, values=values)


def turned_panel(panel: Panel) -> Panel:
    """Return the same panel with its units in the opposite order."""
    return dataclasses.replace(panel, units=panel.units[::-1], values={name: block[::-1] for name, block in panel.values.items()})


def locked_panel(panel: Panel) -> Panel:
    """Return the same panel with numbers that cannot be written to."""
    values = {name: block.copy() for name, block in panel.values.items()}
    for block in values.values():
        block.setflags(write=False)
    return dataclasses.replace(panel, values=values)


def starved_numbers() -> Iterator[tuple[str, Numbers]]:
    """Yield lists of numbers that hold too little, nothing, or nothing that varies."""
    rng = np.random.default_rng(0)
    for count in (0, 1, 3):
        yield f"{count} numbers", Numbers.one(name="short", values=10.0 ** np.arange(count), target=np.full(count, 50.0))
    yield "nothing published", Numbers.one(name="silent", values=np.full(DAYS, np.nan), target=np.full(DAYS, 50.0))
    yield "always the same number", Numbers.one(name="constant", values=np.full(DAYS, 250.0), target=np.full(DAYS, 250.0))
    yield "only zeros", Numbers.one(name="zeros", values=np.zeros(DAYS), target=np.full(DAYS, 8.0))
    yield "rates", Numbers.one(name="rates", values=rng.uniform(1, 30, 5 * DAYS).round(1), kind=Kind.RATES)


def empty_numbers() -> Numbers:
    """Return a table without any list."""
    return Numbers(name="nobody", values={}, kinds={})


def named_numbers(numbers: Numbers, names: Mapping[str, str]) -> Numbers:
    """Return the same lists in the order and by the names given."""
    values = {new: numbers.values[old] for old, new in names.items()}
    return dataclasses.replace(numbers, values=values, kinds={new: numbers.kinds[old] for old, new in names.items()})


def renamed_numbers(numbers: Numbers) -> Numbers:
    """Return the same lists named in another script."""
    return dataclasses.replace(
        named_numbers(numbers, {name: f"数{number:04}" for number, name in enumerate(numbers.values)}),
        name="某县",
        size_name=numbers.size_name and "人口",
    )


def stacked_numbers(first: Numbers, second: Numbers) -> Numbers:
    """Return the lists of two tables, the shorter ones filled up with gaps, as one table with the sizes and targets of the second."""
    length = max(len(block) for each in (first, second) for block in each.values.values())

    def long(block: Any) -> Any:
        return None if block is None else np.pad(block, (0, length - len(block)), constant_values=np.nan)

    tables = {"a": first, "b": second}
    values = {f"{key} {name}": long(block) for key, each in tables.items() for name, block in each.values.items()}
    kinds = {f"{key} {name}": kind for key, each in tables.items() for name, kind in each.kinds.items()}
    return dataclasses.replace(second, values=values, kinds=kinds, size=long(second.size), target=long(second.target))


def turned_numbers(numbers: Numbers) -> Numbers:
    """Return the same lists in the opposite order."""
    return named_numbers(numbers, {name: name for name in reversed(list(numbers.values))})


def locked_numbers(numbers: Numbers) -> Numbers:
    """Return the same lists with numbers that cannot be written to."""
    values = {name: block.copy() for name, block in numbers.values.items()}
    for block in values.values():
        block.setflags(write=False)
    return dataclasses.replace(numbers, values=values)


def starved_pairs() -> Iterator[tuple[str, Pairs]]:
    """Yield, for every relation, sources that hold too little, do not meet, or are about different things."""
    longer = Panel.one(name="short", values=np.arange(DAYS) + 150)
    for relation in Relation:
        for what, panel in starved_panels():
            yield f"{relation}: {what}", Pairs(first=panel, second=dataclasses.replace(panel, name="other"), relation=relation)
            yield f"{relation}: {what} against much", Pairs(first=panel, second=dataclasses.replace(longer, units=panel.units), relation=relation)
        late = Panel.one(name="short", values=np.arange(DAYS) + 150, start="2031-01-01")
        yield f"{relation}: times that do not meet", Pairs(first=longer, second=late, relation=relation)
        yield f"{relation}: other units", Pairs(first=longer, second=dataclasses.replace(longer, units=("elsewhere",)), relation=relation)


def each_side(change: Callable[[Panel], Panel]) -> Callable[[Pairs], Pairs]:
    """Return a change of panels as one of both sides of a pair."""
    return lambda pairs: dataclasses.replace(pairs, first=change(pairs.first), second=change(pairs.second))


def renamed_pairs(pairs: Pairs) -> Pairs:
    """Return the same pairs with units named in another script, on both sides and in the groups."""
    told = each_side(renamed_panel)(pairs)
    names = dict(zip(pairs.first.units, told.first.units, strict=True))
    return dataclasses.replace(told, groups=pairs.groups and {names[unit]: group for unit, group in pairs.groups.items()})


def stacked_pairs(one: Pairs, other: Pairs) -> Pairs:
    """Return two pairs as one."""
    groups = {f"{letter} {unit}": group for letter, each in (("a", one), ("b", other)) for unit, group in (each.groups or {}).items()}
    first, second = stacked_panel(one.first, other.first), stacked_panel(one.second, other.second)
    return dataclasses.replace(one, first=first, second=second, groups=groups or None)


def stations_with(registered: Any, ballots: Any, votes: Any) -> Stations:
    """Return stations of one unnamed region from three lists."""
    lists = [np.asarray(each, dtype=np.float64) for each in (registered, ballots, votes)]
    return Stations(name="stations", registered=lists[0], given=lists[1], received=lists[1], votes={"A": lists[2]})


def starved_stations() -> Iterator[tuple[str, Stations]]:
    """Yield elections with too few stations, with nothing published, nothing that varies, or percentages instead of counts."""
    rng = np.random.default_rng(0)
    size = rng.integers(300, 2000, 900)
    for count in (0, 1, 3):
        yield f"{count} stations", stations_with(size[:count], size[:count] // 2, size[:count] // 4)
    yield "nothing published", stations_with(*np.full((3, 900), np.nan))
    yield "only zeros", stations_with(*np.zeros((3, 900)))
    yield "always the same numbers", stations_with(np.full(900, 1000), np.full(900, 600), np.full(900, 300))
    yield "more votes than ballots", stations_with(size, size // 4, size // 2)
    percent = rng.integers(40, 80, 900)
    yield "fractions of people", stations_with(size, size * percent / 100 + 0.25, size * percent / 300)
    yield "no ballots", dataclasses.replace(stations_with(size, size // 2, size // 4), given=None, received=None)
    yield "no party", dataclasses.replace(stations_with(size, size // 2, size // 4), votes={})


def lists_of(stations: Stations, change: Callable[[Any], Any]) -> dict[str, Any]:
    """Return every list of a table of stations, changed."""
    kept = {name: change(getattr(stations, name)) for name in ("registered", "given", "received", "region") if getattr(stations, name) is not None}
    return {**kept, "votes": {party: change(block) for party, block in stations.votes.items()}}


def renamed_stations(stations: Stations) -> Stations:
    """Return the same stations with regions and parties named in other scripts."""
    regions = tuple(f"某地{number:04}" for number in range(len(stations.regions)))
    return dataclasses.replace(stations, name="སྒྲིག", regions=regions, votes={f"پارتىيە {each}": block for each, block in stations.votes.items()})


def stacked_stations(first: Stations, second: Stations) -> Stations:
    """Return the stations of two elections as one; regions stay apart."""
    lists: dict[str, Any] = {name: np.concatenate([getattr(first, name), getattr(second, name)]) for name in ("registered", "given", "received")}
    assert first.region is not None
    assert second.region is not None
    region = np.concatenate([first.region, second.region + len(first.regions)])
    votes = {party: np.concatenate([first.votes[party], second.votes[party]]) for party in first.votes}
    regions = (*(f"a {each}" for each in first.regions), *(f"b {each}" for each in second.regions))
    return dataclasses.replace(first, **lists, region=region, regions=regions, votes=votes)


def locked(block: Any) -> Any:
    """Return a copy that cannot be written to."""
    copied = block.copy()
    copied.setflags(write=False)
    return copied


@dataclasses.dataclass(frozen=True, kw_only=True)
class Retelling:
    """How to starve one type of table, and how to tell the same table in another way."""

    starved: Callable[[], Iterator[tuple[str, Any]]]
    empty: Callable[[], Any]
    renamed: Callable[[Any], Any]
    stacked: Callable[[Any, Any], Any]
    turned: Callable[[Any], Any]
    locked: Callable[[Any], Any]


RETELLINGS: Mapping[type, Retelling] = {
    Incidents: Retelling(
        starved=starved_incidents,
        empty=empty_incidents,
        renamed=renamed_incidents,
        stacked=stacked_incidents,
        turned=turned_incidents,
        locked=lambda table: table,
    ),
    Graph: Retelling(
        starved=starved_graphs, empty=Graph, renamed=renamed_graph, stacked=stacked_graphs, turned=turned_graph, locked=lambda graph: graph
    ),
    Watched: Retelling(
        starved=starved_watched,
        empty=empty_watched,
        renamed=renamed_watched,
        stacked=stacked_watched,
        turned=turned_watched,
        locked=lambda table: table,
    ),
    Archive: Retelling(
        starved=starved_archives,
        empty=empty_archive,
        renamed=renamed_archive,
        stacked=stacked_archives,
        turned=turned_archive,
        locked=lambda archive: archive,
    ),
    Posts: Retelling(
        starved=starved_posts, empty=empty_posts, renamed=renamed_posts, stacked=stacked_posts, turned=turned_posts, locked=locked_posts
    ),
    Panel: Retelling(
        starved=starved_panels, empty=empty_panel, renamed=renamed_panel, stacked=stacked_panel, turned=turned_panel, locked=locked_panel
    ),
    Numbers: Retelling(
        starved=starved_numbers, empty=empty_numbers, renamed=renamed_numbers, stacked=stacked_numbers, turned=turned_numbers, locked=locked_numbers
    ),
    Pairs: Retelling(
        starved=starved_pairs,
        empty=lambda: Pairs(first=empty_panel(), second=empty_panel()),
        renamed=renamed_pairs,
        stacked=stacked_pairs,
        turned=each_side(turned_panel),
        locked=each_side(locked_panel),
    ),
    Hierarchy: Retelling(
        starved=starved_hierarchies,
        empty=lambda: told(np.zeros((0, DAYS))),
        renamed=lambda table: renamed_hierarchy(table, renamed_panel(table.panel)),
        stacked=lambda one, other: stacked_hierarchy(other, stacked_panel(one.panel, other.panel)),
        turned=lambda table: dataclasses.replace(table, panel=turned_panel(table.panel), parts=table.parts[::-1]),
        locked=lambda table: dataclasses.replace(table, panel=locked_panel(table.panel)),
    ),
    Vintages: Retelling(
        starved=starved_vintages,
        empty=lambda: editions(empty_panel(), empty_panel()),
        renamed=each_edition(renamed_panel),
        stacked=lambda one, other: editions(*(stacked_panel(*pair) for pair in zip(one.editions, other.editions, strict=True))),
        turned=each_edition(turned_panel),
        locked=each_edition(locked_panel),
    ),
    Stations: Retelling(
        starved=starved_stations,
        empty=lambda: stations_with([], [], []),
        renamed=renamed_stations,
        stacked=stacked_stations,
        turned=lambda table: dataclasses.replace(table, **lists_of(table, lambda block: block[::-1])),
        locked=lambda table: dataclasses.replace(table, **lists_of(table, locked)),
    ),
    Claim: Retelling(
        starved=starved_claims,
        empty=lambda: claim_of(""),
        renamed=said_in_chinese,
        stacked=lambda _, other: other,
        turned=lambda claim: claim_of(f" {claim.text} "),
        locked=lambda claim: claim,
    ),
    Summaries: Retelling(
        starved=starved_summaries,
        empty=summaries,
        renamed=renamed_summaries,
        stacked=stacked_summaries,
        turned=lambda table: summaries(*table.lines[::-1]),
        locked=lambda table: table,
    ),
    Received: Retelling(
        starved=starved_received,
        empty=lambda: at([]),
        renamed=renamed_received,
        stacked=stacked_received,
        turned=turned_received,
        locked=locked_received,
    ),
}
