"""Posts made in a test, read as a file would be."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import polars as pl

from counterwatch.coordination.batch import Stream, columns
from counterwatch.coordination.gather import Gathering, posts_of
from counterwatch.coordination.pseudonyms import Pseudonyms
from counterwatch.coordination.sources import Source
from counterwatch.coordination.table import Layer, Posts

KEY = bytes(range(32))


def source(rows: Sequence[dict[str, Any]], *, name: str = "posts.csv", at_once: int = 1000) -> Source:
    """Return a file with these posts; a row has any columns of a batch."""
    schema = {each: type for each, type in columns().items() if any(each in row for row in rows)}
    frame = pl.DataFrame([{each: row.get(each) for each in schema} for row in rows], schema=schema).with_row_index("row", offset=1)
    return Source(name=name, open=lambda: Stream(batches=iter([frame[begin : begin + at_once] for begin in range(0, len(frame), at_once)])))


def gathered(scratch: Path, *sources: Source, as_given: bool = False, key: bytes = KEY, how: Gathering | None = None) -> Posts:
    return posts_of(sources, pseudonyms=Pseudonyms(key=key, as_given=as_given), scratch=scratch, how=how)


def told(posts: Posts, layer: Layer) -> list[tuple[str, str, int]]:
    """Return the actions of a layer by name, sorted: account, object, time."""
    actions = layer.arrays()
    names = [(posts.accounts[int(a)], layer.objects[int(o)]) for a, o in zip(actions["account"], actions["object"], strict=True)]
    return sorted((account, object, int(time)) for (account, object), time in zip(names, actions["time"], strict=True))
