"""Doing the stored runs of a case again: what each says otherwise is a defect, what cannot be done again is a note."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from counterwatch.case.case import Case
from counterwatch.case.custody import StoredRun
from counterwatch.case.defect import Defect
from counterwatch.case.verification import Note
from counterwatch.core import CounterwatchError, Message, Template
from counterwatch.core.progress import Cancel, Progress, stop_if

Rerun = Callable[[Case, StoredRun], Sequence[Message]]
"""Does a run again and says how it differs from what was stored; `api` brings it, because a case knows no instrument."""

RERUNNING = Template("case.verify.rerunning", "doing the findings again")


class NotAgain(CounterwatchError):
    """A run that cannot be done again, and nothing is wrong with that: it is not checked."""


def done_again(notes: list[Note], case: Case, rerun: Rerun, progress: Progress, cancel: Cancel) -> tuple[int, list[Defect] | None]:
    """Do every run of a case again; return how many were, and how they differ, None where not one could be done again."""
    try:
        runs = case.runs()
    except CounterwatchError:
        return 0, []
    found: list[Defect] = []
    left = 0
    for done, stored in enumerate(runs):
        stop_if(cancel)
        progress(RERUNNING(), done, len(runs))
        try:
            found += [_differs(case, stored, message) for message in _differences(case, stored, rerun)]
        except NotAgain as why:
            left += 1
            notes.append(Note(file=case.layout.shown(case.layout.object(stored.hash)), message=why.message))
    # Where no run could be done again, nothing was checked; where some could, the count says how many.
    return len(runs) - left, None if left and left == len(runs) else found


def _differences(case: Case, stored: StoredRun, rerun: Rerun) -> Sequence[Message]:
    try:
        return rerun(case, stored)
    except NotAgain:
        raise
    except CounterwatchError as error:
        return [error.message]


def _differs(case: Case, stored: StoredRun, message: Message) -> Defect:
    return Defect(file=case.layout.shown(case.layout.object(stored.hash)), message=message, seq=stored.seq, objects=(stored.hash,))
