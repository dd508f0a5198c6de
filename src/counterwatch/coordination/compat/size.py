"""What a peer's rule would have to write out, counted before it is."""

from __future__ import annotations

from typing import Any

from counterwatch.core import Template
from counterwatch.core.errors import WrongUsage

MOST = 500_000_000
"""The pairs of actions that a peer's rule may make: some 30 GB on disk."""

TOO_MANY = Template("coordination.compat.too_many", "this rule could make {pairs} pairs of actions, more than the {most} that are written out")
SHORTER = Template("coordination.compat.shorter", "a shorter window makes fewer; without --compat the most crowded moments are left out and named")

# Two rows within a window lie in one cell of time or in neighbours: n_k (n_k - 1) / 2 + n_k n_(k+1), summed, bounds the pairs.
BOUND = """
with counted as (select object, cell, count(*)::double as n from {rows} where object is not null and cell is not null group by all),
beside as (select n, cell, lead(cell) over here as after, lead(n) over here as next from counted window here as (partition by object order by cell))
select coalesce(sum(n * (n - 1) / 2 + case when after = cell + 1 then n * next else 0 end), 0) from beside
"""


def refuse_crowds(connection: Any, rows: str, most: int = MOST) -> None:
    """Refuse a table with the columns `object` and `cell` (of time, as long as the window) that could make more than `most` pairs."""
    pairs = int(connection.execute(BOUND.format(rows=rows)).fetchall()[0][0])
    if pairs > most:
        raise WrongUsage(TOO_MANY(pairs=pairs, most=most), hint=SHORTER())
