"""One write: what is sealed and recorded here becomes part of the case all at once, or not at all."""

from __future__ import annotations

import os
import shutil
import uuid
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from counterwatch.case.clock import at
from counterwatch.case.disk import PRIVATE_FOLDER, writing_to
from counterwatch.case.holdings import Holdings
from counterwatch.case.kinds import RunPointer, Sealed
from counterwatch.case.layout import Layout
from counterwatch.case.objects import chunks_of, is_large, refuse_damaged, store
from counterwatch.case.pack import Gone
from counterwatch.case.settings import Change
from counterwatch.case.side_by_side import side_by_side
from counterwatch.case.sniff import FIRST, media_type
from counterwatch.case.source import Source, opened
from counterwatch.case.twin import twins_at
from counterwatch.core import Evidence, Finding, Record, Run, Template, WrongUsage, canonical, replace, sha256_hex
from counterwatch.core.progress import Cancel, Progress, stop_if

if TYPE_CHECKING:
    from counterwatch.case.identity import Identity
    from counterwatch.case.reading import Reading

    Asking = Callable[[], AbstractContextManager[Reading]]

SEALING = Template("case.batch.sealing", "sealing {name}")
NOT_HERE = Template("case.batch.not_here", "a finding rests on evidence that this case does not hold ({id})")
SEAL_FIRST = Template("case.batch.seal_first", "seal the file before its findings are recorded")
ALTERED = Template("case.batch.altered", "the attachment {name} is not what its finding says")
TWINS = 16
ASK_AGAIN = Template("case.batch.ask_again", "run the check again")


class Batch:
    """Gathers objects and records in a folder of their own until the writer takes them over."""

    def __init__(self, folder: Path, held: Holdings, reading: Asking, tool: str, progress: Progress, cancel: Cancel) -> None:
        self.folder, self.held, self.objects, self.records, self.gone = folder, held, dict[str, None](), list[Record](), list[Gone]()
        self.change: Change | None = None
        self.successor: Identity | None = None
        self._written, self._is_abandoned = set[str](), False
        self.reading, self._sealed, self._progress, self._cancel = reading, set[str](), progress, cancel
        self.record("write", {"tool": tool})

    def seal(self, path: str | os.PathLike[str], *, note: str = "", source: str = "", purpose: str = "") -> Evidence:
        """Take a file as it is into the case; the same content again is the same object, recorded once more."""
        return self._keep(self._take(Path(path)), note=note, source=source, purpose=purpose)

    def seal_all(self, paths: Sequence[Path], *, note: str = "", source: str = "", purpose: str = "") -> list[Evidence]:
        """Take many files into the case, in the order given; large and small ones side by side."""
        taken = side_by_side(self._take, paths, is_large=is_large, stop=self._abandon)
        return [self._keep(each, note=note, source=source, purpose=purpose) for each in taken]

    def _take(self, path: Path) -> Sealed:
        """Bring the content of a file into the folder of the batch, unless the case holds it; nothing else of the batch changes."""
        stop_if(self._cancel)
        with opened(path) as file:
            found = self._same_as(file) or self._sealed_anew(file)
        self._alike.setdefault(found.size, {}).setdefault(found.id, found)
        return msgspec.structs.replace(
            found, name=file.shown, name_base64=file.exact, modified=at(file.state.st_mtime), links=file.state.st_nlink,
        )  # fmt: skip

    def _keep(self, taken: Sealed, *, note: str, source: str, purpose: str) -> Evidence:
        sealed = msgspec.structs.replace(taken, note=note, source=source, purpose=purpose)
        self._sealed.add(sealed.id)
        self._list(sealed.object)
        self.record("evidence", msgspec.to_builtins(sealed))
        return sealed.evidence

    def put(self, data: bytes) -> str:
        """Store some bytes as an object and return its name."""
        stop_if(self._cancel)
        with writing_to(self.folder):
            return self._list(self.held.vault.seal([data], self.folder)[0].name)

    def adopt(self, path: Path) -> str:
        """Take a file over as an object as it is, without describing it: an object of another case, a file of its history."""
        stop_if(self._cancel)
        with path.open("rb") as file, writing_to(self.folder):
            return self._list(store(chunks_of(file), self.folder).name)

    def put_as_is(self, data: bytes) -> str:
        """Store bytes that are a body already."""
        with writing_to(self.folder):
            return self._list(store([data], self.folder).name)

    def record(self, kind: str, data: dict[str, Any], *, id: str = "", version: int = 1) -> None:
        """Write a record into the pack of this batch."""
        self.records.append(Record(id=id, kind=kind, version=version, data=data))

    def run(self, run: Run) -> str:
        """Record a run; the contents of attachments become objects, the stored findings keep their hashes."""
        self._refuse_foreign(run)
        attachments: dict[str, str] = {}
        findings = tuple(self._without_contents(finding, attachments) for finding in run.findings)
        name = self.put(canonical(msgspec.structs.replace(run, findings=findings)))
        self.record("run", msgspec.to_builtins(RunPointer(object=name, run=run.id, instrument=run.instrument, attachments=attachments)))
        return name

    def finish(self) -> tuple[str, ...]:
        """Write body and pack, and return the names for the ledger entry: the pack first, then the body, then the rest."""
        stop_if(self._cancel)
        with writing_to(self.folder):
            names = [store([data], self.folder).name for data in self.held.vault.pack(self.records, self.gone)]
        return (*names, *(name for name in self.objects if name not in names))

    def _abandon(self) -> None:
        self._is_abandoned = True

    @cached_property
    def _alike(self) -> dict[int, dict[str, Sealed]]:
        """What the case and this batch hold, by the size of the content: most files that are sealed have a size of their own."""
        found: dict[int, dict[str, Sealed]] = {}
        for each in self._known.values():
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

    @cached_property
    def _known(self) -> dict[str, Sealed]:
        """What the case holds already, asked only where it matters."""
        with self.reading() as found:
            return found.sealed()

    def _sealed_anew(self, file: Source) -> Sealed:
        first = bytearray()
        with writing_to(self.folder):
            stored, measure = self.held.vault.seal(self._watched(file, first), self.folder)
        self._written.add(stored.name)
        return Sealed(
            id=measure.ids[0], object=stored.name, size=measure.size, sha256=measure.sha256, media_type=media_type(bytes(first)),
            name="", note="", source="", purpose="", modified="",
        )  # fmt: skip

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

    def _as_stored(self, alike: dict[str, Sealed]) -> list[Path]:
        """Return where the contents of one size lie that are stored as they are; of small files there may be too many to be worth it."""
        as_they_are = [each.object for each in alike.values() if each.object == each.id]
        return [self.held.layout.object(each) for each in as_they_are] if len(as_they_are) <= TWINS else []

    def _is_whole(self, name: str) -> bool:
        try:
            refuse_damaged(self.held.layout.object(name), self.held.layout)
        except FileNotFoundError:
            return False
        return True

    def _list(self, name: str) -> str:
        self.objects[name] = None
        return name

    def _refuse_foreign(self, run: Run) -> None:
        needed = {*run.evidence, *(each for finding in run.findings for each in finding.evidence)} - self._sealed
        for id in sorted(needed - self._known.keys() if needed else needed):
            raise WrongUsage(NOT_HERE(id=id[:16]), hint=SEAL_FIRST())

    def _without_contents(self, finding: Finding, attachments: dict[str, str]) -> Finding:
        bare = []
        for each in finding.attachments:
            if sha256_hex(each.content) != each.sha256:
                raise WrongUsage(ALTERED(name=each.name), hint=ASK_AGAIN())
            # Encrypted, the same table would be another object each time.
            if each.sha256 not in attachments:
                attachments[each.sha256] = self.put(each.content)
            bare.append(type(each)(name=each.name, sha256=each.sha256, size=each.size, media_type=each.media_type))
        return replace(finding, attachments=tuple(bare)) if bare else finding


@contextmanager
def batch_folder(layout: Layout) -> Iterator[Path]:
    """Make the folder of one batch, and remove it when the batch is done, whatever came of it."""
    folder = layout.tmp / f"batch-{uuid.uuid4()}"
    with writing_to(layout.tmp):
        folder.mkdir(mode=PRIVATE_FOLDER)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
