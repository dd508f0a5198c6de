"""Spark, the default engine and the oracle find the same edges."""

import importlib.util
import shutil
import sys

import numpy as np
import polars as pl
import polars.testing
import pytest

from counterwatch.coordination.edges import MOST
from counterwatch.coordination.engines.duckdb import DuckDB
from counterwatch.coordination.engines.spark import Spark
from counterwatch.coordination.engines.sweep import Sweep
from counterwatch.coordination.table import Layer
from counterwatch.core.errors import WrongUsage

# Its bridge to Java leaves closed sockets to the garbage collector.
pytestmark = [pytest.mark.filterwarnings("ignore::ResourceWarning"), pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")]


def busy(n: int, seed: int = 0) -> Layer:
    """Return actions of which some come in bursts, before and after the year 1970, on few large and many small objects."""
    rng = np.random.default_rng(seed)
    object = (rng.zipf(1.2, n) % 5000).astype(np.int32)
    begin = rng.integers(-3_000_000, 3_000_000, 5000)[object]
    time = (begin + rng.exponential(20_000, n)).astype(np.int64) * 1000
    return Layer.of("link", account=(rng.zipf(1.3, n) % 2000).astype(np.int32), object=object, time=time)


@pytest.fixture(scope="module")
def session() -> None:
    if importlib.util.find_spec("pyspark") is None:
        pytest.skip("PySpark is not installed (uv sync --extra spark)")
    if shutil.which("java") is None:
        pytest.skip("there is no Java (apt-get install default-jre-headless)")


@pytest.mark.slow
@pytest.mark.parametrize("most", [MOST, 100_000])
def test_spark_finds_the_edges_of_the_other_engines(session: None, most: int) -> None:
    layer = busy(100_000)
    spark, default, oracle = (engine.edges(layer, 60_000, most=most) for engine in (Spark(), DuckDB(), Sweep()))
    assert (spark.pairs, spark.hot) == (default.pairs, default.hot) == (oracle.pairs, oracle.hot)
    assert bool(spark.hot) == (most < MOST)
    assert spark.pairs > 100_000
    for other in (default, oracle):
        pl.testing.assert_frame_equal(spark.table, other.table, rel_tol=1e-12)


@pytest.mark.slow
def test_a_session_that_runs_is_used_and_left_running(session: None) -> None:
    from pyspark.sql import SparkSession

    running = (
        SparkSession.builder.master("local[1]").config("spark.ui.enabled", "false").config("spark.ui.showConsoleProgress", "false").getOrCreate()
    )
    try:
        layer = busy(2000)
        found = Spark().edges(layer, 60_000, least=2)
        pl.testing.assert_frame_equal(found.table, Sweep().edges(layer, 60_000, least=2).table, rel_tol=1e-12)
        assert SparkSession.getActiveSession() is running
        assert running.range(3).count() == 3
    finally:
        running.stop()


def test_without_pyspark_the_error_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyspark", None)
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    with pytest.raises(WrongUsage, match="needs PySpark") as missing:
        Spark().edges(busy(10), 1000)
    assert "counterwatch[spark]" in str(missing.value)
