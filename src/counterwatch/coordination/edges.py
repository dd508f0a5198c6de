"""Edges: two accounts that acted on the same objects close in time, and how often; what every engine returns."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from counterwatch.coordination.table import Layer

if TYPE_CHECKING:
    import polars as pl

EDGE = ("a", "b", "weight", "objects", "mean_delta", "median_delta", "a_first", "b_first")


@dataclass(frozen=True, slots=True, kw_only=True)
class Hot:
    """An object with so many actions at once that everybody meets everybody: it is named and left out of the pairs."""

    object: int
    actions: int
    accounts: int
    pairs: int


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Edges:
    """All pairs of accounts with at least one pair of actions within a window.

    `table` has one row per pair of accounts with the columns of `EDGE`: account codes `a` < `b` (int32), `weight` (int64: pairs of actions
    on one object with |dt| <= window, both ends included, never two actions of one account), `objects` (int64: distinct objects),
    `mean_delta` and `median_delta` (float64: |dt| in milliseconds), `a_first` and `b_first` (int64: pairs in which that account was
    strictly first). Sorted by `a`, `b`. `pairs` is the sum of the weights. `hot` objects took no part.
    """

    table: pl.DataFrame
    window: int
    pairs: int
    hot: tuple[Hot, ...] = ()


class Engine(Protocol):
    """Finds pairs. `most` bounds the pairs of one object: one with more is hot."""

    def edges(self, layer: Layer, window: int, *, least: int = 1, most: int = 20_000_000) -> Edges:
        """Return the edges of a layer at a window in milliseconds; those with a weight below `least` are counted in `pairs` and left out."""
