"""Texts told by a Python function, once for each that differs: a thousand posts of one text cost one call."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import polars as pl


def told(texts: pl.Series, function: Callable[[str], str | None]) -> pl.Series:
    """Return what `function` says of each text, null where it says nothing or the text is null; the length and order stay."""
    import polars as pl

    codes = texts.rank("dense")
    distinct = texts.unique(maintain_order=False).drop_nulls().sort()
    said = pl.Series(texts.name, [function(each) for each in distinct.to_list()], dtype=pl.String)
    return said.gather(codes - 1).rename(texts.name) if len(said) else texts
