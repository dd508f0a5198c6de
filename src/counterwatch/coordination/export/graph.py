"""Pairs as a network of bounded size: what does not fit is left out, and the file says so."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from counterwatch.coordination.export.edges import RENAME, UNKNOWN
from counterwatch.coordination.export.provenance import Provenance
from counterwatch.core import Message, Template
from counterwatch.core.errors import WrongUsage

if TYPE_CHECKING:
    import polars as pl

MOST = 50_000
"""The pairs that a file of a network holds: the programs that open it draw no more."""

LEFT_OUT = Template(
    "coordination.export.left_out", "{n} pair is left out: a network holds {most}, those of class A first, then T, then B, by their p",
    "{n} pairs are left out: a network holds {most}, those of class A first, then T, then B, by their p",
)  # fmt: skip
FORBIDDEN = re.compile(r"[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\U00010000-\U0010FFFF]")
"""What no XML file can hold."""

EDGE_TYPES = {
    "signal": "string", "window_seconds": "double", "weight": "long", "objects": "long", "mean_delta_seconds": "double",
    "median_delta_seconds": "double", "p": "double", "q": "double", "class": "string", "group": "long",
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Graph:
    """A network: `accounts` with their group (None where they are in none or in several), `pairs` as rows by name, and its provenance."""

    accounts: Mapping[str, int | None]
    pairs: list[dict[str, Any]]
    provenance: Provenance
    left_out: int = 0

    def said(self) -> dict[str, str]:
        """Return what the file says about itself."""
        return {name: clean(text) for name, text in self.provenance.attributes().items() if text}

    def ends(self) -> Iterator[tuple[int, str, str, dict[str, Any]]]:
        """Yield number, first account, second account and the attributes of each pair; what is not known is not there."""
        for number, pair in enumerate(self.pairs):
            known = {name: pair[name] for name in EDGE_TYPES if pair.get(name) is not None}
            yield number, clean(pair["account_a"]), clean(pair["account_b"]), known


def graph_of(table: pl.DataFrame, provenance: Provenance, *, most: int = MOST) -> Graph:
    """Return the network of a table of pairs (see `pairs.pairs_table`), of its first `most` rows."""
    import polars as pl

    kept, left_out = table.head(most), max(len(table) - most, 0)
    ends = pl.concat([kept.select(account=name, group="group") for name in ("account_a", "account_b")])
    grouped = ends.group_by("account").agg(pl.col("group").drop_nulls().unique()).sort("account")
    accounts = {clean(account): groups[0] if len(groups) == 1 else None for account, groups in grouped.iter_rows()}
    notes: tuple[Message, ...] = (LEFT_OUT(n=left_out, most=most),) if left_out else ()
    told = Provenance(evidence=provenance.evidence, parameters=provenance.parameters, said=(*provenance.said, *notes))
    return Graph(accounts=accounts, pairs=kept.to_dicts(), provenance=told, left_out=left_out)


def clean(text: str) -> str:
    """Return a text with a mark in place of what no XML file can hold."""
    return FORBIDDEN.sub("�", text)


def graph_file(graph: Graph, name: str) -> bytes:
    """Return the file of this name: GEXF or GraphML. Raises `WrongUsage` for another ending."""
    from counterwatch.coordination.export.gexf import gexf
    from counterwatch.coordination.export.graphml import graphml

    formats = {".gexf": gexf, ".graphml": graphml}
    ending = Path(name).suffix.lower()
    if ending not in formats:
        raise WrongUsage(UNKNOWN(name=name, endings=", ".join(formats)), hint=RENAME())
    return formats[ending](graph)
