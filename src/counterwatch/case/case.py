"""The case: a folder of sealed evidence with a signed history. Reading takes no lock; writing takes it for one write only."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

from counterwatch.case.batch import Batch, batch_folder
from counterwatch.case.beside import set_back
from counterwatch.case.case_file import CaseFile, keyring, read_case_file
from counterwatch.case.clear import clear_defects
from counterwatch.case.contents import content_as_written
from counterwatch.case.custody import CustodyEvent, Head, StoredRun
from counterwatch.case.defect import Defect
from counterwatch.case.disk import WriteFailed, replace_synced, write_synced, writing_to
from counterwatch.case.entries import Ledger, Placed
from counterwatch.case.following import Following
from counterwatch.case.founding import must_be_free, prepare
from counterwatch.case.holdings import Holdings, holdings_of, remove_gone
from counterwatch.case.identity import Identity
from counterwatch.case.indexing import bring_up
from counterwatch.case.layout import Layout
from counterwatch.case.ledger import read_ledger
from counterwatch.case.lock import writer_lock
from counterwatch.case.reading import Reading, reading
from counterwatch.case.records import CaseRecords
from counterwatch.case.recovery import recover, refuse_damaged
from counterwatch.case.settings import Change
from counterwatch.case.signing import Signer
from counterwatch.case.unlocking import vault_of
from counterwatch.case.vault import Vault
from counterwatch.case.writer import ClearFiles, commit, refuse_stranger
from counterwatch.core import CounterwatchError, Evidence, Template
from counterwatch.core.progress import Cancel, Progress, never, quiet
from counterwatch.core.version import __version__

STOPPED = Template("case.case.stopped", "an earlier write failed, so this program no longer trusts what it knows of the case")
REOPEN = Template("case.case.reopen", "open the case again: it is read anew from the disk")


class Case:
    """An open case. What it returns is read from ledger and objects; the index only makes that quick."""

    def __init__(self, layout: Layout, case_file: CaseFile, identity: Identity | None = None) -> None:
        self.layout, self.case_file, self.identity = layout, case_file, identity
        self._vault = vault_of(layout, case_file, identity) if identity or not case_file.is_encrypted else None
        self._recovery, self._stopped, self._following = "", False, Following(layout, case_file.case)

    @classmethod
    def create(
        cls, path: str | os.PathLike[str], *, plain: bool = False, signer: Signer | None = None, identity: Identity | None = None,
        recovery: bool = True,
    ) -> Case:  # fmt: skip
        """Make a new case in a folder that is empty or not there yet, encrypted to an identity and a recovery key unless it is plain."""
        layout = Layout(Path(path).absolute())
        must_be_free(layout.root)
        with writing_to(layout.root):
            new = prepare(layout, signer=signer, identity=identity, is_plain=plain, has_recovery=recovery)
            case = cls(layout, new.case_file, None if plain else identity)
            case._recovery = new.recovery
            case._found(new.author)
        return case

    @classmethod
    def open(cls, path: str | os.PathLike[str], *, identity: Identity | None = None) -> Case:
        """Open the case in a folder for reading; each write takes the lock for itself. Without its key, an encrypted case stays locked."""
        root = Path(path).absolute()
        return cls(Layout(root), read_case_file(root), identity)

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
    def vault(self) -> Vault:
        """What opens the contents; raises `Locked` where no key was given."""
        return self._vault or vault_of(self.layout, self.case_file, self.identity)

    @property
    def is_locked(self) -> bool:
        """Is this an encrypted case that was opened without a key?"""
        return self._vault is None

    def take_recovery(self) -> str:
        """Return the recovery key of a case that was made just now, once; it is kept nowhere."""
        taken, self._recovery = self._recovery, ""
        return taken

    @property
    def head(self) -> Head:
        """The last entry that could be read."""
        ledger = self._end()
        refuse_damaged(ledger.defects if not ledger.entries else ())
        return Head(seq=(last := ledger.entries[-1]).entry.seq, hash=last.hash, time=last.entry.time)

    @property
    def founder(self) -> str:
        """The id of the key that signed the first checkpoint: what a reader compares by voice or on paper."""
        return self.ledger().founder

    @property
    def defects(self) -> tuple[Defect, ...]:
        """What is wrong with the ledger and the files it covers; where there is anything, the case can only be read."""
        ledger = self.ledger()
        return (*ledger.defects, *clear_defects(self.layout, ledger), *set_back(self.layout, lambda: ledger.entries))

    def holdings(self) -> Holdings:
        """The objects as they lie now, and what opens them."""
        return holdings_of(self.layout, self.vault, lambda: self.ledger().entries)

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
            with writer_lock(self.layout, wait=wait, cancel=cancel) as lock:
                yield from self._write(verb, signer, progress, cancel, lock)
        except WriteFailed:
            self._stopped = True
            raise

    def _write(self, verb: str, signer: Signer, progress: Progress, cancel: Cancel, lock: int) -> Iterator[Batch]:
        ledger = self._end(writer=signer.id)
        # While a case is founded, neither its file nor its ledger is there yet.
        if self.layout.case_file.exists():
            whole = self._whole(ledger)
            refuse_damaged([*ledger.defects, *clear_defects(self.layout, ledger), *set_back(self.layout, whole)])
        refuse_stranger(ledger, signer, verb)
        with writing_to(self.path):
            recovered = recover(self.layout, ledger)
        self._refresh()
        with batch_folder(self.layout) as folder:
            batch = Batch(folder, self._held(ledger), lambda: self._asked(ledger), f"counterwatch {__version__}", progress, cancel, lock=lock)
            batch.record("recovery", recovered) if recovered else None
            yield batch
            clear = self._clear(batch.change)
            batch.record("settings", clear.described) if batch.change else None
            gathered = batch.finish()
            with writing_to(self.path):
                placed = commit(self.layout, ledger, gathered, verb=verb, signer=signer, clear=clear)
                self.identity = batch.successor or self.identity
                remove_gone(self.layout, [placed])
        self._refresh()
        known = {} if batch.gone or batch.holds_runs else {placed.entry.seq: content_as_written(batch.records, placed.entry.objects)}
        bring_up(self.holdings(), [*ledger.entries, placed], known)

    def evidence(self) -> list[Evidence]:
        """Return every piece of evidence once, as it was first described."""
        with self.reading() as asked:
            return asked.evidence()

    def runs(self) -> list[StoredRun]:
        """Return every recorded run, oldest first."""
        with self.reading() as asked:
            return asked.runs()

    def custody(self) -> list[CustodyEvent]:
        """Return the custody history, oldest first."""
        with self.reading() as asked:
            return asked.custody()

    @property
    def records(self) -> CaseRecords:
        """The records of the case; writing them uses the user's own signing key."""
        return CaseRecords(self)

    def attachment(self, sha256: str) -> bytes:
        """Return the content of an attachment of a stored finding."""
        with self.reading() as asked:
            name = asked.object_of(sha256)
        return self.content(name or sha256)

    def evidence_source(self, id: str) -> Path | bytes:
        """Return a piece of evidence for reading: its file, which must not be changed, or in an encrypted case its content."""
        with self.reading() as asked:
            name = known.object if (known := asked.sealed().get(id)) else id
        return self.content(name) if self.case_file.is_encrypted else self.object_path(name)

    def object_path(self, name: str) -> Path:
        """Return the file of an object as it is stored; it must not be changed."""
        return self.holdings().file(name)

    def content(self, name: str) -> bytes:
        """Return the content of an object."""
        return self.holdings().read(name)

    def reading(self) -> AbstractContextManager[Reading]:
        """Ask the case as it is now; what is read inside belongs together."""
        return self._asked(self._end())

    def _asked(self, ledger: Ledger) -> AbstractContextManager[Reading]:
        return reading(self._held(ledger), ledger.entries)

    def _held(self, ledger: Ledger) -> Holdings:
        return holdings_of(self.layout, self.vault, self._whole(ledger))

    def _whole(self, ledger: Ledger) -> Callable[[], list[Placed]]:
        """Return what reads every entry, for the questions that the newest ones do not answer."""
        return lambda: ledger.entries if ledger.begins == 1 else self.ledger().entries

    def _refresh(self) -> None:
        """Go on with `case.json` as it is now: somebody else, or this very write, may have changed recipients or signers."""
        if self.layout.case_file.exists() and (now := read_case_file(self.path)) != self.case_file:
            self.case_file, self._vault = now, vault_of(self.layout, now, self.identity)

    def _clear(self, change: Change | None = None) -> ClearFiles:
        return ClearFiles(
            case_file=change.applied(self.case_file) if change else self.case_file, instructions=self.layout.instructions.read_bytes(), change=change
        )

    def _found(self, author: Signer) -> None:
        clear = self._clear()
        with self.write("create", signer=author) as batch:
            batch.record("settings", clear.described)
        # Last, so that a folder whose making was interrupted is not taken for a case.
        write_synced(self.layout.tmp / "case.json", clear.case_file.data)
        replace_synced(self.layout.tmp / "case.json", self.layout.case_file)
