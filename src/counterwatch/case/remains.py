"""Where the parts of a damaged case still lie: what was replaced or erased since, and what lies elsewhere than its entry says."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path

import msgspec

from counterwatch.case.bare.hashing import hash_of
from counterwatch.case.entries import Ledger, Placed
from counterwatch.case.erased import Erasures, erasures_of, standing_entries, vouched_entries
from counterwatch.case.holdings import holdings_of
from counterwatch.case.kinds import is_well_formed, objects_of
from counterwatch.case.layout import OBJECT, Layout
from counterwatch.case.pack import Pack, Unreadable, line_hashes, read_pack
from counterwatch.case.vault import Unopened, Vault
from counterwatch.case.verification import Verification
from counterwatch.core import Record, sha256_hex

LARGEST_PACK = 1 << 28
BODY = (b'{"keys":', b'{"record":', b"\n")
"""How a body begins: encrypted, plain, or plain with its first record erased."""


class Remains:
    """A damaged case as it is read for a rescue. What replaced what is believed of entries that a signer vouches for."""

    def __init__(self, layout: Layout, vault: Vault, ledger: Ledger, found: Verification, *, unsigned: bool) -> None:
        self.layout, self.ledger, self.unsigned = layout, ledger, unsigned
        self.standing = standing_entries(layout, ledger, found)
        vouched = vouched_entries(layout, ledger, found)
        self.held, self._doubtful = holdings_of(layout, vault, vouched), holdings_of(layout, vault, ledger.entries)
        # The records of an erasure are read before it is known what was erased: they are never erased themselves.
        self.erasures = Erasures()
        said = [(placed, self.records(placed)) for placed in vouched if placed.entry.verb == "erase"]
        self.erasures = erasures_of(self.held, vouched, said)

    def is_erased(self, name: str) -> bool:
        """Was this object removed for good, on purpose?"""
        return self.erasures.is_erased(self.held, name)

    def file(self, name: str, sha256: str = "") -> Path | None:
        """Return the file of an object that is intact.

        Where only an entry that nobody vouches for leads to it, its content must be the one that a record speaks of, or it must be asked for.
        """
        path, other = self.held.path(name), self._doubtful.path(name)
        if self.is_erased(name):
            return None
        if is_whole(path):
            return path
        if other == path or not is_whole(other):
            return None
        return other if (self._content_is(other, sha256) if sha256 else self.unsigned) else None

    def records(self, placed: Placed) -> list[Record]:
        """Return the records of an entry that its pack, or its body where that is whole, still vouches for; what was erased stays away."""
        entry = placed.entry
        try:
            data = bytes_of(self.layout.object(entry.objects[0]))
            if sha256_hex(data) == entry.objects[0]:
                pack = read_pack(data)
                records = self.committed(pack) if pack.body == entry.objects[1] else []
            else:
                path = self.held.path(entry.objects[1])
                records = self.held.vault.intact(bytes_of(path), None) if is_whole(path) else []
        except (Unreadable, msgspec.MsgspecError):
            return []
        listed = set(entry.objects)
        return [record for record in records if is_well_formed(record) and listed.issuperset(objects_of(record))]

    def committed(self, pack: Pack) -> list[Record]:
        """Return the records that a pack commits to and that were not erased, from its body, or from the one that holds most of them."""
        erased, path = self.erasures.slots(self.held, pack.body), self.held.path(pack.body)
        wanted = {each for slot, each in enumerate(pack.commitments) if slot not in erased}
        found = [self.held.vault.intact(bytes_of(each), wanted) for each in (path, *(() if is_whole(path) else self._holding(pack)))]
        return max(found, key=len)

    def _holding(self, pack: Pack) -> list[Path]:
        """Return the body that holds most of what a pack commits to: the entry that says what replaced its own may be damaged."""
        said = [sealed or commitment for sealed, commitment in zip(pack.sealed, pack.commitments, strict=True)]
        known = Counter(path for each in said for path in self._bodies.get(each, ()))
        return [path for path, _count in known.most_common(1)]

    @cached_property
    def _bodies(self) -> dict[str, list[Path]]:
        found: dict[str, list[Path]] = {}
        for path in self.objects():
            for each in line_hashes(bytes_of(path)) if _is_body(path) else ():
                found.setdefault(each, []).append(path)
        return found

    def objects(self) -> Iterator[Path]:
        """Yield every file that lies where an object of its name belongs."""
        paths = sorted(self.layout.objects.glob("*/*")) if self.layout.objects.is_dir() else []
        return (path for path in paths if OBJECT.match(path.name) and self.layout.object(path.name) == path)

    def _content_is(self, path: Path, sha256: str) -> bool:
        try:
            return self.held.vault.measure(path).sha256 == sha256
        except Unopened:
            return False


def is_whole(path: Path) -> bool:
    """Is this object there, a plain file, and its own name?"""
    try:
        return path.is_file() and not path.is_symlink() and hash_of(path) == path.name
    except OSError:
        return False


def bytes_of(path: Path) -> bytes:
    """Return what a pack or a body holds; nothing where there is none."""
    try:
        return path.read_bytes() if path.is_file() and path.stat().st_size <= LARGEST_PACK else b""
    except OSError:
        return b""


def _is_body(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            return not path.is_symlink() and file.read(max(map(len, BODY))).startswith(BODY)
    except OSError:
        return False
