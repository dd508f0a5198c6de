"""The R package's network, from the same rows: its published sample gives its numbers, and small rows give those of the rule by hand."""

import itertools
import json
import pathlib
from collections import Counter, defaultdict
from typing import Any

import numpy as np
import polars as pl
import polars.testing
import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterwatch.coordination.compat import size
from counterwatch.coordination.compat.coortweet import coortweet
from counterwatch.core.errors import WrongUsage

Row = tuple[str | None, str | None, str | None, int]


@pytest.fixture(scope="module")
def german(shared: pathlib.Path) -> pl.DataFrame:
    return pl.read_parquet(shared / "data" / "coordination" / "german_elections_2021.parquet")


def rows_of(german: pl.DataFrame, column: str) -> pl.DataFrame:
    """Return the rows of one layer as the package is given them: ids as text, each row once."""
    chosen = german.select(object=column, account="account_id", content="post_id", time=pl.col("timestamp") * 1000)
    return chosen.drop_nulls("object").unique(maintain_order=True).with_columns(pl.col("object", "content").cast(pl.String))


@pytest.fixture(scope="module")
def expected(shared: pathlib.Path, german: pl.DataFrame) -> tuple[pl.DataFrame, dict[str, Any], dict[str, Any]]:
    folder = shared / "data" / "coordination"
    both, facebook = json.loads((folder / "expected_coortweet_counts.json").read_text())
    return pl.read_parquet(folder / "expected_coortweet_german_url_w30_mp2_edges.parquet"), both, facebook


def told(published: dict[str, Any]) -> dict[str, Any]:
    """Return the published counts under our names."""
    names = {
        "pairs": "pairs", "objects": "objects", "contents": "contents", "mean_delta": "mean_delta", "accounts": "nodes", "edges": "edges",
        "heaviest": "wmax", "threshold": "wthr", "heavy_accounts": "nodes_sub", "heavy_edges": "edges_sub", "heavy_components": "comp_sub",
    }  # fmt: skip
    return {ours: published[theirs] for ours, theirs in names.items()}


def counts_of(network: Any) -> dict[str, Any]:
    fields = {name: getattr(network.counts, name) for name in network.counts.__dataclass_fields__}
    return fields | {"mean_delta": round(fields["mean_delta"], 6)}


def test_the_german_sample_gives_the_edges_of_the_package(german: pl.DataFrame, expected: Any) -> None:
    network, (edges, both, _) = coortweet(rows_of(german, "url_id"), window=30_000), expected
    assert counts_of(network) == told(both)
    assert network.edges["weight"].sum() == both["wsum"] == 5658
    # igraph turns an undirected edge as it likes.
    ends = [pl.min_horizontal("from", "to").alias("from"), pl.max_horizontal("from", "to").alias("to")]
    pl.testing.assert_frame_equal(network.edges, edges.with_columns(ends), check_row_order=False, abs_tol=1e-6, rel_tol=0)


def test_the_facebook_part_gives_the_counts_of_the_package(german: pl.DataFrame, expected: Any) -> None:
    facebook = rows_of(german.filter(pl.col("account_id").str.starts_with("fb_")), "url_id")
    assert len(facebook) == expected[2]["rows"]
    network = coortweet(facebook, window=60_000)
    assert counts_of(network) == told(expected[2])
    assert network.edges["weight"].sum() == expected[2]["wsum"]


@pytest.mark.parametrize(("column", "seconds", "least"), [("hashtag_id", 7, 3), ("phash_id", 120, 2), ("domain_id", 2, 5)])
def test_other_layers_and_windows_give_what_the_rule_gives_by_hand(german: pl.DataFrame, column: str, seconds: int, least: int) -> None:
    rows = rows_of(german, column)
    agrees(rows, rows.rows(), seconds * 1000, least)


def some(letters: str) -> st.SearchStrategy[str | None]:
    return st.one_of(st.none(), st.sampled_from(letters))


@given(st.lists(st.tuples(some("abc"), some("abwxyz"), some("abcdefgh"), st.integers(-9, 9)), max_size=25), st.integers(0, 6), st.integers(0, 4))
def test_few_rows_give_what_the_rule_gives_by_hand(drawn: list[Row], window: int, least: int) -> None:
    schema = {"object": pl.String, "account": pl.String, "content": pl.String, "time": pl.Int64}
    agrees(pl.DataFrame(drawn, schema=schema, orient="row"), drawn, window, least)


def agrees(frame: pl.DataFrame, rows: list[Row], window: int, least: int) -> None:
    network, by_hand = coortweet(frame, window=window, min_participation=least), network_by_hand(rows, window, least)
    columns = ["from", "to", "weight", "n_content_id", "n_content_id_y", "weight_threshold"]
    assert network.edges.select(columns).rows() == [(*pair, *edge[:1], *edge[2:4], edge[5]) for pair, edge in by_hand]
    floats = network.edges.select("avg_time_delta", "edge_symmetry_score").to_numpy()
    assert np.allclose(floats, np.array([(edge[1] / 1000, edge[4]) for _, edge in by_hand]).reshape(-1, 2))


def network_by_hand(rows: list[Row], window: int, least: int) -> list[tuple[tuple[str, str], list[Any]]]:
    """Do what the package does, word for word, with lists."""
    size = Counter(account for _, account, _, _ in rows)
    order = {account: place for place, account in reversed(list(enumerate(account for _, account, _, _ in rows)))}
    rows = sorted((row for row in rows if size[row[1]] >= least), key=lambda row: order[row[1]])
    pairs = list(pairs_by_hand(rows, window))
    touched = {content for pair in pairs for content in (pair[0][2], pair[1][2])}
    taking_part = Counter(account for _, account, content, _ in rows if content in touched)
    enough = {content for _, account, content, _ in rows if content in touched and taking_part[account] >= least}
    edges = defaultdict(list)
    for older, newer in pairs:
        if older[2] in enough or newer[2] in enough:
            edges[tuple(sorted((older[1], newer[1])))].append((older, newer))
    weights = [len(found) for found in edges.values()]
    return [(ends, described(found, weights)) for ends, found in sorted(edges.items())]


def pairs_by_hand(rows: list[Row], window: int) -> Any:
    groups = defaultdict(list)
    for row in rows:
        groups[row[0]].append(row)
    for object, group in groups.items():
        for one, other in itertools.combinations(group, 2):
            accounts, called = {one[1], other[1]}, {object, one[2], other[2]}
            # Each of them differs from the others and is known.
            if len(accounts) == 2 and len(called) == 3 and None not in accounts | called and abs(one[3] - other[3]) <= window:
                yield (other, one) if one[3] > other[3] else (one, other)


def described(found: list[tuple[Row, Row]], weights: list[int]) -> list[Any]:
    older, newer = len({one[2] for one, _ in found}), len({other[2] for _, other in found})
    delta = sum(other[3] - one[3] for one, other in found) / len(found)
    return [len(found), delta, older, newer, min(older, newer) / max(older, newer), int(len(found) > np.quantile(weights, 0.5))]


def test_no_rows_give_an_empty_network() -> None:
    empty = pl.DataFrame(schema={"object": pl.String, "account": pl.String, "content": pl.String, "time": pl.Int64})
    network = coortweet(empty, window=1000)
    assert (len(network.edges), network.counts.pairs, network.counts.accounts, network.counts.threshold) == (0, 0, 0, None)


def test_a_crowd_is_refused_before_its_pairs_are_written() -> None:
    n = size.MOST // 10_000
    crowd = pl.select(object=pl.lit("o").repeat_by(n).explode(), account=pl.arange(n).cast(pl.String), content=pl.arange(n).cast(pl.String))
    with pytest.raises(WrongUsage, match="pairs of actions") as refused:
        coortweet(crowd.with_columns(time=pl.lit(0, pl.Int64)), window=60_000, min_participation=1)
    assert "shorter window" in str(refused.value)
