"""Images of one hash."""

from __future__ import annotations

from typing import TYPE_CHECKING

from counterwatch.coordination.lists import each
from counterwatch.coordination.signal import signal

if TYPE_CHECKING:
    import polars as pl


@signal(needs=("images",))
def image(posts: pl.DataFrame) -> pl.DataFrame:
    """The same image was posted, as the hashes in the source tell.

    Whether a cut or recoloured copy is the same image depends on the kind of hash: a perceptual one says yes, a cryptographic one no.
    """
    import polars as pl

    found = each(posts, "images")
    return found.with_columns(pl.col("object").str.to_lowercase()).unique(maintain_order=True)
