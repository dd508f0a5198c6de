"""A capture as `Traffic`: read anew, request by request, each time that somebody asks."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from counterwatch.core import Message, Problem
from counterwatch.exposure.reading.faults import Faults
from counterwatch.exposure.reading.opening import Opened, opened
from counterwatch.exposure.table import Request, Traffic

Reading = Callable[[Opened, Faults], Iterator[Request]]
"""Yields the requests of an opened file and tells what it could not read."""


def watched(source: Path | bytes, *, name: str, reading: Reading, said: tuple[Message, ...]) -> Traffic:
    """Return the traffic of a file as `reading` reads it; problems are those of the reading that began last."""
    problems: list[Problem] = []

    def requests() -> Iterator[Request]:
        problems.clear()
        faults = Faults(name=name, problems=problems)
        with opened(source, name=name) as file:
            yield from reading(file, faults)
            faults.settle(file)

    return Traffic(name=name, requests=requests, size=_size(source, name), problems=problems, said=list(said))


def _size(source: Path | bytes, name: str) -> int:
    with opened(source, name=name) as file:
        return file.total
