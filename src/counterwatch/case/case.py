"""The case: a folder of sealed evidence with a signed history. Reading takes no lock; writing takes it for one write only."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from counterwatch.case.batch import Batch, batch_folder
from counterwatch.case.case_file import CaseFile, keyring, read_case_file
from counterwatch.case.clear import clear_defects
from counterwatch.case.custody import CustodyEvent, Head, StoredRun
from counterwatch.case.defect import Defect
from counterwatch.case.disk import PRIVATE_FOLDER, WriteFailed, replace_synced, sync_folder, write_synced, writing_to
from counterwatch.case.entries import Ledger
from counterwatch.case.following import Following
from counterwatch.case.indexing import bring_up
from counterwatch.case.instructions import TEXT
from counterwatch.case.layout import OBJECT, Layout
from counterwatch.case.ledger import read_ledger
from counterwatch.case.lock import writer_lock
from counterwatch.case.recovery import recover, refuse_damaged
from counterwatch.case.signing import Signer, public_pem
from counterwatch.case.writer import ClearFiles, commit, refuse_stranger
from counterwatch.core import CounterwatchError, Evidence, Template, UnreadableEvidence, sha256_hex
from counterwatch.core.errors import Refused
from counterwatch.core.progress import Cancel, Progress, never, quiet
from counterwatch.core.version import __version__

if TYPE_CHECKING:
    from counterwatch.case.reading import Reading
    from counterwatch.case.records import CaseRecords

TOOL = f"counterwatch {__version__}"

NOT_EMPTY = Template("case.case.not_empty", "{folder} is not empty")
NAME_ANOTHER = Template("case.case.name_another", "name a folder that does not exist yet; nothing is ever overwritten")
PLAIN_ONLY = Template("case.case.plain_only", "this version makes plain cases only: whoever holds the folder can read what is in it")
SAY_PLAIN = Template("case.case.say_plain", "cw new NAME --plain, on an encrypted disk")
STOPPED = Template("case.case.stopped", "an earlier write failed, so this program no longer trusts what it knows of the case")
REOPEN = Template("case.case.reopen", "open the case again: it is read anew from the disk")
NO_OBJECT = Template("case.case.no_object", "this case holds no object {name}")
SEE_LOG = Template("case.case.see_log", "cw log lists what it holds; cw verify says whether something is missing")


class Case:
    """An open case. What it returns is read from ledger and objects; the index only makes that quick."""

    def __init__(self, layout: Layout, case_file: CaseFile) -> None:
        self.layout, self.case_file = layout, case_file
        self._stopped, self._following = False, Following(layout, case_file.case)

    @classmethod
    def create(cls, path: str | os.PathLike[str], *, plain: bool = True, signer: Signer) -> Case:
        """Make a new case in a folder that is empty or not there yet."""
        if not plain:
            raise Refused(PLAIN_ONLY(), hint=SAY_PLAIN())
        layout = Layout(Path(path).absolute())
        with writing_to(layout.root):
            if layout.root.exists() and any(layout.root.iterdir()):
                raise Refused(NOT_EMPTY(folder=str(layout.root)), hint=NAME_ANOTHER())
            case = cls(layout, CaseFile.new(signer))
            case._found(signer)
        return case

    @classmethod
    def open(cls, path: str | os.PathLike[str]) -> Case:
        """Open the case in a folder for reading; each write takes the lock for itself."""
        root = Path(path).absolute()
        return cls(Layout(root), read_case_file(root))

    @staticmethod
    def find(path: str | os.PathLike[str] = ".") -> Path | None:
        """Return the folder of the case that a path lies in, or None."""
        start = Path(path).absolute()
        return next((folder for folder in (start, *start.parents) if (folder / "case.json").is_file()), None)

    @property
    def path(self) -> Path:
        return self.layout.root

    @property
    def id(self) -> str:
        return self.case_file.case

    @property
    def head(self) -> Head:
        """The last entry that could be read."""
        ledger = self._end()
        refuse_damaged(ledger.defects if not ledger.entries else ())
        last = ledger.entries[-1]
        return Head(seq=last.entry.seq, hash=last.hash, time=last.entry.time)

    @property
    def founder(self) -> str:
        """The id of the key that signed the first checkpoint: what a reader compares by voice or on paper."""
        return self.ledger().founder

    @property
    def defects(self) -> tuple[Defect, ...]:
        """What is wrong with the ledger and the files it covers; where there is anything, the case can only be read."""
        ledger = self.ledger()
        return (*ledger.defects, *clear_defects(self.layout, ledger.newest))

    def ledger(self) -> Ledger:
        """Read the ledger as it is now."""
        return read_ledger(self.layout, self.id, keyring(self.layout, self.case_file))

    def _end(self, *, writer: str = "") -> Ledger:
        """Read the newest part of the ledger, which is all that most questions need."""
        return self._following.read(keyring(self.layout, self.case_file), writer=writer)

    @contextmanager
    def write(self, verb: str, *, signer: Signer, progress: Progress = quiet, cancel: Cancel = never, wait: float = 10.0) -> Iterator[Batch]:
        """Gather a batch and make it part of the case at the end; after an exception nothing of it was kept."""
        if self._stopped:
            raise CounterwatchError(STOPPED(), hint=REOPEN())
        try:
            with writer_lock(self.layout, wait=wait, cancel=cancel):
                yield from self._write(verb, signer, progress, cancel)
        except WriteFailed:
            self._stopped = True
            raise

    def _write(self, verb: str, signer: Signer, progress: Progress, cancel: Cancel) -> Iterator[Batch]:
        ledger = self._end(writer=signer.id)
        # While a case is founded, neither its file nor its ledger is there yet.
        if self.layout.case_file.exists():
            refuse_damaged([*ledger.defects, *clear_defects(self.layout, ledger.newest)])
        refuse_stranger(ledger, signer)
        with writing_to(self.path):
            recovered = recover(self.layout, ledger)
        with batch_folder(self.layout) as folder:
            batch = Batch(folder, lambda: {each.id for each in self.evidence()}, TOOL, progress, cancel)
            batch.record("recovery", recovered) if recovered else None
            yield batch
            names = batch.finish()
            with writing_to(self.path):
                placed = commit(self.layout, ledger, folder, names, verb=verb, signer=signer, clear=self._clear())
        bring_up(self.layout, self.id, [*ledger.entries, placed], lambda: self.ledger().entries)

    def evidence(self) -> list[Evidence]:
        """Return every piece of evidence once, as it was first described."""
        with self.reading() as reading:
            return reading.evidence()

    def runs(self) -> list[StoredRun]:
        """Return every recorded run, oldest first."""
        with self.reading() as reading:
            return reading.runs()

    def custody(self) -> list[CustodyEvent]:
        """Return the custody history, oldest first."""
        with self.reading() as reading:
            return reading.custody()

    @property
    def records(self) -> CaseRecords:
        """The records of the case; writing them uses the user's own signing key."""
        from counterwatch.case.records import CaseRecords

        return CaseRecords(self)

    def attachment(self, sha256: str) -> bytes:
        """Return the content of an attachment of a stored finding."""
        with self.reading() as reading:
            name = reading.object_of(sha256)
        with self.open_object(name or sha256) as file:
            return file.read()

    def evidence_path(self, id: str) -> Path:
        """Return the file that holds a piece of evidence; it must not be changed."""
        # An id may come from a stranger's finding: it must not lead out of the case.
        path = self.layout.object(id) if OBJECT.match(id) else None
        if path is None or not path.is_file():
            raise UnreadableEvidence(NO_OBJECT(name=id[:16]), hint=SEE_LOG())
        return path

    def open_object(self, name: str) -> BinaryIO:
        """Open an object for reading."""
        return self.evidence_path(name).open("rb")

    def reading(self) -> AbstractContextManager[Reading]:
        """Ask the case as it is now; what is read inside belongs together."""
        from counterwatch.case.reading import reading

        return reading(self.layout, self.id, self._end().entries, lambda: self.ledger().entries)

    def _clear(self) -> ClearFiles:
        text, signers = self.layout.instructions.read_bytes(), tuple(each.id for each in self.case_file.signers)
        return ClearFiles(case_file=self.case_file.data, instructions=text, signers=signers)

    def _found(self, signer: Signer) -> None:
        for folder in (self.layout.root, *self.layout.folders):
            folder.mkdir(mode=PRIVATE_FOLDER, parents=True, exist_ok=True)
        write_synced(self.layout.instructions, TEXT.encode())
        write_synced(self.layout.key(signer.id), public_pem(signer.public))
        sync_folder(self.layout.keys)
        clear = self._clear()
        with self.write("create", signer=signer) as batch:
            hashes = {"case_file": sha256_hex(clear.case_file), "instructions": sha256_hex(clear.instructions)}
            batch.record("settings", {"change": "create"} | hashes)
        # Last, so that a folder whose making was interrupted is not taken for a case.
        write_synced(self.layout.tmp / "case.json", clear.case_file)
        replace_synced(self.layout.tmp / "case.json", self.layout.case_file)
