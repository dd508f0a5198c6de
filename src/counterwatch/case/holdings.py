"""Where the objects of a case lie now: names in entries stay, while `rekey` and `erase` replace what they name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from counterwatch.case.entries import Placed
from counterwatch.case.layout import OBJECT, Layout
from counterwatch.case.objects import DAMAGED_OBJECT, RUN_VERIFY
from counterwatch.case.pack import Gone, Unreadable, read_pack
from counterwatch.case.vault import Unopened, Vault, content
from counterwatch.core import Template, UnreadableEvidence, sha256_hex
from counterwatch.core.errors import VerificationFailed

NO_OBJECT = Template("case.holdings.no_object", "this case holds no object {name}")
SEE_LOG = Template("case.holdings.see_log", "cw log lists what it holds; cw verify says whether something is missing")

REPLACING = frozenset({"rekey", "erase"})
"""Only the packs of these verbs say that an object was replaced."""


@dataclass(frozen=True, slots=True)
class Holdings:
    """The objects of a case, with the vault that opens them; without a vault, only their stored bytes can be asked."""

    layout: Layout
    vault: Vault
    replaced: Mapping[str, str | None] = field(default_factory=dict)

    def current(self, name: str) -> str | None:
        """Return the name under which an object lies now; None where it was removed for good."""
        return follow(self.replaced, name)

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


def holdings_of(layout: Layout, vault: Vault, entries: Iterable[Placed]) -> Holdings:
    """Return the holdings after some entries."""
    return Holdings(layout, vault, replacements(layout, entries))


def replacements(layout: Layout, entries: Iterable[Placed]) -> dict[str, str | None]:
    """Return what every object that is gone was replaced by, as signed entries say. What is listed again later is there again."""
    found: dict[str, str | None] = {}
    for placed in entries:
        for name in placed.entry.objects:
            found.pop(name, None)
        for each in _gone(layout, placed):
            found[each.gone] = each.now
    return found


def _gone(layout: Layout, placed: Placed) -> Iterator[Gone]:
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
    """Delete what some entries say is gone; of the last one, that may have been interrupted."""
    for placed in entries:
        for each in _gone(layout, placed):
            layout.object(each.gone).unlink(missing_ok=True)
