"""What is kept of the findings of a block: who, which check, what it says, its number with its interval, p and the publication habit."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pyarrow as pa

from counterwatch.core import Finding
from counterwatch.figures.habit import habits_of
from counterwatch.figures.table import Kind, Panel, Step

WORD = pa.dictionary(pa.int32(), pa.string())
SCHEMA = pa.schema(
    [
        ("subject", pa.string()), ("unit", pa.string()), ("value", WORD), ("check", WORD), ("verdict", WORD), ("statement", WORD),
        ("estimate", pa.float64()), ("low", pa.float64()), ("high", pa.float64()), ("p_value", pa.float64()), ("habit", WORD),
    ]
)  # fmt: skip
"""The columns of a screening before its findings are compared with each other. `statement` is the identifier of a sentence."""


def table_of(panel: Panel, findings: Iterable[Finding]) -> pa.Table:
    """Return one row for each finding about a series of a panel."""
    places = {series.subject: (series.unit, series.value) for series in panel.series()}
    named = habits_by_subject(panel)
    columns: dict[str, list[Any]] = {field.name: [] for field in SCHEMA}
    for each in findings:
        unit, value = places.get(each.subject, ("", ""))
        number = each.estimate
        row = (
            each.subject, unit, value, each.check, each.verdict.value, each.statement.id, number and number.value, number and number.low,
            number and number.high, each.p_value, named.get(each.subject, ""),
        )  # fmt: skip
        for column, entry in zip(columns.values(), row, strict=True):
            column.append(entry)
    return pa.table({name: pa.array(entries, type=SCHEMA.field(name).type) for name, entries in columns.items()}, schema=SCHEMA)


def habits_by_subject(panel: Panel) -> dict[str, str]:
    """Return the names of the publication habits of each series, where they are looked for: daily counts and amounts."""
    if panel.step is not Step.DAY:
        return {}
    asked = [value for value in panel.values if panel.kinds[value] is not Kind.RATES]
    return {
        f"{unit} · {value}" if value else unit: " ".join(habits)
        for value in asked
        for unit, habits in zip(panel.units, habits_of(panel, value), strict=True)
    }
