"""Files of pairs are what other programs read back."""

import io
import string
from typing import Any
from xml.etree import ElementTree

import networkx
import polars as pl
import polars.testing
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterwatch.coordination.export.edges import edges_file
from counterwatch.coordination.export.graph import EDGE_TYPES, FORBIDDEN, Graph, graph_file, graph_of
from counterwatch.coordination.export.pairs import pairs_table
from counterwatch.coordination.export.provenance import Provenance
from counterwatch.core.errors import WrongUsage
from counterwatch.core.version import __version__

PROVENANCE = Provenance(evidence=("aa11", "bb22"), parameters={"window": "60s", "fdr": 0.05})
ACCOUNTS = pl.Series(["p-one", "p-two", "རྒྱལ་པོ", "=formula"])


def edges(**changed: list[Any]) -> pl.DataFrame:
    columns = {
        "a": [0, 1, 0], "b": [1, 2, 3], "weight": [9, 4, 5], "objects": [7, 4, 1], "mean_delta": [1500.0, 20.0, 0.0],
        "median_delta": [1000.0, 30.0, 0.0], "p": [1e-12, 0.5, 1e-300], "q": [1e-9, 0.5, 1e-290], "kind": ["A", "B", "T"],
        "group": [0, 1, None],
    }  # fmt: skip
    return pl.DataFrame(columns | changed)


def table() -> pl.DataFrame:
    return pairs_table(edges(), ACCOUNTS, signal="link", window=60_000)


def test_pairs_have_pseudonyms_and_seconds_and_the_strongest_first() -> None:
    rows = table().to_dicts()
    assert [(row["account_a"], row["account_b"], row["class"], row["group"]) for row in rows] == [
        ("p-one", "p-two", "A", 0),
        ("p-one", "=formula", "T", None),
        ("p-two", "རྒྱལ་པོ", "B", 1),
    ]
    assert (rows[0]["window_seconds"], rows[0]["mean_delta_seconds"], rows[0]["median_delta_seconds"], rows[0]["weight"]) == (60.0, 1.5, 1.0, 9)


def test_a_parquet_file_is_the_table_with_its_provenance() -> None:
    written = edges_file(table(), "pairs.PARQUET", PROVENANCE)
    pl.testing.assert_frame_equal(pl.read_parquet(io.BytesIO(written)), table())
    said = {name.decode(): text.decode() for name, text in pq.read_metadata(io.BytesIO(written)).metadata.items() if name.startswith(b"counterwatch")}
    assert said["counterwatch.made_with"] == f"counterwatch {__version__}"
    assert said["counterwatch.evidence"] == "aa11 bb22"
    assert said["counterwatch.parameter_fdr"] == "0.05"
    assert "does not show intent" in said["counterwatch.does_not_show"]


def test_a_csv_file_is_the_table_and_no_spreadsheet_takes_an_id_for_a_formula() -> None:
    written = pl.read_csv(io.BytesIO(edges_file(table(), "pairs.csv", PROVENANCE)), schema=table().schema)
    assert written["account_b"].to_list() == ["p-two", "'=formula", "རྒྱལ་པོ"]
    pl.testing.assert_frame_equal(written.drop("account_b"), table().drop("account_b"))


@pytest.mark.parametrize("name", ["pairs.xlsx", "pairs", "pairs.gexf"])
def test_another_ending_of_a_table_is_named(name: str) -> None:
    with pytest.raises(WrongUsage, match=r"ends in none of \.csv, \.parquet"):
        edges_file(table(), name, PROVENANCE)


def test_another_ending_of_a_network_is_named() -> None:
    with pytest.raises(WrongUsage, match=r"ends in none of \.gexf, \.graphml"):
        graph_file(graph_of(table(), PROVENANCE), "pairs.csv")


def read_back(written: bytes, ending: str) -> networkx.MultiGraph:
    read = networkx.read_gexf if ending == ".gexf" else networkx.read_graphml
    return networkx.MultiGraph(read(io.BytesIO(written)))


def links_of(graph: networkx.MultiGraph) -> list[tuple[Any, ...]]:
    return sorted((tuple(sorted(ends)), tuple(known.get(name) for name in EDGE_TYPES)) for *ends, known in graph.edges(data=True))


@pytest.mark.parametrize("ending", [".gexf", ".graphml"])
def test_a_network_is_read_back_with_everything_that_is_known(ending: str) -> None:
    back = read_back(graph_file(graph_of(table(), PROVENANCE), f"network{ending}"), ending)
    assert {account: known.get("group") for account, known in back.nodes(data=True)} == {
        "p-one": 0, "p-two": None, "རྒྱལ་པོ": 1, "=formula": None,
    }  # fmt: skip
    assert links_of(back) == sorted(
        (tuple(sorted((row["account_a"], row["account_b"]))), tuple(row[name] for name in EDGE_TYPES)) for row in table().to_dicts()
    )


def said_by(written: bytes, ending: str) -> str:
    if ending == ".graphml":
        return "\n".join(f"{name}: {text}" for name, text in networkx.read_graphml(io.BytesIO(written)).graph.items())
    return ElementTree.fromstring(written).findtext(".//{http://gexf.net/1.3}description") or ""


@pytest.mark.parametrize("ending", [".gexf", ".graphml"])
def test_a_network_says_where_it_is_from_and_what_it_does_not_show(ending: str) -> None:
    said = said_by(graph_file(graph_of(table(), PROVENANCE), f"n{ending}"), ending)
    for part in (f"made_with: counterwatch {__version__}", "evidence: aa11 bb22", "parameter_window: 60s", "does not show intent, automation"):
        assert part in said
    assert "left out" not in said


@pytest.mark.parametrize("ending", [".gexf", ".graphml"])
def test_a_network_that_is_too_large_says_what_is_left_out(ending: str) -> None:
    graph = graph_of(table(), PROVENANCE, most=1)
    written = graph_file(graph, f"n{ending}")
    assert (graph.left_out, links_of(read_back(written, ending))[0][0]) == (2, ("p-one", "p-two"))
    assert len(read_back(written, ending).edges) == 1
    assert "2 pairs are left out: a network holds 1" in said_by(written, ending)


@pytest.mark.parametrize("ending", [".gexf", ".graphml"])
def test_one_pair_on_two_signals_is_two_edges(ending: str) -> None:
    both = pl.concat([table(), pairs_table(edges(), ACCOUNTS, signal="hashtag", window=10_000)])
    back = read_back(graph_file(graph_of(both, PROVENANCE), f"n{ending}"), ending)
    assert sorted(known["signal"] for known in back.get_edge_data("p-one", "p-two").values()) == ["hashtag", "link"]


@pytest.mark.parametrize("ending", [".gexf", ".graphml"])
def test_a_network_without_pairs_is_a_file_without_edges(ending: str) -> None:
    back = read_back(graph_file(graph_of(table().clear(), PROVENANCE), f"n{ending}"), ending)
    assert (len(back.nodes), len(back.edges)) == (0, 0)


names = st.text(st.characters(), min_size=1).filter(lambda name: bool(name.strip()) and not set(name) & set("\t\n\r\x85\u2028"))


@given(names, names, st.sampled_from([".gexf", ".graphml"]))
def test_any_id_makes_a_file_that_is_read(one: str, other: str, ending: str) -> None:
    one, other = (name.encode("utf-8", "replace").decode() for name in (one, other))
    named = pairs_table(edges().head(1), pl.Series([one, string.whitespace.join((other, "2"))]), signal="link", window=1000)
    graph: Graph = graph_of(named, PROVENANCE)
    back = read_back(graph_file(graph, f"n{ending}"), ending)
    assert len(back.nodes) == 2
    assert FORBIDDEN.sub("�", one) in back.nodes
