"""Every chart of a report as files of its own, with its caption and source, and the whole list of findings as a table."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from counterwatch.core import Chart, Finding, Message, Template
from counterwatch.core.canonical import sha256_hex
from counterwatch.core.errors import CounterwatchError
from counterwatch.core.language import render
from counterwatch.core.message import Param
from counterwatch.draw.picture import picture
from counterwatch.files.csv_text import csv_text
from counterwatch.report import labels
from counterwatch.report.beyond import findings_lines
from counterwatch.report.document import Document
from counterwatch.report.order import cards
from counterwatch.report.page import overviews

SHARPNESS = 3.0
"""Pixels of the PNG for each unit of the SVG: wide enough for print in two columns."""
WHAT = Template("report.figure_files.what", "What it shows: {title}")
SAYS = Template("report.figure_files.says", "What was found: {subject}. {statement}")
NOT_WHY = Template("report.figure_files.not_why", "What it does not say: why the data look so, or that anybody acted wrongly. {limit}")
METHOD = Template("report.figure_files.method", "Method: {check}, version {version:raw}, after {cites}")
OWN_METHOD = Template("report.figure_files.own_method", "Method: {check}, version {version:raw}")
SOURCE = Template("report.figure_files.source", "Source: {name}, SHA-256 {hash}; {source}")
SEALED = Template("report.figure_files.sealed", "Source: {name}, SHA-256 {hash}")
OVERVIEW = Template("report.figure_files.overview", "A chart of the whole of what was looked at.")
STATE = Template("report.figure_files.state", "State: ledger entry {seq:raw}, {time}, head {head}; counterwatch {version}")
NOT_DRAWN = Template("report.figure_files.not_drawn", "It is not drawn: {reason}")
NOT_EXACT = Template("report.figure_files.not_exact", "The table beside it holds the values that the chart draws.")
SAFE = re.compile(r"[^a-z0-9_.-]+")


def figure_files(document: Document, language: str = "en") -> dict[str, bytes]:
    """Return the files by name: SVG, PNG, CSV and caption of each chart, `findings.csv` and `findings.jsonl` with all, and `hashes.txt`."""
    files: dict[str, bytes] = {}
    for number, chart in enumerate(overviews(document), 1):
        files |= _of_chart(f"overview-{number:02}", chart, [OVERVIEW(), *_sources(document, None)], document, language)
    for number, finding in enumerate(cards(document.findings), 1):
        for turn, chart in enumerate(finding.charts, 1):
            name = f"finding-{number:02}-{SAFE.sub('-', finding.check.lower())}-{turn}"
            files |= _of_chart(name, chart, _about(finding, document), document, language)
    files["findings.csv"] = csv_text(HEADER, (_row(each, language) for each in document.findings)).encode()
    files["findings.jsonl"] = findings_lines(document)
    hashes = "".join(f"{sha256_hex(data)}  {name}\n" for name, data in sorted(files.items()))
    return files | {"hashes.txt": hashes.encode()}


HEADER = ("id", "check", "version", "subject", "verdict", "statement", "estimate", "low", "high", "p_value", "q_value", "evidence")


def _row(finding: Finding, language: str) -> tuple[object, ...]:
    estimate = finding.estimate
    numbers = (estimate.value, estimate.low, estimate.high) if estimate else (None, None, None)
    said = render(finding.statement, language)
    return (
        finding.id, finding.check, finding.version, finding.subject, finding.verdict.value, said, *numbers, finding.p_value, finding.q_value,
        " ".join(finding.evidence),
    )  # fmt: skip


def _of_chart(name: str, chart: Chart, about: list[Message], document: Document, language: str) -> Mapping[str, bytes]:
    header, rows = values_of(chart)
    files = {f"{name}.csv": csv_text(header, rows).encode()}
    try:
        drawn = picture(chart, language=language)
        files |= {f"{name}.svg": drawn, f"{name}.png": _pixels(drawn)}
        about = [*about, NOT_EXACT()]
    except CounterwatchError as problem:
        about = [*about, NOT_DRAWN(reason=problem.message)]
    state = STATE(seq=document.head_seq, time=document.head_time, head=document.head, version=document.version)
    mark = [] if document.public else [labels.INTERNAL()]
    lines = [*mark, WHAT(title=chart.title), *about, state]
    return files | {f"{name}.txt": "".join(f"{render(each, language)}\n" for each in lines).encode()}


def _about(finding: Finding, document: Document) -> list[Message]:
    cites = {each.check: each.cites for each in document.methods}.get(finding.check, "")
    method: dict[str, Param] = {"check": finding.check, "version": finding.version}
    said = SAYS(subject=finding.subject, statement=finding.statement)
    not_why = [NOT_WHY(limit=finding.limits[0])] if finding.limits else []
    return [said, *not_why, METHOD(**method, cites=cites) if cites else OWN_METHOD(**method), *_sources(document, finding)]


def _sources(document: Document, finding: Finding | None) -> Iterator[Message]:
    for each in document.evidence:
        if finding is None or each.id in finding.evidence:
            said = {"name": each.name, "hash": each.sha256 or each.id}
            yield SOURCE(**said, source=each.source) if each.source else SEALED(**said)


def _pixels(svg: bytes) -> bytes:
    import vl_convert

    made: bytes = vl_convert.svg_to_png(svg.decode(), scale=SHARPNESS)
    return made


def values_of(chart: Chart) -> tuple[list[str], list[list[object]]]:
    """Return the data of a chart as one table: a column for every field of every layer, the layer's number first where there are several."""
    layers = list(_data(chart.spec))
    keys = list(dict.fromkeys(key for rows in layers for row in rows for key in row))
    several = len(layers) > 1
    rows = [[*([number] if several else []), *(_plain(row.get(key)) for key in keys)] for number, rows in enumerate(layers, 1) for row in rows]
    return [*(["layer"] if several else []), *keys], rows


def _data(spec: Any) -> Iterator[list[dict[str, Any]]]:
    if isinstance(spec, list):
        for each in spec:
            yield from _data(each)
    elif isinstance(spec, dict):
        for key, value in spec.items():
            values = value.get("values") if key == "data" and isinstance(value, dict) else None
            if isinstance(values, list):
                yield [each if isinstance(each, dict) else {"value": each} for each in values]
            elif key == "datasets" and isinstance(value, dict):
                yield from ([each if isinstance(each, dict) else {"value": each} for each in rows] for rows in value.values())
            elif key != "values":
                yield from _data(value)


def _plain(value: object) -> object:
    return json.dumps(value, ensure_ascii=False) if isinstance(value, dict | list) else value
