"""Taking objects of a damaged case into a new one: as they are, or, where they are encrypted, opened and encrypted to the new case."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec

from counterwatch.case.batch import Batch
from counterwatch.case.disk import writing_to
from counterwatch.case.objects import chunks_of
from counterwatch.case.pieces import pieces
from counterwatch.case.remains import Remains
from counterwatch.case.vault import Measure, PlainVault, Unopened, content
from counterwatch.core import Run, canonical

AGE = b"age-encryption.org/"


class Carrier:
    """Takes each object once; `now` says what is called otherwise in the new case: objects, evidence and runs."""

    def __init__(self, remains: Remains, batch: Batch) -> None:
        self.remains, self.vault, self.batch, self.now = remains, remains.held.vault, batch, dict[str, str]()
        self._is_plain = isinstance(self.vault, PlainVault)
        self._taken: dict[Path, tuple[str, Measure | None]] = {}

    def file(self, path: Path) -> str:
        """Take the bytes of a file as they are; in an encrypted case, as the content of an object."""
        if self._is_plain:
            return self.batch.adopt(path)
        with path.open("rb") as file, writing_to(self.batch.folder):
            stored, _measure = self.batch.held.vault.seal(chunks_of(file), self.batch.folder)
        self.batch.objects[stored.name] = None
        return stored.name

    def object(self, name: str, path: Path) -> Measure | None:
        """Take an object from a file that is intact, and measure its content where it was opened; raises `Unopened`."""
        if path not in self._taken:
            self._taken[path] = self._content(path) if not self._is_plain and _is_age(path) else (self.file(path), None)
        new, measure = self._taken[path]
        self._rename(name, new)
        return measure

    def evidence(self, id: str, measure: Measure | None) -> None:
        """Note which id a piece of evidence has in the new case."""
        if measure:
            self._rename(id, measure.ids[0])

    def run(self, name: str, path: Path) -> None:
        """Take a run; the evidence that it speaks of is named as the new case names it."""
        if self._is_plain:
            self.object(name, path)
            return
        try:
            old = msgspec.json.decode(content(self.vault, path))
            was, run = msgspec.convert(old, type=Run), msgspec.convert(self.renamed(old), type=Run)
        except msgspec.MsgspecError as error:
            raise Unopened from error
        self._rename(was.id, run.id)
        self._rename(name, self.batch.put(canonical(run)))

    def renamed(self, data: Any) -> Any:
        """Return the data of a record or a run with every object, evidence and run under its new name."""
        if isinstance(data, dict):
            return {key: self.renamed(value) for key, value in data.items()}
        if isinstance(data, (list, tuple)):
            return [self.renamed(value) for value in data]
        return self.now.get(data, data) if isinstance(data, str) else data

    def _content(self, path: Path) -> tuple[str, Measure]:
        try:
            with writing_to(self.batch.folder):
                stored, measure = self.batch.held.vault.seal(pieces(self.vault, path), self.batch.folder)
        except Unopened:
            for unfinished in self.batch.folder.glob("*.part"):
                unfinished.unlink()
            raise
        self.batch.objects[stored.name] = None
        return stored.name, measure

    def _rename(self, name: str, now: str) -> None:
        if name != now:
            self.now[name] = now


def _is_age(path: Path) -> bool:
    """Is this a content? Packs and bodies are not age files as a whole."""
    with path.open("rb") as file:
        return file.read(len(AGE)) == AGE
