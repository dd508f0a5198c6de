"""Posts with one link."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from counterwatch.coordination.lists import each
from counterwatch.coordination.signal import signal
from counterwatch.coordination.unique import told
from counterwatch.text.links.canonical import canonical

if TYPE_CHECKING:
    import polars as pl

NUMBER = re.compile(r"[0-9]{1,20}")


@signal(needs=("links",))
def link(posts: pl.DataFrame) -> pl.DataFrame:
    """The same page was linked to, whatever its address was dressed in.

    Tracking parameters, mobile and AMP editions, redirects that carry their target and spellings of one address are taken away; a
    shortened link stays as it is, since only its service knows where it goes. What is a number and no address is taken for the name that
    the publisher of the collection gave to a page.
    """
    found = each(posts, "links")
    return found.with_columns(told(found["object"], page)).drop_nulls("object").unique(maintain_order=True)


def page(link: str) -> str | None:
    """Return what a link is compared by, or the number by which a publisher called it."""
    return plain if NUMBER.fullmatch(plain := link.strip()) else canonical(link)
