"""Records of TLS opened with the keys of the client (RFC 8446, section 5; RFC 5246, section 6; RFC 5288, RFC 7905)."""

from __future__ import annotations

import hmac
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Protocol

from counterwatch.exposure.packets.quic import expanded
from counterwatch.exposure.packets.secrets import MASTER, TRAFFIC

HANDSHAKE, DATA = 22, 23
KEY_UPDATE = 24
Content = tuple[int, bytes]


class Cipher(Protocol):
    """An authenticated cipher of the cryptography library."""

    def decrypt(self, nonce: bytes, data: bytes, associated_data: bytes) -> bytes: ...


class Opener(Protocol):
    """Opens the records of a client one after the other."""

    def open(self, head: bytes, body: bytes) -> Content | None:
        """Return type and content of a record, or None where it cannot be opened."""
        ...


def _aes(key: bytes) -> Cipher:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    return AESGCM(key)


def _chacha(key: bytes) -> Cipher:
    from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

    return ChaCha20Poly1305(key)


@dataclass(frozen=True, slots=True)
class Suite:
    """How a suite hides: the cipher, the length of its key, of the part of the nonce that is derived, and the hash."""

    cipher: Callable[[bytes], Cipher]
    key: int
    fixed: int
    hash: str


AES_128, AES_256, CHACHA = Suite(_aes, 16, 4, "sha256"), Suite(_aes, 32, 4, "sha384"), Suite(_chacha, 32, 12, "sha256")
SUITES: Mapping[int, Suite] = {
    **dict.fromkeys((0x9C, 0x9E, 0xC02B, 0xC02D, 0xC02F, 0xC031), AES_128),
    **dict.fromkeys((0x9D, 0x9F, 0xC02C, 0xC02E, 0xC030, 0xC032), AES_256),
    **dict.fromkeys((0xCCA8, 0xCCA9, 0xCCAA), CHACHA),
}
"""Suites of TLS 1.2 that are opened; those of TLS 1.3 are told by what opens the first record."""


def opened(cipher: Cipher, nonce: bytes, body: bytes, told: bytes) -> bytes | None:
    """Return the content, or None where the key is another or the record was changed."""
    from cryptography.exceptions import InvalidTag

    try:
        return cipher.decrypt(nonce, body, told)
    except (InvalidTag, ValueError):
        return None


def mixed(nonce: bytes, number: int) -> bytes:
    """Return a nonce combined with the number of a record."""
    return (int.from_bytes(nonce, "big") ^ number).to_bytes(12, "big")


@dataclass(slots=True)
class Version13:
    """Opens records of TLS 1.3: which suite it is shows with the first one that opens."""

    secret: bytes
    suites: tuple[Suite, ...]
    number: int = 0

    def open(self, head: bytes, body: bytes) -> Content | None:
        """Return type and content of a record without its padding; after a change of keys the next secret is taken."""
        for suite in self.suites:
            key, nonce = (expanded(self.secret, label, size, suite.hash) for label, size in (("key", suite.key), ("iv", 12)))
            content = opened(suite.cipher(key), mixed(nonce, self.number), body, head)
            if content is not None:
                self.suites, self.number = (suite,), self.number + 1
                return self._inner(content.rstrip(b"\x00"), suite)
        return None

    def _inner(self, content: bytes, suite: Suite) -> Content:
        kind, inner = (content[-1], content[:-1]) if content else (0, b"")
        if kind == HANDSHAKE and inner[:1] == bytes([KEY_UPDATE]):
            self.secret, self.number = expanded(self.secret, "traffic upd", len(self.secret), suite.hash), 0
        return kind, inner


@dataclass(slots=True)
class Version12:
    """Opens records of TLS 1.2 from the first one under keys."""

    cipher: Cipher
    nonce: bytes
    number: int = 0

    def open(self, head: bytes, body: bytes) -> Content | None:
        """Return type and content of a record."""
        explicit = 12 - len(self.nonce)
        nonce = self.nonce + body[:explicit] if explicit else mixed(self.nonce, self.number)
        size = len(body) - explicit - 16
        if size < 0:
            return None
        told = self.number.to_bytes(8, "big") + head[:3] + size.to_bytes(2, "big")
        content = opened(self.cipher, nonce, body[explicit:], told)
        if content is None:
            return None
        self.number += 1
        return head[0], content


def opener(secrets: Mapping[str, bytes], random: bytes, answer: bytes) -> Opener | None:
    """Return what opens a client's records, from the secrets of its connection, the random bytes of its greeting and the server's answer."""
    if TRAFFIC in secrets:
        secret = secrets[TRAFFIC]
        return Version13(secret, (Suite(_aes, 32, 4, "sha384"),) if len(secret) == 48 else (AES_128, CHACHA))
    told = answer_of(answer)
    suite = SUITES.get(told[1]) if told else None
    if MASTER not in secrets or told is None or suite is None:
        return None
    block = derived(secrets[MASTER], b"key expansion" + told[0] + random, 2 * (suite.key + suite.fixed), suite.hash)
    return Version12(suite.cipher(block[: suite.key]), block[2 * suite.key : 2 * suite.key + suite.fixed])


def answer_of(answer: bytes) -> tuple[bytes, int] | None:
    """Return the random bytes and the suite in the first record of a server, or None where it holds no answer to a greeting."""
    if len(answer) < 46 or answer[0] != HANDSHAKE or answer[5] != 2 or len(answer) < 46 + answer[43]:
        return None
    place = 44 + answer[43]
    return answer[11:43], int.from_bytes(answer[place : place + 2], "big")


def derived(secret: bytes, seed: bytes, size: int, hash: str) -> bytes:
    """Return P_hash (RFC 5246, section 5)."""
    out, step = b"", seed
    while len(out) < size:
        step = hmac.digest(secret, step, hash)
        out += hmac.digest(secret, step + seed, hash)
    return out[:size]
