"""The entries of a HAR file one after the other, found by its brackets, so that a file of any size is read in little memory."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from counterwatch.exposure.reading.limits import DEPTH, ENTRY, PREFACE
from counterwatch.exposure.reading.opening import SIZE, Opened

TOKEN = re.compile(rb'"[^"\\]*+(?:\\.[^"\\]*+)*+"|["{}\[\]:,]', re.DOTALL)
"""A whole string, a sign of structure, or the quote of a string that is not all there yet; numbers and words are passed over."""
RUN = re.compile(rb'(?:[^{}\[\]"]++|"[^"\\]*+(?:\\.[^"\\]*+)*+")*+', re.DOTALL)
"""Everything up to the next bracket outside of strings, or up to a string that is not all there yet."""
GAP = re.compile(rb"[\s,]*+")
OPENING, CLOSING = b"{[", b"}]"

Trouble = Literal["not there", "broken", "cut", "too long", "too deep"]


class Stopped(Exception):
    """The entries of a file end before its list does; `why` says what stands there instead."""

    def __init__(self, why: Trouble) -> None:
        super().__init__(why)
        self.why = why


@dataclass(slots=True, kw_only=True)
class Text:
    """The part of a file that is held: `held` from `place` on is still to be read."""

    file: Opened
    held: bytearray = field(default_factory=bytearray)
    place: int = 0

    def more(self, *, most: int) -> bool:
        """Hold as much again as is still unread, so that a long string is not looked at too often; false where the file ends."""
        del self.held[: self.place]
        self.place = 0
        if len(self.held) > most:
            raise Stopped("too long")
        block = self.file.block(max(SIZE, len(self.held)))
        self.held += block
        return bool(block)


def find_entries(file: Opened) -> Text:
    """Return the text from behind the bracket that opens `log.entries`; `Stopped` where there is none."""
    text, key = Text(file=file), b""
    path: list[bytes] = []
    while True:
        token = _token(text)
        if token == b"[" and [*path, key] == [b"", b'"log"', b'"entries"']:
            return text
        if token in (b"{", b"["):
            path.append(key)
        elif token in (b"}", b"]"):
            if len(path) <= 1:
                raise Stopped("not there")
            path.pop()
        elif len(token) > 1:
            key = token
        if len(path) > DEPTH.most:
            raise Stopped("too deep")
        key = b"" if token in (b"{", b"[") else key


def _token(text: Text) -> bytes:
    while True:
        if text.file.given - len(text.held) + text.place > PREFACE.most:
            raise Stopped("too long")
        found = TOKEN.search(text.held, text.place)
        if found is not None and found[0] != b'"':
            text.place = found.end()
            return bytes(found[0])
        text.place = len(text.held) if found is None else found.start()
        if not text.more(most=PREFACE.most):
            raise Stopped("not there")


def entries(text: Text) -> Iterator[bytes]:
    """Yield each entry as it stands in the file; `Stopped` where the list breaks off."""
    while (sign := _next_sign(text)) != "]":
        if sign != "{":
            raise Stopped("broken" if sign else "cut")
        end = _end(text)
        yield bytes(memoryview(text.held)[text.place : end])
        text.place = end


def _next_sign(text: Text) -> str:
    while True:
        text.place = GAP.match(text.held, text.place).end()  # type: ignore[union-attr]
        if text.place < len(text.held):
            return chr(text.held[text.place])
        if not text.more(most=ENTRY.most):
            return ""


def _end(text: Text) -> int:
    """Return the place behind the object that begins at the place of the text."""
    at, depth = text.place, 0
    while True:
        at = RUN.match(text.held, at).end()  # type: ignore[union-attr]
        if at >= len(text.held) or text.held[at] == ord('"'):
            at -= text.place
            if not text.more(most=ENTRY.most):
                raise Stopped("cut")
            continue
        depth += 1 if text.held[at] in OPENING else -1
        at += 1
        if depth == 0:
            return at
        if depth > DEPTH.most:
            raise Stopped("too deep")
