"""Rows that stand more than once: counted in memory of a fixed size."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import polars as pl
    from numpy.typing import NDArray

PLACES = 1 << 21


class Doubles:
    """Counts rows that repeat an earlier one in every column.

    It keeps a fingerprint of the latest row for each of two million places. In a file with more rows than that a repetition from far away
    may be missed: the count is then a lower bound. Nothing is counted that is no repetition (but for one chance in 2^64 a row).
    """

    __slots__ = ("_kept", "found")

    def __init__(self) -> None:
        self.found = 0
        self._kept: NDArray[Any] | None = None

    def add(self, rows: pl.DataFrame) -> None:
        """Take further rows."""
        import numpy as np

        if self._kept is None:
            self._kept = np.zeros(PLACES, dtype=np.uint64)
        prints = np.unique(rows.hash_rows().to_numpy())
        self.found += rows.height - len(prints)
        places = prints % PLACES
        self.found += int((self._kept[places] == prints).sum())
        self._kept[places] = prints
