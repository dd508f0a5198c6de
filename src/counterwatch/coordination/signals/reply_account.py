"""Replies to one account, whichever of its posts they answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from counterwatch.coordination.signal import signal

if TYPE_CHECKING:
    import polars as pl


@signal(needs=("reply_to_account",))
def reply_account(posts: pl.DataFrame) -> pl.DataFrame:
    """The same account was answered, in whichever of its posts.

    Wider than `reply`: a target who posts often is answered under many posts. Answers to oneself, as in a thread, are left out.
    """
    import polars as pl

    others = posts.filter(pl.col("reply_to_account") != pl.col("account"))
    return others.select("row", object=pl.col("reply_to_account").str.strip_chars()).filter(pl.col("object") != "")
