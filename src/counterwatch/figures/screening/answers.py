"""What is kept of the findings of a block: who, which check, what it says, its number with its interval, p and the publication habit."""

from __future__ import annotations

from collections.abc import Iterable

import polars as pl
import pyarrow as pa

from counterwatch.core import Finding
from counterwatch.figures.habit import habits_of
from counterwatch.figures.table import Kind, Panel, Step

WORDS = ("subject", "unit", "value", "check", "verdict", "statement", "habit")
NUMBERS = ("estimate", "low", "high", "p_value")
SCHEMA = pa.schema([(name, pa.large_string()) for name in WORDS] + [(name, pa.float64()) for name in NUMBERS])
"""The columns of a screening before its findings are compared with each other. `statement` is the identifier of a sentence."""


def table_of(panel: Panel, findings: Iterable[Finding]) -> pa.Table:
    """Return one row for each finding about a series of a panel."""
    places = {series.subject: (series.unit, series.value) for series in panel.series()}
    named = habits_by_subject(panel)
    rows = []
    for each in findings:
        unit, value = places.get(each.subject, ("", ""))
        number = each.estimate
        interval = (number.value, number.low, number.high) if number else (None, None, None)
        words = each.subject, unit, value, each.check, each.verdict.value, each.statement.id, named.get(each.subject, "")
        rows.append((*words, *interval, each.p_value))
    types = dict.fromkeys(WORDS, pl.String()) | dict.fromkeys(NUMBERS, pl.Float64())
    return pl.DataFrame(rows, schema=types, orient="row").to_arrow().cast(SCHEMA)


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
