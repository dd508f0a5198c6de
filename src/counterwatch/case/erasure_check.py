"""Level 1 of erasure: every replacement that a pack speaks of is one that its entry may make, and what was erased is not there again."""

from __future__ import annotations

from collections.abc import Iterator

from counterwatch.case.defect import Defect
from counterwatch.case.entries import Placed
from counterwatch.case.holdings import REPLACING, Replaced, follow, gone_by
from counterwatch.case.layout import Layout
from counterwatch.case.pack import Gone
from counterwatch.core import Message, Template

NOT_KNOWN = Template("case.erasure_check.not_known", "entry {seq:raw} says that the object {name} is gone, which no entry before it lists")
GONE_BEFORE = Template("case.erasure_check.gone_before", "entry {seq:raw} says that the object {name} is gone, which was gone before")
NOT_LISTED = Template("case.erasure_check.not_listed", "entry {seq:raw} replaces an object by {name}, which it does not list")
WRONG_SLOTS = Template("case.erasure_check.wrong_slots", "entry {seq:raw} erases records of {name} that are not there to be erased")
HERE_AGAIN = Template(
    "case.erasure_check.here_again", "entry {seq:raw} erased or replaced this object, and it is here again; the file should be deleted"
)


def erasure_defects(layout: Layout, entries: list[Placed]) -> Iterator[Defect]:
    """Go through the entries in order, and name each replacement that does not fit what was there when it was signed."""
    known, signed = dict[str, int](), Replaced()
    by = dict[str, Placed]()
    for placed in entries:
        for name in placed.entry.objects:
            signed.now.pop(name, None)
        for each in gone_by(layout, placed):
            if message := _departure(placed, each, known, signed):
                pack = placed.entry.objects[0]
                yield Defect(file=layout.shown(layout.object(pack)), message=message, seq=placed.entry.seq, objects=(pack, each.gone))
            signed.add(each)
            by[each.gone] = placed
        known |= dict.fromkeys(placed.entry.objects, placed.entry.seq)
    yield from _here_again(layout, entries, signed, by)


def _departure(placed: Placed, each: Gone, known: dict[str, int], signed: Replaced) -> Message | None:
    entry = placed.entry
    if each.gone not in known or each.gone in entry.objects:
        return NOT_KNOWN(seq=entry.seq, name=each.gone[:16])
    if each.gone in signed.now:
        return GONE_BEFORE(seq=entry.seq, name=each.gone[:16])
    if each.now is not None and each.now not in entry.objects:
        return NOT_LISTED(seq=entry.seq, name=each.now[:16])
    again = signed.slots.get(each.gone, frozenset()) & set(each.slots)
    if again or len(set(each.slots)) != len(each.slots) or (each.slots and (each.now is None or min(each.slots) < 0)):
        return WRONG_SLOTS(seq=entry.seq, name=each.gone[:16])
    return None


def _here_again(layout: Layout, entries: list[Placed], signed: Replaced, by: dict[str, Placed]) -> Iterator[Defect]:
    """Name what was erased and is there. The newest entry may have been interrupted before it deleted: the next writer finishes that."""
    for name, placed in by.items():
        is_under_way = placed is entries[-1] and placed.entry.verb in REPLACING
        if follow(signed.now, name) != name and not is_under_way and layout.object(name).exists():
            file = layout.shown(layout.object(name))
            yield Defect(file=file, message=HERE_AGAIN(seq=placed.entry.seq), seq=placed.entry.seq, objects=(name,))
