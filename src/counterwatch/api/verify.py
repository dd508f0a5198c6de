"""Verification: a case with its findings computed again, or a report held against what it carries."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Sequence
from pathlib import Path

from counterwatch.api.beforehand import planned
from counterwatch.api.case import MAKE_CASE, NO_CASE, find_case
from counterwatch.api.compare import differences
from counterwatch.api.keys import own_identity, unlocked
from counterwatch.api.verify_page import verify_page
from counterwatch.case import Case, Identity, NotAgain, Outside, StoredRun, Verification
from counterwatch.case import verify as verify_case
from counterwatch.case.beside import read_small
from counterwatch.case.heads import read_head
from counterwatch.core import Evidence, Message, Run, Template, WrongUsage
from counterwatch.core.errors import CounterwatchError, NoCase
from counterwatch.core.progress import Cancel, Progress, never, quiet

Again = Callable[[Run, Sequence[Evidence], Sequence[Path | bytes], Progress, Cancel], Run]

PLACES = {
    "figures": "counterwatch.api.figures", "claims": "counterwatch.api.claims", "coordination": "counterwatch.api.coordination",
    "identity": "counterwatch.api.identity", "traffic": "counterwatch.api.traffic", "archive": "counterwatch.api.archives",
    "incidents": "counterwatch.api.incidents_check",
}  # fmt: skip
"""Where each instrument does a stored run again: imported when one is met, because most verifications compute nothing."""

NOT_INSTALLED = Template("api.verify.not_installed", "the instrument {instrument} is not installed here, so its findings cannot be computed again")
NO_EVIDENCE = Template("api.verify.no_evidence", "the evidence {id} of this run is not in the case")
ERASED = Template(
    "api.verify.erased", "not checked: the evidence {id} of this run was erased on purpose on {time} (entry {seq:raw}), so it cannot be done again"
)
NOT_PLANNED = Template("api.verify.not_planned", "{check} is said to have been chosen before the data were sealed; no plan in the ledger says so")
NOT_A_PAGE = Template("api.verify.not_a_page", "{file} carries no data and no seal, so there is nothing in it to verify")
VERIFY_HTML = Template("api.verify.verify_html", "verify the report that ends in .html, or the case: cw verify CASE")
PAPER = frozenset({".pdf"})
LONG = 12


def verify(
    path: Case | Path | str = ".",
    *,
    level: int | None = None,
    heads: Sequence[str] = (),
    root: Path | None = None,
    identity: Identity | None = None,
    progress: Progress = quiet,
    cancel: Cancel = never,
) -> Verification:
    """Check a case up to a level (0 history, 1 stored bytes, 2 contents, 3 findings computed again), or a report. Nothing is changed.

    Without a level, an encrypted case is checked as deep as the unlocked keys allow; a level above 1 that is asked for takes a key.
    `heads` are heads that somebody holds on paper, `root` the certificate of a time-stamp authority: what the ledger is held against.
    """
    place = path.path if isinstance(path, Case) else Path(path)
    if place.is_file() and place.suffix == ".html":
        return verify_page(place)
    if place.is_file() and place.suffix in PAPER:
        raise WrongUsage(NOT_A_PAGE(file=place.name), hint=VERIFY_HTML())
    folder = folder_of(place)

    def rerun(case: Case, stored: StoredRun) -> Sequence[Message]:
        return rerun_differences(case, stored.run, progress, cancel)

    roots = read_small(root) if root else b""
    outside = Outside(heads=[read_head(each) for each in heads], roots=roots, roots_file=root.name if root else "")
    own = path.identity if isinstance(path, Case) else identity or key_for(folder, is_needed=level is not None and level >= 2)
    return verify_case(folder, level=2 if level is None else level, identity=own, progress=progress, cancel=cancel, rerun=rerun, outside=outside)


def key_for(folder: Path, *, is_needed: bool) -> Identity | None:
    """Return the keys that an encrypted case takes, by asking for the passphrase only where they are needed."""
    try:
        is_locked = Case.open(folder).is_locked
    except CounterwatchError:
        return None
    if not is_locked:
        return None
    return own_identity() if is_needed else unlocked()


def folder_of(place: Path) -> Path:
    """Return the case that a path lies in; a folder with a damaged `case.json` is still the one that was named."""
    if (place / "ledger").is_dir():
        return place
    found = find_case(place)
    if found is None:
        raise NoCase(NO_CASE(folder=str(place)), hint=MAKE_CASE())
    return found


def rerun_differences(case: Case, stored: Run, progress: Progress = quiet, cancel: Cancel = never) -> list[Message]:
    """Do one stored run again from its evidence and say how the result differs."""
    if stored.instrument not in PLACES:
        return [NOT_INSTALLED(instrument=stored.instrument)]
    known = {each.id: each for each in case.evidence()}
    if missing := [each for each in stored.evidence if each not in known]:
        return _missing(case, missing)
    evidence = [known[each] for each in stored.evidence]
    try:
        again = _again(stored.instrument, case)(stored, evidence, [case.evidence_source(each.id) for each in evidence], progress, cancel)
    except NotAgain:
        raise
    except CounterwatchError as error:
        return [error.message]
    beforehand = planned(case, stored.instrument, stored.evidence, stored.asked)
    not_planned = [NOT_PLANNED(check=each) for each in stored.planned if each not in beforehand]
    return [*(message for message, _ in differences(stored, again)), *not_planned]


def _again(instrument: str, case: Case) -> Again:
    """Return what does a run of an instrument again; one that needs what the case keeps, such as a key, gets it."""
    module = importlib.import_module(PLACES[instrument])
    again: Again = module.again_in(case) if hasattr(module, "again_in") else module.again
    return again


def _missing(case: Case, ids: Sequence[str]) -> list[Message]:
    """Say which evidence of a run is missing; where all of it was erased on purpose, that nothing was checked."""
    with case.reading() as asked:
        erased = asked.erased()
    if lost := [NO_EVIDENCE(id=each[:LONG]) for each in ids if each not in erased]:
        return lost
    seq, time = erased[ids[0]]
    raise NotAgain(ERASED(id=ids[0][:LONG], seq=seq, time=time))
