"""Which reader a capture is for: told by how it begins, never by its name."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from counterwatch.core import Template, UnreadableEvidence
from counterwatch.core.registry import Reader, readers
from counterwatch.exposure.reading.opening import head_of
from counterwatch.exposure.table import Traffic
from counterwatch.files.contents import kind_of

F = TypeVar("F", bound=Callable[..., Traffic])
Test = Callable[[bytes], bool]

EMPTY = Template("exposure.recognising.empty", "{name} is empty")
OTHER_KIND = Template("exposure.recognising.other_kind", "{name} is no capture of traffic: it is {kind}")
UNPACK = Template("exposure.recognising.unpack", "take the capture out of it, and read that; gzip alone is unpacked here")
NO_READER = Template("exposure.recognising.no_reader", "{name} is no capture that can be read")
KNOWN = Template("exposure.recognising.known", "what can be read: {sources}")

_TESTS: dict[Callable[..., Traffic], Test] = {}


def known_by(test: Test) -> Callable[[F], F]:
    """Say by what first bytes, already unpacked, a reader knows its files."""

    def register(function: F) -> F:
        _TESTS[function] = test
        return function

    return register


def reader_for(source: Path | bytes, *, name: str) -> Reader:
    """Return the reader of a capture; what no reader knows is refused with what it is, or with the list of what is known."""
    head, known = head_of(source, name=name), readers(Traffic)
    for each in known.values():
        if (test := _TESTS.get(each.function)) is not None and test(head):
            return each
    # A reader of a third party that says nothing of first bytes is known by the ending.
    claimed = [each for each in known.values() if each.function not in _TESTS and name.lower().endswith(each.suffixes)]
    if claimed and head:
        return claimed[0]
    raise _refused(head, name, "; ".join(each.help.rstrip(".") for each in known.values()))


def _refused(head: bytes, name: str, sources: str) -> UnreadableEvidence:
    if not head:
        return UnreadableEvidence(EMPTY(name=name), hint=KNOWN(sources=sources))
    if kind := kind_of(head):
        return UnreadableEvidence(OTHER_KIND(name=name, kind=kind), hint=UNPACK())
    return UnreadableEvidence(NO_READER(name=name), hint=KNOWN(sources=sources))
