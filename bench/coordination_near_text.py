"""How long the near-text signal takes on a million short texts, and which copies it finds.

    uv run python bench/coordination_near_text.py speed [--texts 1000000]
    uv run python bench/coordination_near_text.py quality [--shared FOLDER]

`speed` invents short posts (words with the frequencies of a language, one in fifty a changed copy of another, some of a common form) and prints
seconds of clock and processor for each step and the most memory held. `quality` prints the share of changed copies found by script and by share
of words changed, and what 3,000 random posts of the Internet Research Agency give beside an exact count of all their pairs.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import pathlib
import random
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from typing import Any

import numpy as np
import polars as pl

from counterwatch.coordination.signal import signals
from counterwatch.text.alike import LEAST, centres, jaccard, pairs
from counterwatch.text.sameness import same
from counterwatch.text.shingles import shingles

HERE = pathlib.Path(__file__).resolve().parents[1]
SYLLABLES = [a + b for a in "bdfgklmnprstvz" for b in "aeiou"] + ["ing", "er", "al", "th", "st", "en"]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("part", choices=["speed", "quality"])
    parser.add_argument("--texts", type=int, default=1_000_000)
    parser.add_argument("--shared", type=pathlib.Path, default=pathlib.Path(os.environ.get("COUNTERWATCH_SHARED", HERE.parent / "shared")))
    asked = parser.parse_args()
    if asked.part == "speed":
        speed(asked.texts)
    else:
        quality()
        strangers(asked.shared / "data" / "coordination" / "ira_english_trolls_2016.parquet")


def timed(what: str, work: Callable[[], Any]) -> Any:
    clock, processor = time.perf_counter(), time.process_time()
    found = work()
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"{what:28} {time.perf_counter() - clock:7.1f} s clock {time.process_time() - processor:7.1f} s processor {memory:7.0f} MB most so far",
        flush=True,
    )
    return found


def invented(count: int, seed: int = 0) -> list[str]:
    """Return short posts of 12 to 24 words whose frequencies fall as in a language (Zipf), a twentieth of them of fifty common forms."""
    rng = np.random.default_rng(seed)
    # Frequent words are short, as in any language.
    vocabulary = np.array(sorted(("".join(rng.choice(SYLLABLES, rng.integers(1, 6))) for _ in range(50_000)), key=lambda each: len(each) // 3))
    weights = 1 / (np.arange(50_000) + 2.7)
    drawn = vocabulary[rng.choice(50_000, (count, 24), p=weights / weights.sum())].tolist()
    lengths = rng.integers(12, 25, count).tolist()
    said = [words[:length] for words, length in zip(drawn, lengths, strict=True)]
    for place in rng.choice(count, count // 20, replace=False).tolist():
        said[place] = said[place % 50][:8] + said[place][:3]
    for place in rng.choice(np.arange(1, count), count // 50, replace=False).tolist():
        original = said[place - 1]
        said[place] = [each if rng.random() > 0.12 else drawn[place][0] for each in original]
    return [" ".join(words) for words in said]


def write(count: int, file: pathlib.Path) -> None:
    """Write invented posts, in a process of its own, so that the memory printed is not theirs."""
    pl.DataFrame({"row": np.arange(count, dtype=np.uint64), "text": invented(count)}).write_parquet(file)


def speed(count: int) -> None:
    with tempfile.TemporaryDirectory(prefix="cw-bench-") as folder:
        file = pathlib.Path(folder) / "posts.parquet"
        process = multiprocessing.get_context("spawn").Process(target=write, args=(count, file))
        process.start()
        process.join()
        posts = pl.read_parquet(file)
    found = timed("words under one spelling", lambda: signals()["near_text"].objects(posts))
    names = timed("distinct", lambda: found["object"].unique().sort().to_list())
    alike = timed("pairs", lambda: pairs(names))
    stars = timed("centres", lambda: centres(len(names), alike))
    groups = np.count_nonzero(np.bincount(stars) > 1)
    print(f"{len(names)} distinct texts, {len(alike.one)} pairs, {groups} groups; crowds {alike.crowds}, largest {alike.crowded}")


def quality(count: int = 2000) -> None:
    sys.path.insert(0, str(HERE / "tests" / "coordination_signals"))
    from copies import edited, sentence, written

    for language in ("English", "Chinese", "Uyghur", "Tibetan"):
        for share in (0.05, 0.1, 0.15, 0.2, 0.25, 0.3):
            rng = random.Random(share)
            said = [sentence(rng, language) for _ in range(count)]
            texts = [same(written(each, language)) for each in said] + [same(written(edited(rng, each, language, share), language)) for each in said]
            names, codes = np.unique(np.array(texts, dtype=object), return_inverse=True)
            stars = centres(len(names), pairs(names.tolist()))[codes]
            print(f"{language}, {share:.0%} of 18 words changed: {np.mean(stars[:count] == stars[count:]):.3f} of {count} copies found")


def strangers(path: pathlib.Path, count: int = 3000) -> None:
    if not path.exists():
        print("the posts of the Internet Research Agency are not here")
        return
    posts = pl.read_parquet(path, columns=["text"]).with_columns(pl.col("text").str.replace_all(r"\bURL\b", " ")).with_row_index("row")
    said = signals()["near_text"].objects(posts)["object"].unique().sort().to_list()
    texts = sorted(random.Random(0).sample(said, count))
    sets = shingles(texts)
    one, other = np.triu_indices(count, 1)
    share = np.concatenate([jaccard(sets, one[at : at + 100_000], other[at : at + 100_000]) for at in range(0, len(one), 100_000)])
    got = pairs(texts)
    true = set(zip(one[share >= LEAST].tolist(), other[share >= LEAST].tolist(), strict=True))
    mine = set(zip(got.one.tolist(), got.other.tolist(), strict=True))
    sizes = np.bincount(centres(count, got))
    together = int((sizes * (sizes - 1) // 2).sum())
    found = f"recall {len(mine & true) / max(1, len(true)):.3f}, precision {len(mine & true) / max(1, len(mine)):.3f}"
    print(f"{count} random posts, {len(one)} pairs: {len(true)} alike by exact count, {len(mine)} found, {found}")
    print(f"put together {together} pairs ({together / len(one):.5%})")


if __name__ == "__main__":
    main()
