"""The signing key: made on first use, kept in the program's own folder, never in a case."""

from __future__ import annotations

import base64
import os
import uuid
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from counterwatch.case.bare.writing import PRIVATE_FILE
from counterwatch.case.disk import PRIVATE_FOLDER, sync_folder, write_synced
from counterwatch.core import CounterwatchError, Template, sha256_hex

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

SPKI = bytes.fromhex("302a300506032b6570032100")
"""What stands before the 32 bytes of an Ed25519 key in its SubjectPublicKeyInfo (RFC 8410)."""

UNREADABLE_KEY = Template("case.signing.unreadable", "{file} does not hold an Ed25519 signing key")
RESTORE_KEY = Template(
    "case.signing.restore", "put the file back from a copy; moving it away makes a new key, which cannot write to cases that admit the old one"
)
NO_HOME = Template("case.signing.no_home", "cannot keep a signing key in {folder}: {reason}")
SET_HOME = Template("case.signing.set_home", "set COUNTERWATCH_HOME to a folder of your own that can be written")


@dataclass(frozen=True, slots=True, repr=False)
class Signer:
    """One who signs: `id` is the fingerprint to compare by voice or on paper; `created` says that this key is new."""

    key: Ed25519PrivateKey
    public: bytes
    created: bool = False

    @property
    def id(self) -> str:
        return signer_id(self.public)

    @property
    def public_text(self) -> str:
        """The public key as it is given to others."""
        return base64.b64encode(self.public).decode()

    def sign(self, data: bytes) -> bytes:
        return self.key.sign(data)

    def pkcs8(self) -> bytes:
        """Return the secret key as DER, to be kept under a passphrase."""
        from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

        return self.key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())

    @classmethod
    def from_pkcs8(cls, data: bytes) -> Signer:
        """Return the signer of a key in DER; raises `ValueError` where it is not an Ed25519 key."""
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
        from cryptography.hazmat.primitives.serialization import load_der_private_key

        key = load_der_private_key(data, password=None)
        if not isinstance(key, Ed25519PrivateKey):
            raise ValueError
        return cls(key, key.public_key().public_bytes_raw())

    @classmethod
    def new(cls) -> Signer:
        """Make a key that is kept nowhere."""
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

        key = Ed25519PrivateKey.generate()
        return cls(key, key.public_key().public_bytes_raw(), created=True)

    @classmethod
    def from_seed(cls, seed: bytes) -> Signer:
        """Return the signer of the 32 bytes of a secret key (RFC 8032)."""
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

        key = Ed25519PrivateKey.from_private_bytes(seed)
        return cls(key, key.public_key().public_bytes_raw())

    @classmethod
    def load(cls, home: Path | None = None) -> Signer:
        """Return the user's key, made on first use; two first uses at once agree on one key."""
        folder = home or home_folder()
        path = folder / "signing.pem"
        try:
            return cls._read(path) if path.exists() else cls._keep(path)
        except OSError as error:
            raise CounterwatchError(NO_HOME(folder=str(folder), reason=error.strerror or str(error)), hint=SET_HOME()) from error

    @classmethod
    def _keep(cls, path: Path) -> Signer:
        path.parent.mkdir(mode=PRIVATE_FOLDER, parents=True, exist_ok=True)
        made, temporary = cls.new(), path.with_name(f"{uuid.uuid4()}.pem")
        write_synced(temporary, _pem(made.key))
        try:
            os.link(temporary, path)
        except FileExistsError:
            return cls._read(path)
        finally:
            temporary.unlink()
        sync_folder(path.parent)
        path.chmod(PRIVATE_FILE)
        return made

    @classmethod
    def _read(cls, path: Path) -> Signer:
        from cryptography.exceptions import UnsupportedAlgorithm
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
        from cryptography.hazmat.primitives.serialization import load_pem_private_key

        try:
            key = load_pem_private_key(path.read_bytes(), password=None)
        except (ValueError, TypeError, UnsupportedAlgorithm) as error:
            raise CounterwatchError(UNREADABLE_KEY(file=str(path)), hint=RESTORE_KEY()) from error
        if not isinstance(key, Ed25519PrivateKey):
            raise CounterwatchError(UNREADABLE_KEY(file=str(path)), hint=RESTORE_KEY())
        return cls(key, key.public_key().public_bytes_raw())


def home_folder() -> Path:
    """Return the folder of the user's keys: `$COUNTERWATCH_HOME`, or where programs keep such things."""
    return Path(os.environ.get("COUNTERWATCH_HOME") or click.get_app_dir("counterwatch"))


def signer_id(public: bytes) -> str:
    """Return the SHA-256 of the SubjectPublicKeyInfo of a raw public key."""
    return sha256_hex(SPKI + public)


def public_pem(public: bytes) -> bytes:
    """Return a raw public key as openssl reads it."""
    return b"-----BEGIN PUBLIC KEY-----\n" + base64.b64encode(SPKI + public) + b"\n-----END PUBLIC KEY-----\n"


def public_from_pem(pem: bytes) -> bytes | None:
    """Return the raw public key of exactly our PEM form, or None."""
    lines = pem.split(b"\n")
    try:
        public = base64.b64decode(lines[1], validate=True)[len(SPKI) :]
    except (IndexError, ValueError):
        return None
    return public if public_pem(public) == pem and len(public) == 32 else None


def is_signed_by(public: bytes, signature: bytes, data: bytes) -> bool:
    """Is this an Ed25519 signature of the data by that key?"""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, data)
    except InvalidSignature:
        return False
    return True


def _pem(key: Ed25519PrivateKey) -> bytes:
    from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
