"""Hashtags of posts under one spelling."""

from __future__ import annotations

from typing import TYPE_CHECKING

from counterwatch.coordination.lists import each
from counterwatch.coordination.unique import told
from counterwatch.text.sameness import same

if TYPE_CHECKING:
    import polars as pl


def hashtags_of(posts: pl.DataFrame) -> pl.DataFrame:
    """Return `row` and `object`, one row per hashtag and in the order of the post: `#FreeTibet` and `＃freetibet` are one."""
    found = each(posts, "hashtags")
    return found.with_columns(told(found["object"], _spelling)).drop_nulls("object")


def _spelling(written: str) -> str | None:
    # Weibo closes its hashtags with a second mark.
    bare = same(written).strip("# ")
    return f"#{bare}" if bare else None
