"""Lines of bounded length: a longer one is passed over without being held."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

LONGEST = 32 << 20
"""The longest line that is read, in bytes: pages of posts have a few million, and a line of 50 MB is no page."""


def lines_of(blocks: Iterable[bytes], *, longest: int = LONGEST) -> Iterator[bytes | None]:
    """Return each line without its end, and `None` for one with more than `longest` bytes."""
    waiting: list[bytes] = []
    held = 0
    for block in blocks:
        first, *others = block.split(b"\n")
        held += len(first)
        if held <= longest:
            waiting.append(first)
        else:
            waiting.clear()
        for line in others:
            yield None if held > longest else b"".join(waiting).rstrip(b"\r")
            held = len(line)
            waiting = [line] if held <= longest else []
    if held:
        yield None if held > longest else b"".join(waiting).rstrip(b"\r")
