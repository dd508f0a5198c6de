"""How long it takes to protect a table, and what share of its numbers stays: beside the usual way of withholding every line with a small count.

uv run --group bench python bench/disclosure.py
"""

from __future__ import annotations

import time

import numpy as np

from counterwatch.stats.disclosure.protect import protect
from counterwatch.stats.disclosure.published import Published, Rule, Table, with_totals


def main() -> None:
    """Print a line for each kind of table."""
    protect(Table.by_position(np.array([[20, 3], [4, 30]])), Rule())  # what is loaded on first use is not measured
    print("table      mean  seconds  kept: ours  without the rows of small counts")
    for size, mean in ((5, 8), (5, 60), (12, 20), (50, 8), (50, 20), (50, 200)):
        rng = np.random.default_rng(size * 1000 + mean)
        counts = rng.negative_binomial(0.7, 0.7 / (0.7 + mean), (size, size))
        before = time.perf_counter()
        made = protect(Table.by_position(counts), Rule())
        took = time.perf_counter() - before
        print(f"{size:>3} x {size:<3} {mean:>6}  {took:>7.2f}  {_share(made):>10}  {_rows(counts):>10.0%}")


def _share(made: Published | None) -> str:
    return "nothing" if made is None else f"{made.kept:.0%}"


def _rows(counts: np.ndarray) -> float:
    """Return what stays of the numbers that are large enough where each row with a small count is left out, and of one alone the totals too."""
    true = with_totals(counts)
    large = true >= Rule().threshold
    is_whole = (counts >= Rule().threshold).all(axis=1)
    stays = np.repeat(np.append(is_whole, (~is_whole).sum() != 1)[:, None], true.shape[1], axis=1)
    return float((large & stays).sum() / large.sum())


if __name__ == "__main__":
    main()
