"""What posts share, put aside signal by signal while a file is read: in memory first, in files of a scratch folder where it is much."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from counterwatch.coordination.signal import Signal

if TYPE_CHECKING:
    import polars as pl

IN_MEMORY = 2_000_000
"""How many rows of a signal are held before they go to a file."""


class Parts:
    """The rows of every signal: `row`, `account` (text), `time`, `post` (what tells posts of one account apart) and `object` (text)."""

    def __init__(self, scratch: Path, signals: Sequence[Signal]) -> None:
        self.signals = {each.name: each for each in signals}
        self._scratch = scratch
        self._held: dict[str, list[pl.DataFrame]] = {name: [] for name in self.signals}
        self._files: dict[str, list[Path]] = {name: [] for name in self.signals}

    def add(self, batch: pl.DataFrame) -> None:
        """Take what the posts of a batch share. Its accounts are pseudonyms already."""
        import polars as pl

        posts = batch.select("row", "account", "time", (pl.col("post").hash(0) if "post" in batch.columns else pl.col("row")).alias("post"))
        for name, signal in self.signals.items():
            if not all(column in batch.columns for column in signal.needs):
                continue
            shared = signal.objects(batch).select("row", "object").drop_nulls()
            if len(shared):
                self._held[name].append(posts.join(shared, on="row", how="inner", maintain_order="right"))
                self._put_aside(name)

    def files(self, signal: str) -> list[Path]:
        """Return the Parquet files in which rows of a signal lie: all of them, where they are so many that some do.

        DuckDB (2.0.1) does not put aside what it sorts of files and of a table in memory together.
        """
        if self._files[signal] and self._held[signal]:
            self._write(signal)
        return self._files[signal]

    def held(self, signal: str) -> pl.DataFrame | None:
        """Return the rows of a signal that are held in memory, or None where there are none."""
        import polars as pl

        return pl.concat(self._held[signal]) if self._held[signal] else None

    def __iter__(self) -> Iterator[str]:
        return iter(self.signals)

    def _put_aside(self, name: str) -> None:
        if sum(map(len, self._held[name])) > IN_MEMORY:
            self._write(name)

    def _write(self, name: str) -> None:
        import polars as pl

        file = self._scratch / f"{name}-{len(self._files[name])}.parquet"
        pl.concat(self._held[name]).write_parquet(file)
        self._files[name].append(file)
        self._held[name].clear()
