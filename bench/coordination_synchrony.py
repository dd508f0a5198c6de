"""How long the test of synchrony takes, and how much memory: one million and ten million actions, and crowds on one object.

    uv run python bench/coordination_synchrony.py --actions 1000000 10000000

Each is asked in a process of its own. Bars on two idle cores: 12 s at a million, 3 minutes and 4 GB at ten million.
"""

from __future__ import annotations

import argparse
import multiprocessing
import resource
import time

import numpy as np

from coordination_data import planted
from counterwatch.coordination.synchrony import Tested, synchrony
from counterwatch.coordination.table import SECOND, Layer

MINUTE = 60
CROWD = 100_000


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--actions", type=int, nargs="+", default=[100_000, 1_000_000])
    asked = parser.parse_args()
    for size in [*asked.actions, 0]:
        with multiprocessing.get_context("spawn").Pool(1) as pool:
            print(pool.apply(crowd) if size == 0 else pool.apply(measured, (size,)), flush=True)


def measured(size: int) -> str:
    """Return what the test takes for so many actions, and what it finds of the planted groups."""
    layer, truth = planted(size)
    told, tested = timed(layer)
    a, b = (tested.edges[name].to_numpy() for name in ("a", "b"))
    is_true = (truth[a] == truth[b]) & (truth[a] >= 0)
    found = np.unique(np.concatenate([a, b])[np.tile(is_true, 2)])
    return f"{told}; {len(a)} pairs, {np.count_nonzero(~is_true)} of them false; {len(found)} of {np.count_nonzero(truth >= 0)} planted accounts"


def crowd() -> str:
    """Return what it takes when a hundred thousand accounts act on one object within one minute, among other things."""
    rng = np.random.default_rng(0)
    account = np.concatenate([rng.permutation(CROWD), rng.integers(0, CROWD, 2 * CROWD)])
    object = np.concatenate([np.zeros(CROWD, np.int64), rng.integers(1, CROWD // 5, 2 * CROWD)])
    moment = np.concatenate([rng.integers(0, MINUTE, CROWD), rng.integers(0, 14 * 86_400, 2 * CROWD)])
    told, tested = timed(Layer.of("link", account=account.astype(np.int32), object=object.astype(np.int32), time=moment * SECOND))
    return f"{told}; one object with {CROWD} actions in a minute: {len(tested.measured.hot)} object left out by the stated rule"


def timed(layer: Layer) -> tuple[str, Tested]:
    begin, busy = time.perf_counter(), time.process_time()
    tested = synchrony(layer)
    seconds, busy = time.perf_counter() - begin, time.process_time() - busy
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    return f"{len(layer)} actions: {seconds:.1f} s (processor {busy:.1f} s), {memory:.2f} GB", tested


if __name__ == "__main__":
    main()
