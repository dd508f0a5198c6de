"""The edges of actions as one query that DuckDB and Spark both understand: time is cut into cells, and cells meet themselves and the next.

A join on equal cells needs no range join and no pairs of everything with everything: two actions within a window lie in one cell of its
length or in neighbours.
"""

from __future__ import annotations

from counterwatch.coordination.engines.crowds import cell


def edges_query(actions: str, left_out: str, window: int) -> str:
    """Return the SQL of all edges, with the columns of `edges.EDGE`.

    `actions` is a table or scan with the columns of a layer, `left_out` one with the columns `object` and `cell` (see `crowds`).
    """
    return f"""
with placed as (select account, object, time, {cell(window)} as cell from {actions}),
kept as (
  select account, object, time, cell from placed
  where not exists (select 1 from {left_out} as gone where gone.object = placed.object and gone.cell = placed.cell)
),
beside as (
  select account, object, time, cell from kept
  union all select account, object, time, cell - 1 as cell from kept
),
pairs as (
  select one.account as first, other.account as second, one.object, other.time - one.time as delta
  from kept as one join beside as other on one.object = other.object and one.cell = other.cell
  where one.account <> other.account and other.time - one.time between 0 and {window}
    and (other.time > one.time or one.account < other.account)
)
select least(first, second) as a, greatest(first, second) as b,
  cast(count(*) as int) as weight, cast(count(distinct object) as int) as objects,
  avg(delta) as mean_delta, cast(median(delta) as double) as median_delta,
  cast(sum(case when delta > 0 and first < second then 1 else 0 end) as int) as a_first,
  cast(sum(case when delta > 0 and first > second then 1 else 0 end) as int) as b_first
from pairs group by least(first, second), greatest(first, second)
"""
