"""The first message of a TLS client: the name of the server it asks for (RFC 8446, RFC 6066, RFC 7301)."""

from __future__ import annotations

from dataclasses import dataclass, field

CHANGE, HANDSHAKE, CLIENT_HELLO = 20, 22, 1
SERVER_NAME, PROTOCOLS, ENCRYPTED_HELLO = 0, 16, 0xFE0D


@dataclass(frozen=True, slots=True, kw_only=True)
class Hello:
    """What a greeting tells in the open: server name, protocols offered, whether it holds a second, encrypted greeting; its length
    in bytes, and the random bytes by which its keys are filed.

    Programs also send the last as a decoy, so that it does not prove that another name is hidden.
    """

    name: str = ""
    protocols: tuple[bytes, ...] = ()
    encrypted: bool = False
    size: int = 0
    random: bytes = b""


SECOND = b"\x14\x03\x03\x00\x01\x01"
"""What stands before a greeting that a server asked for again (RFC 8446, appendix D.4)."""


def is_hello(data: bytes | bytearray) -> bool:
    """Return whether a record begins here that begins with a greeting."""
    data = data[len(SECOND) : len(SECOND) + 6] if data.startswith(SECOND) else data
    return len(data) >= 6 and data[0] == HANDSHAKE and data[1] == 3 and data[5] == CLIENT_HELLO


@dataclass(slots=True)
class Handshake:
    """The first handshake message of a stream of records, put together while they come; `over` says that something else stands there."""

    taken: bytearray = field(default_factory=bytearray)
    message: bytearray = field(default_factory=bytearray)
    place: int = 0
    over: bool = False

    def add(self, data: bytes) -> None:
        """Take what comes next of the stream, and read the records that are whole."""
        self.taken += data
        while not (self.over or self.is_whole) and self.place + 5 <= len(self.taken):
            end = self.place + 5 + int.from_bytes(self.taken[self.place + 3 : self.place + 5], "big")
            self.over = self.taken[self.place] not in (CHANGE, HANDSHAKE) or self.taken[self.place + 1] != 3
            if self.over or end > len(self.taken):
                return
            if self.taken[self.place] == HANDSHAKE:
                self.message += self.taken[self.place + 5 : end]
            self.place = end

    @property
    def is_whole(self) -> bool:
        return whole(self.message)

    def so_far(self) -> bytes:
        """Return the message with what is there of a record that is not whole."""
        if self.is_whole or self.over or self.taken[self.place : self.place + 1] != bytes([HANDSHAKE]):
            return bytes(self.message)
        return bytes(self.message + self.taken[self.place + 5 :])

    def rest(self) -> bytes | None:
        """Return what follows the message, or None where another begins within its records."""
        size = 4 + int.from_bytes(self.message[1:4], "big")
        return bytes(self.taken[self.place :]) if self.is_whole and len(self.message) == size else None


def whole(message: bytes | bytearray) -> bool:
    """Return whether a handshake message is there to its end."""
    return len(message) >= 4 and len(message) >= 4 + int.from_bytes(message[1:4], "big")


def hello(message: bytes) -> Hello | None:
    """Return what a handshake message tells, as far as it is there; None where it is no greeting of a client."""
    if len(message) < 4 or message[0] != CLIENT_HELLO:
        return None
    message = message[: 4 + int.from_bytes(message[1:4], "big")]
    place = _behind(message, _behind(message, _behind(message, 38, 1), 2), 1) + 2
    name, encrypted = "", False
    protocols: tuple[bytes, ...] = ()
    while place + 4 <= len(message):
        kind, size = int.from_bytes(message[place : place + 2], "big"), int.from_bytes(message[place + 2 : place + 4], "big")
        content, place = message[place + 4 : place + 4 + size], place + 4 + size
        if kind == SERVER_NAME:
            name = _name(content)
        elif kind == PROTOCOLS:
            protocols = _protocols(content)
        elif kind == ENCRYPTED_HELLO:
            encrypted = True
    return Hello(name=name, protocols=protocols, encrypted=encrypted, size=len(message), random=message[6:38])


def _behind(message: bytes, place: int, width: int) -> int:
    """Return the place behind a field that begins with its length in so many bytes."""
    return place + width + int.from_bytes(message[place : place + width], "big")


def _name(content: bytes) -> str:
    size = int.from_bytes(content[3:5], "big")
    name = content[5 : 5 + size]
    return name.decode("ascii", "backslashreplace") if content[2:3] == b"\x00" and len(name) == size else ""


def _protocols(content: bytes) -> tuple[bytes, ...]:
    found, place = [], 2
    while place < len(content):
        found.append(content[place + 1 : place + 1 + content[place]])
        place += 1 + content[place]
    return tuple(found)
