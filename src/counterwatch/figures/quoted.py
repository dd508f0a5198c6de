"""What simulation says of each check in series like the one asked about, added to its findings: an answer without it cannot be weighed."""

from __future__ import annotations

from collections.abc import Sequence

from counterwatch.core import Finding, Verdict, replace
from counterwatch.figures.calibration import calibration, known_of
from counterwatch.figures.resembles import Resemblance, resembles
from counterwatch.figures.table import Panel, subject_of


def with_calibration(findings: Sequence[Finding], panel: Panel | None) -> list[Finding]:
    """Return findings that also say how often their check departs in simulated series that look like theirs, where that was measured."""
    if panel is None:
        return list(findings)
    known = calibration()
    asked = {each.subject for each in findings if each.check in known.checks and each.verdict is not Verdict.NOT_TESTED}
    alike = _alike(panel, asked)
    return [_quoted(each, alike) for each in findings]


def _alike(panel: Panel, subjects: set[str]) -> dict[str, Resemblance | None]:
    likenesses, found = calibration().likenesses(), dict[str, Resemblance | None]()
    for value in panel.values:
        names = [subject_of(unit, value) for unit in panel.units]
        if subjects.intersection(names):
            found |= dict(zip(names, resembles(panel, value, likenesses), strict=True))
    return found


def _quoted(finding: Finding, alike: dict[str, Resemblance | None]) -> Finding:
    if finding.verdict is Verdict.NOT_TESTED or finding.subject not in alike:
        return finding
    said = known_of(finding.check, alike[finding.subject])
    return replace(finding, weighed=(*finding.weighed, said)) if said else finding
