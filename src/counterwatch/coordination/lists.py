"""Columns that hold several things per post, taken apart."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import polars as pl


def each(posts: pl.DataFrame, column: str) -> pl.DataFrame:
    """Return `row` and `object`, one row per thing in a list, in the order of the list; what is null or empty is no thing."""
    import polars as pl

    found = posts.select("row", object=pl.col(column)).filter(pl.col("object").list.len() > 0).explode("object")
    return found.with_columns(pl.col("object").str.strip_chars()).filter(pl.col("object") != "")
