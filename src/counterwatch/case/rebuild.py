"""Making the index anew on request."""

from __future__ import annotations

from counterwatch.case.case import Case
from counterwatch.case.disk import writing_to
from counterwatch.case.indexing import build
from counterwatch.case.lock import writer_lock


def rebuild_index(case: Case) -> None:
    """Make the index of a case from its ledger and objects, whatever was there before."""
    with writer_lock(case.layout), writing_to(case.layout.index):
        build(case.holdings(), case.ledger().entries)
