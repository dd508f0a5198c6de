"""A layer that is settled keeps its actions and gets other objects, in memory and on disk."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import polars as pl
import pyarrow.parquet as pq

from counterwatch.coordination.table import Layer

LAYER = Layer.of(
    "text",
    account=np.array([0, 1, 2], np.int32),
    object=np.array([0, 1, 2], np.int32),
    time=np.array([5, 6, 7], np.int64),
)
CODES, NAMES = np.array([1, 0, 1], np.int32), pl.Series("object", ["b", "a"])


def test_objects_that_are_the_same_get_one_code() -> None:
    told = LAYER.regrouped(CODES, NAMES)
    assert told.arrays()["object"].tolist() == [0, 1, 1]
    assert told.arrays()["account"].tolist() == [1, 0, 2]
    assert told.objects.to_list() == ["b", "a"]


def test_a_layer_on_disk_is_told_in_a_file_beside_it(tmp_path: Path) -> None:
    path = tmp_path / "text.parquet"
    pq.write_table(LAYER.actions, path)
    told = replace(LAYER, actions=path).regrouped(CODES, NAMES)
    assert isinstance(told.actions, Path)
    assert told.actions != path
    assert pq.read_table(told.actions).equals(LAYER.regrouped(CODES, NAMES).actions)
    assert pq.read_table(path).equals(LAYER.actions)
