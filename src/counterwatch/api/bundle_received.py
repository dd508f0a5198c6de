"""What came of taking a bundle over, and what a case remembers of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import msgspec

from counterwatch.api.bundle_merge import BUNDLE, Brought
from counterwatch.bundle.check import BagCheck
from counterwatch.bundle.opened import Bundle
from counterwatch.bundle.places import CASE, DERIVED, LARGEST_TAG, SEALED
from counterwatch.bundle.staging import INDEX
from counterwatch.case import Case, Verification
from counterwatch.core import Message, Record
from counterwatch.core.canonical import decoded

SAID = ("number", "copy", "signer", "case", "founder", "head", "levels")
"""What is written down of each bundle."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """What came of an import: number, signer and case of the bundle; what it brought; the entry of an earlier import where this one changed nothing.

    `kept` says why a bundle was kept closed, as evidence; else None.
    """

    number: str
    copy: str
    signer: str
    case: str
    founder: str
    head: str
    levels: dict[str, str]
    brought: Brought
    kept: Message | None = None
    before: bool = False

    @classmethod
    def of(cls, number: str, bag: BagCheck, found: Verification | None, brought: Brought, *, kept: Message | None = None) -> Received:
        levels = {str(each.number): each.outcome.value for each in found.levels} if found else {}
        return cls(
            number=number, copy=bag.copy, signer=bag.signer, case=bag.case, founder=found.founder if found else "", head=bag.head, levels=levels,
            brought=brought, kept=kept,
        )  # fmt: skip


def received_before(case: Case, number: str) -> Record | None:
    """Return what was written down when a bundle came in before."""
    with case.reading() as reading:
        return next(iter([*reading.history(f"{BUNDLE}/{number}")][-1:]), None)


def known(before: Record) -> Received:
    """Return what came of it then, for a bundle that changes nothing now."""
    return Received(**{name: before.data[name] for name in SAID}, brought=Brought(), before=True)


def is_encrypted(bundle: Bundle) -> bool:
    """Is what lies in a bundle encrypted, as far as it says itself? One that does not is handled as if it were open."""
    try:
        return SEALED in bundle.files or decoded(bundle.small(f"{CASE}case.json", LARGEST_TAG), type=dict[str, Any]).get("mode") == "encrypted"
    except msgspec.MsgspecError:
        return False


def history_of(bundle: Bundle, case: Case) -> list[str]:
    """Return the files by which the custody of somebody else's case can be checked again: lists, signatures, ledger, keys, packs and bodies."""
    held = case.holdings()
    objects = {held.current(name) or name for placed in case.ledger().entries for name in placed.entry.objects[:2]}
    wanted = {f"{CASE}objects/{name[:2]}/{name}" for name in objects}
    return [path for path in sorted(bundle.files) if path in wanted or not ("/objects/" in path or path.startswith(DERIVED) or path == INDEX)]
