"""A JSON document of any size, piece by piece: only the value that is being looked at is held."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from typing import Any

from counterwatch.coordination.reading.lines import LONGEST

Path = tuple[str, ...]
"""Where in a document a value stands: keys, and `*` for an item of a list."""

Enter = Callable[[Path, str], bool]
"""Says whether the object (`{`) or list (`[`) at a path is gone into; what is not is one value."""

NO_SPACE = re.compile(r"[^ \t\r\n]")


class BrokenOff(Exception):
    """The document ends before it is whole, or goes on in a way that is no JSON; `cut` says that it is the first."""

    def __init__(self, *, cut: bool) -> None:
        super().__init__()
        self.cut = cut


class Pull:
    """The next value of a document that arrives in blocks of text."""

    def __init__(self, blocks: Iterator[str], *, longest: int = LONGEST) -> None:
        self._blocks = blocks
        self._longest = longest
        self._text = ""
        self._place = 0
        self._decoder = json.JSONDecoder()

    def peek(self) -> str:
        """Return the next sign that is no space, nothing at the end."""
        while (found := NO_SPACE.search(self._text, self._place)) is None:
            self._place = len(self._text)
            if not self._more():
                return ""
        self._place = found.start()
        return found[0]

    def take(self, sign: str) -> None:
        """Go past a sign that must be there."""
        found = self.peek()
        if found != sign:
            raise BrokenOff(cut=not found)
        self._place += 1

    def value(self) -> Any:
        """Return the next value, which may be as long as the limit."""
        self.peek()
        wanted = 0
        while True:
            try:
                found, end = self._decoder.raw_decode(self._text, self._place)
            except (ValueError, RecursionError) as error:
                if len(self._text) - self._place > self._longest or isinstance(error, RecursionError):
                    raise BrokenOff(cut=False) from error
                wanted = max(2 * wanted, 2 * (len(self._text) - self._place))
                if not self._more(wanted):
                    raise BrokenOff(cut=True) from error
                continue
            if end < len(self._text) or not self._more():
                self._place = end
                return found

    def _more(self, wanted: int = 1) -> bool:
        """Hold at least `wanted` signs from here on, where there are so many; false where nothing came."""
        pieces, came = [self._text[self._place :]], 0
        while (not came or sum(map(len, pieces)) < wanted) and (block := next(self._blocks, "")):
            pieces.append(block)
            came += len(block)
        self._text, self._place = "".join(pieces), 0
        return came > 0


def walk(pull: Pull, enter: Enter, path: Path = ()) -> Iterator[tuple[Path, Any]]:
    """Yield every value that is not gone into, with where it stands, in the order of the document."""
    sign = pull.peek()
    if sign == "[" and enter(path, sign):
        for _ in _items(pull, "[", "]"):
            yield from walk(pull, enter, (*path, "*"))
    elif sign == "{" and enter(path, sign):
        for _ in _items(pull, "{", "}"):
            key = pull.value()
            pull.take(":")
            yield from walk(pull, enter, (*path, str(key)))
    else:
        yield path, pull.value()


def _items(pull: Pull, start: str, end: str) -> Iterator[None]:
    """Stop at each item of a list or an object, which must be taken before the next."""
    pull.take(start)
    while pull.peek() != end:
        yield
        if pull.peek() != end:
            pull.take(",")
    pull.take(end)


def walk_value(value: Any, enter: Enter, path: Path = ()) -> Iterator[tuple[Path, Any]]:
    """Yield the same for a value that is already there."""
    if isinstance(value, list) and enter(path, "["):
        for item in value:
            yield from walk_value(item, enter, (*path, "*"))
    elif isinstance(value, dict) and enter(path, "{"):
        for key, item in value.items():
            yield from walk_value(item, enter, (*path, key))
    else:
        yield path, value
