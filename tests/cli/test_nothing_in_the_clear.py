"""A working session on an encrypted case leaves nothing that was told to it in the clear: not in the case, the home, the temporary folder."""

import contextlib
import os
import random
import subprocess
import sys
import zlib
from collections.abc import Iterator
from pathlib import Path

from quick_identity import keep_quick_identity

CW = [sys.executable, "-c", "import sys; from counterwatch.cli.main import main; sys.argv[0] = 'cw'; main()"]
PLACES = ["新疆", "Hotan", "خوتەن", "ལྷ་ས", "Ürümqi"]


def canaries(rng: random.Random, count: int) -> list[str]:
    return [f"{rng.choice(PLACES)}-{rng.randrange(10**9):09d}" for _ in range(count)]


def forms(word: str) -> list[bytes]:
    return [word.encode("utf-8"), word.encode("utf-16-le"), word.encode("utf-16-be"), word.encode("ascii", "backslashreplace")]


def readings(data: bytes) -> Iterator[bytes]:
    """Yield bytes as they are, and what is compressed inside them."""
    yield data
    for start in (b"\x1f\x8b\x08", b"\x78\x9c", b"\x78\x01", b"\x78\xda"):
        place = data.find(start)
        while place >= 0:
            with contextlib.suppress(zlib.error):
                yield zlib.decompressobj(wbits=47).decompress(data[place:])
            place = data.find(start, place + 1)


def leaks(folder: Path, words: list[str]) -> list[tuple[str, str]]:
    found = []
    for path in sorted(folder.rglob("*")):
        named = str(path.relative_to(folder)).encode("utf-8", "surrogateescape")
        for data in (named, *(readings(path.read_bytes()) if path.is_file() else ())):
            found += [(path.name, word) for word in words for form in forms(word) if form in data]
    return found


def test_no_word_of_a_session_is_found_in_the_clear(tmp_path: Path) -> None:
    rng = random.Random(4)
    words = canaries(rng, 200)
    notes, units, names, sources = words[:50], words[50:100], words[100:150], words[150:]
    home, case, temporary, outside = (tmp_path / name for name in ("home", "case", "temporary", "outside"))
    for folder in (home, temporary, outside):
        folder.mkdir()
    (outside / "words").write_text("correct horse battery\n")
    keep_quick_identity(home, "correct horse battery")
    files = [outside / f"{name}.csv" for name in names]
    for number, file in enumerate(files):
        rows = "".join(f"{unit},2020-03-{day:02d},{rng.randrange(900, 2000)}\n" for unit in units[number : number + 3] for day in range(1, 31))
        file.write_text("unit,date,cases\n" + rows)
    environment = {**os.environ, "COUNTERWATCH_HOME": str(home), "HOME": str(home), "TMPDIR": str(temporary), "LC_ALL": "C.UTF-8"}

    def cw(*typed: str) -> None:
        descriptor = os.open(outside / "words", os.O_RDONLY)
        line = [*CW, *typed, *(() if typed[0] == "lock" else ("--passphrase-fd", str(descriptor)))]
        done = subprocess.run(line, cwd=outside, env=environment, pass_fds=[descriptor], capture_output=True, text=True, check=False)
        os.close(descriptor)
        assert done.returncode == 0, done.stderr

    cw("new", str(case))
    cw("unlock")
    cw(
        "add",
        *map(str, files),
        "--case",
        str(case),
        "--note",
        " ".join(notes),
        "--source",
        " ".join(sources[:25]),
        "--purpose",
        " ".join(sources[25:]),
    )
    cw("figures", str(files[0]), "--case", str(case), "--unit", "unit", "--time", "date", "--value", "cases")
    cw("report", "--case", str(case), "-o", str(outside / "report.html"))
    cw("verify", str(case), "--rerun")
    cw("log", "--case", str(case), "--json")
    cw("lock")
    assert [leaks(folder, words) for folder in (case, home, temporary)] == [[], [], []]
    assert leaks(outside, words)
