"""Reposts of one post."""

from __future__ import annotations

from typing import TYPE_CHECKING

from counterwatch.coordination.signal import signal

if TYPE_CHECKING:
    import polars as pl


@signal(needs=("repost_of",))
def repost(posts: pl.DataFrame) -> pl.DataFrame:
    """The same post was reposted."""
    import polars as pl

    return posts.select("row", object=pl.col("repost_of").str.strip_chars()).filter(pl.col("object") != "")
