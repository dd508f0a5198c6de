"""The user's own keys: an age identity that reads encrypted cases and a signing key, in one file under a passphrase."""

from __future__ import annotations

import base64
import os
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import msgspec

from counterwatch.case.age import checked_secret, new_key, public_of
from counterwatch.case.disk import PRIVATE_FOLDER, replace_synced, sync_folder, write_synced, writing_to
from counterwatch.case.signing import Signer, home_folder
from counterwatch.core import CounterwatchError, Template, WrongUsage, canonical
from counterwatch.core.finding import Struct

TRIES = 5
POINTER = "identity.place"

Ask = Callable[[], str | None]
"""Asks for the passphrase; None when nobody can answer, or answers no more."""

NONE_YET = Template("case.identity.none_yet", "there are no keys of yours in {folder} yet")
MAKE_ONE = Template("case.identity.make_one", "`cw unlock` makes them, under a passphrase that you choose")
AWAY = Template("case.identity.away", "your keys were moved to {file}, and that is not there now")
BRING = Template("case.identity.bring", "put in the card or disk that holds them")
WRONG = Template("case.identity.wrong", "that is not the passphrase of your keys in {file}")
WRONG_OFTEN = Template("case.identity.wrong_often", "a wrong passphrase {n} times: stopped; nothing was changed")
NO_WAY_BACK = Template("case.identity.no_way_back", "nobody can reset a passphrase; with the recovery key of a case: cw key recover CASE --new-keys")
LOCKED = Template("case.identity.locked", "your keys are locked")
UNLOCK = Template("case.identity.unlock", "`cw unlock` asks for the passphrase; without a terminal, give it on a descriptor with --passphrase-fd")
UNREADABLE = Template("case.identity.unreadable", "{file} is not a file of your keys")
RESTORE = Template("case.identity.restore", "put it back from a copy; nothing was changed")
EMPTY = Template("case.identity.empty", "the passphrase is empty")
CHOOSE = Template("case.identity.choose", "choose one that nobody guesses: six words drawn by dice are good")
THERE_IS_ONE = Template("case.identity.there_is_one", "{file} exists already")
NOT_OVERWRITTEN = Template("case.identity.not_overwritten", "keys are never overwritten: name another folder")


class Locked(CounterwatchError):
    """It takes a key that is not at hand; without it, levels 0 and 1 of verification work."""


class Kept(Struct, frozen=True):
    """The content of `identity.age`."""

    age: str
    signing: bytes
    v: int


@dataclass(frozen=True, slots=True, repr=False)
class Identity:
    """One person: the secret age key that opens cases, and the key that signs. Nothing prints the secrets."""

    secret: str
    signer: Signer

    @property
    def recipient(self) -> str:
        """The public age key: what others add to their cases."""
        return public_of(self.secret)

    @classmethod
    def new(cls, signer: Signer | None = None) -> Identity:
        """Make an identity that is kept nowhere."""
        return cls(new_key(), signer or Signer.new())

    @property
    def data(self) -> bytes:
        """The identity as it is kept, in the clear: only for a passphrase, or for memory."""
        signing = base64.b64encode(self.signer.pkcs8()).decode()
        return canonical({"age": self.secret, "signing": signing, "v": 1})

    @classmethod
    def from_data(cls, data: bytes, file: Path) -> Identity:
        """Read what `data` gives."""
        try:
            kept = msgspec.json.decode(data, type=Kept)
            return cls(checked_secret(kept.age), Signer.from_pkcs8(kept.signing))
        except (msgspec.MsgspecError, ValueError, WrongUsage) as error:
            raise CounterwatchError(UNREADABLE(file=str(file)), hint=RESTORE()) from error


def identity_file(home: Path | None = None) -> Path:
    """Return where the user's keys are kept: in the program's folder, or where a file there says that they were moved."""
    folder = home or home_folder()
    try:
        return Path((folder / POINTER).read_text("utf-8").strip())
    except (FileNotFoundError, NotADirectoryError, UnicodeDecodeError):
        return folder / "identity.age"


def is_kept(home: Path | None = None) -> bool:
    """Has the user keys, here or in the place that they were moved to?"""
    return identity_file(home).exists() or ((home or home_folder()) / POINTER).exists()


def set_aside(*, home: Path | None = None) -> list[Path]:
    """Rename the file of keys that nobody can open any more, and what says where it is, so that new ones can be made; nothing is deleted."""
    program, found = home or home_folder(), []
    for old in (program / POINTER, program / "identity.age"):
        if old.exists():
            free = (old.with_name(f"{old.stem}-{number}{old.suffix}") for number in count(1))
            aside = next(each for each in free if not each.exists())
            with writing_to(program):
                replace_synced(old, aside)
            found.append(aside)
    return found


def make_identity(passphrase: str, *, home: Path | None = None) -> Identity:
    """Make the user's keys and keep them under a passphrase; a signing key that is there already moves in with them."""
    file = identity_file(home)
    if file.exists():
        raise WrongUsage(THERE_IS_ONE(file=str(file)), hint=NOT_OVERWRITTEN())
    old = file.with_name("signing.pem")
    made = Identity.new(Signer.load(file.parent) if old.exists() else None)
    data = _under(passphrase, made)
    with writing_to(file.parent):
        file.parent.mkdir(mode=PRIVATE_FOLDER, parents=True, exist_ok=True)
        _write_new(file, data)
        old.unlink(missing_ok=True)
        sync_folder(file.parent)
    return made


def open_identity(ask: Ask, *, home: Path | None = None) -> Identity:
    """Open the user's keys; after five wrong passphrases, stop."""
    file = identity_file(home)
    try:
        data = file.read_bytes()
    except FileNotFoundError as error:
        is_moved = file.parent != (home or home_folder())
        raise (Locked(AWAY(file=str(file)), hint=BRING()) if is_moved else Locked(NONE_YET(folder=str(file.parent)), hint=MAKE_ONE())) from error
    for number in range(TRIES):
        passphrase = ask()
        if passphrase is None:
            raise Locked(WRONG(file=str(file)) if number else LOCKED(), hint=NO_WAY_BACK() if number else UNLOCK())
        if (found := _opened(data, passphrase, file)) is not None:
            return found
    raise Locked(WRONG_OFTEN(n=TRIES), hint=NO_WAY_BACK())


def move_identity(folder: Path, *, home: Path | None = None) -> Path:
    """Move the file of the user's keys to another folder, such as one on a card; it is removed here once it is whole there."""
    file, target, program = identity_file(home), folder.absolute() / "identity.age", home or home_folder()
    if not file.exists():
        raise Locked(NONE_YET(folder=str(file.parent)), hint=MAKE_ONE())
    if target.exists():
        raise WrongUsage(THERE_IS_ONE(file=str(target)), hint=NOT_OVERWRITTEN())
    data = file.read_bytes()
    with writing_to(folder):
        folder.mkdir(mode=PRIVATE_FOLDER, parents=True, exist_ok=True)
        write_synced(target, data)
        sync_folder(target.parent)
        if target.read_bytes() != data:
            raise CounterwatchError(UNREADABLE(file=str(target)), hint=RESTORE())
        write_synced(program / f"{POINTER}.new", f"{target}\n".encode())
        replace_synced(program / f"{POINTER}.new", program / POINTER)
        file.unlink()
        sync_folder(file.parent)
    return target


def _under(passphrase: str, identity: Identity) -> bytes:
    from pyrage import passphrase as age_passphrase

    if not passphrase.strip():
        raise WrongUsage(EMPTY(), hint=CHOOSE())
    return bytes(age_passphrase.encrypt(identity.data, passphrase))


def _opened(data: bytes, passphrase: str, file: Path) -> Identity | None:
    """Return the keys, or None where the passphrase is wrong; a file that no passphrase opens is named as such."""
    from pyrage import DecryptError
    from pyrage import passphrase as age_passphrase

    if not data.startswith(b"age-encryption.org/v1\n-> scrypt "):
        raise CounterwatchError(UNREADABLE(file=str(file)), hint=RESTORE())
    try:
        return Identity.from_data(age_passphrase.decrypt(data, passphrase), file)
    except DecryptError:
        return None


def _write_new(file: Path, data: bytes) -> None:
    """Write a file that must not be there yet: two first uses at once do not take each other's keys away."""
    temporary = file.with_name(f"{uuid.uuid4()}.age")
    write_synced(temporary, data)
    try:
        os.link(temporary, file)
    except FileExistsError as error:
        raise WrongUsage(THERE_IS_ONE(file=str(file)), hint=NOT_OVERWRITTEN()) from error
    finally:
        temporary.unlink()
    sync_folder(file.parent)
