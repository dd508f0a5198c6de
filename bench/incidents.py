"""A casebook of 100,000 invented rows in an encrypted case: imported, imported again, searched, listed, counted; beside a bare lower bound.

    uv run python bench/incidents.py [--rows N] [--terms N] [--xlsx] [--folder FOLDER]

The lower bound does what no casebook can do less than: `csv` reads the rows (openpyxl the workbook), `json` writes them, and SQLite as Python has
it keeps them, unencrypted, with a trigram index of the summaries. It checks no word, no date and no person, seals nothing and signs nothing.
Bars: the import 60 s, a search 50 ms, memory 500 MB. Each step runs in a process of its own: the memory printed is that of the step.
"""

from __future__ import annotations

import argparse
import csv
import json
import multiprocessing
import pathlib
import random
import resource
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator

from counterwatch.api.case import new_case, open_case
from counterwatch.api.incidents import count, import_sheet, incidents
from counterwatch.api.incidents_protected import protect
from counterwatch.api.incidents_search import search_incidents, wanted
from counterwatch.case import Case, Identity
from counterwatch.incidents.vocabulary import packaged

ZH = "警察 学校 护照 父母 电话 大使馆 签证 店铺 车站 证明 游行 询问 登记 采集 手机 释放 失踪 拘留".split()  # noqa: SIM905
EN = "officers came to the house of the parents and asked about the demonstration before passport renewal".split()  # noqa: SIM905
UG = "ساقچى مەكتەپ پاسپورت ئاتا ئانا تېلېفون ئەلچىخانا دۇكان بېكەت نامايىش تۈرمە".split()  # noqa: SIM905
QUERIES = ("柳州", "护照", "大使館", "護照 詢問", "harbour", "demonstration officers", "店", "ساقچى", "nowhere", "Berlin", "柏林")
FIELDS = (
    "id", "date", "date_precision", "host_country", "host_place", "origin_state", "tactic", "channel", "target_community", "target_type",
    "target_org", "perpetrator_type", "attributed_by", "harm", "status", "source_reliability", "info_credibility",
    "confidence", "persons_affected", "summary", "source_1", "source_2",
)  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--terms", type=int, default=1_000, help="so many protected terms")
    parser.add_argument("--xlsx", action="store_true", help="the same rows as a workbook")
    parser.add_argument("--folder", type=pathlib.Path, help="where to make the cases; the default is the temporary folder")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=asked.folder) as temporary:
        folder = pathlib.Path(temporary)
        file = folder / ("rows.xlsx" if asked.xlsx else "rows.csv")
        (_write_workbook if asked.xlsx else _write_text)(file, asked.rows)
        print(f"{asked.rows:,} rows, {file.stat().st_size / 1e6:.1f} MB of {file.suffix}")
        identity = Identity.new()
        case = new_case(folder / "case", identity=identity).path
        steps: tuple[tuple[str, Callable[[Case], object]], ...] = (
            ("imported", lambda opened: _brought(opened, file)), ("again", lambda opened: _brought(opened, file)), ("searched", _searched),
            ("counted", lambda opened: len(count(opened, ["tactic", "host_country"]).rows)), ("listed", lambda opened: len(incidents(opened))),
            ("protected", lambda opened: protect(opened, _terms(asked.terms))),
            ("searched", _searched), ("again", lambda opened: _brought(opened, file)),
        )  # fmt: skip
        ours = [_apart(name, step, case, identity.data) for name, step in steps]
        bare = _apart("bare", lambda _: _bare(file, folder / "bare.db"), case, identity.data)
        print(f"import {ours[0]:.1f} s, the lower bound {bare:.1f} s: {ours[0] / bare:.1f} times as long")


def _apart(name: str, step: Callable[[Case], object], case: pathlib.Path, identity: bytes) -> float:
    """Take one step in a process of its own, print its seconds and most memory, and return the seconds."""
    context = multiprocessing.get_context("fork")
    told, tells = context.Pipe(duplex=False)

    def work() -> None:
        opened = open_case(case, identity=Identity.from_data(identity, case))
        begin, busy = time.perf_counter(), time.process_time()
        said = step(opened)
        took, memory = time.perf_counter() - begin, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000
        print(f"{name:10} {took:7.2f} s (processor {time.process_time() - busy:.2f} s)  {memory:5.0f} MB  {said}", flush=True)
        tells.send(took)

    process = context.Process(target=work)
    process.start()
    process.join()
    return float(told.recv())


def _brought(case: Case, file: pathlib.Path) -> str:
    done = import_sheet(file, case=case)
    return f"new {len(done.new):,}, unchanged {done.unchanged:,}, refused {len(done.faults):,}"


def _searched(case: Case) -> str:
    slowest = busiest = 0.0
    for text in QUERIES:
        for filters in ({}, {"countries": ["DE"], "since": "2020"}):
            asked = wanted(**filters)  # type: ignore[arg-type]
            times = []
            for _ in range(5):
                begin, busy = time.perf_counter(), time.process_time()
                found = search_incidents(case, text, wanted=asked, limit=50).found
                times.append((time.perf_counter() - begin, time.process_time() - busy))
            clock, processor = (statistics.median(each) * 1e3 for each in zip(*times, strict=True))
            slowest, busiest = max(slowest, clock), max(busiest, processor)
            print(f"           {clock:7.1f} ms (processor {processor:.1f})  {text}{' DE since 2020' if filters else ''}: {len(found)} shown")
    return f"slowest {slowest:.1f} ms (processor {busiest:.1f})"


def _bare(file: pathlib.Path, database: pathlib.Path) -> str:
    kept = sqlite3.connect(database)
    kept.execute("CREATE TABLE rows (id TEXT PRIMARY KEY, data TEXT)")
    kept.execute("CREATE VIRTUAL TABLE texts USING fts5 (text, tokenize = 'trigram')")
    with kept:
        for number, row in enumerate(_rows_of(file)):
            kept.execute("INSERT INTO rows VALUES (?, ?)", (row["id"], json.dumps(row, ensure_ascii=False)))
            kept.execute("INSERT INTO texts (rowid, text) VALUES (?, ?)", (number, row["summary"]))
    return f"{kept.execute('SELECT count(*) FROM rows').fetchone()[0]:,} rows"


def _rows_of(file: pathlib.Path) -> Iterator[dict[str, str]]:
    if file.suffix == ".csv":
        with file.open(encoding="utf-8", newline="") as lines:
            yield from csv.DictReader(lines)
        return
    import openpyxl

    page = openpyxl.load_workbook(file, read_only=True).worksheets[0].iter_rows(values_only=True)
    names = [str(each) for each in next(page)]
    yield from (dict(zip(names, ("" if each is None else str(each) for each in row), strict=True)) for row in page)


def _write_text(file: pathlib.Path, rows: int) -> None:
    with file.open("w", encoding="utf-8", newline="") as lines:
        written = csv.writer(lines)
        written.writerow(FIELDS)
        written.writerows(_invented(rows))


def _write_workbook(file: pathlib.Path, rows: int) -> None:
    import openpyxl

    book = openpyxl.Workbook(write_only=True)
    page = book.create_sheet("cases")
    page.append(FIELDS)
    for row in _invented(rows):
        page.append(row)
    book.save(file)


def _invented(rows: int) -> Iterator[list[str]]:
    rng, words = random.Random(1), packaged()
    for number in range(rows):
        script, rare, between = rng.choice([(ZH, "柳州", ""), (EN, "harbour", " "), (UG, "ۋاق", " ")])
        said = rng.choices(script, k=18) + ([rare] if number % 200 == 0 else [])
        code = {scheme: rng.choice(words.codes(scheme)) for scheme in ("tactic", "channel", "target_community", "harm")}
        yield [
            f"R{number:06}", f"20{rng.randrange(14, 25)}-{rng.randrange(1, 13):02}-{rng.randrange(1, 29):02}", "day",
            rng.choice(["DE", "FR", "US", "CA", "SE"]), rng.choice(["Berlin", "Paris", "柏林"]), "CN", code["tactic"], code["channel"],
            code["target_community"], "organisation", "Some Cultural Association", "unknown", "media", code["harm"],
            rng.choice(["confirmed", "probable", "possible"]), "B", "2", "moderate", rng.choice(["", "6", "6-8"]), between.join(said),
            f"https://example.org/{number}", f"https://example.net/{number}",
        ]  # fmt: skip


def _terms(count: int) -> list[str]:
    rng = random.Random(2)
    return ["".join(rng.choices("bdfgklmnprst", k=4)) + " " + "".join(rng.choices("aeiouxyz", k=5)) for _ in range(count)]


if __name__ == "__main__":
    main()
