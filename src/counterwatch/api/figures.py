"""Figures: from a file with published numbers to findings, with or without a case."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec

from counterwatch.api.answer import Answer
from counterwatch.api.ask import ask, chosen, parameters
from counterwatch.api.beforehand import planned
from counterwatch.api.case import open_case, seal
from counterwatch.api.made_by import code_of_all, plugins_of
from counterwatch.api.questions import questioned
from counterwatch.case import Case, hash_of
from counterwatch.core import Evidence, Finding, Message, Run, Template, canonical, replace
from counterwatch.core.errors import VerificationFailed
from counterwatch.core.progress import Cancel, Progress, never, quiet
from counterwatch.core.registry import Check, checks
from counterwatch.figures.columns import Columns
from counterwatch.figures.grade import graded
from counterwatch.figures.overview import overview
from counterwatch.figures.quoted import with_calibration
from counterwatch.figures.setup import Setup
from counterwatch.figures.table import Panel
from counterwatch.figures.tables import NEEDS, Tables, tables_of
from counterwatch.files.contents import must_be_file

INSTRUMENT = "figures"
NOT_READABLE = Template("api.figures.not_readable", "how this run read its files is not understood: {reason}")
OTHER_NUMBER = Template("api.figures.other_number", "this run names {files} files and says how to read {said}")
SAME_VERSION = Template("api.figures.same_version", "do it again with the version of the program that made the run")
COMPARABLE = Template("api.figures.comparable", "series of «{value}» in this file that could be tested")
COMPARABLE_UNNAMED = Template("api.figures.comparable_unnamed", "series in this file that could be tested")


def ask_figures(
    source: Path | str,
    *,
    case: Case | Path | str | None = None,
    columns: Columns | None = None,
    setup: Setup | None = None,
    only: Sequence[str] = (),
    options: Mapping[str, Any] | None = None,
    progress: Progress = quiet,
    cancel: Cancel = never,
) -> Answer:
    """Ask the checks of published figures of one file, and of what stands beside it.

    `columns` says how the file is to be read (what it leaves open is guessed), `setup` that and more: a second source, earlier editions,
    comparable units, a total. `only` names the checks (all where empty), `options` sets their keywords. With a `case` the files are
    sealed first, the sealed copies are what is read, and the run is recorded.
    Raises `UnreadableEvidence` for a file or row that cannot be read, `WrongUsage` for a column or check that does not exist.
    """
    setup = setup or Setup()
    setup = setup if columns is None else msgspec.structs.replace(setup, columns=columns)
    asked = parameters(chosen(available(), only), options or {})
    files = [Path(source), *(Path(each.file) for each in setup.others)]
    if case is None:
        for each in files:
            must_be_file(each, name=each.name)
        places = [(each.name, each) for each in files]
        evidence = [described(each) for each in files]
        return run(tables_of(places[0], places[1:], setup, progress=progress, cancel=cancel), evidence, asked, progress, cancel)
    opened = open_case(case)
    setup = msgspec.structs.replace(setup, questioned=questioned(opened))
    sealed = [seal(opened, each, progress=progress, cancel=cancel) for each in files]
    copies = [(each.name, copy) for each, copy in sealed]
    tables = tables_of(copies[0], copies[1:], setup, progress=progress, cancel=cancel)
    answer = run(tables, [each for each, _ in sealed], asked, progress, cancel)
    beforehand = planned(opened, INSTRUMENT, answer.run.evidence, answer.run.asked)
    return dataclasses.replace(answer, run=msgspec.structs.replace(answer.run, planned=beforehand)).recorded(opened)


def available() -> dict[str, Check[Any, Any]]:
    """Return every check that reads a shape of figures, by name."""
    # Asked for by shape: the checks of other instruments, and the libraries they need, stay where they are.
    return dict(sorted((name, each) for shape in NEEDS for name, each in checks(shape).items()))


def described(file: Path) -> Evidence:
    """Describe a bare file as evidence: its name, size and SHA-256."""
    digest = hash_of(file)
    return Evidence(id=digest, name=file.name, size=file.stat().st_size, sha256=digest)


def run(
    tables: Tables, evidence: Sequence[Evidence], asked: Mapping[str, Mapping[str, Any]], progress: Progress = quiet, cancel: Cancel = never
) -> Answer:
    """Ask checks of what was read of some evidence; the same arguments always give the same findings."""
    known, ids = available(), tuple(each.id for each in evidence)
    families = {name: each.family for name, each in known.items()}
    findings = ask(tables, asked, known, comparable=comparable(tables.by_shape.get(Panel)), progress=progress, cancel=cancel)
    findings = graded(findings, families, tables.by_shape.get(Panel), tables.setup)
    findings = with_calibration(findings, tables.by_shape.get(Panel))
    modules = [*(known[name].module for name in asked), tables.reader.function.__module__, __name__]
    made = Run(
        instrument=INSTRUMENT, evidence=ids, reader=tables.reader.name, read_with=msgspec.json.decode(canonical(tables.setup)),
        asked={name: dict(params) for name, params in asked.items()}, code=code_of_all(modules), plugins=plugins_of(modules),
        findings=tuple(replace(each, evidence=ids) for each in findings), problems=tables.problems,
        overview=overview(findings, tables.by_shape.get(Panel)),
    )  # fmt: skip
    return Answer(run=made, evidence=tuple(evidence), said=tables.said)


def again(stored: Run, evidence: Sequence[Evidence], places: Sequence[Path | bytes], progress: Progress, cancel: Cancel) -> Run:
    """Do a stored run again from its own inputs, for verification."""
    files = [(each.name, place) for each, place in zip(evidence, places, strict=True)]
    try:
        setup = msgspec.convert(stored.read_with, Setup)
    except msgspec.ValidationError as error:
        raise VerificationFailed(NOT_READABLE(reason=str(error)), hint=SAME_VERSION()) from error
    if len(files) != 1 + len(setup.others):
        raise VerificationFailed(OTHER_NUMBER(files=len(files), said=1 + len(setup.others)), hint=SAME_VERSION())
    return run(tables_of(files[0], files[1:], setup, progress=progress, cancel=cancel), evidence, stored.asked, progress, cancel).run


def comparable(panel: Panel | None) -> Callable[[Finding], Message | None]:
    """Say among which subjects a finding may be ranked: the series of the same value in the same file."""
    values = {series.subject: series.value for series in panel.series()} if panel else {}

    def group(finding: Finding) -> Message | None:
        value = values.get(finding.subject)
        return None if value is None else COMPARABLE(value=value) if value else COMPARABLE_UNNAMED()

    return group
