"""The test of synchrony: is a pair of accounts in time more often than its own habits and what others do explain?"""

from __future__ import annotations

from counterwatch.coordination.edges import Engine
from counterwatch.coordination.synchrony.result import Measured, Tested
from counterwatch.coordination.synchrony.setting import Setting, nearby_of
from counterwatch.coordination.table import SECOND, Layer
from counterwatch.core.progress import Cancel, Progress, never, quiet


def synchrony(  # noqa: PLR0913 - the lengths of the test, what finds pairs, and how it is followed
    layer: Layer,
    *,
    window: int = 60 * SECOND,
    fdr: float = 0.05,
    nearby: int | None = None,
    gap: int = 1800 * SECOND,
    seed: int = 0,
    engine: Engine | None = None,
    progress: Progress = quiet,
    cancel: Cancel = never,
) -> Tested:
    """Return the pairs of a layer that are in time beyond chance, in three classes; all lengths are milliseconds."""
    from counterwatch.coordination.engines.duckdb import DuckDB
    from counterwatch.coordination.synchrony.judge import judged
    from counterwatch.coordination.synchrony.measure import measured

    setting = Setting(window=window, nearby=nearby or nearby_of(window), gap=gap, fdr=fdr, seed=seed, resolution=layer.resolution)
    return judged([measured(layer, setting, engine or DuckDB(), progress=progress, cancel=cancel)], fdr=fdr)[0]


__all__ = ["Measured", "Setting", "Tested", "nearby_of", "synchrony"]
