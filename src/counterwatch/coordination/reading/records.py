"""Posts out of JSON, one value on each line or one document: each value becomes posts as its source says, and one that cannot is counted."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from counterwatch.coordination.batch import Stream
from counterwatch.coordination.mapping import Mapping
from counterwatch.coordination.reading import pulling
from counterwatch.coordination.reading.faults import Faults, quoted
from counterwatch.coordination.reading.frames import Row, frame_of
from counterwatch.coordination.reading.head import Head, head
from counterwatch.coordination.reading.lines import LONGEST, lines_of
from counterwatch.coordination.reading.opening import Opened, opened
from counterwatch.coordination.reading.recoded import Recoded
from counterwatch.coordination.reading.remarks import CUT, remark_on
from counterwatch.coordination.reading.shaping import Shaper, posts_of
from counterwatch.coordination.reading.telling import ENCODING, READING
from counterwatch.core import Message, Template, UnreadableEvidence
from counterwatch.core.progress import Cancel, Progress, stop_if

if TYPE_CHECKING:
    import polars as pl

AT_ONCE = 20_000
"""Posts that become a frame at once: as objects of Python they take a few kilobytes each."""

NOT_JSON = Template("coordination.records.not_json", "{name} is not JSON")
OTHER_READER = Template("coordination.records.other_reader", "leave the reader to be chosen by what the file is")
BAD_LINE = Template("coordination.records.bad_line", "the line is not JSON, or is cut off")
LONG_LINE = Template("coordination.records.long_line", "the line has more than {most} bytes")
BROKEN = Template("coordination.records.broken", "the document is no JSON after value {n:raw}: what follows was not read")
NO_POST = Template("coordination.records.no_post", "it is not a post as this source writes them: {reason}")
ANY_NO_POST = Template("coordination.records.any_no_post", "it is not a post as this source writes them")

PASSED = Template(
    "coordination.records.passed",
    "{n} entry that is no post, as a deletion or a service message, was passed over",
    "{n} entries that are no posts, as deletions or service messages, were passed over",
)

Posts = Callable[[pulling.Path, Any], Iterable[Row | None]]
"""Turns a value and where it stands into posts: raw parts by name, `None` for an entry that is rightly no post.
`msgspec.ValidationError` says that it should be one and is not."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """How the posts of a source are taken out of its JSON. `many` says that one line may hold several posts: they are numbered then."""

    posts: Posts
    enter: pulling.Enter
    many: bool = False
    said: tuple[Message, ...] = ()


def begin(source: Path | bytes, *, name: str, encoding: str | None) -> Head:
    """Return the beginning of a file that must be JSON."""
    start = head(source, name=name, encoding=encoding)
    if not start.is_json:
        raise UnreadableEvidence(NOT_JSON(name=name), hint=OTHER_READER())
    return start


def stream_of_json(source: Path | bytes, start: Head, how: Source, *, mapping: Mapping, progress: Progress, cancel: Cancel) -> Stream:
    """Return the posts of a file of JSON."""
    faults = Faults(name=start.name, problems=[])
    said = () if start.encoding.certain else (ENCODING(encoding=start.encoding.name),)
    frames = _frames(source, start, how, faults, progress, cancel)
    return posts_of(frames, shaper=Shaper(name=start.name, mapping=mapping, faults=faults), said=(*said, *how.said))


def _frames(source: Path | bytes, start: Head, how: Source, faults: Faults, progress: Progress, cancel: Cancel) -> Iterator[pl.DataFrame]:
    with opened(source, name=start.name) as file:
        recoded = Recoded(file=file, encoding=start.encoding.name)
        rows: list[Row] = []
        for row in _rows(recoded, file, start, how, faults):
            rows.append(row)
            if len(rows) == AT_ONCE:
                stop_if(cancel)
                progress(READING(name=start.name), file.done, file.total)
                yield frame_of(rows)
                rows = []
        stop_if(cancel)
        progress(READING(name=start.name), file.done, file.total)
        if rows:
            yield frame_of(rows)
        remark_on(file, recoded, faults)


def _rows(recoded: Recoded, file: Opened, start: Head, how: Source, faults: Faults) -> Iterator[Row]:
    by_line = has_lines(start)
    values = _of_lines(recoded, how, faults) if by_line else _of_document(recoded, file, how, faults)
    count = passed = 0
    for number, path, value in values:
        try:
            for row in how.posts(path, value):
                if row is None:
                    passed += 1
                    continue
                count += 1
                row["row"] = number if by_line and not how.many else count
                yield row
        except msgspec.ValidationError as error:
            faults.bad(ANY_NO_POST(), [number], shown=[NO_POST(reason=quoted(str(error)))], unit="line" if by_line else "value")
    if passed:
        faults.note(PASSED(n=passed))


def has_lines(start: Head) -> bool:
    """Say whether each line of a file is a value: the first is whole, and there is another."""
    first, _, rest = start.text.partition("\n")
    if not rest.strip():
        return False
    try:
        return isinstance(decoded(first), dict)
    except (ValueError, RecursionError):
        return False


def decoded(line: bytes | str) -> Any:
    """Return the value of a line; numbers that JSON does not have, as NaN, are let through."""
    try:
        return msgspec.json.decode(line)
    except (ValueError, RecursionError):
        return json.loads(line)


def _of_lines(recoded: Recoded, how: Source, faults: Faults) -> Iterator[tuple[int, pulling.Path, Any]]:
    for number, line in enumerate(lines_of(recoded.blocks()), start=1):
        if line is None:
            faults.bad(LONG_LINE(most=LONGEST), [number], unit="line")
        elif line.strip():
            try:
                value = decoded(line)
            except (ValueError, RecursionError):
                faults.bad(BAD_LINE(), [number], unit="line")
                continue
            yield from ((number, path, each) for path, each in pulling.walk_value(value, how.enter))


def _of_document(recoded: Recoded, file: Opened, how: Source, faults: Faults) -> Iterator[tuple[int, pulling.Path, Any]]:
    pull = pulling.Pull(recoded.texts())
    number = 0
    try:
        while pull.peek():
            for path, value in pulling.walk(pull, how.enter):
                number += 1
                yield number, path, value
    except pulling.BrokenOff as broken:
        if broken.cut and not file.cut:
            faults.note(CUT(name=file.name))
        elif not broken.cut:
            faults.bad(BROKEN(n=number), [number + 1], unit="value")
