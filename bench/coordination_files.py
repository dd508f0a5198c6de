"""Files of others beside the simulated worlds: two simulations by another hand, and real posts, of which nobody knows the answer."""

from __future__ import annotations

import json
import pathlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from counterwatch.coordination.table import SECOND, Layer
from counterwatch.coordination.worlds.world import Planted

if TYPE_CHECKING:
    import polars as pl


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """A file, the column of what was shared, and the window (milliseconds) at which it is asked; `room`: shipped or real."""

    file: str
    object: str
    window: int
    room: str = "real"
    stamp: int = SECOND


GERMAN = "german_elections_2021.parquet"
FILES = {
    "sim_organic_burst10": File(file="sim_organic_burst10.parquet", object="object_id", window=60_000, room="shipped"),
    "sim_planted_burst10": File(file="sim_planted_burst10.parquet", object="object_id", window=60_000, room="shipped"),
    "german_links": File(file=GERMAN, object="url_id", window=30_000),
    "german_images": File(file=GERMAN, object="phash_id", window=30_000),
    "german_hashtags": File(file=GERMAN, object="hashtag_id", window=30_000),
    "ira_hashtags": File(file="ira_english_trolls_2016.parquet", object="text", window=60_000, stamp=60_000),
}


def opened(name: str, folder: pathlib.Path) -> Planted:
    """Return a file as a world; accounts of real posts have no truth."""
    file = FILES[name]
    rows = acts(folder / file.file, file)
    names = rows["account"].cast(str).unique().sort()
    columns = {
        "account": np.searchsorted(names.to_numpy(), rows["account"].to_numpy()).astype(np.int32),
        "object": rows["object"].rank("dense").to_numpy().astype(np.int32) - 1,
        "time": rows["time"].to_numpy(),
        "content": rows["content"].rank("dense").to_numpy().astype(np.int64) - 1,
    }
    truth = np.full(len(names), -1, np.int32)
    key = folder / file.file.replace(".parquet", "_truth.json")
    if key.exists():
        groups = json.loads(key.read_text(encoding="utf-8"))
        truth = np.array([groups.get(each, -1) for each in names], dtype=np.int32)
    return Planted(layer=Layer.of(name, resolution=file.stamp, **columns), truth=truth, apps=np.full(len(names), -1, np.int32))


def acts(path: pathlib.Path, file: File) -> pl.DataFrame:
    """Return the rows of a file as `account`, `object`, `time` (milliseconds) and `content`, each once."""
    import polars as pl

    table = pl.read_parquet(path)
    content = "post_id" if "post_id" in table.columns else "content_id"
    found = table.select(
        account=pl.col("account_id").cast(str), object=pl.col(file.object), time=pl.col("timestamp") * SECOND, content=pl.col(content)
    ).drop_nulls()
    if file.object == "text":
        found = found.with_columns(object=pl.col("object").str.to_lowercase().str.extract_all(r"#\w+")).explode("object").drop_nulls()
    return found.unique(maintain_order=True)
