"""Where the objects of a case lie now: names in entries stay, while `rekey` and `erase` replace what they name."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from counterwatch.case.disk import sync_folder
from counterwatch.case.entries import RECOVER, Placed
from counterwatch.case.layout import OBJECT, Layout
from counterwatch.case.objects import DAMAGED_OBJECT, RUN_VERIFY
from counterwatch.case.pack import Gone, Unreadable, read_pack
from counterwatch.case.vault import Unopened, Vault, content
from counterwatch.core import Template, UnreadableEvidence, sha256_hex
from counterwatch.core.errors import VerificationFailed

NO_OBJECT = Template("case.holdings.no_object", "this case holds no object {name}")
SEE_LOG = Template("case.holdings.see_log", "cw log lists what it holds; cw verify says whether something is missing")

REPLACING = frozenset({"rekey", "erase", RECOVER})
"""Only the packs of these verbs say that an object was replaced."""

NONE: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Replaced:
    """What signed entries say was replaced: by what, or by nothing; and which slots of a body that lies there now were erased on the way."""

    now: dict[str, str | None] = field(default_factory=dict)
    slots: dict[str, frozenset[int]] = field(default_factory=dict)

    def erased(self, body: str) -> frozenset[int]:
        """Return the slots that were erased from a body, by the name in its own pack."""
        return self.slots.get(follow(self.now, body) or "", NONE)

    def add(self, gone: Gone) -> None:
        self.now[gone.gone] = gone.now
        if gone.now and (slots := self.slots.get(gone.gone, NONE) | frozenset(gone.slots)):
            self.slots[gone.now] = slots


class Holdings:
    """The objects of a case, with the vault that opens them. What was replaced is read from the entries when somebody asks."""

    def __init__(self, layout: Layout, vault: Vault, entries: Callable[[], list[Placed]]) -> None:
        self.layout, self.vault, self._entries = layout, vault, entries

    @cached_property
    def entries(self) -> list[Placed]:
        return self._entries()

    @cached_property
    def replaced(self) -> Replaced:
        return replaced_by(self.layout, self.entries)

    def opened_by(self, vault: Vault) -> Holdings:
        """Return the same objects with another vault."""
        return Holdings(self.layout, vault, self._entries)

    def current(self, name: str) -> str | None:
        """Return the name under which an object lies now; None where it was removed for good."""
        return follow(self.replaced.now, name)

    def path(self, name: str) -> Path:
        """Return the file of an object; where it was removed, the place where it lay."""
        return self.layout.object(self.current(name) or name)

    def file(self, name: str) -> Path:
        """Return the file of an object that somebody asks for; it must not be changed."""
        # A name may come from a stranger's finding: it must not lead out of the case.
        path = self.path(name) if OBJECT.match(name) else None
        if path is None or not path.is_file():
            raise UnreadableEvidence(NO_OBJECT(name=name[:16]), hint=SEE_LOG())
        return path

    def read(self, name: str) -> bytes:
        """Return the content of an object that somebody asks for."""
        path = self.file(name)
        try:
            return content(self.vault, path)
        except Unopened as error:
            raise VerificationFailed(DAMAGED_OBJECT(file=self.layout.shown(path)), hint=RUN_VERIFY()) from error

    def content(self, name: str) -> bytes:
        """Return the content of an object."""
        return content(self.vault, self.path(name))


def follow(replaced: Mapping[str, str | None], name: str) -> str | None:
    """Follow an object to what replaced it."""
    seen = set[str]()
    while name in replaced and name not in seen:
        seen.add(name)
        now = replaced[name]
        if now is None:
            return None
        name = now
    return name


def holdings_of(layout: Layout, vault: Vault, entries: list[Placed] | Callable[[], list[Placed]]) -> Holdings:
    """Return the holdings after some entries."""
    return Holdings(layout, vault, entries if callable(entries) else lambda: entries)


def replaced_by(layout: Layout, entries: Iterable[Placed]) -> Replaced:
    """Return what every object that is gone was replaced by, as signed entries say. What is listed again later is there again."""
    found = Replaced()
    for placed in entries:
        for name in placed.entry.objects:
            found.now.pop(name, None)
        for each in gone_by(layout, placed):
            found.add(each)
    return found


def replacements(layout: Layout, entries: Iterable[Placed]) -> dict[str, str | None]:
    """Return what every object that is gone was replaced by."""
    return replaced_by(layout, entries).now


def gone_by(layout: Layout, placed: Placed) -> Iterator[Gone]:
    """Yield what one entry says was replaced."""
    if placed.entry.verb not in REPLACING:
        return
    try:
        data = layout.object(placed.entry.objects[0]).read_bytes()
        # A pack that is not the one that was signed decides nothing.
        if sha256_hex(data) == placed.entry.objects[0]:
            yield from read_pack(data).gone
    except (OSError, Unreadable):
        return


def remove_gone(layout: Layout, entries: Iterable[Placed]) -> None:
    """Delete what some entries say is gone; of the last one, that may have been interrupted. Done again, it does nothing."""
    for placed in entries:
        for each in gone_by(layout, placed):
            path = layout.object(each.gone)
            if each.gone not in placed.entry.objects and path.is_file():
                path.unlink()
                sync_folder(path.parent)
