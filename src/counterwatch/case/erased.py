"""What of a damaged case was erased on purpose, told from what was lost: an erasure counts where a signer vouches for it, and nowhere else."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

import msgspec

from counterwatch.case.entries import Ledger, Placed
from counterwatch.case.holdings import Holdings, gone_by
from counterwatch.case.kinds import Erased, Erasure
from counterwatch.case.layout import Layout
from counterwatch.case.pack import Gone
from counterwatch.case.verification import Verification
from counterwatch.core import Record


@dataclass(slots=True)
class Erasures:
    """Each signed erasure with its entry, in the order of the ledger, and the objects, and bodies as they were, that are gone for good."""

    said: list[Erased] = field(default_factory=list)
    gone: set[str] = field(default_factory=set)

    def is_erased(self, held: Holdings, name: str) -> bool:
        """Was this object removed for good, under whatever name it lay then?"""
        now = held.current(name)
        return now is None or now in self.gone

    def slots(self, held: Holdings, body: str) -> frozenset[int]:
        """Return the slots that were erased from a body, by the name in its own pack."""
        names = {body, held.current(body)}
        return held.replaced.erased(body).union(*(each.slots for each in self.said if each.gone in names))


def files_of(layout: Layout, placed: Placed) -> set[str]:
    """Return the files that hold an entry and vouch for it."""
    return {layout.shown(layout.segment(placed.segment)), layout.shown(layout.checkpoint(placed.segment))}


def standing_entries(layout: Layout, ledger: Ledger, found: Verification) -> list[Placed]:
    """Return the entries that stand as signed."""
    damaged = {defect.file for defect in found.defects}
    return [placed for placed in ledger.entries if not files_of(layout, placed) & damaged]


def vouched_entries(layout: Layout, ledger: Ledger, found: Verification) -> list[Placed]:
    """Return the entries that stand as signed, and those before whose hash such an entry carries: its signer vouched for them, too."""
    standing = {placed.hash for placed in standing_entries(layout, ledger, found)}
    vouched: list[Placed] = []
    carried = ""
    for placed in reversed(ledger.entries):
        is_vouched = placed.hash == carried or placed.hash in standing
        vouched += [placed] if is_vouched else []
        carried = placed.entry.prev if is_vouched else ""
    return vouched[::-1]


def erasures_of(held: Holdings, entries: list[Placed], records: Iterable[tuple[Placed, list[Record]]]) -> Erasures:
    """Go through the entries in order; `records` are what the entries that erase say, where it can still be read."""
    found, said = Erasures(), {placed.entry.seq: _by_object(each) for placed, each in records}
    for placed in entries:
        # What is listed again later is there again.
        found.gone.difference_update(placed.entry.objects)
        if placed.entry.verb == "erase":
            for erased in _erased(held, placed, said.get(placed.entry.seq, {})):
                found.said.append(erased)
                found.gone.add(erased.gone)
    return found


def _by_object(records: list[Record]) -> dict[str, Erasure]:
    erasures = (msgspec.convert(record.data, type=Erasure) for record in records if record.kind == "erasure")
    return {each.gone: each for each in erasures}


def _erased(held: Holdings, placed: Placed, said: dict[str, Erasure]) -> Iterator[Erased]:
    """Yield what one entry erased, from its pack; where that is damaged, from its records: its signer vouches for either."""
    gone: list[Gone] | list[Erasure] = [each for each in gone_by(held.layout, placed) if each.slots or each.now is None] or list(said.values())
    for each in gone:
        why = said.get(each.gone)
        reason, authority = (why.reason, why.authority) if why else ("", "")
        yield Erased(seq=placed.entry.seq, gone=each.gone, slots=each.slots, reason=reason, authority=authority)
