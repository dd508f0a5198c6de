"""Figures: from a file with published numbers to findings, with or without a case."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, cast

import msgspec

from counterwatch.api.answer import Answer
from counterwatch.api.ask import ask, chosen, parameters
from counterwatch.api.case import open_case, seal
from counterwatch.api.made_by import code_of_all, plugins_of
from counterwatch.case import Case, hash_of
from counterwatch.core import Evidence, Finding, Message, Run, Template, canonical, replace
from counterwatch.core.progress import Cancel, Progress, never, quiet
from counterwatch.core.registry import checks
from counterwatch.figures.columns import Columns
from counterwatch.figures.read import read, reader_for
from counterwatch.figures.table import Panel

INSTRUMENT = "figures"
COMPARABLE = Template("api.figures.comparable", "series of «{value}» in this file that could be tested")
COMPARABLE_UNNAMED = Template("api.figures.comparable_unnamed", "series in this file that could be tested")


def ask_figures(
    source: Path | str,
    *,
    case: Case | Path | str | None = None,
    columns: Columns | None = None,
    only: Sequence[str] = (),
    options: Mapping[str, Any] | None = None,
    progress: Progress = quiet,
    cancel: Cancel = never,
) -> Answer:
    """Ask the checks of published figures of one file.

    `columns` says how the file is to be read (what it leaves open is guessed), `only` names the checks (all where empty), `options`
    sets their keywords. With a `case` the file is sealed first, the sealed copy is what is read, and the run is recorded.
    Raises `UnreadableEvidence` for a file or row that cannot be read, `WrongUsage` for a column or check that does not exist.
    """  # fmt: skip
    available = checks(reads=Panel)
    asked = parameters(chosen(available, only), options or {})
    opened = None if case is None else open_case(case)
    if opened is None:
        evidence, place = described(Path(source)), cast("Path | bytes", Path(source))
    else:
        evidence, place = seal(opened, source, progress=progress, cancel=cancel)
    answer = run(place, evidence, columns or Columns(), asked, progress, cancel)
    return answer if opened is None else answer.recorded(opened)


def described(file: Path) -> Evidence:
    """Describe a bare file as evidence: its name, size and SHA-256."""
    digest = hash_of(file)
    return Evidence(id=digest, name=file.name, size=file.stat().st_size, sha256=digest)


def run(
    place: Path | bytes, evidence: Evidence, columns: Columns, asked: Mapping[str, Mapping[str, Any]], progress: Progress, cancel: Cancel
) -> Answer:
    """Read one piece of evidence and ask checks of it; the same arguments always give the same findings."""
    available = checks(reads=Panel)
    reader = reader_for(place, name=evidence.name)
    panel, guess = read(place, name=evidence.name, columns=columns, progress=progress, cancel=cancel)
    findings = ask(panel, asked, available, comparable=comparable(panel), progress=progress, cancel=cancel)
    modules = [*(available[name].module for name in asked), reader.function.__module__, __name__]
    made = Run(
        instrument=INSTRUMENT, evidence=(evidence.id,), reader=reader.name, read_with=msgspec.json.decode(canonical(guess.columns)),
        asked={name: dict(params) for name, params in asked.items()}, code=code_of_all(modules), plugins=plugins_of(modules),
        findings=tuple(replace(each, evidence=(evidence.id,)) for each in findings), problems=panel.problems,
    )  # fmt: skip
    return Answer(run=made, evidence=(evidence,), said=guess.said)


def again(stored: Run, evidence: Evidence, place: Path | bytes, progress: Progress, cancel: Cancel) -> Run:
    """Do a stored run again from its own inputs, for verification."""
    return run(place, evidence, msgspec.convert(stored.read_with, Columns), stored.asked, progress, cancel).run


def comparable(panel: Panel) -> Callable[[Finding], Message | None]:
    """Say among which subjects a finding may be ranked: the series of the same value in the same file."""
    values = {series.subject: series.value for series in panel.series()}

    def group(finding: Finding) -> Message | None:
        value = values.get(finding.subject)
        return None if value is None else COMPARABLE(value=value) if value else COMPARABLE_UNNAMED()

    return group
