"""What the test of one layer at one window gives: every pair that was asked about closely, and what must be said beside it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from counterwatch.coordination.edges import Hot
from counterwatch.coordination.synchrony.setting import Setting

if TYPE_CHECKING:
    import polars as pl

KINDS = ("A", "T", "B")
"""Synchrony beyond reaction speed; outsiders jump too, or somebody is first each time; fast shared reaction."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Measured:
    """The candidate pairs of a layer, before it is judged which of them are more than chance.

    `candidates` has a row per pair: `a` < `b` (account codes of the layer), `encounters`, `occasions`, `episodes` (occasions with a hit),
    `expected` (hits), `p` (class A), `weak_p` (class B), `jump_p` (outsiders jump too), `led` (share of the episodes in which
    somebody else is first), `size` (how many accounts their community has),
    and the numbers of its edge (see `edges.Edges`).
    `pairs_tested` counts all pairs that could have been found. `without_reference` is the share of encounters without anybody outside to
    compare with, None where there are no encounters.
    """

    signal: str
    setting: Setting
    candidates: pl.DataFrame
    pairs_tested: int
    one_in: int
    accounts: int
    in_communities: int
    without_reference: float | None
    hot: tuple[Hot, ...] = ()
    period: str = ""
    """The day on which a period begins, where the layer was cut into several."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Tested:
    """A layer that was judged: `edges` are the pairs of the classes A, T and B, with the columns of `Measured.candidates` and `kind`, `q`, `group`.

    `group` is null for a pair whose two accounts are in no group together. `stable` tells of each group which share of its pairs of members stays
    together over seeds. Groups of A and T have numbers from 0 on, groups of B go on from there.
    """

    measured: Measured
    fdr: float
    edges: pl.DataFrame
    stable: Mapping[int, float] = field(default_factory=dict)

    @property
    def signal(self) -> str:
        return self.measured.signal

    @property
    def window(self) -> int:
        return self.measured.setting.window

    @property
    def pairs_tested(self) -> int:
        return self.measured.pairs_tested
