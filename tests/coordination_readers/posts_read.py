"""Reads a file of posts to its end, as the tests of readers need it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from counterwatch.coordination.batch import Stream
from counterwatch.coordination.mapping import Mapping
from counterwatch.coordination.reading.recognising import reader_for


def posts_in(data: bytes | str | Path, *, name: str = "evidence", **mapping: Any) -> tuple[list[dict[str, Any]], Stream]:
    """Return all posts, and the stream with what was said and what was wrong."""
    source = data.encode() if isinstance(data, str) else data
    given = Mapping(**mapping)
    stream: Stream = reader_for(source, name=name, mapping=given).function(source, name=name, mapping=given)
    return [row for batch in stream.batches for row in batch.to_dicts()], stream


def wrong(stream: Stream) -> list[str]:
    """Return the problems of a stream as a report lists them."""
    return [f"{each.place}: {each.message}" if each.place else str(each.message) for each in stream.problems]


def left_out(stream: Stream) -> int:
    """Return how many rows could not be used."""
    return sum(each.records for each in stream.problems)
