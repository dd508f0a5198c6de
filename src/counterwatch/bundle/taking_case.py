"""Copying a case into a bundle as it is: the files that belong to it, each object held against its name, and nothing that lies beside them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from counterwatch.bundle.places import CASE
from counterwatch.bundle.writing import Bag
from counterwatch.case import Case, Head
from counterwatch.case.entries import Ledger
from counterwatch.case.holdings import replacements
from counterwatch.case.indexing import journal
from counterwatch.case.layout import ABOUT, Layout
from counterwatch.case.recovery import refuse_damaged
from counterwatch.core import CounterwatchError, Template
from counterwatch.core.errors import VerificationFailed
from counterwatch.core.progress import Progress

COPYING = Template("bundle.taking_case.copying", "copying the case")
DAMAGED = Template("bundle.taking_case.damaged", "{file} is not there, or is not what its name says")
VERIFY = Template(
    "bundle.taking_case.verify", "cw verify names what rests on it; a case that is not whole is not handed over: cw rescue copies the rest"
)
INTERRUPTED = Template("bundle.taking_case.interrupted", "a write to this case was interrupted and waits to be finished")
FINISH = Template("bundle.taking_case.finish", 'the next write finishes it, such as cw custody verify --note "before the export"; then export again')
MESSAGE_EVERY = 64


def take_case(case: Case, bag: Bag, progress: Progress) -> Head:
    """Copy a case to which nobody can write meanwhile, and return the head that the copy has. One that is not whole is refused."""
    layout = case.layout
    refuse_damaged(case.defects)
    ledger = case.ledger()
    if ledger.open_segment is not None:
        raise CounterwatchError(INTERRUPTED(), hint=FINISH())
    objects = present(layout, ledger)
    for number, path in enumerate(objects):
        if number % MESSAGE_EVERY == 0:
            progress(COPYING(), number, len(objects))
        _take_object(bag, layout, path)
    for path in clear_files(layout, ledger):
        bag.file(CASE + layout.shown(path), path)
    return case.head


def present(layout: Layout, ledger: Ledger) -> list[Path]:
    """Return the files of the objects that entries list and that were not replaced or erased."""
    gone = replacements(layout, ledger.entries)
    names = dict.fromkeys(name for placed in ledger.entries for name in placed.entry.objects)
    return [layout.object(name) for name in sorted(names) if name not in gone]


def clear_files(layout: Layout, ledger: Ledger) -> Iterator[Path]:
    """Yield the files of the history, and the index, which is derived and lets verification name what rests on a damaged run."""
    yield from (layout.case_file, layout.instructions)
    if layout.secret.is_file():
        yield layout.secret
    yield from sorted(each for each in layout.keys.glob("*.pem"))
    for number in range(1, ledger.segments + 1):
        yield from (layout.segment(number), layout.checkpoint(number))
    if layout.anchors.is_dir():
        yield from sorted(each for each in layout.anchors.iterdir() if ABOUT.match(each.name))
    if layout.index.is_file() and not journal(layout).exists():
        yield layout.index


def _take_object(bag: Bag, layout: Layout, path: Path) -> None:
    try:
        hash = bag.file(CASE + layout.shown(path), path)
    except FileNotFoundError:
        hash = ""
    if hash != path.name:
        raise VerificationFailed(DAMAGED(file=layout.shown(path)), hint=VERIFY())
