"""JSON with an object for each post, one on each line or all in a list, with any names."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from counterwatch.coordination.batch import Stream
from counterwatch.coordination.mapping import Mapping
from counterwatch.core import reader
from counterwatch.core.progress import Cancel, Progress, never, quiet, stop_if

ENDINGS = (".jsonl", ".ndjson", ".json", ".jsonl.gz", ".ndjson.gz", ".json.gz", ".jsonl.zst", ".ndjson.zst", ".json.zst", ".jsonl.bz2", ".json.bz2")


def sample() -> bytes:
    return (
        '{"object_id": "o1", "account_id": "a1", "content_id": "c1", "timestamp_share": 1640995200, "text": "བོད་"}\n'
        '{"object_id": "o1", "account_id": "a2", "content_id": "c2", "timestamp_share": 1640995203, "text": "ئۇيغۇر"}\n'
        '{"object_id": null, "account_id": "a3", "content_id": "c3", "timestamp_share": 1640995207, "text": "武汉"}\n'
    ).encode()


@reader(makes=Stream, suffixes=ENDINGS, sample=sample)
def json(source: Path | bytes, *, name: str, mapping: Mapping | None = None, progress: Progress = quiet, cancel: Cancel = never) -> Stream:
    """Reads JSON with an object for each post; what is inside another object is called by both names (`user.id`)."""
    from counterwatch.coordination.reading.flat import WRAPPERS, names_of, under
    from counterwatch.coordination.reading.records import Source, begin, stream_of_json
    from counterwatch.coordination.reading.roles import roles_of

    stop_if(cancel)
    mapping = mapping or Mapping()
    start = begin(source, name=name, encoding=mapping.encoding)
    wrapper = next((each for each in WRAPPERS if start.text.startswith("{") and each in start.outer_keys()), None)
    roles = roles_of(names_of(start, wrapper), name=name, mapping=mapping)

    def posts(path: tuple[str, ...], value: Any) -> Iterator[dict[str, Any]]:
        if wrapper is None or path[:1] == (wrapper,):
            yield {part: under(value, column) for part, column in roles.columns.items()}

    def enter(path: tuple[str, ...], sign: str) -> bool:
        return (sign == "[" and path in ((), (wrapper,))) or (sign == "{" and not path and wrapper is not None)

    how = Source(posts=posts, enter=enter, said=roles.said)
    return stream_of_json(source, start, how, mapping=mapping, progress=progress, cancel=cancel)
