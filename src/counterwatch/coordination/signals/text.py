"""Posts of one text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from counterwatch.coordination.signal import signal
from counterwatch.coordination.words import own_words

if TYPE_CHECKING:
    import polars as pl


@signal(needs=("text",))
def text(posts: pl.DataFrame) -> pl.DataFrame:
    """The same text was posted as one's own, at least 30 letters (10 Chinese characters) without links and mentions.

    Case, width, invisible characters and the form of Chinese make no difference. Reposts are another signal.
    """
    return own_words(posts, hashtags=True)
