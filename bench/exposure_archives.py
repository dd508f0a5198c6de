"""The bars of exports: a TikTok export of 100 MB as JSON, long files of other platforms, and hostile files.

Prints seconds and memory of each, read in a process of its own; `--hostile` reads the hostile ones only.
"""

import datetime
import gzip
import json
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests" / "files"))
import hostile_archives as hostile

MEGABYTE = 1_000_000
HEADS = {
    "tiktok": (b'{"Your Activity": {"Watch History": {"VideoList": ', b"}}}"),
    "google": (b'{"locations": ', b"}"),
    "telegram": (b'{"personal_information": {}, "chats": {"list": [{"messages": ', b"}]}}"),
}


def tiktok(path: Path, size: int) -> None:
    """Write an invented export of about `size` bytes, nearly all of it a history of films."""
    start, rows = datetime.datetime(2020, 1, 1, tzinfo=datetime.UTC), []
    for number in range(size // 101):
        when = start + datetime.timedelta(minutes=2 * number)
        rows.append({"Date": f"{when:%Y-%m-%d %H:%M:%S}", "Link": f"https://www.tiktokv.com/share/video/{7310000000000000000 + number}/"})
    signed_in = [{"Date": "2024-01-01 08:00:00", "IP": "203.0.113.7"}]
    said = {
        "Profile And Settings": {"Profile Info": {"ProfileMap": {"userName": "sample", "emailAddress": "sample@example.org"}}},
        "Your Activity": {
            "Watch History": {"VideoList": rows},
            "Login History": {"LoginHistoryList": signed_in},
        },
    }
    path.write_text(json.dumps(said), encoding="utf-8")


def long_files(folder: Path) -> Iterator[Path]:
    """Yield long honest files."""
    tiktok(folder / "user_data_tiktok.json", 100 * MEGABYTE)
    yield folder / "user_data_tiktok.json"
    fix = '{"latitudeE7": 488634026, "longitudeE7": 24001873, "accuracy": 10, "timestamp": "2023-%02d-%02dT%02d:%02d:00.000Z"}'
    rows = (fix % (n // 40_000 % 12 + 1, n // 1440 % 28 + 1, n // 60 % 24, n % 60) for n in range(900_000))
    (folder / "Records.json").write_text('{"locations": [' + ", ".join(rows) + "]}", encoding="utf-8")
    yield folder / "Records.json"
    text = "[2024-%02d-%02d, %02d:%02d:00] Someone %d: a message of some length, with words in it\n"
    (folder / "chat.txt").write_text("".join(text % (n // 30_000 % 12 + 1, n // 1440 % 28 + 1, n // 60 % 24, n % 60, n % 5) for n in range(300_000)))
    yield folder / "chat.txt"


def hostile_files() -> Iterator[tuple[str, bytes]]:
    """Yield what is made to exhaust its reader."""
    yield "overlap.zip", hostile.overlapping(9_000)
    yield "members.zip", hostile.many(600_000)
    yield "ratio.zip", hostile.zip_of({"user_data_tiktok.json": b"\0" * (300 << 20)})
    yield "nested.zip", hostile.nested(2, b"\0" * (300 << 20))
    yield "deeper.zip", hostile.nested(9)
    yield "parent.zip", hostile.zip_of({"../../user_data_tiktok.json": HEADS["tiktok"][0] + b"[]}}}"})
    yield "link.zip", hostile.zip_link("user_data_tiktok.json")
    yield "encrypted.zip", hostile.zip_marked({"user_data_tiktok.json": b"x" * 99}, flags=1)
    yield "name.tgz", hostile.tar_long_name(200 << 20)
    yield "size.tar", hostile.tar_negative()
    yield "zeros.gz", gzip.compress(b"\0" * (300 << 20))
    yield "deep.json", b"[" * 200_000 + b"]" * 200_000
    for name, (head, close) in HEADS.items():
        yield f"{name} deep.json", head + b"[" * 200_000
        yield f"{name} nulls.json", head + b"[" + b"null," * (24 << 20) + b"null]" + close
        yield f"{name} empty.json", head + b"[" + b"{}," * (40 << 20) + b"{}]" + close
        yield f"{name} small.json", head + b"[" + b'{"aaaaaa":1},' * (9 << 20) + b"{}]" + close
        yield f"{name} words.json", head + b"[" + b'"aaaaaaaaaa",' * (9 << 20) + b"{}]" + close
        yield f"{name} deep row.json", head + b"[" + b'{"a":' * 150_000
        yield f"{name} rows.json", head + b"[" + b'{"latitudeE7":1,"longitudeE7":1},' * (1 << 21) + b"{}]" + close
        yield f"{name} 60 MB.json", head + b"[" + b'{"aaaaaa":1},' * (5 << 20) + b"{}]" + close
    yield "facebook.json", b'{"friends_v2": [' + b'{"aaaaaa":1},' * (1 << 20) + b"{}]}"
    yield "chat.txt", b"1/1/1, 1:1 - a: b\n" * (1 << 20)
    yield "one line.txt", b"1/1/1, 1:1 - a: " + b"+44 20 7946 00" * (2 << 20)
    yield "orders.csv", b"order,address\n" + b"1,2\n" * (7 << 20)
    yield "contacts.vcf.zip", hostile.zip_of({"Takeout/Contacts/a.vcf": b"BEGIN:VCARD\nTEL:%d\n" * 400_000}, 0)


def measure(path: str) -> None:
    """Read one file and print what it took."""
    from counterwatch.core import UnreadableEvidence
    from counterwatch.core.registry import readers
    from counterwatch.exposure.archive import Archive
    from counterwatch.exposure.reading.exports import read_archive

    readers(Archive)
    start, size = time.perf_counter(), Path(path).stat().st_size
    worked = time.process_time()
    try:
        archive = read_archive(Path(path), name="export", pseudonym=lambda text: text[::-1])
        said = f"{len(archive.events):,} events" + "".join(f"; {each.message}" for each in archive.problems[:1])
    except UnreadableEvidence as error:
        said = f"refused: {error.message}"
    # What the kernel says of this program alone: the other figure is inherited from the one that started it.
    most = int(re.findall(r"VmHWM:\s+(\d+)", Path("/proc/self/status").read_text(encoding="ascii"))[0]) * 1024
    took = f"{time.perf_counter() - start:.2f} s ({time.process_time() - worked:.2f} s of work)"
    print(f"{Path(path).name}, {size / MEGABYTE:.1f} MB: {took}, {most / MEGABYTE:.0f} MB of memory: {said}", flush=True)


def main() -> None:
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        for each in () if "--hostile" in sys.argv else long_files(folder):
            subprocess.run([sys.executable, __file__, str(each)], check=True)
        for name, data in hostile_files():
            (folder / name).write_bytes(data)
            subprocess.run([sys.executable, __file__, str(folder / name)], check=True)
            (folder / name).unlink()
        kept = {"user_data_tiktok.json", "Records.json", "chat.txt"}
        print("written beside them:", sorted(each.name for each in folder.iterdir() if each.name not in kept) or "nothing")


if __name__ == "__main__":
    measure(sys.argv[1]) if len(sys.argv) > 1 and not sys.argv[1].startswith("-") else main()
