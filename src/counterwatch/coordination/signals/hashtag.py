"""Posts with one hashtag."""

from __future__ import annotations

from typing import TYPE_CHECKING

from counterwatch.coordination.hashtags import hashtags_of
from counterwatch.coordination.signal import signal

if TYPE_CHECKING:
    import polars as pl


@signal(needs=("hashtags",))
def hashtag(posts: pl.DataFrame) -> pl.DataFrame:
    """The same hashtag was used, in whatever case, width or form of Chinese it was written."""
    return hashtags_of(posts).unique(maintain_order=True)
