"""Tables that no check can answer from, and the same table told differently: one entry per type of table that checks read."""

import dataclasses
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import numpy as np

from counterwatch.figures.shapes.numbers import Numbers
from counterwatch.figures.table import Kind, Panel

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
    Panel: Retelling(
        starved=starved_panels, empty=empty_panel, renamed=renamed_panel, stacked=stacked_panel, turned=turned_panel, locked=locked_panel
    ),
    Numbers: Retelling(
        starved=starved_numbers, empty=empty_numbers, renamed=renamed_numbers, stacked=stacked_numbers, turned=turned_numbers, locked=locked_numbers
    ),
}
