"""Which findings a changed file of a bundle carries: those of a copy beside the case, which the case itself does not know of."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

from counterwatch.bundle.places import CRATE, DERIVED
from counterwatch.case import Case, Defect, StoredRun, Touched
from counterwatch.core import Finding
from counterwatch.core.errors import CounterwatchError

TABLE, NETWORK = re.compile(r"table-([0-9a-f]{64})\."), re.compile(r"network-([0-9a-f]{16})\.")
CARRY_ALL = ("report.html", "ro-crate-metadata.json", "findings.jsonl")


def touched_by(defect: Defect, folder: Path) -> Defect:
    """Return a defect of a derived file with the findings that the file carries, as far as the case inside can be read."""
    name = defect.file.removeprefix(DERIVED)
    if defect.findings or not (defect.file.startswith(DERIVED) or defect.file == CRATE):
        return defect
    return replace(
        defect, findings=tuple(_told(stored, each) for stored in _runs(folder) for each in stored.run.findings if _carries(name, stored, each))
    )


def _runs(folder: Path) -> list[StoredRun]:
    from counterwatch.api.keys import unlocked

    try:
        case = Case.open(folder)
        case = Case.open(folder, identity=unlocked()) if case.is_locked else case
        return case.runs()
    except CounterwatchError:
        return []


def _carries(name: str, stored: StoredRun, finding: Finding) -> bool:
    if name.removesuffix(".age") in CARRY_ALL or name == CRATE:
        return True
    if table := TABLE.match(name):
        return any(each.sha256 == table[1] for each in finding.attachments)
    network = NETWORK.match(name)
    return network is not None and stored.hash.startswith(network[1]) and finding.check == "coordination.synchrony"


def _told(stored: StoredRun, finding: Finding) -> Touched:
    return Touched(run=stored.hash, finding=finding.id, check=finding.check, subject=finding.subject)
