"""The blackout drill: from a file about one's own accounts to findings, with or without a case."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from counterwatch.api.answer import Answer
from counterwatch.api.ask import parameters
from counterwatch.api.case import open_case, seal
from counterwatch.api.first_steps import first_steps
from counterwatch.api.made_by import code_of_all, plugins_of
from counterwatch.case import Case
from counterwatch.core import Evidence, Finding, Run, Template, replace
from counterwatch.core.canonical import sha256_hex
from counterwatch.core.progress import Cancel, Progress, never, quiet, stop_if
from counterwatch.core.registry import Check, checks
from counterwatch.exposure.identity.closures import access
from counterwatch.exposure.identity.graph import Graph
from counterwatch.exposure.identity.index import Index, index_of
from counterwatch.exposure.identity.reading import read_graph
from counterwatch.exposure.identity.scenarios import Dark, dark, scenario_of, scenarios
from counterwatch.files.contents import contents

INSTRUMENT, READER = "identity", "exposure.read_graph"
ORDER = ("exposure.lockout", "exposure.seizure", "exposure.fewest_losses", "exposure.cheapest_changes")
ASKING = Template("api.identity.asking", "asking: {question}")


def ask_identity(
    file: Path | str, *, case: Case | Path | str | None = None, progress: Progress = quiet, cancel: Cancel = never, **options: Any
) -> Answer:
    """Ask of one's own accounts what hangs on what: what is lost when a thing is revoked, what opens when it is seized, what to change.

    `options` are those of the checks (`revoke`, `seize`, `target`, `important`). With a `case` the file is sealed and the run recorded.
    """
    asked = parameters(list(available().values()), options)
    if case is None:
        data = contents(Path(file), name=Path(file).name)
        evidence = Evidence(id=sha256_hex(data), name=Path(file).name, size=len(data), sha256=sha256_hex(data), media_type="text/plain")
        return run(data, evidence, asked, progress, cancel)
    opened = open_case(case)
    sealed, copy = seal(opened, file, progress=progress, cancel=cancel)
    return run(contents(copy, name=sealed.name), sealed, asked, progress, cancel).recorded(opened)


def available() -> dict[str, Check[Any, Any]]:
    """Return every check that reads a graph of accounts, by name: first what a loss takes."""
    known = checks(Graph)
    return {name: known[name] for name in sorted(known, key=lambda each: (ORDER.index(each) if each in ORDER else len(ORDER), each))}


def run(content: bytes, evidence: Evidence, asked: Mapping[str, Mapping[str, Any]], progress: Progress = quiet, cancel: Cancel = never) -> Answer:
    """Ask checks of a graph; the same arguments always give the same findings."""
    graph, known = read_graph(content, name=evidence.name), available()
    findings: list[Finding] = []
    for number, (name, params) in enumerate(asked.items()):
        stop_if(cancel)
        progress(ASKING(question=known[name].question), number, len(asked))
        answer = known[name](graph, **params)
        findings += [answer] if isinstance(answer, Finding) else answer
    modules = [*(known[name].module for name in asked), read_graph.__module__, __name__]
    found = tuple(replace(each, evidence=(evidence.id,)) for each in findings)
    made = Run(
        instrument=INSTRUMENT, evidence=(evidence.id,), reader=READER, asked={name: dict(params) for name, params in asked.items()},
        code=code_of_all(modules), plugins=plugins_of(modules), problems=graph.problems,
        findings=found, first=first_steps(found),
    )  # fmt: skip
    return Answer(run=made, evidence=(evidence,))


def again(stored: Run, evidence: Sequence[Evidence], places: Sequence[Path | bytes], progress: Progress, cancel: Cancel) -> Run:
    """Do a stored run again from its own file, for verification."""
    return run(contents(places[0], name=evidence[0].name), evidence[0], stored.asked, progress, cancel).run


def drill(file: Path | str, *, revoke: str = "", case: Case | Path | str | None = None) -> tuple[Index, list[Dark]]:
    """Return what goes dark with one loss, or with each single loss that takes an account: the most accounts first.

    With a `case`, `file` may be evidence of it.
    """
    place, name = (Path(file), Path(file).name) if case is None else _sealed(case, file)
    graph = read_graph(contents(place, name=name), name=name)
    index = index_of(graph)
    before = access(index)
    asked = [scenario_of(index, revoke)] if revoke else scenarios(index)
    found = [dark(index, before, each) for each in asked]
    return index, sorted((each for each in found if each.lost or revoke), key=lambda each: -len(each.lost))


def _sealed(case: Case | Path | str, file: Path | str) -> tuple[Path | bytes, str]:
    evidence, copy = seal(open_case(case), file)
    return copy, evidence.name
