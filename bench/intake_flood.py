"""Twenty genuine submissions in fifty thousand of junk: received and triaged in processes of their own, with the memory of all of them.

    uv run --group bench python bench/intake_flood.py /tmp/flood --junk 50000 --kinds identical "mutated copies"

Bars: at most 300 MB for all processes together, and all twenty on the first page of fifty lines. The folder takes some 7 GB and is removed.
"""

from __future__ import annotations

import argparse
import random
import shutil
import subprocess
import sys
import time
from pathlib import Path

import psutil

HERE = Path(__file__).resolve()
sys.path.insert(0, str(HERE.parents[1] / "tests" / "incidents_intake"))

from floods import FLOODS  # noqa: E402
from genuine import GENUINE  # noqa: E402
from inbox import case_with_intake, genuine_and, sent  # noqa: E402

from counterwatch.api.case import open_case  # noqa: E402
from counterwatch.api.intake_receive import receive  # noqa: E402
from counterwatch.api.intake_triage import triage  # noqa: E402
from counterwatch.case import Case, Identity  # noqa: E402

KEY = "identity"
EVERY = 0.02


def opened(folder: Path) -> Case:
    file = folder / KEY
    return open_case(folder / "case", identity=Identity.from_data(file.read_bytes(), file))


def receiving(folder: Path) -> None:
    done = receive(opened(folder), [folder / "in"])
    print(f"received {done.new}, before {done.again}, refused {len(done.refused)}")


def triaging(folder: Path) -> None:
    page, texts = triage(opened(folder)), {text for _, text in GENUINE}
    shown = {each.received.submission.answers.what for each in page.items if each.received.submission}
    print(f"{page.waiting} in {page.lines} lines on {page.pages} pages; genuine texts on the first page: {len(texts & shown)} of {len(texts)}")


STEPS = {"receive": receiving, "triage": triaging}


def measured(step: str, folder: Path) -> None:
    begin, most = time.perf_counter(), 0
    process = subprocess.Popen([sys.executable, HERE, str(folder), "--step", step])
    whole = psutil.Process(process.pid)
    while process.poll() is None:
        try:
            most = max(most, sum(each.memory_info().rss for each in (whole, *whole.children(recursive=True))))
        except psutil.NoSuchProcess:
            continue
        time.sleep(EVERY)
    print(f"  {step}: {time.perf_counter() - begin:.1f} s, {most >> 20} MB for all processes", flush=True)


def flood(folder: Path, kind: str, junk: int, seed: int) -> None:
    print(f"{kind}: {len(GENUINE)} genuine, {junk} junk", flush=True)
    case, intake = case_with_intake(folder / "case")
    assert case.identity
    (folder / KEY).write_bytes(case.identity.data)
    sent(folder / "in", intake, genuine_and(FLOODS[kind](junk, random.Random(seed))), seed=seed)
    for step in ("receive", "triage", "receive"):
        measured(step, folder)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--junk", type=int, default=50_000)
    parser.add_argument("--kinds", nargs="*", default=list(FLOODS))
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--step", choices=sorted(STEPS))
    asked = parser.parse_args()
    if asked.step:
        STEPS[asked.step](asked.folder)
        return
    for kind in asked.kinds:
        asked.folder.mkdir(parents=True)
        try:
            flood(asked.folder, kind, asked.junk, asked.seed)
        finally:
            shutil.rmtree(asked.folder)


if __name__ == "__main__":
    main()
