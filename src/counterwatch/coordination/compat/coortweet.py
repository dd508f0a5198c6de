"""The network that the R package CooRTweet 2.1 draws of the same rows, number for number.

The rule (Righetti & Balluff, `detect_groups` and `generate_coordinated_network`): accounts with few rows go; two rows of an object within
the window are a pair unless they have one account or one content, or a content is called like the object; a pair stays if the account of
either of its contents has enough rows in pairs; an edge weighs as many pairs as two accounts have, and is heavy when that is more than a
quantile of all weights. Chance plays no part in it: see the classes of our own test for what an edge means.
"""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from counterwatch.coordination.compat.size import refuse_crowds
from counterwatch.coordination.engines.duckdb import DuckDB
from counterwatch.coordination.table import SECOND

if TYPE_CHECKING:
    import polars as pl

ROWS = """
create temp table rows as
select object, account, content, time, row, min(row) over (partition by account) as first, (time - lowest) // $cell as cell
from given, (select min(time) as lowest from given)
qualify count(*) over (partition by account) >= $least
"""

# The package puts rows in the order in which accounts first appear. Of two rows at one time, the first in that order counts as the older.
PAIRS = """
create temp table pairs as
select one.object, one.account, other.account as account_y, one.content, other.content as content_y, other.time - one.time as delta
from rows as one
join (select *, unnest([cell, cell - 1]) as meets from rows) as other on one.object = other.object and one.cell = other.meets
where other.time - one.time <= $window and (one.time, one.first, one.row) < (other.time, other.first, other.row)
  and one.account <> other.account and one.content <> other.content and one.object <> one.content and one.object <> other.content
"""

# The package looks at contents, not at accounts: a content that two accounts have keeps the pairs of both.
ENOUGH = """
create temp table enough as
select distinct content from (
  select content from rows where content in (select content from pairs union select content_y from pairs)
  qualify count(*) over (partition by account) >= $least
)
"""

TOO_FEW = "delete from pairs where content not in (from enough) and content_y not in (from enough)"

# Accounts are put in order, contents are not: the two counts are of older and of newer contents, whoever wrote them.
EDGES = """
select least(account, account_y) as "from", greatest(account, account_y) as "to", count(*) as weight, avg(delta) / $second as avg_time_delta,
  count(distinct content) as n_content_id, count(distinct content_y) as n_content_id_y,
from pairs group by all order by all
"""

COUNTS = """
select count(*) as pairs, count(distinct object) as objects, avg(delta) / $second as mean_delta,
  (select count(*) from (select content from pairs union select content_y from pairs)) as contents from pairs
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """What the package's own summaries count: of all pairs, of the network, and of the part of it with heavy edges only.

    `mean_delta` is in seconds and None without pairs, as is `threshold`, the weight that a heavy edge is above.
    """

    pairs: int
    objects: int
    contents: int
    mean_delta: float | None
    accounts: int
    edges: int
    heaviest: int
    threshold: float | None
    heavy_accounts: int
    heavy_edges: int
    heavy_components: int


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Network:
    """The network of the package. `edges` has its columns: `from` < `to` (in the order of their bytes, where R has that of its locale),
    `weight`, `avg_time_delta` in seconds, `n_content_id`, `n_content_id_y`, `edge_symmetry_score` and `weight_threshold` (1 for heavy).
    """

    edges: pl.DataFrame
    counts: Counts


def coortweet(rows: pl.DataFrame, *, window: int, min_participation: int = 2, edge_weight: float = 0.5) -> Network:
    """Return the network of rows with the columns `object`, `account`, `content` (text) and `time` (int64, milliseconds).

    `window` is in milliseconds. Loops go, as they do by default. Like the package, this counts a doubled row twice: make rows unique
    before. Raises `WrongUsage` where one moment has so many actions on one object that their pairs cannot be written out.
    """
    least = max(min_participation, 1)
    with tempfile.TemporaryDirectory(prefix="counterwatch-") as folder, DuckDB().connected(Path(folder)) as connection:
        connection.register("given", rows.with_row_index("row").to_arrow())
        connection.execute(ROWS, {"cell": max(window, 1), "least": least})
        refuse_crowds(connection, "rows")
        connection.execute(PAIRS, {"window": window})
        connection.execute(ENOUGH, {"least": least})
        connection.execute(TOO_FEW)
        edges = _weighed(connection.sql(EDGES, params={"second": SECOND}).pl(), edge_weight)
        counted = connection.sql(COUNTS, params={"second": SECOND}).to_dicts()[0]
    return Network(edges=edges, counts=_counts(counted, edges, edge_weight))


def _weighed(edges: pl.DataFrame, edge_weight: float) -> pl.DataFrame:
    import polars as pl

    older, newer = pl.col("n_content_id"), pl.col("n_content_id_y")
    return edges.with_columns(
        edge_symmetry_score=pl.min_horizontal(older, newer) / pl.max_horizontal(older, newer),
        weight_threshold=(pl.col("weight") > pl.col("weight").quantile(edge_weight, "linear")).cast(pl.Int64),
    )


def _counts(counted: dict[str, Any], edges: pl.DataFrame, edge_weight: float) -> Counts:
    heavy = edges.filter(edges["weight_threshold"] == 1)
    heavy_accounts, heavy_components = _connected(heavy)
    return Counts(
        **counted,
        accounts=_connected(edges)[0],
        edges=len(edges),
        heaviest=int(edges["weight"].max() or 0),  # type: ignore[arg-type]
        threshold=edges["weight"].quantile(edge_weight, "linear"),
        heavy_accounts=heavy_accounts,
        heavy_edges=len(heavy),
        heavy_components=heavy_components,
    )


def _connected(edges: pl.DataFrame) -> tuple[int, int]:
    """Return how many accounts the edges have and into how many parts these fall."""
    import numpy as np
    import polars as pl
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    both = pl.concat([edges["from"], edges["to"]]).rank("dense").to_numpy().astype(np.int64) - 1
    size = int(both.max(initial=-1)) + 1
    if not size:
        return 0, 0
    links = coo_array((np.ones(len(edges)), (both[: len(edges)], both[len(edges) :])), shape=(size, size))
    return size, int(connected_components(links, directed=False)[0])
