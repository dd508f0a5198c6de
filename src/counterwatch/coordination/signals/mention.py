"""Mentions of one account."""

from __future__ import annotations

from typing import TYPE_CHECKING

from counterwatch.coordination.lists import each
from counterwatch.coordination.signal import signal

if TYPE_CHECKING:
    import polars as pl


@signal(needs=("mentions",))
def mention(posts: pl.DataFrame) -> pl.DataFrame:
    """The same account was mentioned."""
    return each(posts, "mentions").unique(maintain_order=True)
