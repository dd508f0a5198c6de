"""The first packets of a QUIC connection: they are encrypted with keys that anybody can derive, so the greeting can be read (RFC 9001, RFC 9369)."""

from __future__ import annotations

import hmac
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from counterwatch.exposure.packets.hello import Hello, hello, whole
from counterwatch.exposure.reading.limits import HELLO

TRIES = 32
"""So many packets of a connection are opened in search of its greeting."""
SMALLEST = 21
"""A packet shorter than this holds no sample for its protection."""


class Version(NamedTuple):
    """How keys of first packets are made in a version of QUIC: salt, word before each label, and the number of the first type."""

    salt: bytes
    word: str
    first: int


_DRAFT = Version(bytes.fromhex("afbfec289993d24c9e9786f19c6111e04390a899"), "quic", 0)
VERSIONS = {
    1: Version(bytes.fromhex("38762cf7f55934b34d179ae6a4c80cadccbb7f0a"), "quic", 0),
    0x6B3343CF: Version(bytes.fromhex("0dede3def700a6db819381be6e269dcbf9bd2ed9"), "quicv2", 1),
    **dict.fromkeys(range(0xFF00001D, 0xFF000021), _DRAFT),
}


class Keys(NamedTuple):
    """Key, nonce and key of header protection of one side."""

    key: bytes
    nonce: bytes
    header: bytes


class Initial(NamedTuple):
    """A first packet: its version, the id of the receiver, where the number of the packet stands, and the packet to its end."""

    version: int
    receiver: bytes
    place: int
    packet: bytes


def is_long(data: bytes) -> bool:
    """Return whether a datagram begins with a packet of a known version of QUIC, as connections begin."""
    return len(data) >= 7 and data[0] >> 6 == 3 and int.from_bytes(data[1:5], "big") in VERSIONS


def initials(data: bytes) -> Iterator[Initial]:
    """Yield the first packets of a datagram, which may hold several."""
    start = 0
    while start + 7 <= len(data) and data[start] >> 6 == 3:
        number = int.from_bytes(data[start + 1 : start + 5], "big")
        version = VERSIONS.get(number)
        if version is None:
            return
        receiver_end = start + 6 + data[start + 5]
        place = receiver_end + 1 + (data[receiver_end] if receiver_end < len(data) else len(data))
        kind, first = (data[start] >> 4) & 3, version.first
        if kind == first:
            token, place = _number(data, place)
            place += token
        elif kind == (first + 3) % 4:
            # A retry has no length: it fills its datagram.
            return
        size, place = _number(data, place)
        end = place + size
        if end > len(data) or size < SMALLEST or data[start + 5] > 20:
            return
        if kind == first:
            yield Initial(number, data[start + 6 : receiver_end], place - start, data[start:end])
        start = end


def _number(data: bytes, place: int) -> tuple[int, int]:
    """Return a number of variable length (RFC 9000, section 16) and the place behind it."""
    if place >= len(data):
        return len(data), place
    width = 1 << (data[place] >> 6)
    value = int.from_bytes(data[place : place + width], "big") & ((1 << (8 * width - 2)) - 1)
    return value, place + width


@lru_cache(maxsize=256)
def client_keys(version: int, receiver: bytes) -> Keys:
    """Return the keys of the client's first packets (RFC 9001, section 5.2)."""
    how = VERSIONS[version]
    secret = expanded(hmac.digest(how.salt, receiver, "sha256"), "client in", 32)
    return Keys(*(expanded(secret, f"{how.word} {label}", size) for label, size in (("key", 16), ("iv", 12), ("hp", 16))))


def expanded(secret: bytes, label: str, size: int, hash: str = "sha256") -> bytes:
    """Return HKDF-Expand-Label (RFC 8446, section 7.1) without context, of at most as many bytes as the hash has."""
    named = f"tls13 {label}".encode()
    return hmac.digest(secret, size.to_bytes(2, "big") + bytes([len(named)]) + named + b"\x00\x01", hash)[:size]


def opened(initial: Initial, keys: Keys) -> bytes | None:
    """Return the content of a first packet, or None where the keys are not those of its sender (RFC 9001, sections 5.3 and 5.4)."""
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    packet, place = initial.packet, initial.place
    mask = _mask(keys.header, packet[place + 4 : place + 20])
    first = packet[0] ^ (mask[0] & 0x0F)
    width = (first & 3) + 1
    number = bytes(each ^ other for each, other in zip(packet[place : place + width], mask[1:], strict=False))
    nonce = (int.from_bytes(keys.nonce, "big") ^ int.from_bytes(number, "big")).to_bytes(12, "big")
    head = bytes([first]) + packet[1:place] + number
    try:
        return AESGCM(keys.key).decrypt(nonce, packet[place + width :], head)
    except InvalidTag:
        return None


def _mask(key: bytes, sample: bytes) -> bytes:
    from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

    # One block is what header protection asks for; nothing is hidden by it that anybody could not read.
    return Cipher(algorithms.AES(key), modes.ECB()).encryptor().update(sample)  # noqa: S305


def crypto(content: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield the pieces of handshake in the frames of a first packet, with their offset (RFC 9000, section 19)."""
    place = 0
    while place < len(content):
        kind, place = _number(content, place)
        if kind == 6:
            offset, place = _number(content, place)
            size, place = _number(content, place)
            yield offset, content[place : place + size]
            place += size
        elif kind in (2, 3):
            place = _behind_acknowledgement(content, place, marks=kind == 3)
        elif kind > 1:
            return


def _behind_acknowledgement(content: bytes, place: int, *, marks: bool) -> int:
    for _ in range(2):
        _, place = _number(content, place)
    ranges, place = _number(content, place)
    for _ in range(1 + 2 * min(ranges, len(content)) + 3 * marks):
        _, place = _number(content, place)
        if place >= len(content):
            break
    return place


@dataclass(slots=True, kw_only=True)
class Greeting:
    """Gathers the greeting of a client from its first packets, in whatever order they come."""

    keys: Keys | None = None
    pieces: dict[int, bytes] = field(default_factory=dict)
    held: int = 0
    tries: int = 0
    found: Hello | None = None

    def take(self, datagram: bytes) -> bool:
        """Read a datagram; true where it is one of the client's that can be opened."""
        ours = False
        for initial in initials(datagram):
            if self.found is not None or self.tries >= TRIES:
                break
            self.tries += 1
            ours |= self._take(initial)
        return ours

    def _take(self, initial: Initial) -> bool:
        # After a retry the client takes new keys; until then it keeps those of its very first packet.
        for keys in filter(None, (self.keys, client_keys(initial.version, initial.receiver))):
            content = opened(initial, keys)
            if content is not None:
                self.keys = keys
                self._gather(content)
                return True
        return False

    def _gather(self, content: bytes) -> None:
        for offset, piece in crypto(content):
            if offset + len(piece) <= HELLO.most and len(piece) > len(self.pieces.get(offset, b"")):
                self.held += len(piece) - len(self.pieces.get(offset, b""))
                self.pieces[offset] = piece
        message = self.message()
        if whole(message):
            self.found = hello(message)
            self.pieces.clear()
            self.held = 0

    def message(self) -> bytes:
        """Return the handshake from its beginning to the first gap."""
        message = b""
        for offset in sorted(self.pieces):
            if offset > len(message):
                break
            message += self.pieces[offset][len(message) - offset :]
        return message
