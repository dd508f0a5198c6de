"""How long 100,000 records take: written, one erased, the index made anew, searched; and how much memory.

    uv run python bench/records.py [--records N] [--calls N] [--encrypted] [--folder FOLDER]

Once with all records in one call, once with `--calls` calls, each in a process of its own. The texts are invented: words in five scripts.
"""

from __future__ import annotations

import argparse
import multiprocessing
import pathlib
import random
import resource
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator

from counterwatch.case import Case, Signer, rebuild_index
from counterwatch.case.identity import Identity
from counterwatch.case.index import dump, open_index
from counterwatch.case.records import CaseRecords
from counterwatch.core import Record

SAID = {
    "en": "officers came to the house of the parents and asked about the demonstration before passport renewal",
    "zh": "警察 学校 护照 父母 电话 大使馆 签证 店铺 车站 证明 游行 询问 登记 采集 手机 释放 失踪 拘留",
    "ug": "ساقچى مەكتەپ پاسپورت ئاتا ئانا تېلېفون ئەلچىخانا دۇكان بېكەت نامايىش تۈرمە",
    "bo": "ཉེན་རྟོག་ སློབ་གྲྭ་ ཕྱི་སྐྱོད་ལག་ཁྱེར་ ཕ་མ་ ཁ་པར་ གཞུང་ཚབ་ ཚོང་ཁང་ ཁྲོམ་སྐོར་",
    "fr": "la police a demandé à l'école où étaient les enfants pendant la manifestation de décembre",
}
WORDS = {script: text.split() for script, text in SAID.items()}
RARE = {"zh": "柳州", "bo": "གསེར", "ug": "ۋاق", "en": "harbour", "fr": "péniche"}
QUERIES = (
    "柳州", "harbour", "གསེར", "ۋاق", "péniche", "大使馆", "大使館", "护照 询问", "護照 詢問", "demonstration officers", "de ma nif", "店", "er",
    "e", "ا", "nowhere",
)  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--records", type=int, default=100_000)
    parser.add_argument("--calls", type=int, default=1_000)
    parser.add_argument("--encrypted", action="store_true")
    parser.add_argument("--folder", type=pathlib.Path, help="where to make the cases; the default is the temporary folder")
    asked = parser.parse_args()
    for calls in (1, asked.calls):
        # Each in a fresh process: the memory printed is that of one way of writing.
        one = multiprocessing.get_context("spawn").Process(target=run, args=(asked.records, calls, asked.encrypted, asked.folder))
        one.start()
        one.join()


def run(count: int, calls: int, is_encrypted: bool, folder: pathlib.Path | None) -> None:
    with tempfile.TemporaryDirectory(dir=folder) as temporary:
        identity = Identity.new() if is_encrypted else None
        signer = identity.signer if identity else Signer.new()
        case = Case.create(pathlib.Path(temporary) / "case", plain=not is_encrypted, signer=signer, identity=identity)
        records = CaseRecords(case, lambda: signer)
        print(f"{count:,} records in {calls:,} call(s), {case.case_file.mode}")
        size = count // calls
        prepared = [list(invented(call * size, size)) for call in range(calls)]
        took = [timed(lambda batch=batch: records.append(batch)) for batch in prepared]
        edge, walls = max(1, calls // 20), [each[0] for each in took]
        print(f"  written    {said((sum(walls), sum(each[1] for each in took), []))}", end="   ")
        print(f"first calls {statistics.median(walls[:edge]):.3f} s, last {statistics.median(walls[-edge:]):.3f} s")
        fresh = CaseRecords(Case.open(case.path, identity=identity), lambda: signer)
        print(f"  one more   {said(timed(lambda: fresh.append([Record(id='more', kind='note')])))}   by a program that just opened the case")
        print(f"  erased     {said(timed(lambda: records.erase(f'note-{count // 2}', 'asked for')))}")
        before = rows(case)
        print(f"  rebuilt    {said(timed(lambda: rebuild_index(case)))}   equal: {rows(case) == before}")
        print(f"  index      {case.layout.index.stat().st_size / 1e6:8.1f} MB  memory until here {memory():.0f} MB")
        for text in QUERIES:
            first, count, every = (best(ask) for ask in asked_of(records, text))
            found = f"{len(first[2]):,} of {len(every[2]):,}"
            times = [f"{took[0] * 1e3:.1f} ms ({took[1] * 1e3:.1f})" for took in (first, count, every)]
            print(f"  search     first page {times[0]:>15}   count {times[1]:>16}   all {times[2]:>18}   {text}: {found}")
        print(f"  memory     {memory():8.0f} MB")


def asked_of(records: CaseRecords, text: str) -> tuple[Callable[[], object], ...]:
    """Return what is asked for a text: the first page, how many there are, and all of them."""
    return lambda: records.page(text), lambda: records.count(text), lambda: list(records.query(text))


def best(work: Callable[[], object]) -> tuple[float, float, list[object]]:
    """Return the quickest of five: on a busy machine the others show what else it did."""
    return min((timed(work) for _ in range(5)), key=lambda each: each[0])


def invented(start: int, count: int) -> Iterator[Record]:
    for number in range(start, start + count):
        rng = random.Random(number)
        script = rng.choice(list(WORDS))
        words = rng.choices(WORDS[script], k=18)
        if rng.random() < 0.005:
            words[rng.randrange(18)] = RARE[script]
        text = ("" if script in ("zh", "bo") else " ").join(words)
        yield Record(id=f"note-{number}", kind="note", data={"text": text, "script": script, "number": number}, searchable=("text",))


def rows(case: Case) -> int:
    """Return a fingerprint of all rows, so that two lists of them need not be held at once."""
    connection = open_index(case.layout.index, case.vault, is_read_only=True)
    try:
        return hash(tuple(hash(tuple(each)) for table in dump(connection).values() for each in table))
    finally:
        connection.close()


def timed(work: Callable[[], object]) -> tuple[float, float, list[object]]:
    """Return the seconds on the clock, those of the processor, and what came of it: on a busy machine they differ."""
    begin, busy = time.perf_counter(), time.process_time()
    answer = work()
    return time.perf_counter() - begin, time.process_time() - busy, answer if isinstance(answer, list) else []


def said(took: tuple[float, float, list[object]]) -> str:
    return f"{took[0]:8.3f} s (processor {took[1]:.3f} s)"


def memory() -> float:
    """Return the most memory that this process held, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000


if __name__ == "__main__":
    main()
