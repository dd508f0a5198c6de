"""A report of 10,000 findings over a casebook of 100,000 incidents: how long it takes to write and to open, how large it is, what it takes.

    uv run --group browser python bench/report.py [--findings N] [--incidents N] [--paper] [--folder FOLDER]

The case is encrypted and real: invented rows are imported, and findings of invented series are recorded as a run. Bars: the HTML in 30 s and
15 MB, opened in 3 s in Chromium, memory 1 GB. Writing runs in a process of its own: the memory printed is that of writing.
"""

from __future__ import annotations

import argparse
import multiprocessing
import pathlib
import resource
import shutil
import tempfile
import time

from counterwatch.api.case import add, new_case, open_case, signer_of
from counterwatch.api.incidents import import_sheet
from counterwatch.api.incidents_check import ask_incidents
from counterwatch.api.report import write_report
from counterwatch.case import Identity
from counterwatch.core import Attachment, Chart, Estimate, Finding, Problem, Run, Template, Verdict
from incidents import _write_text

STATEMENT = Template("bench.report.statement", "{who}: {share:.1%} of {n} last digits are zero, where 10% would be expected")
LIMIT = Template("bench.report.limit", "the source may round to tens before it publishes; a change of the form can do that from one day to the next")
STEP = Template("bench.report.step", "ask {who} for the figures as first reported, with the time of each report")
UNREAD = Template("bench.report.unread", "{text} is not a number")
TITLE = Template("bench.report.title", "Last digits of {who}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--findings", type=int, default=10_000)
    parser.add_argument("--incidents", type=int, default=100_000)
    parser.add_argument("--paper", action="store_true", help="the PDF too")
    parser.add_argument("--folder", type=pathlib.Path, help="where to make the case; the default is the temporary folder")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=asked.folder) as temporary:
        folder, identity = pathlib.Path(temporary), Identity.new()
        began = time.perf_counter()
        case = _case(folder, identity, asked.findings, asked.incidents)
        print(f"made: {asked.findings:,} findings, {asked.incidents:,} incidents in {time.perf_counter() - began:.0f} s (not part of the bars)")
        for suffix in (".html", *([".pdf"] if asked.paper else [])):
            file = folder / f"report{suffix}"
            with multiprocessing.get_context("spawn").Pool(1, maxtasksperchild=1) as pool:
                verified = pool.apply(_verified, (case, identity.data))
                seconds, memory = pool.apply(_written, (case, file, identity.data))
            size = file.stat().st_size / 1e6
            times = f"{seconds[0]:.1f} s (processor {seconds[1]:.1f}), of which {verified[0]:.1f} ({verified[1]:.1f}) verify the case"
            print(f"{suffix}: {times}; {size:.1f} MB; {memory:.0f} MB of memory")
        _open(folder / "report.html")


def _case(folder: pathlib.Path, identity: Identity, findings: int, incidents: int) -> pathlib.Path:
    case = new_case(folder / "case", identity=identity).path
    opened = open_case(case, identity=identity)
    _write_text(folder / "rows.csv", incidents)
    import_sheet(folder / "rows.csv", case=opened)
    ask_incidents(opened)
    (folder / "series.csv").write_text("place,day,n\na,2020-03-01,1\n", encoding="utf-8")
    evidence = add(opened, [folder / "series.csv"])[0]
    run = Run(instrument="figures", evidence=(evidence.id,), reader="figures.csv", findings=tuple(_finding(n, evidence.id) for n in range(findings)))
    with opened.write("figures", signer=signer_of(opened)) as batch:
        batch.run(run)
    return case


def _finding(number: int, evidence: str) -> Finding:
    who = f"district {number:05} 区"
    verdict = (Verdict.DEPARTS, Verdict.CONSISTENT, Verdict.CONSISTENT, Verdict.NOT_TESTED)[number % 4]
    values = [{"digit": digit, "n": 10 + (digit * number) % 7} for digit in range(10)]
    spec = {"data": {"values": values}, "mark": "bar", "encoding": {"x": {"field": "digit"}, "y": {"field": "n", "type": "quantitative"}}}
    chart = Chart(title=TITLE(who=who), spec=spec)
    problem = Problem(message=UNREAD(text=f"1,2O{number}"), place=f"row {number}", records=1)
    return Finding(
        subject=who, verdict=verdict, check="figures.last_digit", statement=STATEMENT(who=who, share=0.1 + number / 1e5, n=300),
        estimate=Estimate(value=0.1 + number / 1e5, low=0.08, high=0.3), p_value=1e-6 * (number + 1), q_value=1e-5 * (number + 1),
        limits=(LIMIT(),) * 3, steps=(STEP(who=who),) * 2, evidence=(evidence,), params={"smallest": 100, "alpha": 0.01}, charts=(chart,),
        problems=(problem,), numbers={"zeros": number % 300, "mean": 0.2},
        attachments=(Attachment.of(f"digits-{number}.csv", f"digit,n\n0,{number}\n"),), software={"numpy": "2.4", "code": evidence[:64]},
    )  # fmt: skip


def _verified(path: pathlib.Path, secret: bytes) -> tuple[float, float]:
    from counterwatch.api.verify import verify

    case = open_case(path, identity=Identity.from_data(secret, path))
    start = (time.perf_counter(), time.process_time())
    verify(case, level=2)
    return time.perf_counter() - start[0], time.process_time() - start[1]


def _written(path: pathlib.Path, file: pathlib.Path, secret: bytes) -> tuple[tuple[float, float], float]:
    case = open_case(path, identity=Identity.from_data(secret, path))
    start = (time.perf_counter(), time.process_time())
    write_report(case, file)
    taken = (time.perf_counter() - start[0], time.process_time() - start[1])
    return taken, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e6


def _open(file: pathlib.Path) -> None:
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    if chromium is None:
        print("not opened: there is no Chromium here")
        return
    from playwright.sync_api import sync_playwright

    with sync_playwright() as running:
        browser = running.chromium.launch(executable_path=chromium)
        for _ in range(3):
            page, began = browser.new_page(), time.perf_counter()
            page.goto(file.as_uri(), wait_until="load")
            loaded = time.perf_counter() - began
            page.wait_for_selector("#panel [data-state=consistent]:not([hidden])", timeout=60_000)
            print(f"opened in {loaded:.2f} s; held against its seal after {time.perf_counter() - began:.2f} s")
            page.close()
        browser.close()


if __name__ == "__main__":
    main()
