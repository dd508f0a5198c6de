"""Canonical JSON: one byte string for one value, so that it can be hashed and compared.

Keys are sorted, there is no white space, text is UTF-8 as it is. Where the value holds only text, integers, booleans, null, lists and
objects with ASCII keys, the bytes equal RFC 8785; floats are written in their shortest form that reads back equal.
"""

from __future__ import annotations

import hashlib
from typing import Any, TypeVar

import msgspec

T = TypeVar("T")

_ENCODER = msgspec.json.Encoder(order="sorted")


def canonical(value: Any) -> bytes:
    """Return the canonical JSON bytes of a message type or of plain JSON values."""
    return _ENCODER.encode(value)


def decoded(data: bytes | str, type: type[T]) -> T:
    """Return what JSON bytes of a stranger say, as a type; whatever is wrong with them, also too deep or not UTF-8, raises `msgspec.MsgspecError`."""
    try:
        return msgspec.json.decode(data, type=type)
    except (RecursionError, UnicodeDecodeError) as error:
        raise msgspec.DecodeError(str(error)) from error


def sha256_hex(data: bytes) -> str:
    """Return the SHA-256 of some bytes as 64 lower-case hexadecimal digits."""
    return hashlib.sha256(data).hexdigest()


def digest(value: Any) -> str:
    """Return the SHA-256 of the canonical JSON of a value."""
    return sha256_hex(canonical(value))
