"""What still verifies where something does not: so that nobody throws a damaged case away."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from counterwatch.case.defect import Defect
from counterwatch.case.entries import Ledger
from counterwatch.case.holdings import follow
from counterwatch.case.index_check import Rows
from counterwatch.case.layout import Layout


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Entries that stand as signed, of how many; objects and findings that no defect touches, of how many (None: not looked at)."""

    entries: tuple[int, ...]
    entries_of: int
    objects: int | None
    objects_of: int
    findings: int | None
    findings_of: int


def standing(
    layout: Layout, ledger: Ledger, replaced: Mapping[str, str | None], defects: Sequence[Defect], tables: Sequence[Rows], *, level: int
) -> Standing:
    """Count what no defect touches."""
    damaged = {defect.file for defect in defects}
    listed = {now for placed in ledger.entries for name in placed.entry.objects if (now := follow(replaced, name))}
    files = {
        placed.segment: {layout.shown(layout.segment(placed.segment)), layout.shown(layout.checkpoint(placed.segment))} for placed in ledger.entries
    }
    known = {(run, finding) for rows in tables for _seq, run, _position, finding, *_rest in rows["findings"]}
    touched = {(each.run, each.finding) for defect in defects for each in defect.findings}
    return Standing(
        entries=tuple(placed.entry.seq for placed in ledger.entries if not files[placed.segment] & damaged),
        entries_of=max([ledger.newest.last if ledger.newest else 0, *(placed.entry.seq for placed in ledger.entries)]),
        objects=sum(layout.shown(layout.object(name)) not in damaged for name in listed) if level >= 1 else None, objects_of=len(listed),
        findings=len(known - touched) if level >= 1 and tables else None, findings_of=len(known),
    )  # fmt: skip
