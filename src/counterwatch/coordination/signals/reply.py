"""Replies to one post."""

from __future__ import annotations

from typing import TYPE_CHECKING

from counterwatch.coordination.signal import signal

if TYPE_CHECKING:
    import polars as pl


@signal(needs=("reply_to",))
def reply(posts: pl.DataFrame) -> pl.DataFrame:
    """The same post was answered."""
    import polars as pl

    return posts.select("row", object=pl.col("reply_to").str.strip_chars()).filter(pl.col("object") != "")
