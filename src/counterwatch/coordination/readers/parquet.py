"""Apache Parquet with a row for each post, or for each thing that a post shares."""

from __future__ import annotations

from pathlib import Path

from counterwatch.coordination.batch import Stream
from counterwatch.coordination.mapping import Mapping
from counterwatch.core import reader
from counterwatch.core.progress import Cancel, Progress, never, quiet, stop_if


def sample() -> bytes:
    """Return posts with the four columns of CooRTweet (reference manual, 2025)."""
    import io

    import polars as pl

    buffer = io.BytesIO()
    columns = {
        "object_id": ["o1", "o1", None], "account_id": ["a1", "a2", "a3"], "content_id": [1, 2, 3],
        "timestamp_share": [1640995200, 1640995203, 1640995207],
    }  # fmt: skip
    pl.DataFrame(columns).write_parquet(buffer)
    return buffer.getvalue()


@reader(makes=Stream, suffixes=(".parquet", ".pq"), sample=sample)
def parquet(source: Path | bytes, *, name: str, mapping: Mapping | None = None, progress: Progress = quiet, cancel: Cancel = never) -> Stream:
    """Reads Apache Parquet with a row for each post; lists stay lists."""
    from counterwatch.coordination.reading.columnar import stream_of_parquet

    stop_if(cancel)
    return stream_of_parquet(source, name=name, mapping=mapping or Mapping(), progress=progress, cancel=cancel)
