"""The beginning of a file: enough to see what it is, which encoding it has and what its columns are called."""

from __future__ import annotations

import codecs
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from counterwatch.coordination.reading.opening import head_of
from counterwatch.coordination.reading.recoded import Encoding, encoding_of
from counterwatch.files.contents import kind_of

SIZE = 1 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """The first bytes of a file, unpacked; `whole` says that they are all of it. `text` is empty where the file is no text."""

    name: str
    data: bytes = field(repr=False)
    whole: bool
    encoding: Encoding
    text: str = field(repr=False)

    @property
    def is_json(self) -> bool:
        return self.text.startswith(("{", "["))

    @property
    def first_line(self) -> str:
        return self.text.partition("\n")[0].rstrip("\r")

    def records(self) -> list[Any]:
        """Return the JSON values that stand whole in the head: those of its lines, or its one document, or the first items of a list."""
        if not self.is_json:
            return []
        by_line = self.text.startswith("{") and len(list(values(self.first_line))) == 1
        # A broken line does not hide those behind it.
        return [each for line in self.text.splitlines() for each in values(line)] if by_line else list(values(self.text))

    def outer_keys(self) -> frozenset[str]:
        """Return the keys of the first object; of a document that is cut, those that begin in the head."""
        records = self.records()
        if records and isinstance(records[0], dict):
            return frozenset(records[0])
        return frozenset(_outer_keys(self.text))


def head(source: Path | bytes, *, name: str, encoding: str | None = None) -> Head:
    """Return the beginning of a file; what is neither text nor Parquet is refused by name."""
    data, whole = head_of(source, name=name, size=SIZE)
    return head_from(data, name=name, whole=whole, encoding=encoding)


def head_from(data: bytes, *, name: str, whole: bool, encoding: str | None = None) -> Head:
    """Return the beginning of a file of which these are the first bytes."""
    if kind_of(data):
        return Head(name=name, data=data, whole=whole, encoding=Encoding(name="", certain=True), text="")
    found = encoding_of(data, name=name, whole=whole, asked=encoding)
    text = codecs.getincrementaldecoder(found.name)(errors="replace").decode(data).replace("\x00", "")
    return Head(name=name, data=data, whole=whole, encoding=found, text=text.lstrip("\ufeff \t\r\n"))


def values(text: str) -> Iterator[Any]:
    """Yield the JSON values at the beginning of a text, up to the first that is cut off or broken."""
    decoder, place = json.JSONDecoder(), 0
    inside = text.startswith("[")
    place = 1 if inside else 0
    while (place := _next(text, place, inside=inside)) < len(text):
        try:
            value, place = decoder.raw_decode(text, place)
        except (ValueError, RecursionError):
            return
        yield value


def _next(text: str, place: int, *, inside: bool) -> int:
    skipped = " \t\r\n," if inside else " \t\r\n"
    while place < len(text) and text[place] in skipped:
        place += 1
    return place


def _outer_keys(text: str) -> Iterator[str]:
    """Yield the keys of an object that may be cut off, down to where its first long value begins."""
    decoder, place = json.JSONDecoder(), 1
    if not text.startswith("{"):
        return
    while (place := _next(text, place, inside=True)) < len(text) and text[place] == '"':
        try:
            key, place = decoder.raw_decode(text, place)
            yield key
            place = _next(text, place, inside=False)
            _, place = decoder.raw_decode(text, _next(text, place + 1, inside=False))
        except (ValueError, RecursionError):
            return
