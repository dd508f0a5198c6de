"""A collection that is larger than memory should be: is it read and asked to the end, how long does that take, and how much memory?

    uv run python bench/coordination_stream.py --gigabytes 10

Writes a CSV of invented posts (300 bytes each, 60 days, milliseconds, many links that are shared once or twice), in which five accounts share thirty
links within ten seconds, asks `cw coordination` about its links, and prints time and memory beside DuckDB that only reads the same columns.
"""

from __future__ import annotations

import argparse
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import time

import numpy as np
import polars as pl

DAYS, ROWS, ACCOUNTS, PLANTED, SHARED = 60, 500_000, 400_000, 5, 30
WORDS = 40


def block(rng: np.random.Generator, words: np.ndarray, links: int, first: int) -> pl.DataFrame:
    """Return posts: what is shared often and what is shared once, at any moment."""
    link = np.minimum(rng.zipf(1.3, ROWS), links)
    own = rng.random(ROWS) < 0.7
    link = np.where(own, rng.integers(0, links, ROWS), link)
    texts = words[rng.integers(0, len(words), ROWS)]
    moment = 1_600_000_000_000 + rng.integers(0, DAYS * 86_400_000, ROWS)
    return frame(rng.integers(0, ACCOUNTS, ROWS), moment, np.arange(first, first + ROWS), texts, link)


def frame(account: np.ndarray, moment: np.ndarray, post: np.ndarray, text: np.ndarray, link: np.ndarray) -> pl.DataFrame:
    """Return posts as a table with the columns of a collection."""
    made = pl.DataFrame({"account": account, "time": moment, "post": post, "text": text, "link": link})
    return made.with_columns(
        pl.format("account{}", "account"), pl.format("p{}", "post"), pl.format("https://news.example/{}", "link").alias("link")
    ).select("account", "time", "post", "text", "link")  # fmt: skip


def planted(rng: np.random.Generator) -> pl.DataFrame:
    """Return what five accounts share together: thirty links, each within ten seconds."""
    start = 1_600_000_000_000 + np.sort(rng.integers(0, DAYS * 86_400_000, SHARED))
    account = np.tile(np.arange(ACCOUNTS, ACCOUNTS + PLANTED), SHARED)
    moment = np.repeat(start, PLANTED) + rng.integers(0, 10_000, SHARED * PLANTED)
    link = np.repeat(np.arange(10**9, 10**9 + SHARED), PLANTED)
    return frame(account, moment, np.arange(10**10, 10**10 + len(account)), np.full(len(account), "together"), link)


def write(path: pathlib.Path, size: int) -> int:
    """Write a CSV of at least `size` bytes; return how many posts."""
    rng = np.random.default_rng(1)
    vocabulary = np.array([f"word{each}" for each in range(20_000)])
    words = np.array([" ".join(vocabulary[rng.integers(0, 20_000, 30)]) for _ in range(20_000)])
    links = size // 600
    with path.open("wb") as out:
        planted(rng).write_csv(out)
        posts = PLANTED * SHARED
        while out.tell() < size:
            block(rng, words, links, posts).write_csv(out, include_header=False)
            posts += ROWS
    return posts


def run(command: list[str]) -> tuple[float, float, float, str]:
    """Run a command; return seconds by the clock, seconds of processor, peak memory in GB, and what it printed."""
    begin = time.perf_counter()
    with tempfile.TemporaryFile("w+") as out, subprocess.Popen(command, stdout=out) as process:
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        out.seek(0)
        said = out.read()
    if process.returncode:
        raise SystemExit(f"{command[0]} left with {process.returncode}")
    return time.perf_counter() - begin, used.ru_utime + used.ru_stime, used.ru_maxrss / 1e6, said


def main() -> None:
    """Write, ask and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--gigabytes", type=float, default=10)
    parser.add_argument("--folder", type=pathlib.Path, default=pathlib.Path(tempfile.gettempdir()))
    given = parser.parse_args()
    path = given.folder / "posts.csv"
    posts = write(path, int(given.gigabytes * 1e9))
    print(f"{path.stat().st_size / 1e9:.2f} GB, {posts:,} posts", flush=True)
    query = f"SELECT count(DISTINCT account), count(DISTINCT link), min(time) FROM read_csv('{path}')"
    bare = run([sys.executable, "-c", f"import duckdb; print(duckdb.sql({query!r}).fetchall())"])
    print(f"duckdb reads these columns: {bare[0]:.0f} s by the clock, {bare[1]:.0f} s of processor, {bare[2]:.2f} GB", flush=True)
    asked = ["--only", "synchrony", "--signal", "link", "--no-case", "--json"]
    ours = run([sys.executable, "-c", "from counterwatch.cli.main import main; main()", "coordination", str(path), *asked])
    print(f"cw coordination: {ours[0]:.0f} s by the clock, {ours[1]:.0f} s of processor, {ours[2]:.2f} GB; {ours[0] / bare[0]:.1f} times as long")
    for line in ours[3].splitlines():
        finding = json.loads(line)
        print(finding["verdict"], finding["subject"], finding.get("numbers", {}))
    path.unlink()


if __name__ == "__main__":
    main()
