"""Keys under a passphrase that open in a moment: the format of age with the least work its scrypt can ask for, not a second of it."""

from __future__ import annotations

import base64
import hashlib
import hmac
import os
from pathlib import Path

from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from counterwatch.case import Identity, Signer

WORK = 2
"""The binary logarithm of how often scrypt mixes (age writes 18 or so)."""
CHUNK = 65_536


def keep_quick_identity(home: Path, passphrase: str) -> Identity:
    """Put keys into a home as `cw` does on first use, but for the work that a passphrase takes."""
    made = Identity.new(Signer.new())
    home.mkdir(parents=True, exist_ok=True, mode=0o700)
    file = home / "identity.age"
    file.write_bytes(under(passphrase, made.data))
    file.chmod(0o600)
    return made


def under(passphrase: str, data: bytes) -> bytes:
    """Return data as an age file that a passphrase opens (age-encryption.org/v1, one stanza of scrypt, one chunk)."""
    assert len(data) < CHUNK
    key, salt, nonce = os.urandom(16), os.urandom(16), os.urandom(16)
    wrapping = hashlib.scrypt(passphrase.encode(), salt=b"age-encryption.org/v1/scrypt" + salt, n=2**WORK, r=8, p=1, dklen=32)
    stanza = f"-> scrypt {_text(salt)} {WORK}\n{_text(ChaCha20Poly1305(wrapping).encrypt(bytes(12), key, None))}\n"
    head = f"age-encryption.org/v1\n{stanza}---".encode()
    mac = hmac.new(_derived(key, b"", b"header"), head, "sha256").digest()
    last = bytes(11) + b"\x01"
    return head + f" {_text(mac)}\n".encode() + nonce + ChaCha20Poly1305(_derived(key, nonce, b"payload")).encrypt(last, data, None)


def _derived(key: bytes, salt: bytes, info: bytes) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=salt, info=info).derive(key)


def _text(data: bytes) -> str:
    return base64.b64encode(data).decode().rstrip("=")
