"""The flows of a mitmproxy file one after the other: what does not fit into memory is passed over without being held."""

from __future__ import annotations

from collections.abc import Iterator

from counterwatch.exposure.reading.limits import FLOW
from counterwatch.exposure.reading.opening import SIZE, Opened
from counterwatch.exposure.reading.tnetstrings import head_of_value


class Broken(Exception):
    """What stands here is no flow; `cut` says that the file ends within one."""

    def __init__(self, *, cut: bool) -> None:
        super().__init__()
        self.cut = cut


def flows(file: Opened) -> Iterator[bytes | None]:
    """Yield the bytes of each flow, None for one that is larger than is read; `Broken` where no flow stands."""
    held, place = b"", 0
    while True:
        if not (found := _head(held, place)):
            block = file.block()
            if not block and place == len(held):
                return
            if not block:
                raise Broken(cut=True)
            held, place = held[place:] + block, 0
            continue
        end = found[1] + 1
        if end - place > FLOW.most:
            _pass_over(file, end - len(held))
            held, place = b"", 0
            yield None
            continue
        if end > len(held):
            held, place, end = _whole(file, held[place:], end - place), 0, end - place
        yield held[place:end]
        place = end


def _head(held: bytes, place: int) -> tuple[int, int] | None:
    try:
        return head_of_value(held, place) if place < len(held) else None
    except ValueError:
        raise Broken(cut=False) from None


def _whole(file: Opened, held: bytes, size: int) -> bytes:
    parts, have = [held], len(held)
    while have < size:
        block = file.block(max(SIZE, size - have))
        if not block:
            raise Broken(cut=True)
        parts.append(block)
        have += len(block)
    return b"".join(parts)


def _pass_over(file: Opened, size: int) -> None:
    """Read on behind a flow; `Broken` where it is cut off."""
    while size > 0:
        block = file.block(min(size, SIZE))
        if not block:
            raise Broken(cut=True)
        size -= len(block)
