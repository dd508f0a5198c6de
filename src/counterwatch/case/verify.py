"""Checking a case without changing it: everything is opened for reading, every defect names its file, its entry and what rests on it."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path

from counterwatch.case.anchor_check import Outside, check_anchors
from counterwatch.case.case import Case
from counterwatch.case.case_file import MAKE_ONE, NO_CASE, CaseFile, NewerVersion, claimed_case, decode_case_file, is_claimed, keyring
from counterwatch.case.clear import clear_defects
from counterwatch.case.content_check import Checked, check_contents, check_evidence
from counterwatch.case.custody import Head
from counterwatch.case.defect import Defect
from counterwatch.case.entries import Ledger
from counterwatch.case.holdings import Holdings, holdings_of, replacements
from counterwatch.case.identity import Identity, Locked
from counterwatch.case.index_check import Rows
from counterwatch.case.layout import Layout
from counterwatch.case.ledger import read_ledger
from counterwatch.case.looks import Looked
from counterwatch.case.notes import notes_of
from counterwatch.case.object_check import check_objects
from counterwatch.case.rerun import Rerun, done_again
from counterwatch.case.standing import standing
from counterwatch.case.touched import Uses
from counterwatch.case.unlocking import vault_of
from counterwatch.case.vault import PlainVault, Vault
from counterwatch.case.verification import Anchoring, Note, Verification, level_result
from counterwatch.core import Template, UnreadableEvidence
from counterwatch.core.errors import NoCase, VerificationFailed
from counterwatch.core.progress import Cancel, Progress, never, quiet

PATIENCE = 20
ALONE = Outside()

CANNOT_READ = Template("case.verify.cannot_read", "cannot read {file}: {reason}")
WORKERS_LOST = Template(
    "case.verify.workers_lost",
    "a process that helped ended before it was done; what it had not answered was checked again, without it",
    "{n} processes that helped ended before they were done; what they had not answered was checked again, without them",
)
READ_ACCESS = Template("case.verify.read_access", "verification needs to read every file of the case; nothing was changed")


@dataclass(slots=True)
class _Work:
    """What the levels found so far: for each, how much was looked at and what was wrong; `tables` can be read until `until` ends."""

    until: ExitStack
    levels: list[tuple[int, list[Defect] | None]] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    tables: list[Callable[[], Rows]] = field(default_factory=list)

    def add(self, count: int, defects: Iterable[Defect] | None) -> None:
        self.levels.append((count, None if defects is None else list(defects)))


def verify(
    path: str | os.PathLike[str],
    *,
    level: int = 2,
    identity: Identity | None = None,
    progress: Progress = quiet,
    cancel: Cancel = never,
    rerun: Rerun | None = None,
    outside: Outside = ALONE,
) -> Verification:
    """Check a case up to a level: 0 history, 1 stored bytes, 2 contents, 3 findings done again (with `rerun`); and against its anchors.

    The levels above 1 of an encrypted case are *not checked* without an identity that opens it.
    """
    layout = Layout(Path(path).absolute())

    def once() -> Verification:
        with ExitStack() as until:
            return _verify(layout, level, identity, progress, cancel, rerun, outside, until)

    try:
        return _undisturbed(layout, once)
    except OSError as error:
        raise UnreadableEvidence(CANNOT_READ(file=str(error.filename or path), reason=error.strerror or ""), hint=READ_ACCESS()) from error


def _undisturbed(layout: Layout, check: Callable[[], Verification]) -> Verification:
    """Repeat a check that found something while somebody was writing: what it saw may have been half of a write."""
    for _ in range(PATIENCE):
        before, found = _state(layout), check()
        if found.is_good or _state(layout) == before:
            break
    return found


def _state(layout: Layout) -> list[tuple[str, int, int]]:
    """What changes while somebody writes: the ledger, the index and its journal."""
    found = []
    for folder in (layout.ledger, layout.work):
        for path in sorted(folder.iterdir()) if folder.is_dir() else ():
            with suppress(FileNotFoundError):
                found.append((path.name, path.stat().st_size, path.stat().st_mtime_ns))
    return found


def _verify(
    layout: Layout,
    level: int,
    identity: Identity | None,
    progress: Progress,
    cancel: Cancel,
    rerun: Rerun | None,
    outside: Outside,
    until: ExitStack,
) -> Verification:
    case_file, case_defects, keys, ledger = read_anyway(layout)
    vault, locked = _vault(layout, case_file, ledger.case, identity)
    work = _Work(until, notes=[*notes_of(layout, ledger), *locked])
    covered = [each for each in clear_defects(layout, ledger) if each.file not in {defect.file for defect in case_defects}]
    work.add(len(ledger.entries), [*case_defects, *ledger.defects, *covered])
    held = holdings_of(layout, vault, ledger.entries) if vault else None
    contents = _Contents(held, ledger, cancel, until)
    looked = _check_objects(work, layout, contents, level, progress)
    _check_contents(work, contents, looked, level)
    can_rerun = level >= 3 and rerun is not None and case_file is not None and vault is not None
    work.add(
        *(done_again(work.notes, Case(layout, case_file, identity), rerun, progress, cancel) if can_rerun and case_file and rerun else (0, None))
    )
    anchoring, departures, notes = check_anchors(layout, ledger, keys, outside)
    work.notes += notes
    return _result(work, layout, ledger, anchoring, departures, level)


def read_anyway(layout: Layout) -> tuple[CaseFile | None, list[Defect], dict[str, bytes], Ledger]:
    """Read what can be read of a case that may be damaged: its file (with what is wrong there), its public keys and its ledger."""
    case_file, defects = _case_file(layout)
    keys = keyring(layout, case_file)
    return case_file, defects, keys, read_ledger(layout, case_file.case if case_file else claimed_case(layout), keys)


def _vault(layout: Layout, case_file: CaseFile | None, case: str, identity: Identity | None) -> tuple[Vault | None, list[Note]]:
    """Return what opens the contents, or why they stay closed."""
    if case_file is None:
        return (None if layout.secret.exists() else PlainVault(case)), []
    if identity is None and case_file.is_encrypted:
        return None, []
    try:
        return vault_of(layout, case_file, identity), []
    except Locked as error:
        return None, [Note(file=layout.shown(layout.secret), message=error.message)]
    except VerificationFailed:
        # Level 0 names the file.
        return None, []


class _Contents:
    """The contents of a case, read when somebody asks."""

    def __init__(self, held: Holdings | None, ledger: Ledger, cancel: Cancel, until: ExitStack) -> None:
        self.held, self.ledger, self.cancel, self._until = held, ledger, cancel, until

    @cached_property
    def checked(self) -> Checked | None:
        return check_contents(self.held, self.ledger, self.cancel, self._until) if self.held else None


def _check_objects(work: _Work, layout: Layout, contents: _Contents, level: int, progress: Progress) -> Looked:
    if level < 1:
        work.add(0, None)
        return Looked()
    vault = contents.held.vault if contents.held and level >= 2 else None
    count, defects, looked = check_objects(
        layout, contents.ledger.entries, progress, contents.cancel, vault, lambda: contents.checked.read if level >= 2 and contents.checked else ()
    )
    work.add(count, defects)
    work.notes += [Note(file=layout.shown(layout.objects), message=WORKERS_LOST(n=looked.lost))] if looked.lost else []
    return looked


def _check_contents(work: _Work, contents: _Contents, looked: Looked, level: int) -> None:
    is_asked = level >= 2
    known = {defect.file for _count, defects in work.levels for defect in defects or ()}
    checked = contents.checked if is_asked or known else None
    if checked is None or contents.held is None:
        work.add(0, None)
        return
    check_evidence(checked, contents.held, looked.measures, contents.cancel)
    work.tables += checked.tables
    work.notes += checked.notes if is_asked else []
    # A file that is damaged as such is named once.
    work.add(checked.count if is_asked else 0, [each for each in checked.defects if each.file not in known] if is_asked else None)


def _case_file(layout: Layout) -> tuple[CaseFile | None, list[Defect]]:
    """Read `case.json`; where it is damaged, the rest is checked all the same."""
    if not layout.case_file.exists() and layout.ledger.is_dir() and claimed_case(layout):
        return None, []
    try:
        data = layout.case_file.read_bytes()
    except (FileNotFoundError, NotADirectoryError) as error:
        raise NoCase(NO_CASE(folder=str(layout.root)), hint=MAKE_ONE()) from error
    try:
        return decode_case_file(layout, data), []
    except (VerificationFailed, NewerVersion) as error:
        # A later version says so in a file that was signed; a changed byte says it in one that was not.
        if isinstance(error, NewerVersion) and (is_claimed(layout, data) or not claimed_case(layout)):
            raise
        return None, [Defect(file=layout.shown(layout.case_file), message=error.message)]


def _result(work: _Work, layout: Layout, ledger: Ledger, anchoring: Anchoring, departures: list[Defect], level: int) -> Verification:
    found = [defect for found in (*(found for _count, found in work.levels), departures) for defect in found or ()]
    levels = tuple(level_result(number, count, found) for number, (count, found) in enumerate(work.levels))
    last = ledger.entries[-1] if ledger.entries else None
    head = Head(seq=last.entry.seq, hash=last.hash, time=last.entry.time) if last else None
    result = Verification(levels=levels, defects=tuple(found), notes=tuple(work.notes), head=head, founder=ledger.founder, anchoring=anchoring)
    return result if result.is_good and not found else _explained(result, work, layout, ledger, level)


def _explained(result: Verification, work: _Work, layout: Layout, ledger: Ledger, level: int) -> Verification:
    """Say of each defect which findings it touches, and what still stands."""
    replaced, tables = replacements(layout, ledger.entries), [read() for read in work.tables]
    uses = Uses(ledger.entries, tables, replaced)
    defects = tuple(uses.of(defect) for defect in result.defects)
    stands = None if result.is_good else standing(layout, ledger, replaced, defects, tables, level=level)
    return replace(result, defects=defects, standing=stands)
