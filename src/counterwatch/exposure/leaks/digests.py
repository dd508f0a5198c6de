"""Digests under which an identifier travels «hashed»: whoever holds a list of numbers or addresses undoes them, so they are guessable."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator

Hash = Callable[[bytes], bytes]

MIDDLE = "md5, middle 16"
"""Half of an MD5, as some platforms write it: the characters 9 to 24 of 32."""


def _named(name: str) -> Hash:
    return lambda data: hashlib.new(name, data, usedforsecurity=False).digest()


HASHES: dict[str, Hash] = {
    **{name: _named(name) for name in ("md5", "sha1", "sha224", "sha256", "sha384", "sha512", "sha3_224", "sha3_256", "sha3_384", "sha3_512")},
    "blake2b": lambda data: hashlib.blake2b(data).digest(),
    "blake2b-256": lambda data: hashlib.blake2b(data, digest_size=32).digest(),
    "blake2s": lambda data: hashlib.blake2s(data).digest(),
}
DOUBLED = ("md5", "sha1", "sha256")


def digests(data: bytes) -> Iterator[tuple[str, bytes]]:
    """Yield the name of each digest with its bytes: plain ones, and those of the hexadecimal or raw digest of a first."""
    once = {name: make(data) for name, make in HASHES.items()}
    yield from once.items()
    for outer in DOUBLED:
        for inner in DOUBLED:
            yield f"{outer} of {inner}", HASHES[outer](once[inner].hex().encode())
        yield f"{outer} twice", HASHES[outer](once[outer])


def middle(data: bytes) -> str:
    """Return the middle half of an MD5 in hexadecimal."""
    return HASHES["md5"](data).hex()[8:24]
