"""One write: what is sealed and recorded here becomes part of the case all at once, or not at all."""

from __future__ import annotations

import os
import shutil
import uuid
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import msgspec

from counterwatch.case.disk import PRIVATE_FOLDER, writing_to
from counterwatch.case.holdings import Holdings
from counterwatch.case.kept import Kept
from counterwatch.case.kinds import RunPointer, Sealed
from counterwatch.case.layout import Layout
from counterwatch.case.objects import chunks_of, store, store_pieces
from counterwatch.case.pack import Gone
from counterwatch.case.settings import Change
from counterwatch.case.taking import Taking
from counterwatch.case.vault import Packing
from counterwatch.case.writer import Gathered
from counterwatch.core import Evidence, Finding, Record, Run, Template, WrongUsage, canonical, replace, sha256_hex
from counterwatch.core.progress import Cancel, Progress, stop_if

if TYPE_CHECKING:
    from counterwatch.case.identity import Identity
    from counterwatch.case.reading import Reading

    Asking = Callable[[], AbstractContextManager[Reading]]

NOT_HERE = Template("case.batch.not_here", "a finding rests on evidence that this case does not hold ({id})")
SEAL_FIRST = Template("case.batch.seal_first", "seal the file before its findings are recorded")
ALTERED = Template("case.batch.altered", "the attachment {name} is not what its finding says")
ASK_AGAIN = Template("case.batch.ask_again", "run the check again")


class Batch:
    """Gathers objects and records in a folder of their own until the writer takes them over."""

    def __init__(self, folder: Path, held: Holdings, reading: Asking, tool: str, progress: Progress, cancel: Cancel, *, lock: int) -> None:
        self.folder, self.held, self.objects, self.records, self.gone = folder, held, dict[str, None](), Kept(), list[Gone]()
        self.change: Change | None = None
        self.successor: Identity | None = None
        self.reading, self._sealed, self._cancel = reading, set[str](), cancel
        self._packing, self._packed = cast("Packing | None", None), 0
        self._taking = Taking(folder, held, lambda: self._known, progress, cancel, lock=lock)
        self.record("write", {"tool": tool})

    def seal(self, path: str | os.PathLike[str], *, note: str = "", source: str = "", purpose: str = "") -> Evidence:
        """Take a file as it is into the case; the same content again is the same object, recorded once more."""
        return self._keep(self._taking.take(Path(path)), note=note, source=source, purpose=purpose)

    def seal_content(
        self, data: bytes, *, name: str, note: str = "", source: str = "", modified: float | None = None, is_new: bool = False
    ) -> Evidence:
        """Take bytes that are in memory into the case as evidence, under a name that is given to them; nothing of them is written in the clear.

        With `is_new` the caller knows that the case does not hold them: of a case of many pieces, none is looked at.
        """
        return self._keep(self._taking.take_content(data, name, modified=modified, is_new=is_new), note=note, source=source, purpose="")

    def seal_all(self, paths: Sequence[Path], *, note: str = "", source: str = "", purpose: str = "") -> list[Evidence]:
        """Take many files into the case, in the order given; large and small ones side by side."""
        sealed = []
        for each in self._taking.take_all(paths):
            sealed.append(self._keep(each, note=note, source=source, purpose=purpose))
            self._pack_on()
        return sealed

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

    @property
    def holds_runs(self) -> bool:
        """Was a run recorded?"""
        return self.records.holds("run")

    def finish(self) -> Gathered:
        """Write body and pack, and return what was gathered, with the names for the ledger entry: the pack first, then the body, then the rest."""
        stop_if(self._cancel)
        with writing_to(self.folder):
            names = [store_pieces(pieces, self.folder).name for pieces in self._pack_on().finish(self.gone)]
            self._packing = None
        names += [name for name in self.objects if name not in names]
        return Gathered(names=tuple(names), folder=self.folder, apart=self._taking.apart)

    def _pack_on(self) -> Packing:
        """Pack what was recorded since the last time: while workers are at work, that costs little time."""
        if self._packing is None or self._packing.vault is not self.held.vault:
            self._packing, self._packed = self.held.vault.packing(), 0
        for record in self.records.written_since(self._packed):
            self._packing.add(record)
        self._packed = len(self.records)
        return self._packing

    @cached_property
    def _known(self) -> dict[str, Sealed]:
        """What the case holds already, asked only where it matters."""
        with self.reading() as found:
            return found.sealed()

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
