"""Actions at any scale, for benches: Zipf objects and accounts, cascades that rise and fade, and twenty planted groups.

    uv run python bench/coordination_data.py 1000000 actions.parquet

It resembles posts in what costs time, not in what people do: for that there are the worlds of `counterwatch.coordination.worlds`.
"""

from __future__ import annotations

import argparse
import pathlib

import numpy as np
from numpy.typing import NDArray

from counterwatch.coordination.table import SECOND, Layer

DAYS = 30
OBJECTS, ACCOUNTS = 0.2, 0.12
"""Objects and accounts per action; those of the tail never occur."""
OBJECT_SLOPE, ACCOUNT_SLOPE = 0.75, 0.8
MEDIAN, SPREAD = 4 * 3600, 1.2
"""The delay after the first action on an object: its median in seconds, and the standard deviation of its logarithm."""
GROUPS, LEAST, MOST, TOGETHER = 20, 5, 20, 30
"""How many groups there are, how many members they have, and how often each acts together."""


def actions(n: int, seed: int = 0) -> Layer:
    """Return a layer of about `n` actions; the same seed always gives the same."""
    return planted(n, seed)[0]


def planted(n: int, seed: int = 0) -> tuple[Layer, NDArray[np.int32]]:
    """Return a layer of about `n` actions, and by account the number of its planted group or -1."""
    rng = np.random.default_rng([n, seed])
    objects, accounts = max(int(n * OBJECTS), 10), max(int(n * ACCOUNTS), GROUPS * MOST)
    start = rng.uniform(0, DAYS * 86_400, objects)
    truth = _groups(accounts, rng)
    object = rng.choice(objects, n, p=_zipf(objects, OBJECT_SLOPE))
    account = rng.choice(accounts, n, p=_zipf(accounts, ACCOUNT_SLOPE))
    moment = start[object] + rng.lognormal(np.log(MEDIAN), SPREAD, n)
    together = [_together(np.flatnonzero(truth == group), start, rng) for group in range(GROUPS)]
    rows = [np.concatenate(column) for column in zip((account, object, moment), *together, strict=True)]
    moment = np.floor(rows[2]).astype(np.int64) * SECOND
    return Layer.of("link", account=rows[0].astype(np.int32), object=rows[1].astype(np.int32), time=moment), truth


def _zipf(size: int, slope: float) -> NDArray[np.float64]:
    weight = np.arange(1, size + 1) ** -slope
    return np.asarray(weight / weight.sum())


def _groups(accounts: int, rng: np.random.Generator) -> NDArray[np.int32]:
    truth = np.full(accounts, -1, np.int32)
    members = iter(rng.permutation(np.arange(accounts // 10, accounts)))
    for group in range(GROUPS):
        for _ in range(rng.integers(LEAST, MOST + 1)):
            truth[next(members)] = group
    return truth


def _together(
    members: NDArray[np.int64], start: NDArray[np.float64], rng: np.random.Generator
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float64]]:
    """Return what a group does: each time its members act on one object, half a minute apart at most, some hours after it began."""
    object = np.repeat(rng.integers(0, len(start) // 10, TOGETHER), len(members))
    begin = np.repeat(rng.lognormal(np.log(MEDIAN), SPREAD, TOGETHER), len(members))
    return np.tile(members, TOGETHER), object, start[object] + begin + rng.uniform(0, 30, len(object))


def main() -> None:
    import pyarrow.parquet as pq

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("actions", type=int)
    parser.add_argument("file", type=pathlib.Path)
    asked = parser.parse_args()
    layer = actions(asked.actions)
    assert not isinstance(layer.actions, pathlib.Path)
    pq.write_table(layer.actions, asked.file)
    print(f"wrote {asked.file}: {len(layer)} actions")


if __name__ == "__main__":
    main()
