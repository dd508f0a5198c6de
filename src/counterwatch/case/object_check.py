"""Level 1: every object that the ledger lists is there, is a file, and is its own name."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Collection, Iterator
from threading import Event

from counterwatch.case.bare.hashing import hash_of
from counterwatch.case.contents import NOT_ITS_BODY
from counterwatch.case.defect import Defect
from counterwatch.case.entries import Placed
from counterwatch.case.erasure_check import erasure_defects
from counterwatch.case.holdings import Replaced, follow, replaced_by
from counterwatch.case.layout import Layout
from counterwatch.case.looks import Looked, look
from counterwatch.case.objects import is_large
from counterwatch.case.pack import Unreadable, agrees, read_pack
from counterwatch.case.side_by_side import side_by_side
from counterwatch.case.vault import Vault
from counterwatch.core import Message, Template
from counterwatch.core.progress import Cancel, Progress, stop_if

CHECKING = Template("case.object_check.checking", "checking the stored bytes")
MISSING = Template("case.object_check.missing", "the object is missing")
NOT_A_FILE = Template("case.object_check.not_a_file", "a file belongs here, and something else lies in its place")
UNREADABLE = Template("case.object_check.unreadable", "the object cannot be read: {reason}")
CHANGED = Template("case.object_check.changed", "the object is not what its name says: its content was changed")


def check_objects(
    layout: Layout, entries: list[Placed], progress: Progress, cancel: Cancel, vault: Vault | None, beside: Callable[[], Collection[int]]
) -> tuple[int, list[Defect], Looked]:
    """Hash every listed object where it lies now, and hold each body against its pack; return how many there are and what is wrong.

    With a vault, what the objects hold is measured at the same time, where that pays. `beside` is called once, while that is done; it
    returns the numbers of entries whose bodies were found to hold what their packs commit to.
    """
    listed, signed = _listed(entries), replaced_by(layout, entries)
    lying: dict[str, tuple[str, int]] = {}
    for name, seq in listed.items():
        if now := follow(signed.now, name):
            lying.setdefault(now, (name, seq))
    read = set[int]()
    looked, messages = _looked(layout, list(lying), progress, cancel, vault, lambda: read.update(beside()))
    found: dict[str, Defect] = {}
    for now, message in messages.items():
        name, seq = lying[now]
        found[now] = Defect(file=layout.shown(layout.object(now)), message=message, seq=seq, objects=tuple(dict.fromkeys((name, now))))
    defects = [
        *found.values(),
        *_disagreements(layout, [each for each in entries if each.entry.seq not in read], signed, found.keys()),
        *erasure_defects(layout, entries),
    ]
    return len(lying), defects, looked


def _looked(
    layout: Layout, names: list[str], progress: Progress, cancel: Cancel, vault: Vault | None, meanwhile: Callable[[], object]
) -> tuple[Looked, dict[str, Message]]:
    """Look at objects: what workers do not call whole is looked at here, which finds the words for it."""
    ended, done = Event(), 0

    def tick(_done: int = 0) -> None:
        stop_if(lambda: ended.is_set() or cancel())

    def tell(more: int) -> None:
        nonlocal done
        progress(CHECKING(), done, len(names))
        done += more

    def difference(name: str) -> Message | None:
        tell(1)
        tick()
        return _difference(layout, name, tick)

    looked = look(layout, names, vault, meanwhile=meanwhile, tell=tell, stop=tick)
    left = [name for name in names if name not in looked.whole]
    done = len(names) - len(left)
    messages = side_by_side(difference, left, is_large=lambda name: is_large(layout.object(name)), stop=ended.set)
    return looked, {name: message for name, message in zip(left, messages, strict=True) if message}


def _listed(entries: list[Placed]) -> dict[str, int]:
    listed: dict[str, int] = {}
    for placed in entries:
        for name in placed.entry.objects:
            listed.setdefault(name, placed.entry.seq)
    return listed


def _disagreements(layout: Layout, entries: list[Placed], replaced: Replaced, bad: Collection[str]) -> Iterator[Defect]:
    """Name the bodies that do not hold what their signed packs commit to; this takes no key."""
    for placed in entries:
        pack, body = placed.entry.objects[:2]
        now = follow(replaced.now, body)
        if now is None or pack in bad or now in bad:
            continue
        try:
            said = read_pack(layout.object(pack).read_bytes())
            is_good = agrees(layout.object(now).read_bytes(), said, replaced.erased(body)) and said.body == body
        except (OSError, Unreadable):
            is_good = False
        if not is_good:
            yield Defect(file=layout.shown(layout.object(now)), message=NOT_ITS_BODY(), seq=placed.entry.seq, objects=(body, now))


def _difference(layout: Layout, name: str, tick: Callable[[int], None]) -> Message | None:
    path = os.fspath(layout.object(name))
    try:
        if not stat.S_ISREG(os.lstat(path).st_mode):
            return NOT_A_FILE()
        return None if hash_of(path, tick) == name else CHANGED()
    except FileNotFoundError:
        return MISSING()
    except OSError as error:
        return UNREADABLE(reason=error.strerror or "")
