"""Pairs on Apache Spark, for collections that one machine does not hold (extra `spark`)."""

from __future__ import annotations

import importlib.util
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from counterwatch.coordination.edges import EDGE, MOST, Edges
from counterwatch.coordination.engines.bucket_join import edges_query
from counterwatch.coordination.engines.crowds import Crowds, counted, crowds
from counterwatch.coordination.table import Layer
from counterwatch.core import Template
from counterwatch.core.errors import WrongUsage

if TYPE_CHECKING:
    import pyarrow as pa

NO_SPARK = Template("coordination.spark.missing", "the engine spark needs PySpark, which is not installed")
INSTALL = Template("coordination.spark.install", "pip install 'counterwatch[spark]', or --engine duckdb, which gives the same edges")
NO_JAVA = Template("coordination.spark.no_java", "the engine spark needs Java 17 or later, and there is none")
INSTALL_JAVA = Template(
    "coordination.spark.install_java", "on Debian: apt-get install default-jre-headless; or --engine duckdb, which gives the same edges"
)

ACTIONS, LEFT_OUT = "counterwatch_actions", "counterwatch_left_out"


@dataclass(frozen=True, slots=True, kw_only=True)
class Spark:
    """Finds pairs in the Spark session that is running, or in one of its own on this machine with `cores` and `memory` (bytes).

    A session of its own listens on this machine's own address only. It writes codes and times in the clear into a folder below `scratch`
    (the system's temporary folder where none is given), which is gone at the end.
    """

    cores: int = 2
    memory: int = 4_000_000_000
    scratch: Path | None = None

    def edges(self, layer: Layer, window: int, *, least: int = 1, most: int = MOST) -> Edges:
        """Return the edges of a layer at a window in milliseconds; those with a weight below `least` are counted in `pairs` and left out.

        Raises `WrongUsage` where PySpark or Java is missing.
        """
        with tempfile.TemporaryDirectory(prefix="counterwatch-", dir=self.scratch) as folder, self._session(Path(folder)) as session:
            session.read.parquet(str(_file(layer, Path(folder)))).createOrReplaceTempView(ACTIONS)
            crowded = crowds(session.sql(counted(ACTIONS, window, most)).toArrow(), most)
            session.createDataFrame(_cells(crowded)).createOrReplaceTempView(LEFT_OUT)
            edges = session.sql(edges_query(ACTIONS, LEFT_OUT, window)).cache()
            pairs = edges.selectExpr("coalesce(sum(weight), 0)").first()[0]
            kept = edges.where(f"weight >= {least}").select(*EDGE).orderBy("a", "b").toArrow()
            edges.unpersist()
        import polars as pl

        return Edges(table=pl.DataFrame(pl.from_arrow(kept)), window=window, pairs=int(pairs), hot=crowded.hot)

    @contextmanager
    def _session(self, folder: Path) -> Iterator[Any]:
        if importlib.util.find_spec("pyspark") is None:
            raise WrongUsage(NO_SPARK(), hint=INSTALL())
        from pyspark.sql import SparkSession

        running = SparkSession.getActiveSession()
        if running is not None:
            yield running
            return
        if shutil.which("java") is None and "JAVA_HOME" not in os.environ:
            raise WrongUsage(NO_JAVA(), hint=INSTALL_JAVA())
        session = self._started(SparkSession.builder, folder)
        try:
            yield session
        finally:
            session.stop()

    def _started(self, builder: Any, folder: Path) -> Any:
        settings = {
            "spark.app.name": "counterwatch", "spark.ui.enabled": "false", "spark.driver.host": "127.0.0.1", "spark.driver.bindAddress": "127.0.0.1",
            "spark.driver.memory": f"{self.memory // 1_000_000}m", "spark.driver.maxResultSize": "0", "spark.local.dir": str(folder),
            "spark.sql.warehouse.dir": str(folder / "warehouse"), "spark.log.level": "ERROR",
            "spark.ui.showConsoleProgress": "false", "spark.sql.shuffle.partitions": str(4 * self.cores),
        }  # fmt: skip
        for name, value in settings.items():
            builder = builder.config(name, value)
        return builder.master(f"local[{self.cores}]").getOrCreate()


def _file(layer: Layer, folder: Path) -> Path:
    """Return the actions as a Parquet file."""
    import pyarrow.parquet as pq

    if isinstance(layer.actions, Path):
        return layer.actions
    pq.write_table(layer.actions, folder / "actions.parquet")
    return folder / "actions.parquet"


def _cells(crowded: Crowds) -> pa.Table:
    import numpy as np
    import pyarrow as pa

    object = [np.full(len(cells), object) for object, cells in crowded.cells.items()]
    columns = {"object": np.concatenate([np.empty(0, np.int64), *object]), "cell": np.concatenate([np.empty(0, np.int64), *crowded.cells.values()])}
    return pa.table(columns)
