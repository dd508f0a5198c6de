"""The custody of a case in a few sentences: how many entries of each kind, by how many keys, from when to when, and who else holds a copy."""

from __future__ import annotations

from collections import Counter

from counterwatch.core import Message, Template
from counterwatch.core.verbs import said
from counterwatch.report.document import Document

ALONE = Template(
    "report.keeping.alone",
    "The ledger has {n} entry, of {first}.",
    "The ledger has {n} entries, from {first} to {last}, all signed with one key.",
)
SEVERAL = Template("report.keeping.several", "The ledger has {count} entries, from {first} to {last}, signed with {keys} different keys.")
TIMES = Template("report.keeping.times", "{what}: {count}")
HANDED = Template(
    "report.keeping.handed",
    "{n} receipt of another holder is recorded: with it, that holder can show what the case was then.",
    "{n} receipts of other holders are recorded: with them, those holders can show what the case was then.",
)
NEVER_HANDED = Template("report.keeping.never_handed", "No receipt of another holder is recorded.")
ERASED = Template(
    "report.keeping.erased",
    "{n} entry erased something on purpose; what it was is gone, that it was there is not.",
    "{n} entries erased something on purpose; what it was is gone, that it was there is not.",
)


def keeping(document: Document) -> tuple[Message, ...]:
    """Return the summary of the custody of a case, and nothing where there is no ledger."""
    lines = document.custody
    if not lines:
        return ()
    keys = len({each.signer for each in lines if each.signer})
    first, last = lines[0].time, lines[-1].time
    whole = SEVERAL(count=len(lines), first=first, last=last, keys=keys) if keys > 1 else ALONE(n=len(lines), first=first, last=last)
    receipts = sum(each.form == "receipt" for each in document.anchors)
    erased = sum(each.verb == "erase" for each in lines)
    return (whole, HANDED(n=receipts) if receipts else NEVER_HANDED(), *([ERASED(n=erased)] if erased else []))


def counted(document: Document) -> tuple[Message, ...]:
    """Return how often each thing was done, the most frequent first."""
    found = Counter(each.verb for each in document.custody)
    return tuple(TIMES(what=said(verb), count=count) for verb, count in sorted(found.items(), key=lambda each: (-each[1], each[0])))
