"""Tables of posts as streams: the columns are taken for the parts of a post, and what was taken for what is told."""

from __future__ import annotations

from collections.abc import Mapping as Named
from pathlib import Path

from counterwatch.coordination.batch import Stream
from counterwatch.coordination.mapping import Mapping
from counterwatch.coordination.reading.delimited import frames_of_text, layout_of
from counterwatch.coordination.reading.faults import Faults
from counterwatch.coordination.reading.head import head
from counterwatch.coordination.reading.roles import roles_of
from counterwatch.coordination.reading.shaping import Shaper, posts_of
from counterwatch.coordination.reading.telling import ENCODING
from counterwatch.core import Template, UnreadableEvidence
from counterwatch.core.progress import Cancel, Progress

NO_TABLE = Template("coordination.tables.no_table", "{name} is no table of text: it is {kind}")
OTHER_READER = Template("coordination.tables.other_reader", "leave the reader to be chosen by what the file is")


def stream_of_text(
    source: Path | bytes, *, name: str, mapping: Mapping, progress: Progress, cancel: Cancel, known: Named[str, tuple[str, ...]] | None = None
) -> Stream:
    """Return the posts of delimited text; `known` are the columns of a source that documents them, the better ones first."""
    start = head(source, name=name, encoding=mapping.encoding)
    if start.is_json or not start.text:
        raise UnreadableEvidence(NO_TABLE(name=name, kind="JSON" if start.is_json else "Parquet"), hint=OTHER_READER())
    layout = layout_of(start)
    chosen = None if known is None else {part: column for part, names in known.items() if (column := _first(names, layout.names))}
    roles = roles_of(layout.names, name=name, mapping=mapping, known=chosen)
    faults = Faults(name=name, problems=[])
    frames = frames_of_text(source, start, layout, roles, faults=faults, progress=progress, cancel=cancel)
    said = () if start.encoding.certain else (ENCODING(encoding=start.encoding.name),)
    return posts_of(frames, shaper=Shaper(name=name, mapping=mapping, faults=faults), said=(*said, *roles.said))


def _first(wanted: tuple[str, ...], names: tuple[str, ...]) -> str | None:
    return next((each for each in wanted if each in names), None)
