"""The files of a collection, read one after the other as if they were one: posts are numbered on from file to file."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from counterwatch.coordination.batch import Stream
from counterwatch.core import Message, Problem

if TYPE_CHECKING:
    import polars as pl


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A file of posts: its name, and what opens it for reading from the start, as often as it is needed."""

    name: str
    open: Callable[[], Stream]


@dataclass(slots=True, kw_only=True)
class Remarks:
    """What the readers of all files said, and what they could not read."""

    said: list[Message] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def numbered(sources: Sequence[Source], remarks: Remarks | None = None) -> Iterator[tuple[int, str, pl.DataFrame]]:
    """Yield the batches of all files with the name of the file and the number that was added to its rows (`row` becomes Int64)."""
    import polars as pl

    before, last = 0, 0
    for source in sources:
        stream = source.open()
        for batch in stream.batches:
            shifted = batch.with_columns(pl.col("row").cast(pl.Int64) + before)
            last = max(last, int(shifted["row"].max() or 0)) if len(shifted) else last  # type: ignore[arg-type]
            yield before, source.name, shifted
        before = last
        if remarks is not None:
            remarks.said += stream.said
            remarks.problems += stream.problems
