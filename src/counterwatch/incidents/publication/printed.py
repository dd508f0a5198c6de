"""What is printed of a table: cells as text, why each other is withheld, and the stored form of a release."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from counterwatch.core import Message, Template
from counterwatch.stats.disclosure.published import REST, Axis, Published, Rule, Shown, Table

TOTAL = "total"
SMALL = Template("incidents.printed.small", "small")
PROTECTS = Template("incidents.printed.protects", "may be small, or protects others")


def grid(made: Published, *, rest: str, total: str, names: dict[tuple[str, str], str]) -> Iterator[list[str]]:
    """Yield the lines of a table as text: a header, and a line for each category of the first way, totals last."""
    first, *others = made.table.axes
    columns = [_name(others[0].name, each, rest, names) for each in others[0].lines] if others else []
    yield [first.name, *columns, total]
    for row, category in enumerate([*first.lines, None]):
        label = total if category is None else _name(first.name, category, rest, names)
        yield [label, *(cell(made, row, column) for column in range(made.shown.shape[1]))]


def cell(made: Published, row: int, column: int) -> str:
    """Return how a count is printed: a number, fewer than the threshold, or a sign that it is withheld."""
    shown = Shown(int(made.shown[row, column]))
    if shown is Shown.SMALL:
        return f"<{made.rule.threshold}"
    return "*" if shown is Shown.WITHHELD else str(int(made.value[row, column]))


def withheld(made: Published) -> Iterator[tuple[str, str, Message]]:
    """Yield each count that is no number: what it is of, how it is printed, and why."""
    lines: list[list[str | None]] = [[*each.lines, None] for each in made.table.axes]
    for row, column in np.argwhere(~made.is_number).tolist():
        parts = [lines[0][row], *([lines[1][column]] if len(lines) > 1 else [])]
        of = " · ".join(f"{axis.name}={TOTAL if part is None else part or 'rest'}" for axis, part in zip(made.table.axes, parts, strict=True))
        yield of, cell(made, row, column), SMALL() if made.shown[row, column] == Shown.SMALL else PROTECTS()


def shares(made: Published) -> list[str]:
    """Return for a table of one way the share of each printed number in the printed total, in whole percent; none where the total is withheld."""
    total = int(made.value[-1, 0])
    if len(made.table.axes) != 1 or not made.is_number[-1, 0] or total < made.rule.threshold:
        return []
    return [f"{100 * int(value) / total:.0f}" if is_number else "" for value, is_number in zip(made.value[:, 0], made.is_number[:, 0], strict=True)]


def stored(made: Published) -> dict[str, Any]:
    """Return a release as plain values, true counts included: for the case only."""
    axes = [
        {"name": e.name, "listed": list(e.listed), "has_rest": e.has_rest, "coarser": {k: dict(v) for k, v in e.coarser.items()}}
        for e in made.table.axes
    ]
    cells = [[list(key), count] for key, count in made.table.cells.items()]
    arrays = {name: getattr(made, name).tolist() for name in ("shown", "value", "low", "high", "base", "floor")}
    table = {"axes": axes, "cells": cells, "state": made.table.state, "unit": made.table.unit}
    return {"table": table, "threshold": made.rule.threshold, "round": made.rule.base, **arrays}


def restored(data: dict[str, Any]) -> Published:
    """Return the release that plain values hold."""
    table = data["table"]
    axes = tuple(Axis(name=e["name"], listed=tuple(e["listed"]), has_rest=e["has_rest"], coarser=e["coarser"]) for e in table["axes"])
    made = Table(axes=axes, cells={tuple(key): count for key, count in table["cells"]}, state=table["state"], unit=table["unit"])
    arrays = {name: np.array(data[name], np.int64) for name in ("value", "low", "high", "base", "floor")}
    rule, shown = Rule(threshold=data["threshold"], base=data["round"]), np.array(data["shown"], np.int8)
    return Published(table=made, rule=rule, count=made.counts, shown=shown, **arrays)


def _name(way: str, category: str, rest: str, names: dict[tuple[str, str], str]) -> str:
    return rest if category == REST else names.get((way, category), category)
