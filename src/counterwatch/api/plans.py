"""Plans: which checks will be asked, with which parameters, written into the ledger before the data are sealed."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from counterwatch.api.ask import chosen, parameters
from counterwatch.api.beforehand import KIND
from counterwatch.api.case import open_case, signer_of
from counterwatch.api.figures import INSTRUMENT, available
from counterwatch.case import Case
from counterwatch.case.records import CaseRecords
from counterwatch.core import Record


def plan_figures(
    case: Case | Path | str = ".", *, only: Sequence[str] = (), options: Mapping[str, Any] | None = None, note: str = ""
) -> dict[str, dict[str, Any]]:
    """Write into the ledger which checks of figures will be asked (all where none is named), and return them with their parameters."""
    opened = open_case(case)
    asked = parameters(chosen(available(), only), options or {})
    data = {"instrument": INSTRUMENT, "asked": asked, "note": note}
    record = Record(id=f"plan-{uuid.uuid4()}", kind=KIND, data=data, searchable=("note",))
    CaseRecords(opened, lambda: signer_of(opened)).append([record], verb=KIND)
    return asked
