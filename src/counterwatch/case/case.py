"""The case: a folder of sealed evidence with a signed history. Reading takes no lock; writing takes it for one write only."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from counterwatch.case.age import new_key, public_of
from counterwatch.case.batch import Batch, batch_folder
from counterwatch.case.case_file import CaseFile, Recipient, keyring, read_case_file
from counterwatch.case.clear import clear_defects
from counterwatch.case.custody import CustodyEvent, Head, StoredRun
from counterwatch.case.defect import Defect
from counterwatch.case.disk import WriteFailed, replace_synced, sync_folder, write_synced, writing_to
from counterwatch.case.encrypted import Secrets
from counterwatch.case.entries import Ledger, Placed
from counterwatch.case.erase import delete_gone
from counterwatch.case.following import Following
from counterwatch.case.holdings import Holdings, holdings_of
from counterwatch.case.identity import Identity
from counterwatch.case.indexing import bring_up
from counterwatch.case.instructions import TEXT
from counterwatch.case.kinds import Sealed
from counterwatch.case.layout import OBJECT, Layout
from counterwatch.case.ledger import read_ledger
from counterwatch.case.lock import writer_lock
from counterwatch.case.objects import DAMAGED_OBJECT, RUN_VERIFY
from counterwatch.case.recovery import recover, refuse_damaged
from counterwatch.case.signing import Signer, public_pem
from counterwatch.case.unlocking import vault_of
from counterwatch.case.vault import Unopened, Vault, content
from counterwatch.case.writer import ClearFiles, commit, refuse_stranger
from counterwatch.core import CounterwatchError, Evidence, Template, UnreadableEvidence, WrongUsage, sha256_hex
from counterwatch.core.errors import Refused, VerificationFailed
from counterwatch.core.progress import Cancel, Progress, never, quiet
from counterwatch.core.version import __version__

if TYPE_CHECKING:
    from counterwatch.case.reading import Reading
    from counterwatch.case.records import CaseRecords

TOOL = f"counterwatch {__version__}"

NOT_EMPTY = Template("case.case.not_empty", "{folder} is not empty")
NAME_ANOTHER = Template("case.case.name_another", "name a folder that does not exist yet; nothing is ever overwritten")
NO_IDENTITY = Template("case.case.no_identity", "an encrypted case is made for somebody: no identity was given")
GIVE_ONE = Template("case.case.give_one", "pass an identity, or plain=True for a case that anybody with the folder can read")
STOPPED = Template("case.case.stopped", "an earlier write failed, so this program no longer trusts what it knows of the case")
REOPEN = Template("case.case.reopen", "open the case again: it is read anew from the disk")
NO_OBJECT = Template("case.case.no_object", "this case holds no object {name}")
SEE_LOG = Template("case.case.see_log", "cw log lists what it holds; cw verify says whether something is missing")


class Case:
    """An open case. What it returns is read from ledger and objects; the index only makes that quick."""

    def __init__(self, layout: Layout, case_file: CaseFile, identity: Identity | None = None) -> None:
        self.layout, self.case_file, self.identity = layout, case_file, identity
        self._vault = vault_of(layout, case_file, identity) if identity or not case_file.is_encrypted else None
        self._recovery, self._stopped, self._following = "", False, Following(layout, case_file.case)

    @classmethod
    def create(
        cls,
        path: str | os.PathLike[str],
        *,
        plain: bool = False,
        signer: Signer | None = None,
        identity: Identity | None = None,
        recovery: bool = True,
    ) -> Case:
        """Make a new case in a folder that is empty or not there yet, encrypted to an identity and a recovery key unless it is plain."""
        author = signer or (identity.signer if identity else None)
        if author is None or (identity is None and not plain):
            raise WrongUsage(NO_IDENTITY(), hint=GIVE_ONE())
        layout = Layout(Path(path).absolute())
        with writing_to(layout.root):
            if layout.root.exists() and any(layout.root.iterdir()):
                raise Refused(NOT_EMPTY(folder=str(layout.root)), hint=NAME_ANOTHER())
            new = CaseFile.new(author)
            return cls._plain(layout, new, author) if plain or identity is None else cls._encrypted(layout, new, author, identity, recovery)

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

    def holdings(self) -> Holdings:
        """The objects as they lie now, and what opens them."""
        return holdings_of(self.layout, self.vault, self.ledger().entries)

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
            delete_gone(self.layout, ledger.entries[-1]) if ledger.entries else None
        with batch_folder(self.layout) as folder:
            whole = self._whole(ledger)
            held = holdings_of(self.layout, self.vault, whole)
            batch = Batch(folder, held, lambda: self._sealed(held, ledger), TOOL, progress, cancel)
            batch.record("recovery", recovered) if recovered else None
            yield batch
            names = batch.finish()
            with writing_to(self.path):
                placed = commit(self.layout, ledger, folder, names, verb=verb, signer=signer, clear=self._clear())
                delete_gone(self.layout, placed)
        written = cache(lambda: self.ledger().entries)
        bring_up(holdings_of(self.layout, self.vault, written), [*ledger.entries, placed], written)

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
        return self.content(name or sha256)

    def evidence_source(self, id: str) -> Path | bytes:
        """Return a piece of evidence for reading: its file, which must not be changed, or in an encrypted case its content."""
        with self.reading() as reading:
            known = reading.sealed().get(id)
        name = known.object if known else id
        return self.content(name) if self.case_file.is_encrypted else self.object_path(name)

    def object_path(self, name: str) -> Path:
        """Return the file of an object as it is stored; it must not be changed."""
        # A name may come from a stranger's finding: it must not lead out of the case.
        path = self.holdings().path(name) if OBJECT.match(name) else None
        if path is None or not path.is_file():
            raise UnreadableEvidence(NO_OBJECT(name=name[:16]), hint=SEE_LOG())
        return path

    def content(self, name: str) -> bytes:
        """Return the content of an object."""
        path = self.object_path(name)
        try:
            return content(self.vault, path)
        except Unopened as error:
            raise VerificationFailed(DAMAGED_OBJECT(file=self.layout.shown(path)), hint=RUN_VERIFY()) from error

    def reading(self) -> AbstractContextManager[Reading]:
        """Ask the case as it is now; what is read inside belongs together."""
        from counterwatch.case.reading import reading

        ledger = self._end()
        whole = self._whole(ledger)
        return reading(holdings_of(self.layout, self.vault, whole), ledger.entries, whole)

    def _whole(self, ledger: Ledger) -> Callable[[], list[Placed]]:
        """Return what reads every entry, for those questions that the newest ones do not answer."""
        return cache(lambda: ledger.entries if ledger.begins == 1 else self.ledger().entries)

    def _sealed(self, held: Holdings, ledger: Ledger) -> dict[str, Sealed]:
        from counterwatch.case.reading import reading

        with reading(held, ledger.entries, self._whole(ledger)) as found:
            return found.sealed()

    def _clear(self) -> ClearFiles:
        text, signers = self.layout.instructions.read_bytes(), tuple(each.id for each in self.case_file.signers)
        return ClearFiles(case_file=self.case_file.data, instructions=text, signers=signers)

    @classmethod
    def _plain(cls, layout: Layout, new: CaseFile, author: Signer) -> Case:
        layout.make_folders()
        case = cls(layout, new)
        case._found(author)
        return case

    @classmethod
    def _encrypted(cls, layout: Layout, new: CaseFile, author: Signer, identity: Identity, recovery: bool) -> Case:
        key = new_key() if recovery else ""
        recipients = (Recipient(age=identity.recipient, label="member"), *([Recipient(age=public_of(key), label="recovery")] if key else ()))
        secret = Secrets.new().sealed([each.age for each in recipients])
        layout.make_folders()
        write_synced(layout.secret, secret)
        encrypted = msgspec.structs.replace(new, mode="encrypted", recipients=recipients, secret=sha256_hex(secret))
        case = cls(layout, encrypted, identity)
        case._recovery = key
        case._found(author)
        return case

    def _found(self, signer: Signer) -> None:
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
