"""Edges: two accounts that acted on the same objects close in time, and how often; what every engine returns."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from counterwatch.coordination.table import Layer

if TYPE_CHECKING:
    import polars as pl

EDGE = ("a", "b", "weight", "objects", "mean_delta", "median_delta", "a_first", "b_first")

MOST = 20_000_000
"""The pairs of one object beyond which its most crowded moments are left out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hot:
    """An object with moments in which so many act that everybody meets everybody: such pairs say nothing about anyone.

    Time is cut into cells as long as the window. The fullest cells of the object are left out, one after the other, until the pairs
    that its other cells could make are at most the bound. `actions` is all that the object had, `left_out` those in the cells left out.
    """

    object: int
    actions: int
    left_out: int


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Edges:
    """All pairs of accounts with at least one pair of actions within a window.

    `table` has one row per pair of accounts with the columns of `EDGE`: account codes `a` < `b` (int32), `weight` (int32: pairs of actions
    on one object with |dt| <= window, both ends included, never two actions of one account), `objects` (int32: distinct objects),
    `mean_delta` and `median_delta` (float64: |dt| in milliseconds), `a_first` and `b_first` (int32: pairs in which that account was
    strictly first). Sorted by `a`, `b`. `pairs` is the sum of all weights, those of edges left out as too light included. The crowded
    moments of `hot` objects took no part.
    """

    table: pl.DataFrame
    window: int
    pairs: int
    hot: tuple[Hot, ...] = ()


class Engine(Protocol):
    """Finds pairs. `least` is the lightest edge that is kept, `most` bounds the pairs of one object (see `Hot`)."""

    def edges(self, layer: Layer, window: int, *, least: int = 1, most: int = MOST) -> Edges:
        """Return the edges of a layer at a window in milliseconds; those with a weight below `least` are counted in `pairs` and left out."""
