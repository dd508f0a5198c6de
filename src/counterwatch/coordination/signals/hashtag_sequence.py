"""Posts with the same hashtags in the same order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from counterwatch.coordination.hashtags import hashtags_of
from counterwatch.coordination.signal import signal

if TYPE_CHECKING:
    import polars as pl

LEAST = 5
"""As in Luceri et al. 2024: shorter sequences are slogans that many people know by heart."""


@signal(needs=("hashtags",))
def hashtag_sequence(posts: pl.DataFrame) -> pl.DataFrame:
    """The same hashtags were used in the same order, at least five of them.

    Five as in Luceri, Pantè, Burghardt & Ferrara 2024 (WWW), after Pacheco et al. 2021 (ICWSM): two or three that go together are a slogan.
    """
    import polars as pl

    found = hashtags_of(posts).group_by("row", maintain_order=True).agg("object")
    return found.filter(pl.col("object").list.n_unique() >= LEAST).with_columns(pl.col("object").list.join(" "))
