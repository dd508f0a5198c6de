"""Posts as a reader hands them on: frames of some thousand rows with the columns below, as many of them as the source has."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from counterwatch.core import Message, Problem

if TYPE_CHECKING:
    import polars as pl


def columns() -> dict[str, pl.DataType]:
    """Return the columns that a batch may have, with their types.

    `post` is the id of the post at its source, `account` who posted it and `created` when that account was made (milliseconds UTC);
    `time` is when (milliseconds UTC); `repost_of` and `reply_to` are ids of other posts, `reply_to_account` and `mentions` accounts;
    `links`, `hashtags` and `images` (hashes of images) are lists; `object` is anything shared, where a source says no more than that.
    """
    import polars as pl

    text, many = pl.String(), pl.List(pl.String)
    return {
        "post": text, "account": text, "created": pl.Int64(), "time": pl.Int64(), "text": text, "repost_of": text, "reply_to": text,
        "reply_to_account": text, "mentions": many, "hashtags": many, "links": many, "images": many, "object": text,
    }  # fmt: skip


ACCOUNTS = ("account", "reply_to_account", "mentions")
"""The columns that name accounts: they become pseudonyms before anything else sees a batch."""


@dataclass(slots=True, kw_only=True)
class Stream:
    """A file of posts while it is read. `batches` is read once, to its end; `problems`, `said` and
    `resolution` (the step of its clock in milliseconds) are filled on the way, and whole once it was read.

    Every batch has `account` and `time` in every row, and a column `row` (UInt64): where in the file the post stands, counted from 1.
    """

    batches: Iterator[pl.DataFrame]
    problems: list[Problem] = field(default_factory=list)
    said: list[Message] = field(default_factory=list)
    resolution: int | None = None
