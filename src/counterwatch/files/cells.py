"""How long a cell of a table may be while Python's reader of tables is at work."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def cells_up_to(longest: int) -> Iterator[None]:
    """Let cells have as many characters. The library has one limit for all readers, which gets back what it was: who reads next is not to differ."""
    before = csv.field_size_limit(longest)
    try:
        yield
    finally:
        csv.field_size_limit(before)
