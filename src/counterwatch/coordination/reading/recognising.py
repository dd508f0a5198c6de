"""Which reader a file is for: by what it holds, and by the ending of its name only where that leaves it open."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TypeVar

from counterwatch.coordination.batch import Stream
from counterwatch.coordination.mapping import Mapping
from counterwatch.coordination.reading.head import Head, head
from counterwatch.core import Template, UnreadableEvidence
from counterwatch.core.registry import Reader, readers

F = TypeVar("F", bound=Callable[..., Stream])
Test = Callable[[Head], bool]
NO_READER = Template("coordination.recognising.no_reader", "{name} is not recognised as a file of posts")
KNOWN = Template("coordination.recognising.known", "known are {sources}; a table needs a row of column names first")
MARKUP = ("<!doctype", "<html", "<head", "<body", "<?xml", "<svg", "<rss")
GENERAL = ("coordination.parquet", "coordination.json", "coordination.csv")

_TESTS: dict[Callable[..., Stream], Test] = {}


def known_by(test: Test) -> Callable[[F], F]:
    """Say by what beginning a reader knows its files; the test is asked before those for tables and JSON of any names."""

    def register(function: F) -> F:
        _TESTS[function] = test
        return function

    return register


def reader_for(source: Path | bytes, *, name: str, mapping: Mapping | None = None) -> Reader:
    """Return the reader of a file of posts."""
    mapping = mapping or Mapping()
    return recognised(head(source, name=name, encoding=mapping.encoding), mapping)


def recognised(start: Head, mapping: Mapping | None = None) -> Reader:
    """Return the reader for files that begin so; what no reader knows is refused with the list of what is known.

    Where the user named columns, the file is taken for a table, or JSON, of any names.
    """
    known = readers(Stream)
    special = [each for each in known.values() if each.name not in GENERAL and (test := _TESTS.get(each.function)) is not None and test(start)]
    if special and not (mapping and mapping.columns):
        return special[0]
    if start.data.startswith(b"PAR1"):
        return known["coordination.parquet"]
    if start.is_json:
        return known["coordination.json"]
    if not start.text.lower().startswith(MARKUP) and (fitting := _by_ending(start.name, known.values())):
        return fitting
    if not start.text.lower().startswith(MARKUP) and any(each in start.first_line for each in ",;\t|"):
        return known["coordination.csv"]
    raise UnreadableEvidence(NO_READER(name=start.name), hint=KNOWN(sources=", ".join(each.help.rstrip(".") for each in known.values())))


def _by_ending(name: str, known: Iterable[Reader]) -> Reader | None:
    """Return the reader of a third party that claims this ending, which for text may be any."""
    ours = {each.name for each in known if each.function in _TESTS} | set(GENERAL)
    return next((each for each in known if each.name not in ours and name.lower().endswith(each.suffixes)), None)
