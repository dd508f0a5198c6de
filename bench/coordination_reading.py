"""Memory and time of reading posts: makes files of a size, reads them to the end and prints the peak of each, one process for each file.

`uv run python bench/coordination_reading.py [--gigabytes 1] [FORMAT ...]`
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from counterwatch.coordination.reading.recognising import reader_for

WORDS = ("新闻", "今天", "武汉", "口罩", "the", "of", "and", "report", "people", "health", "བོད་", "ལྷ་ས", "ئۇيغۇر", "ياخشى")
HEADER = "message_id,user_id,username,repost_id,reply_id,message,timestamp,urls\n"
FORMATS = ("csv", "csv.gz", "jsonl", "telegram.json", "parquet")


def rows(rng: random.Random) -> Iterator[tuple[int, int, str, int, str]]:
    number = 0
    while True:
        number += 1
        text = " ".join(rng.choices(WORDS, k=12))
        yield number, int(rng.random() ** 3 * 200_000), text, 1_640_995_200 + number // 20, f"https://example.org/{rng.randrange(100_000)}"


def line(form: str, row: tuple[int, int, str, int, str]) -> str:
    number, user, text, second, link = row
    if form.startswith("csv"):
        return f'{number},{user},u{user},{number // 3},,"{text}, #{text[:2]}",{second},{link}\n'
    if form == "jsonl":
        stamp = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(second))
        return (
            json.dumps({"message_id": str(number), "user": {"id": user}, "message": text, "created_at": stamp, "urls": [link]}, ensure_ascii=False)
            + "\n"
        )
    message = {
        "id": number,
        "type": "message",
        "date_unixtime": str(second),
        "from_id": f"user{user}",
        "text": [text, {"type": "link", "text": link}],
    }
    return ("" if number == 1 else ",\n") + json.dumps(message, ensure_ascii=False, indent=1)


def make(form: str, path: Path, size: float) -> None:
    if form == "parquet":
        return make_parquet(path, size)
    written, rng = 0, random.Random(1)
    start = {"csv": HEADER, "csv.gz": HEADER, "telegram.json": '{"name": "x", "type": "public_channel", "id": 1, "messages": [\n'}.get(form, "")
    with gzip.open(path, "wb", compresslevel=1) if form.endswith("gz") else path.open("wb") as file:
        file.write(start.encode())
        for row in rows(rng):
            written += file.write(line(form, row).encode())
            if written > size:
                break
        file.write(b"]}\n" if form == "telegram.json" else b"")
    return None


def make_parquet(path: Path, size: float) -> None:
    """Write row groups of a million rows, as many as make the file this large."""
    import polars as pl
    import pyarrow.parquet as pq

    stream, writer = rows(random.Random(1)), None
    while not path.exists() or path.stat().st_size < size:
        names = ["content_id", "account_id", "text", "timestamp", "url"]
        table = pl.DataFrame([next(stream) for _ in range(1_000_000)], schema=names, orient="row").to_arrow()
        writer = writer or pq.ParquetWriter(path, table.schema)
        writer.write_table(table)
    if writer is not None:
        writer.close()


def read(path: Path) -> None:
    """Read a file to its end and print what it took; the memory of the interpreter and its libraries is shown apart."""
    reader = reader_for(path, name=path.name)
    before, started, processor = peak_memory(), time.perf_counter(), time.process_time()
    heights = [batch.height for batch in reader.function(path, name=path.name).batches]
    peak, seconds, processor = peak_memory(), time.perf_counter() - started, time.process_time() - processor
    size = path.stat().st_size
    print(
        f"{path.name:22} {size / 1e6:8,.0f} MB  {sum(heights):10,} posts in {len(heights):5} batches of at most {max(heights):,}  "
        f"{seconds:6.1f} s ({processor:.1f} s of processor)  peak {peak / 1024:5.0f} MB ({before / 1024:.0f} MB before reading)",
        flush=True,
    )


def peak_memory() -> int:
    """Return the peak of this program in kilobytes; what its parent held before it was started does not count (Linux)."""
    status = Path("/proc/self/status").read_text()
    return next(int(each.split()[1]) for each in status.splitlines() if each.startswith("VmHWM"))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("formats", nargs="*", default=FORMATS)
    parser.add_argument("--gigabytes", type=float, default=1.0)
    parser.add_argument("--read", type=Path)
    given = parser.parse_args()
    if given.read:
        return read(given.read)
    with tempfile.TemporaryDirectory() as folder:
        for form in given.formats:
            for share in (0.1, 1.0):
                path = Path(folder) / f"{share * given.gigabytes:g}gb.{form}"
                make(form, path, share * given.gigabytes * 1e9)
                subprocess.run([sys.executable, __file__, "--read", str(path)], check=True)
                path.unlink()
    return None


if __name__ == "__main__":
    main()
