"""The week-by-week pattern of every unit as one CSV file, safe to open in a spreadsheet."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np

from counterwatch.figures.dispersion.spread import Spread
from counterwatch.figures.table import Panel

if TYPE_CHECKING:
    import polars as pl

FORMULA = ("=", "+", "-", "@", "\t", "\r")


def weeks_table(panel: Panel, spreads: Mapping[str, Spread]) -> str:
    """Return unit, value, window_start, total, mean, variance, p and marked of every window inside the panel; empty where left out."""
    import polars as pl

    return pl.concat(_rows(panel, value, spread) for value, spread in spreads.items()).write_csv()


def _rows(panel: Panel, value: str, spread: Spread) -> pl.DataFrame:
    import polars as pl

    inside = spread.inside
    numbers = {"mean": spread.mean, "variance": spread.variance, "p": spread.tail}
    return pl.DataFrame(
        {
            "unit": pl.Series([_plain(unit) for unit in panel.units], dtype=pl.String).gather(np.nonzero(inside)[0]),
            "value": pl.Series([_plain(value)], dtype=pl.String).new_from_index(0, int(inside.sum())),
            "window_start": pl.Series(spread.starts[inside]).cast(pl.Date),
            "total": pl.Series(spread.total[inside]).fill_nan(None).round().cast(pl.Int64),
            **{name: pl.Series(block[inside]).fill_nan(None).round_sig_figs(6) for name, block in numbers.items()},
            "marked": pl.Series(np.where(spread.usable, spread.marked, np.nan)[inside]).fill_nan(None).cast(pl.Int8),
        }
    )


def _plain(text: str) -> str:
    """Return text that a spreadsheet does not take for a formula."""
    return f"'{text}" if text.startswith(FORMULA) else text
