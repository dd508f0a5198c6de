"""Reports: what a case holds, as one document; a function of (head, language, options, version)."""

from __future__ import annotations

import os
import shlex
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec

from counterwatch.api.case import open_case, signer_of
from counterwatch.api.known_checks import known_of_check
from counterwatch.api.release_folder import refuse_folder, write_folder
from counterwatch.api.report_received import received
from counterwatch.api.report_tables import heard, published_tables
from counterwatch.api.since import since as changed_since
from counterwatch.api.verify import verify
from counterwatch.case import Case, CustodyEvent, Head
from counterwatch.core import Evidence, Finding, Problem, Run, Template, WrongUsage
from counterwatch.core.canonical import canonical, digest, sha256_hex
from counterwatch.core.memory import give_back
from counterwatch.core.progress import Cancel, Progress, never, quiet, stop_if
from counterwatch.core.registry import checks, formats
from counterwatch.core.version import __version__
from counterwatch.draw.chart import drawn_with
from counterwatch.report.document import AnchorLine, Asked, CustodyLine, Document, Method, Verification
from counterwatch.report.figure_files import figure_files
from counterwatch.report.seal import signed, taken_apart

NO_FORMAT = Template("api.report.no_format", "there is no report format for {file}")
KNOWN_FORMATS = Template("api.report.known_formats", "a report can end in {suffixes}")
NO_BRIEF = Template("api.report.no_brief", "there is no page for an editor as {file}")
DRAWING = Template("api.report.drawing", "drawing the figures")
BRIEFS = frozenset({".html", ".pdf"})
WRITING = Template("api.report.writing", "writing the report")
READABLE = 4_000
"""Bytes of one choice in how a file was read that a report still prints."""
COLUMN_OPTIONS = {
    "unit": "unit",
    "time": "time",
    "series": "series",
    "kind": "kind",
    "layout": "layout",
    "date_order": "date-order",
    "sheet": "sheet",
}


def write_report(  # noqa: PLR0913 - each is something that a user may say
    case: Case | Path | str,
    output: Path | str,
    *,
    language: str = "en",
    public: bool = False,
    title: str = "",
    rerun: bool = False,
    since: str = "",
    brief: bool = False,
    figures: Path | None = None,
    force: bool = False,
    progress: Progress = quiet,
    cancel: Cancel = never,
) -> Head:
    """Write the findings of a case to a file whose ending picks the format; return the head it speaks of.

    With `since` (a day, the number of an entry, a head) the report begins with what changed from there. `brief` writes one page for an editor
    instead, and `figures` is a folder for the charts as files of their own; with `force` it may hold such files already.
    """
    file, opened = Path(output), open_case(case)
    if brief and file.suffix not in BRIEFS:
        raise WrongUsage(NO_BRIEF(file=file.name), hint=KNOWN_FORMATS(suffixes=", ".join(sorted(BRIEFS))))
    if figures:
        refuse_folder(figures, force=force)
    found = {each.suffix: each for each in formats().values()}.get(file.suffix)
    if found is None:
        raise WrongUsage(NO_FORMAT(file=file.name), hint=KNOWN_FORMATS(suffixes=", ".join(sorted(each.suffix for each in formats().values()))))
    made = document(opened, public=public, title=title, rerun=rerun, since=since, progress=progress, cancel=cancel)
    give_back()
    progress(WRITING(), 0, 0)
    data = _brief(made, file.suffix, language) if brief else _signed(opened, found.function(made, language=language))
    stop_if(cancel)
    replace_file(file, data)
    if figures:
        progress(DRAWING(), 0, 0)
        write_folder(figures, figure_files(made, language), force=force, first=lambda: None)
    return opened.head


def _brief(made: Document, suffix: str, language: str) -> bytes:
    from counterwatch.report.brief import brief, printed_brief

    return printed_brief(made, language) if suffix == ".pdf" else brief(made, language).encode()


def _signed(case: Case, page: bytes) -> bytes:
    """Return a page signed with the key of whoever writes it; what carries no seal is returned as it is."""
    if taken_apart(page) is None:
        return page
    signer = signer_of(case)
    return signed(page, key=signer.public, sign=signer.sign)


def replace_file(file: Path, data: bytes) -> None:
    """Write a whole file or nothing: beside its place first, then over it."""
    beside = file.with_name(f".{file.name}.part")
    beside.write_bytes(data)
    os.replace(beside, file)  # noqa: PTH105  (Path.replace is the same call; this one says that it is atomic)


def document(
    case: Case, *, public: bool = False, title: str = "", rerun: bool = False, since: str = "", progress: Progress = quiet, cancel: Cancel = never
) -> Document:
    """Return what a report of a case says, as plain data."""
    checked = verify(case, level=3 if rerun else 2, progress=progress, cancel=cancel)
    runs = latest([each.run for each in case.runs()])
    evidence, events = {each.id: each for each in case.evidence()}, case.custody()
    findings = tuple(finding for each in runs for finding in each.findings)
    return Document(
        title=title or ", ".join(dict.fromkeys(evidence[each].name for run in runs for each in run.evidence if each in evidence)),
        case_id=case.id, head=case.head.hash, head_seq=case.head.seq, head_time=case.head.time, version=__version__, drawn_with=drawn_with(),
        public=public,
        asked=tuple(
            Asked(
                instrument=run.instrument, evidence=run.evidence, reader=run.reader, read_with=in_short(run.read_with), planned=run.planned,
                overview=run.overview, first=run.first, marks=run.marks,
            )
            for run in runs
        ),
        methods=methods(findings), findings=findings, evidence=tuple(evidence.values()), custody=tuple(custody(events)),
        verification=tuple(Verification(level=each.number, name=each.name, outcome=each.outcome.value, count=each.count) for each in checked.levels),
        defects=tuple(Problem(message=each.message, place=each.file) for each in checked.defects),
        problems=tuple(problem for run in runs for problem in run.problems),
        reproduce=commands(runs, evidence), attachments=tuple(dict.fromkeys(each for finding in findings for each in finding.attachments)),
        signers=tuple(dict.fromkeys(each.signer for each in events)), anchors=tuple(anchors(events)),
        since=changed_since(case, since, runs) if since else None, tables=published_tables(case), heard=heard(case, public=public),
        received=received(case, public=public),
    )  # fmt: skip


def latest(runs: Sequence[Run]) -> list[Run]:
    """Return the runs of a case, the newest one where the same was asked again, even if a source was questioned in between."""
    return list({_question(run): run for run in runs}.values())


def _question(run: Run) -> str:
    """Return what a run asked; a casebook is one and the same while its records change, and the newest answer is the one that stands."""
    if run.instrument == "incidents":
        return digest([run.instrument, run.asked])
    return msgspec.structs.replace(run, read_with=run.read_with | {"questioned": []}).id


def in_short(read_with: Mapping[str, Any]) -> dict[str, Any]:
    """Return how something was read, with the hash of a choice in place of one that nobody could read, such as the versions of 100,000 records."""
    return {
        key: value if len(text := canonical(value)) <= READABLE else {"bytes": len(text), "sha256": sha256_hex(text)}
        for key, value in read_with.items()
    }


def custody(events: Sequence[CustodyEvent]) -> list[CustodyLine]:
    """Return the custody history as a report lists it."""
    return [
        CustodyLine(
            seq=each.seq,
            time=each.time,
            verb=each.verb,
            signer=each.signer,
            evidence=tuple(own.evidence.id for own in each.sealed),
            names=tuple(own.evidence.name for own in each.sealed),
            note=" · ".join(dict.fromkeys(own.evidence.note for own in each.sealed if own.evidence.note)),
        )
        for each in events
    ]


def anchors(events: Sequence[CustodyEvent]) -> Iterator[AnchorLine]:
    """Yield what the ledger itself records as fixing one of its own entries from outside."""
    hashes = {each.seq: each.hash for each in events}
    for event in events:
        said = [AnchorLine(form=each.form, seq=each.seq, time=event.time) for each in event.anchors if hashes.get(each.seq) == each.head]
        said += [AnchorLine(form="receipt", seq=each.seq, time=event.time) for each in event.receipts if hashes.get(each.seq) == each.head]
        # An entry that was not there yet cannot have been fixed.
        yield from (each for each in said if each.seq < event.seq)


def methods(findings: Sequence[Finding]) -> tuple[Method, ...]:
    """Describe each check that answered, in the version that answered; one that is no longer installed is named only."""
    known = checks()
    asked = dict.fromkeys((each.check, each.version) for each in findings)
    return tuple(
        Method(
            check=name,
            version=version,
            question=known[name].question,
            cites=known[name].cites,
            help=known[name].help,
            known=known_of_check(name, version),
        )
        if name in known and known[name].version == version
        else Method(check=name, version=version, question="")
        for name, version in asked
    )


def commands(runs: Sequence[Run], evidence: Mapping[str, Evidence]) -> tuple[str, ...]:
    """Return the commands that do the runs again, and the one that verifies the case with all its findings."""
    known = {each: evidence[each].name for each in evidence}
    again = tuple(shlex.join(["cw", *typed(run, known), *options(run)]) for run in runs)
    return (*again, "cw verify --rerun")


def typed(run: Run, known: Mapping[str, str]) -> list[str]:
    """Return the words of a command before its options; a casebook is asked as a whole, whatever sheets it came from."""
    if run.instrument == "incidents":
        return [run.instrument, "check"]
    return [run.instrument, *(known.get(each, each[:12]) for each in run.evidence)]


def options(run: Run) -> list[str]:
    """Return a run's own options as they would be typed; what equals the default is left out."""
    words = [part for name, flag in COLUMN_OPTIONS.items() if run.read_with.get(name) for part in (f"--{flag}", str(run.read_with[name]))]
    words += [part for name in ("value", "per") for each in run.read_with.get(name, ()) for part in (f"--{name}", str(each))]
    words += {True: ["--cumulative"], False: ["--new"]}.get(run.read_with.get("cumulative"), [])  # type: ignore[arg-type]
    words += ["--skip-bad-rows"] if run.read_with.get("skip_bad_rows") else []
    known = checks()
    set_here: dict[str, Any] = {}
    for name, params in run.asked.items():
        defaults = {option.name: option.default for option in known[name].options} if name in known else {}
        set_here |= {key: value for key, value in params.items() if defaults.get(key) != value}
    words += [part for key, value in set_here.items() for part in (f"--{key.replace('_', '-')}", str(value))]
    if set(run.asked) != {name for name in known if name.startswith(f"{run.instrument}.")}:
        words += [part for name in run.asked for part in ("--only", name)]
    return words
