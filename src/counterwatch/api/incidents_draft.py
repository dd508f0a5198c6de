"""Where an incident under way is kept: one file in the working folder of the case, encrypted to its writer, replaced as a whole with each answer."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager

import msgspec

from counterwatch.case import Case, Identity
from counterwatch.case.age import decrypt, encrypt
from counterwatch.case.bare.ciphering import Undecryptable
from counterwatch.case.clock import now
from counterwatch.case.disk import PRIVATE_FOLDER, replace_synced, sync_folder, write_synced, writing_to
from counterwatch.core import Template, UnreadableEvidence, WrongUsage, canonical
from counterwatch.core.errors import CaseBusy
from counterwatch.incidents.draft import Draft

NAME, LOCK = "incident-draft", "incident-draft.lock"
UNDER_WAY = Template("api.incidents_draft.under_way", "an incident begun at {began} is not finished")
GO_ON = Template("api.incidents_draft.go_on", "go on with it: cw incidents add --resume; or throw it away: cw incidents add --discard")
NONE = Template("api.incidents_draft.none", "no incident is under way in this case")
BEGIN = Template("api.incidents_draft.begin", "begin one with `cw incidents add`")
OTHERS = Template("api.incidents_draft.others", "the incident under way cannot be read: it was typed by somebody else, or its file is damaged")
DISCARD = Template("api.incidents_draft.discard", "whoever began it can go on with it; `cw incidents add --discard` throws it away")
BUSY = Template("api.incidents_draft.busy", "somebody is typing an incident into this case in another window")
WAIT = Template("api.incidents_draft.wait", "finish there first, or record with flags: cw incidents add --set date=... --set tactic=...")


class DraftFile:
    """The draft of a case. Writing it touches no ledger: what was typed and taken back leaves no trace in the case."""

    def __init__(self, case: Case) -> None:
        self._identity: Identity | None = case.identity if case.case_file.is_encrypted else None
        self._folder = case.layout.work
        self._file = self._folder / (f"{NAME}.age" if self._identity else f"{NAME}.json")

    def read(self) -> Draft | None:
        """Return the draft, None where there is none. Raises `UnreadableEvidence` for one that this identity cannot open."""
        try:
            data = self._file.read_bytes()
        except FileNotFoundError:
            return None
        try:
            plain = decrypt(data, self._identity.secret) if self._identity else data
            return msgspec.json.decode(plain, type=Draft)
        except (Undecryptable, msgspec.MsgspecError) as error:
            raise UnreadableEvidence(OTHERS(), hint=DISCARD()) from error

    def write(self, draft: Draft) -> None:
        """Put a draft in the place of the one before, so that one of the two is there whatever happens."""
        plain = canonical(msgspec.to_builtins(draft))
        with writing_to(self._folder):
            self._folder.mkdir(mode=PRIVATE_FOLDER, exist_ok=True)
            beside = self._file.with_suffix(f"{self._file.suffix}.new")
            write_synced(beside, encrypt(plain, [self._identity.recipient]) if self._identity else plain)
            replace_synced(beside, self._file)

    def discard(self) -> bool:
        """Delete the draft; return whether there was one."""
        there = self._file.exists()
        for each in (self._file, self._file.with_suffix(f"{self._file.suffix}.new")):
            each.unlink(missing_ok=True)
        if there:
            sync_folder(self._folder)
        return there

    def begun(self) -> Draft:
        """Return a new draft. Raises `WrongUsage` where one is under way: it is never written over."""
        if (before := self.read()) is not None:
            raise WrongUsage(UNDER_WAY(began=before.began), hint=GO_ON())
        return Draft(began=now())

    def resumed(self) -> Draft:
        """Return the draft that is under way. Raises `WrongUsage` where there is none."""
        if (before := self.read()) is None:
            raise WrongUsage(NONE(), hint=BEGIN())
        return before

    @contextmanager
    def held(self) -> Iterator[None]:
        """Be the only one who types an incident into this case; the lock goes with the process."""
        with writing_to(self._folder):
            self._folder.mkdir(mode=PRIVATE_FOLDER, exist_ok=True)
            descriptor = os.open(self._folder / LOCK, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            os.close(descriptor)
            raise CaseBusy(BUSY(), hint=WAIT()) from error
        try:
            yield
        finally:
            os.close(descriptor)
