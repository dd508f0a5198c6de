"""Whatever the source says was shared."""

from __future__ import annotations

from typing import TYPE_CHECKING

from counterwatch.coordination.signal import signal

if TYPE_CHECKING:
    import polars as pl


@signal(needs=("object",))
def object(posts: pl.DataFrame) -> pl.DataFrame:
    """The same object was shared, whatever the source calls by that name."""
    import polars as pl

    return posts.select("row", object=pl.col("object").str.strip_chars()).filter(pl.col("object") != "")
