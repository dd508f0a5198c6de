"""The pairs of a run, written for other programs: as a table, or as a network with where it came from."""

from __future__ import annotations

import io
from pathlib import Path
from typing import TYPE_CHECKING

from counterwatch.api.answer import Answer
from counterwatch.api.report import replace_file
from counterwatch.coordination.export.edges import edges_file
from counterwatch.coordination.export.graph import graph_file, graph_of
from counterwatch.coordination.export.provenance import Provenance
from counterwatch.coordination.groups.findings import PAIRS

if TYPE_CHECKING:
    import polars as pl

CHECK = "coordination.synchrony"


def write_pairs(answer: Answer, file: Path) -> int:
    """Write the pairs of all layers to a CSV or Parquet file, and return how many there are."""
    table = pairs_of(answer)
    replace_file(file, edges_file(table, file.name, provenance_of(answer)))
    return len(table)


def write_network(answer: Answer, file: Path) -> int:
    """Write the network of the pairs to a GEXF or GraphML file, and return how many pairs were found."""
    table = pairs_of(answer)
    replace_file(file, graph_file(graph_of(table, provenance_of(answer)), file.name))
    return len(table)


def pairs_of(answer: Answer) -> pl.DataFrame:
    """Return the pairs of all layers and windows of a run, by pseudonym."""
    import polars as pl

    schema = {
        "account_a": pl.String, "account_b": pl.String, "signal": pl.String, "window_seconds": pl.Float64, "weight": pl.Int64, "objects": pl.Int64,
        "mean_delta_seconds": pl.Float64, "median_delta_seconds": pl.Float64, "p": pl.Float64, "q": pl.Float64, "class": pl.String, "group": pl.Int64,
    }  # fmt: skip
    tables = [
        pl.read_csv(io.BytesIO(each.content), schema=schema)
        for finding in answer if finding.check == CHECK for each in finding.attachments if each.name == PAIRS
    ]  # fmt: skip
    return pl.concat([pl.DataFrame(schema=schema), *tables])


def provenance_of(answer: Answer) -> Provenance:
    """Return where the pairs of a run come from."""
    weighed = next((finding.weighed for finding in answer if finding.check == CHECK), ())
    return Provenance(evidence=answer.run.evidence, parameters=answer.run.asked.get(CHECK, {}), said=weighed)
