"""What the coordination instrument looks at: public posts as actions of accounts on objects, one layer per signal."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from counterwatch.core import Message, Problem

if TYPE_CHECKING:
    import numpy as np
    import polars as pl
    import pyarrow as pa
    from numpy.typing import NDArray

SECOND = 1000
"""Milliseconds in a second: all times and windows of this instrument are whole milliseconds."""

COLUMNS = ("account", "object", "time", "content")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Layer:
    """The actions of one signal: which account acted on which object, when, and in which post.

    `actions` is a table in memory or a Parquet file with the columns `account` (int32), `object` (int32), `time` (int64, milliseconds
    UTC) and `content` (int64, the number of the post), without nulls and without doubled rows, in any order. Codes count from 0:
    accounts index `Posts.accounts`, objects index `objects`, the names of what was shared. `resolution` is the step of the clock in
    milliseconds that the times show.
    """

    signal: str
    actions: pa.Table | Path
    objects: pl.Series
    resolution: int = SECOND

    def __len__(self) -> int:
        import pyarrow.parquet as pq

        return int(pq.read_metadata(self.actions).num_rows if isinstance(self.actions, Path) else self.actions.num_rows)

    def acting(self) -> int:
        """Return how many accounts act in this layer."""
        import pyarrow.compute as pc
        import pyarrow.parquet as pq

        table = pq.read_table(self.actions, columns=["account"]) if isinstance(self.actions, Path) else self.actions
        return int(pc.count_distinct(table.column("account")).as_py())

    def columns(self, *names: str) -> dict[str, NDArray[Any]]:
        """Return some columns as arrays, in the order of the rows."""
        import pyarrow.parquet as pq

        table = pq.read_table(self.actions, columns=list(names)) if isinstance(self.actions, Path) else self.actions
        return {name: table.column(name).combine_chunks().to_numpy(zero_copy_only=False) for name in names}

    def span(self) -> tuple[int, int]:
        """Return the first and the last time, 0 and 0 where there is no action."""
        import pyarrow.compute as pc
        import pyarrow.parquet as pq

        table = pq.read_table(self.actions, columns=["time"]) if isinstance(self.actions, Path) else self.actions
        ends = pc.min_max(table.column("time")).as_py()
        return int(ends["min"] or 0), int(ends["max"] or 0)

    def during(self, first: int, last: int) -> Layer:
        """Return the actions from `first` to before `last`, with the same codes."""
        from dataclasses import replace

        import pyarrow.compute as pc
        import pyarrow.parquet as pq

        if isinstance(self.actions, Path):
            return replace(self, actions=pq.read_table(self.actions, filters=[("time", ">=", first), ("time", "<", last)]))
        time = self.actions.column("time")
        return replace(self, actions=self.actions.filter(pc.and_(pc.greater_equal(time, first), pc.less(time, last))))

    def arrays(self) -> dict[str, NDArray[Any]]:
        """Return the columns as arrays, sorted by object, then time, then account, then content."""
        import numpy as np

        found = self.columns(*COLUMNS)
        order = np.lexsort((found["content"], found["account"], found["time"], found["object"]))
        return {name: each[order] for name, each in found.items()}

    def regrouped(self, codes: NDArray[np.int32], objects: pl.Series) -> Layer:
        """Return the layer whose object `o` is called `codes[o]` and named in `objects`; of a file, a file beside it is written in pieces."""
        from dataclasses import replace

        import pyarrow as pa
        import pyarrow.parquet as pq

        def told(actions: Any) -> Any:
            found = codes[actions.column("object").to_numpy()]
            return actions.set_column(actions.schema.get_field_index("object"), "object", pa.array(found, pa.int32()))

        if not isinstance(self.actions, Path):
            return replace(self, actions=told(self.actions), objects=objects)
        beside = self.actions.with_name(f"{self.actions.stem}-settled.parquet")
        with pq.ParquetFile(self.actions, pre_buffer=False) as source, pq.ParquetWriter(beside, source.schema_arrow) as target:
            for batch in source.iter_batches(batch_size=1_000_000):
                target.write_batch(told(batch))
        return replace(self, actions=beside, objects=objects)

    @classmethod
    def of(
        cls,
        signal: str,
        *,
        account: NDArray[np.int32],
        object: NDArray[np.int32],
        time: NDArray[np.int64],
        content: NDArray[np.int64] | None = None,
        resolution: int = SECOND,
    ) -> Layer:
        """Make a layer of arrays; without `content` every action is a post of its own, and objects are called by their codes."""
        import numpy as np
        import polars as pl
        import pyarrow as pa

        columns = {
            "account": account.astype(np.int32),
            "object": object.astype(np.int32),
            "time": time.astype(np.int64),
            "content": np.arange(len(time), dtype=np.int64) if content is None else content.astype(np.int64),
        }
        names = pl.Series("object", [str(each) for each in range(int(object.max(initial=-1)) + 1)], dtype=pl.String)
        return cls(signal=signal, actions=pa.table(columns), objects=names, resolution=resolution)


@dataclass(frozen=True, slots=True, kw_only=True)
class Excerpt:
    """One post as it is shown for evidence: the beginning of its text, the file and the row where it stands. Its id at the source is not."""

    text: str = ""
    place: str = ""


def no_excerpts(_contents: Collection[int]) -> Mapping[int, Excerpt]:
    """Return nothing: the posts of these layers have no text."""
    return {}


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Posts:
    """Public posts, read: accounts are pseudonyms, what they did is in one layer per signal.

    `accounts` holds the pseudonyms by code; `created` their dates of creation in milliseconds (null where unknown), where the source
    has them. `excerpts` returns the posts with these content codes, read again from the file when somebody wants to see them.
    `said` tells how the file was read, `problems` what could not be.
    """

    name: str
    accounts: pl.Series
    layers: Mapping[str, Layer]
    posts: int = 0
    created: pl.Series | None = None
    excerpts: Callable[[Collection[int]], Mapping[int, Excerpt]] = no_excerpts
    problems: tuple[Problem, ...] = ()
    said: tuple[Message, ...] = ()
    read_with: Mapping[str, Any] = field(default_factory=dict)
