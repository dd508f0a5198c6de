"""A screening in a case: the file and the table of short findings are evidence, and custody says that one was made from the other."""

from __future__ import annotations

from pathlib import Path

from counterwatch.api.case import open_case, seal, signer_of
from counterwatch.case import Case
from counterwatch.core import Evidence, Template
from counterwatch.core.progress import Cancel, Progress, never, quiet

MADE_BY = Template("api.screening_case.made_by", "a screening of {source}, made by cw screen; its own description says how")
WHY = Template("api.screening_case.why", "to have an answer for every series of a file that is too large for findings one by one")


def sealed(case: Case | Path | str, source: Path, *, progress: Progress = quiet, cancel: Cancel = never) -> Evidence:
    """Seal the file that is screened, unless it already is."""
    return seal(case, source, progress=progress, cancel=cancel)[0]


def keep(case: Case | Path | str, source: Evidence, output: Path, *, progress: Progress = quiet, cancel: Cancel = never) -> Evidence:
    """Seal the table of a screening and record from which evidence it was derived."""
    opened = open_case(case)
    with opened.write("derive", signer=signer_of(opened), progress=progress, cancel=cancel) as batch:
        made = batch.seal_all([output], note=str(MADE_BY(source=source.name)), source="", purpose="")[0]
        batch.record("custody", {"purpose": str(WHY()), "authority": "", "note": str(MADE_BY(source=source.name)), "evidence": [source.id, made.id]})
    return made
