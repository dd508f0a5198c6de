"""Taking the contents of files into the folder of a batch: each once, whichever process does it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path

import msgspec

from counterwatch.case.apart import Alike, Taken, take
from counterwatch.case.bare.sealing import UNTOUCHED
from counterwatch.case.bare.sniff import FIRST, media_type
from counterwatch.case.bare.twin import twins_at
from counterwatch.case.clock import at
from counterwatch.case.disk import writing_to
from counterwatch.case.holdings import Holdings, follow
from counterwatch.case.kinds import Sealed
from counterwatch.case.layout import shown
from counterwatch.case.objects import is_large, refuse_damaged
from counterwatch.case.side_by_side import side_by_side
from counterwatch.case.source import Source, exact, opened
from counterwatch.case.untouched import Untouched
from counterwatch.case.vault import Measure
from counterwatch.core import Template
from counterwatch.core.progress import Cancel, Progress, stop_if

SEALING = Template("case.batch.sealing", "sealing {name}")
TWINS = 16


class Taking:
    """Brings contents into the folder of a batch; `apart` holds the folders of objects that workers wrote, `known` what the case holds."""

    def __init__(
        self, folder: Path, held: Holdings, known: Callable[[], Mapping[str, Sealed]], progress: Progress, cancel: Cancel, *, lock: int
    ) -> None:
        self.folder, self.held, self.apart = folder, held, dict[str, str]()
        self._known, self._progress, self._cancel, self._lock = known, progress, cancel, lock
        self._written, self._is_abandoned, self._untouched = set[str](), False, Untouched(held)

    def take_all(self, paths: Sequence[Path]) -> Iterator[Sealed]:
        """Yield what each file is, in order: many are taken by workers, and what these leave here, large and small ones side by side."""
        taken, found, ready = self._taken_apart(paths), dict[int, Sealed](), 0
        for number, each in taken:
            found[number] = each
            while ready in found:
                yield found.pop(ready)
                ready += 1
        rest = [number for number in range(ready, len(paths)) if number not in found]
        alone = side_by_side(self.take, [paths[number] for number in rest], is_large=is_large, stop=self._abandon)
        found |= dict(zip(rest, alone, strict=True))
        yield from (found.pop(number) for number in range(ready, len(paths)))

    def take(self, path: Path) -> Sealed:
        """Bring the content of a file into the folder of the batch, unless the case holds it; nothing else of the batch changes."""
        stop_if(self._cancel)
        with opened(path) as file:
            found = self._same_as(file) or self._sealed_anew(file)
        self._alike.setdefault(found.size, {}).setdefault(found.id, found)
        return _named(found, file.name, file.state.st_mtime, file.state.st_nlink)

    def take_content(self, data: bytes, name: str, *, modified: float | None = None, is_new: bool = False) -> Sealed:
        """Bring bytes that are in memory into the folder of the batch, unless the case holds them; with `is_new` the caller knows it does not."""
        stop_if(self._cancel)
        found = self._sealed(data) if is_new else self._held_or_sealed(data)
        return msgspec.structs.replace(found, name=shown(name), name_base64=exact(name), modified="" if modified is None else at(modified), links=1)

    def _held_or_sealed(self, data: bytes) -> Sealed:
        alike = self._alike.setdefault(len(data), {})
        for same in (alike[id] for id in self.held.vault.ids_of([data]) if id in alike):
            if (now := self.held.current(same.object)) and (now in self._written or self._is_whole(now)):
                return msgspec.structs.replace(same, object=now)
        found = self._sealed(data)
        alike[found.id] = found
        return found

    def _sealed(self, data: bytes) -> Sealed:
        with writing_to(self.folder):
            stored, measure = self.held.vault.seal([data], self.folder)
        return self._described(stored.name, measure, data[:FIRST])

    def _described(self, name: str, measure: Measure, first: bytes) -> Sealed:
        self._written.add(name)
        return Sealed(
            id=measure.ids[0], object=name, size=measure.size, sha256=measure.sha256, media_type=media_type(first),
            name="", note="", source="", purpose="", modified="",
        )  # fmt: skip

    def _taken_apart(self, paths: Sequence[Path]) -> Iterator[tuple[int, Sealed]]:
        """Let workers take what they can; what they leave is left out."""

        def tell(number: int, done: int) -> None:
            self._progress(SEALING(name=shown(paths[number].name)), done, 0)

        taken = take(paths, self.folder, self.held.vault, self._places, tell=tell, stop=lambda: stop_if(self._cancel), lock=self._lock)
        for one in taken:
            yield one.number, self._from_worker(one, paths[one.number].name)

    def _places(self) -> Alike:
        """Return what says where contents of a size lie that the case holds. What it looks at never changes."""
        alike: dict[int, list[Sealed]] = {}
        for each in self._known().values():
            alike.setdefault(each.size, []).append(each)
        now = self.held.replaced.now

        def places(size: int) -> dict[str, str]:
            lying = ((each.id, follow(now, each.object)) for each in alike.get(size, ()))
            return {id: (UNTOUCHED if self._untouched(name) else "") + str(self.held.layout.object(name)) for id, name in lying if name}

        return places

    def _from_worker(self, taken: Taken, name: str) -> Sealed:
        """Return what a worker took; where two took the same content, the first counts."""
        same = self._alike.get(taken.size, {}).get(taken.id)
        if same and same.object in self._written:
            return _named(same, name, taken.modified, taken.links)
        if same and not taken.new:
            return _named(same, name, taken.modified, taken.links, object=self.held.current(same.object) or same.object)
        found = taken.sealed
        self.apart[found.object] = taken.folder
        self._written.add(found.object)
        self._alike.setdefault(found.size, {})[found.id] = found
        return _named(found, name, taken.modified, taken.links)

    def _abandon(self) -> None:
        self._is_abandoned = True

    @cached_property
    def _alike(self) -> dict[int, dict[str, Sealed]]:
        """What the case and this batch hold, by the size of the content: most files that are sealed have a size of their own."""
        found: dict[int, dict[str, Sealed]] = {}
        for each in self._known().values():
            found.setdefault(each.size, {})[each.id] = each
        return found

    def _watched(self, file: Source, first: bytearray) -> Iterator[bytes]:
        done, total, said = 0, file.state.st_size, SEALING(name=file.shown)
        for chunk in file.chunks():
            stop_if(lambda: self._is_abandoned or self._cancel())
            if not done:
                first += chunk[:FIRST]
            done += len(chunk)
            self._progress(said, done, total)
            yield chunk

    def _sealed_anew(self, file: Source) -> Sealed:
        first = bytearray()
        with writing_to(self.folder):
            stored, measure = self.held.vault.seal(self._watched(file, first), self.folder)
        return self._described(stored.name, measure, bytes(first))

    def _same_as(self, file: Source) -> Sealed | None:
        """Return what is known of this content where it is sealed already. Sizes are compared first: most files are new, and are read once."""
        if not (alike := self._alike.get(file.state.st_size, {})):
            return None
        with twins_at(self._as_stored(alike)) as twins:
            ids = self.held.vault.ids_of(twins.beside(self._watched(file, bytearray())))
        file.file.seek(0)
        for same in (alike[id] for id in ids if id in alike):
            now = self.held.current(same.object)
            # A plain object is named by the hash that the content has just shown to have: equal bytes are whole.
            if now and (now in self._written or (now == same.id and twins.agrees(now)) or self._is_whole(now)):
                return msgspec.structs.replace(same, object=now)
        return None

    def _as_stored(self, alike: dict[str, Sealed]) -> list[str]:
        """Return where the contents of one size lie that are stored as they are; of small files there may be too many to be worth it."""
        as_they_are = [each.object for each in alike.values() if each.object == each.id]
        return [str(self.held.layout.object(each)) for each in as_they_are] if len(as_they_are) <= TWINS else []

    def _is_whole(self, name: str) -> bool:
        if self._untouched(name):
            return True
        try:
            refuse_damaged(self.held.layout.object(name), self.held.layout)
        except FileNotFoundError:
            return False
        return True


def _named(found: Sealed, name: str, modified: float, links: int, **changes: str) -> Sealed:
    return msgspec.structs.replace(found, name=shown(name), name_base64=exact(name), modified=at(modified), links=links, **changes)
