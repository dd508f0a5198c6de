"""How long the digits of a million numbers take here, and in the programs that people use for it today.

    uv run --group bench python bench/figures_peers.py [digits ...]

Each peer is timed in turn with ours on the same numbers, several times; the medians and their ratio are printed. A peer that is not
installed is named and skipped.
"""

from __future__ import annotations

import argparse
import importlib.util
import shutil
import statistics
import subprocess
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

from counterwatch.figures.checks.benford_first import benford_first
from counterwatch.figures.checks.benford_first_two import benford_first_two
from counterwatch.figures.checks.benford_second import benford_second
from counterwatch.figures.shapes.numbers import Numbers
from counterwatch.stats.deviation import _chance

ROUNDS = 7
R_PEER = """
library(benford.analysis)
numbers <- as.numeric(readLines(commandArgs(TRUE)[1]))
cat(system.time({ benford(numbers, 1); benford(numbers, 2) })["elapsed"])
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("section", nargs="*", default=list(SECTIONS), help=f"which of {', '.join(SECTIONS)}")
    for name in parser.parse_args().section:
        SECTIONS[name]()


def digits() -> None:
    """First, first two and second digits with p, simulated range and chart, beside every digit test of benford_py, which has neither."""
    values = np.random.default_rng(0).lognormal(8, 2.5, 1_000_000)
    if importlib.util.find_spec("benford") is None:
        print("digits: benford_py is not installed; skipped")
    else:
        import benford

        against("digits, 1e6 numbers", lambda: all_digits(values), "benford_py Benford()", lambda: benford.Benford(values, verbose=False))
    r_peer(values)


def all_digits(values: np.ndarray) -> None:
    # A new table and forgotten draws each time: nothing is left over from the round before.
    _chance.cache_clear()
    numbers = Numbers.one(name="numbers", values=values)
    for check in (benford_first, benford_first_two, benford_second):
        check(numbers)


def r_peer(values: np.ndarray) -> None:
    if shutil.which("Rscript") is None:
        print("digits: R is not installed; benford.analysis skipped")
        return
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "numbers.txt"
        np.savetxt(file, values)
        answer = subprocess.run(["Rscript", "-e", R_PEER, str(file)], capture_output=True, text=True, check=False)
        said = f"one and two digits: {answer.stdout} s" if answer.returncode == 0 else "not installed; skipped"
        print(f"digits: R benford.analysis, {said}")


def against(what: str, ours: Callable[[], object], peer: str, theirs: Callable[[], object]) -> None:
    """Time two calls in turn and print both medians and the median of the ratios."""
    pairs = [(timed(ours), timed(theirs)) for _ in range(ROUNDS)]
    one, two = (statistics.median(each) for each in zip(*pairs, strict=True))
    ratio = statistics.median(own / other for own, other in pairs)
    print(f"{what}: ours {one:.3f} s, {peer} {two:.3f} s, ratio {ratio:.2f} ({ROUNDS} pairs in turn)")


def timed(call: Callable[[], object]) -> float:
    begin = time.perf_counter()
    call()
    return time.perf_counter() - begin


SECTIONS: dict[str, Callable[[], None]] = {"digits": digits}


if __name__ == "__main__":
    main()
