"""The bars of exports: a TikTok export of 100 MB as JSON, and hostile files. Prints seconds and memory, each in a process of its own."""

import datetime
import json
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path

MEGABYTE = 1_000_000


def tiktok(path: Path, size: int) -> None:
    """Write an invented export of about `size` bytes, nearly all of it a history of films."""
    start, rows = datetime.datetime(2020, 1, 1, tzinfo=datetime.UTC), []
    for number in range(size // 115):
        when = start + datetime.timedelta(minutes=2 * number)
        rows.append({"Date": f"{when:%Y-%m-%d %H:%M:%S}", "Link": f"https://www.tiktokv.com/share/video/{7310000000000000000 + number}/"})
    said = {
        "Profile And Settings": {"Profile Info": {"ProfileMap": {"userName": "sample", "emailAddress": "sample@example.org"}}},
        "Your Activity": {
            "Watch History": {"VideoList": rows},
            "Login History": {"LoginHistoryList": [{"Date": "2024-01-01 08:00:00", "IP": "203.0.113.7"}]},
        },
    }
    path.write_text(json.dumps(said), encoding="utf-8")


def measure(path: str) -> None:
    """Read one file and print what it took."""
    from counterwatch.core import UnreadableEvidence
    from counterwatch.exposure.reading.exports import read_archive

    start, size = time.perf_counter(), Path(path).stat().st_size
    try:
        archive = read_archive(Path(path), name="export", pseudonym=lambda text: text[::-1])
        said = f"{len(archive.events):,} events"
    except UnreadableEvidence as error:
        said = f"refused: {error.message}"
    # What the kernel says of this program alone: the other figure is inherited from the one that started it.
    most = int(re.findall(r"VmHWM:\s+(\d+)", Path("/proc/self/status").read_text(encoding="ascii"))[0]) * 1024
    print(f"{size / MEGABYTE:.1f} MB: {time.perf_counter() - start:.2f} s, {most / MEGABYTE:.0f} MB of memory ({most / size:.1f} times): {said}")


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        large = Path(folder) / "user_data_tiktok.json"
        tiktok(large, 100 * MEGABYTE)
        deep = Path(folder) / "deep.json"
        deep.write_bytes(b'{"Your Activity": ' * 200_000)
        for each in (large, deep):
            subprocess.run([sys.executable, __file__, str(each)], check=True)


if __name__ == "__main__":
    measure(sys.argv[1]) if len(sys.argv) > 1 else main()
