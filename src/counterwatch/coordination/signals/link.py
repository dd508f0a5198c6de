"""Posts with one link."""

from __future__ import annotations

from typing import TYPE_CHECKING

from counterwatch.coordination.links.canonical import canonical
from counterwatch.coordination.lists import each
from counterwatch.coordination.signal import signal
from counterwatch.coordination.unique import told

if TYPE_CHECKING:
    import polars as pl


@signal(needs=("links",))
def link(posts: pl.DataFrame) -> pl.DataFrame:
    """The same page was linked to, whatever its address was dressed in.

    Tracking parameters, mobile and AMP editions, redirects that carry their target and spellings of one address are taken away; a
    shortened link stays as it is, since only its service knows where it goes.
    """
    found = each(posts, "links")
    return found.with_columns(told(found["object"], canonical)).drop_nulls("object").unique(maintain_order=True)
