"""Questions to the domain name system (RFC 1035): the names that were asked for."""

from __future__ import annotations

PORTS = {53: "dns", 5353: "mdns", 5355: "llmnr"}
MOST = 16
"""Questions of one message that are read; programs ask one."""


def asked(message: bytes) -> list[bytes] | None:
    """Return the names that a message asks for, in lower case; None where it is an answer or no message at all."""
    if len(message) < 12 or message[2] & 0x80:
        return None
    count = int.from_bytes(message[4:6], "big")
    names, place = [], 12
    for _ in range(min(count, MOST)):
        found = _name(message, place)
        if found is None:
            break
        name, place = found
        names.append(name)
        place += 4
    return names or None


def _name(message: bytes, place: int) -> tuple[bytes, int] | None:
    """Return a name and the place behind it; questions of one's own point nowhere else."""
    labels: list[bytes] = []
    while place < len(message) and (size := message[place]):
        if size > 63 or place + 1 + size >= len(message) or len(labels) > 127:
            return None
        labels.append(message[place + 1 : place + 1 + size].lower())
        place += 1 + size
    return (b".".join(labels), place + 1) if place < len(message) else None
