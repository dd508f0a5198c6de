"""Work on many files: the large ones in a thread beside the small ones.

Hashing and writing a large piece leaves the interpreter free; small files are mostly interpreter, and more threads only take it from each other.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

T = TypeVar("T")
R = TypeVar("R")


def side_by_side(work: Callable[[T], R], items: Sequence[T], *, is_large: Callable[[T], bool], stop: Callable[[], None]) -> Iterator[R]:
    """Yield the result for each item in order. `stop` is called when the rest is no longer wanted, to end what is under way."""
    with ThreadPoolExecutor(1) as beside:
        try:
            large = {number: beside.submit(work, item) for number, item in enumerate(items) if is_large(item)}
            small = {number: work(item) for number, item in enumerate(items) if number not in large}
            for number in range(len(items)):
                yield large[number].result() if number in large else small[number]
        except BaseException:
            stop()
            beside.shutdown(cancel_futures=True)
            raise
