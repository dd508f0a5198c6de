"""Tested pairs as others read them: pseudonyms for codes, seconds for milliseconds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from counterwatch.coordination.table import SECOND

if TYPE_CHECKING:
    import polars as pl


def pairs_table(edges: pl.DataFrame, accounts: pl.Series, *, signal: str, window: int) -> pl.DataFrame:
    """Return one row per pair that a test found on a signal at a window (milliseconds), in the order of classes, then of p.

    `edges` has the codes `a` and `b`, `weight`, `objects`, `mean_delta` and `median_delta` (milliseconds), `p`, `q`, `kind` (A, T or B) and
    `group` (null where the two are in different ones); `accounts` are the pseudonyms by code.
    """
    import polars as pl

    rows = edges.select(
        account_a=accounts.gather(edges["a"]),
        account_b=accounts.gather(edges["b"]),
        signal=pl.lit(signal),
        window_seconds=pl.lit(window / SECOND),
        weight=pl.col("weight").cast(pl.Int64),
        objects=pl.col("objects").cast(pl.Int64),
        mean_delta_seconds=pl.col("mean_delta") / SECOND,
        median_delta_seconds=pl.col("median_delta") / SECOND,
        p="p",
        q="q",
        kind="kind",
        group=pl.col("group").cast(pl.Int64),
    )
    order = pl.col("kind").replace_strict({"A": 0, "T": 1, "B": 2}, default=3)
    return rows.sort(order, "p", "account_a", "account_b").rename({"kind": "class"})
