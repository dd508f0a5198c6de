"""Checks of a casebook: asked of the records of a case as they stand after one entry of its ledger, so that they can be asked again."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from counterwatch.api.answer import Answer
from counterwatch.api.ask import ASKING, adjusted, chosen, parameters
from counterwatch.api.case import open_case
from counterwatch.api.first_steps import first_steps
from counterwatch.api.incidents import KIND, SHEET, incident_from
from counterwatch.api.incidents_merges import KIND as MERGE
from counterwatch.api.incidents_merges import merges
from counterwatch.api.made_by import code_of_all, plugins_of
from counterwatch.case import Case, NotAgain
from counterwatch.case.records import CaseRecords
from counterwatch.core import Evidence, Finding, Run, Template, WrongUsage, replace
from counterwatch.core.canonical import digest
from counterwatch.core.errors import VerificationFailed
from counterwatch.core.progress import Cancel, Progress, never, quiet, stop_if
from counterwatch.core.registry import Check, checks
from counterwatch.incidents.merging import whole
from counterwatch.incidents.overview import overview
from counterwatch.incidents.table import Incidents

INSTRUMENT, READER = "incidents", "api.incidents"
ORDER = (
    "incidents.published_totals", "incidents.double_counting", "incidents.echo_sources", "incidents.attribution_basis",
    "incidents.missing_response", "incidents.date_precision", "incidents.coverage_gaps",
)  # fmt: skip
NAME = "casebook"
NOTHING = Template("api.incidents_check.nothing", "the casebook of this case is empty")
IMPORT_FIRST = Template("api.incidents_check.import_first", "bring a sheet in first: `cw incidents import FILE`")
ERASED = Template(
    "api.incidents_check.erased",
    "not checked: records of this casebook were erased on purpose since it was asked, so it cannot be asked again as it was",
)
OTHER = Template("api.incidents_check.other", "the records of this casebook are not those that were asked")
NO_ENTRY = Template("api.incidents_check.no_entry", "this run does not say after which entry of the ledger it was asked")


def ask_incidents(
    case: Case | Path | str, *, only: Sequence[str] = (), options: Mapping[str, Any] | None = None, progress: Progress = quiet,
    cancel: Cancel = never,
) -> Answer:  # fmt: skip
    """Ask checks of the casebook of a case as it stands now, and record the run. Raises `WrongUsage` where the casebook is empty."""
    opened = open_case(case)
    asked = parameters(chosen(available(), only), options or {})
    upto = opened.head.seq
    if not _records(opened, upto):
        raise WrongUsage(NOTHING(), hint=IMPORT_FIRST())
    return run(opened, sheets_of(opened, upto), upto, asked, progress, cancel).recorded(opened)


def available() -> dict[str, Check[Any, Any]]:
    """Return every check that reads a casebook, by name: first what is counted."""
    known = checks(Incidents)
    return {name: known[name] for name in sorted(known, key=lambda each: (ORDER.index(each) if each in ORDER else len(ORDER), each))}


def sheets_of(case: Case, upto: int) -> list[Evidence]:
    """Return the sealed sheets from which the casebook of a case came, as far as they are there."""
    sealed = {each.id: each for each in case.evidence()}
    said = [str(each.data["evidence"]) for each in CaseRecords(case).current(SHEET, upto)]
    return [sealed[id] for id in sorted(said) if id in sealed]


def run(
    case: Case, sheets: Sequence[Evidence], upto: int, asked: Mapping[str, Mapping[str, Any]], progress: Progress = quiet, cancel: Cancel = never
) -> Answer:
    """Ask checks of the records as they stood after the entry `upto`; the same records always give the same findings.

    What went in is named by the sealed sheets and by the digest of all records, which a finding keeps among its parameters.
    """
    records, known = _records(case, upto), available()
    # Records of one event are asked as one; what was merged is part of what went in.
    table = Incidents(name=NAME, every=tuple(whole([incident_from(each) for each in records], merges(case, upto=upto))))
    went_in = [*records, *CaseRecords(case).current(MERGE, upto)]
    made_of = digest([[each.id, each.version, each.data] for each in sorted(went_in, key=lambda each: each.id)])
    findings: list[Finding] = []
    for number, (name, params) in enumerate(asked.items()):
        stop_if(cancel)
        progress(ASKING(question=known[name].question), number, len(asked))
        answer = known[name](table, **params)
        findings += [answer] if isinstance(answer, Finding) else answer
    ids = tuple(each.id for each in sheets)
    found = tuple(replace(each, evidence=ids, params=each.params | {"records": made_of}) for each in adjusted(findings))
    modules = [*(known[name].module for name in asked), overview.__module__, __name__]
    made = Run(
        instrument=INSTRUMENT, evidence=ids, reader=READER, asked={name: dict(params) for name, params in asked.items()},
        read_with={"upto": upto, "records": made_of}, code=code_of_all(modules), plugins=plugins_of(modules),
        findings=found, overview=overview(table), first=first_steps(found),
    )  # fmt: skip
    return Answer(run=made, evidence=tuple(sheets))


def again_in(case: Case) -> Callable[..., Run]:
    """Return what does a stored run again on the records of a case, as they stood then."""

    def again(stored: Run, evidence: Sequence[Evidence], places: Sequence[Path | bytes], progress: Progress, cancel: Cancel) -> Run:  # noqa: ARG001
        upto = stored.read_with.get("upto")
        if not isinstance(upto, int) or not 0 <= upto <= case.head.seq:
            raise VerificationFailed(NO_ENTRY())
        made = run(case, evidence, upto, stored.asked, progress, cancel).run
        if made.read_with["records"] != stored.read_with.get("records"):
            erased = any(each.verb == "erase" and each.seq > upto for each in case.custody())
            raise NotAgain(ERASED()) if erased else VerificationFailed(OTHER())
        return made

    return again


def _records(case: Case, upto: int) -> list[Any]:
    return list(CaseRecords(case).current(KIND, upto))
