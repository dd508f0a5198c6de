"""Several signals together: a pair that is a little in time on each of them may be so beyond chance on all."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from counterwatch.coordination.groups.said import LIMITS, STEPS
from counterwatch.coordination.synchrony.result import Tested
from counterwatch.coordination.table import Posts
from counterwatch.core import Attachment, Estimate, Finding, Grade, Template, Verdict
from counterwatch.stats.cauchy import combined

if TYPE_CHECKING:
    import polars as pl

SUBJECT = "{name} · *"
FOUND = Template(
    "coordination.together.found",
    "on several signals together ({signals}), {n} pairs of accounts are in time beyond chance; {new} of them on no signal by itself",
)
NOTHING = Template(
    "coordination.together.nothing",
    "{candidates} pairs of accounts are candidates on several signals ({signals}); together they are in time no more than chance lets them",
)
UNIT = Template("coordination.together.unit", "pairs of accounts in time beyond chance on several signals together")
COUNTED = Template(
    "coordination.together.counted", "counted, not estimated; p-values of the signals are combined (Cauchy) and stand beside it in the table"
)


def together(posts: Posts, tests: Sequence[Tested], *, fdr: float) -> list[Finding]:
    """Return one finding on all signals together, or none where fewer than two signals have candidates in common."""
    import polars as pl

    table, signals = combined_pairs(tests)
    if not len(table):
        return []
    tested = sum(test.pairs_tested for test in tests)
    order = np.argsort(table["p"].to_numpy(), kind="stable")
    raw = table["p"].to_numpy()[order] * tested / np.arange(1, len(table) + 1)
    q = np.empty(len(table))
    q[order] = np.minimum(np.minimum.accumulate(raw[::-1])[::-1], 1.0)
    known = {(a, b) for test in tests for a, b in test.edges.filter(pl.col("kind") != "B").select("a", "b").iter_rows()}
    table = table.with_columns(q=pl.Series(q))
    beyond = table.filter(pl.col("q") <= fdr)
    new = sum(pair not in known for pair in beyond.select("a", "b").iter_rows())
    named = ", ".join(signals)
    statement = FOUND(signals=named, n=len(beyond), new=new) if len(beyond) else NOTHING(signals=named, candidates=len(table))
    return [
        Finding(
            subject=SUBJECT.format(name=posts.name), verdict=Verdict.DEPARTS if len(beyond) else Verdict.CONSISTENT, statement=statement,
            grade=Grade.UNUSUAL if len(beyond) else None, estimate=Estimate(value=float(len(beyond)), unit=UNIT(), no_interval=COUNTED()),
            q_value=float(beyond["q"].to_numpy().max()) if len(beyond) else None, limits=tuple(each() for each in LIMITS),
            steps=tuple(each() for each in STEPS), attachments=(_attached(table, posts.accounts),) if len(beyond) else (),
            numbers={"candidates": float(len(table)), "pairs_beyond": float(len(beyond)), "pairs_new": float(new)},
        )
    ]  # fmt: skip


def combined_pairs(tests: Sequence[Tested]) -> tuple[pl.DataFrame, list[str]]:
    """Return the pairs that are candidates on two signals or more: `a`, `b`, one p-value per signal (null where it was none) and their combination.

    Where a signal was asked at several windows or times, its smallest p-value counts, times how many there were.
    """
    import polars as pl

    signals = sorted({test.signal for test in tests if len(test.measured.candidates)})
    table = pl.DataFrame(schema={"a": pl.Int32, "b": pl.Int32})
    for signal in signals:
        mine = [test for test in tests if test.signal == signal]
        each = pl.concat([test.measured.candidates.select("a", "b", "p") for test in mine]).group_by("a", "b").agg(pl.col("p").min() * len(mine))
        table = table.join(each.rename({"p": signal}).with_columns(pl.col(signal).clip(upper_bound=1.0)), on=["a", "b"], how="full", coalesce=True)
    if len(signals) < 2:
        return table.clear(), signals
    table = table.filter(pl.sum_horizontal(pl.col(signals).is_not_null()) >= 2).sort("a", "b")
    p = table.select(signals).to_numpy().astype(np.float64)
    return table.with_columns(p=pl.Series(combined(np.nan_to_num(p, nan=1.0), ~np.isnan(p)), dtype=pl.Float64)), signals


def _attached(table: pl.DataFrame, accounts: pl.Series) -> Attachment:
    import polars as pl

    named = table.with_columns(account_a=accounts.gather(table["a"]), account_b=accounts.gather(table["b"])).drop("a", "b")
    return Attachment.of(
        "together.csv",
        named.select("account_a", "account_b", pl.exclude("account_a", "account_b")).sort("p", "account_a", "account_b").write_csv(float_precision=9),
    )
