"""From files of posts to the tables that checks of coordination read: a collection, or what one person received."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from counterwatch.coordination.batch import Stream
from counterwatch.coordination.gather import Gathering, posts_of
from counterwatch.coordination.pseudonyms import Pseudonyms
from counterwatch.coordination.reading.recognising import reader_for
from counterwatch.coordination.received import Received, received
from counterwatch.coordination.setup import PostsSetup
from counterwatch.coordination.sources import Remarks, Source, numbered
from counterwatch.coordination.table import Posts
from counterwatch.core import Message, Problem, registry
from counterwatch.core.progress import Cancel, Progress, never, quiet
from counterwatch.core.registry import Reader


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """How posts of one run are read: the setup, the pseudonyms, and where that may lie which memory does not hold."""

    setup: PostsSetup
    pseudonyms: Pseudonyms
    scratch: Path


@dataclass(frozen=True, slots=True, kw_only=True)
class PostsTables:
    """What was read: a table for each shape that some check reads."""

    name: str
    by_shape: Mapping[type, Any]
    said: tuple[Message, ...]
    problems: tuple[Problem, ...]

    def lacking(self, shape: type) -> Message | None:  # noqa: ARG002 - files of posts make every table that was asked for
        """Say what would be needed for a check: nothing."""
        return None


def sources_of(places: Sequence[tuple[str, Path | bytes]], setup: PostsSetup) -> tuple[list[Source], list[Reader]]:
    """Return files (name, place) as sources of posts, each with its reader: the one named in the setup, else the one that recognises it."""
    said = [each.reader for each in setup.files] or [""] * len(places)
    known = registry.readers(Stream)
    readers = [known.get(reader) or reader_for(place, name=name, mapping=setup.mapping) for (name, place), reader in zip(places, said, strict=True)]

    def source(name: str, place: Path | bytes, reader: Reader) -> Source:
        return Source(name=name, open=lambda: reader.function(place, name=name, mapping=setup.mapping))

    return [source(name, place, reader) for (name, place), reader in zip(places, readers, strict=True)], readers


def tables_of(
    read: Reading, sources: Sequence[Source], shapes: Collection[type], *, progress: Progress = quiet, cancel: Cancel = never
) -> PostsTables:
    """Read files of posts into a table of each shape. Accounts are pseudonyms in all of them."""
    name, found, said, problems = ", ".join(each.name for each in sources), dict[type, Any](), list[Message](), list[Problem]()
    if Posts in shapes:
        how = Gathering(signals=read.setup.signals, min_participation=read.setup.min_participation)
        posts = posts_of(sources, pseudonyms=read.pseudonyms, scratch=read.scratch, how=how, progress=progress, cancel=cancel)
        found[Posts] = posts
        said, problems = list(posts.said), list(posts.problems)
    if Received in shapes:
        remarks = Remarks()
        batches = (read.pseudonyms.applied(batch) for _, _, batch in numbered(sources, remarks))
        table = received(batches, name=name, zone=read.setup.days_in)
        found[Received] = table
        said, problems = said or remarks.said, [*(problems or remarks.problems), *table.problems]
    return PostsTables(name=name, by_shape=found, said=tuple(said), problems=tuple(problems))
