"""What an IP packet carries to which address: RFC 791 and RFC 8200, with fragments told and tunnels looked into."""

from __future__ import annotations

import ipaddress
from functools import lru_cache
from typing import NamedTuple

from counterwatch.exposure.packets.links import IPV4, IPV6, bare, ethernet
from counterwatch.exposure.reading.limits import LAYERS

TCP, UDP = 6, 17
GENEVE, VXLAN = 6081, 4789
INSIDE = {4: IPV4, 41: IPV6}
GRE = 47
HEADERS = frozenset({0, 43, 60, 135, 139, 140})
FRAGMENT, AUTHENTICATION = 44, 51


class Segment(NamedTuple):
    """What one packet carries: TCP (6) or UDP (17), `sides` with both addresses, both ports and the protocol, and where content begins and ends.

    `end` may lie behind what was captured.
    """

    protocol: int
    sides: bytes
    head: int
    start: int
    end: int


class Told(NamedTuple):
    """Why nothing can be read in a packet: it is a fragment, damaged, or carries something else; `size` bytes are carried."""

    why: str
    size: int = 0


FRAGMENTED, DAMAGED, OTHER = "fragment", "damaged", "other"


def segment(kind: int, data: bytes, start: int, layer: int = 0) -> Segment | Told:
    """Return what the network packet carries that begins at `start`, or why it cannot be read."""
    if layer > LAYERS.most:
        return Told(DAMAGED)
    if kind == IPV4:
        return _version_4(data, start, layer)
    if kind == IPV6:
        return _version_6(data, start, layer)
    return Told(OTHER)


def _version_4(data: bytes, start: int, layer: int) -> Segment | Told:
    if len(data) < start + 20:
        return Told(DAMAGED)
    first = data[start]
    inner, total = start + (first & 15) * 4, int.from_bytes(data[start + 2 : start + 4], "big")
    # A length of zero is left by network cards that cut large packets themselves.
    end = start + total if total else len(data)
    if first >> 4 != 4 or inner < start + 20 or end < inner:
        return Told(DAMAGED)
    cut = int.from_bytes(data[start + 6 : start + 8], "big") & 0x3FFF
    if cut:
        return Told(FRAGMENTED, end - inner)
    return _carried(data[start + 9], data, data[start + 12 : start + 20], inner, end, layer)


def _version_6(data: bytes, start: int, layer: int) -> Segment | Told:
    if len(data) < start + 40 or data[start] >> 4 != 6:
        return Told(DAMAGED)
    size, protocol = int.from_bytes(data[start + 4 : start + 6], "big"), data[start + 6]
    inner, end = start + 40, start + 40 + size if size else len(data)
    while protocol in HEADERS or protocol in (FRAGMENT, AUTHENTICATION):
        if inner + 8 > min(end, len(data)):
            return Told(DAMAGED)
        if protocol == FRAGMENT and data[inner + 2] << 8 | data[inner + 3] & 0xF9:
            return Told(FRAGMENTED, end - inner)
        length = 8 if protocol == FRAGMENT else (data[inner + 1] + 2) * 4 if protocol == AUTHENTICATION else (data[inner + 1] + 1) * 8
        protocol, inner = data[inner], inner + length
    return _carried(protocol, data, data[start + 8 : start + 40], inner, end, layer)


def _carried(protocol: int, data: bytes, addresses: bytes, inner: int, end: int, layer: int) -> Segment | Told:
    if protocol == TCP:
        if len(data) < inner + 20:
            return Told(DAMAGED)
        begins = inner + (data[inner + 12] >> 4) * 4
        return Segment(TCP, addresses + data[inner : inner + 4] + b"\x06", inner, begins, end) if inner + 20 <= begins <= end else Told(DAMAGED)
    if protocol == UDP:
        if len(data) < inner + 8:
            return Told(DAMAGED)
        ports = data[inner : inner + 4]
        return _tunnel(data, ports, inner + 8, layer) or Segment(UDP, addresses + ports + b"\x11", inner, inner + 8, max(end, inner + 8))
    if protocol in INSIDE:
        return segment(bare(data, inner)[0], data, inner, layer + 1)
    return _gre(data, inner, layer) if protocol == GRE else Told(OTHER, max(0, end - inner))


def _tunnel(data: bytes, ports: bytes, start: int, layer: int) -> Segment | Told | None:
    """Return what a tunnel carries that is laid through UDP (RFC 8926, RFC 7348), or None where it is none."""
    port = int.from_bytes(ports[2:], "big")
    if port == GENEVE and len(data) >= start + 8 and data[start] >> 6 == 0 and data[start + 2 : start + 4] == b"\x65\x58":
        inner = start + 8 + (data[start] & 0x3F) * 4
    elif port == VXLAN and len(data) >= start + 8 and data[start] == 8:
        inner = start + 8
    else:
        return None
    kind, place = ethernet(data, inner)
    return segment(kind, data, place, layer + 1)


def _gre(data: bytes, start: int, layer: int) -> Segment | Told:
    """Return what a tunnel of RFC 2784 and RFC 2890 carries."""
    if len(data) < start + 4 or data[start + 1] & 7:
        return Told(OTHER)
    flags, kind = data[start], int.from_bytes(data[start + 2 : start + 4], "big")
    inner = start + 4 + sum(4 for flag in (0x80, 0x20, 0x10) if flags & flag)
    if kind == 0x6558:
        kind, inner = ethernet(data, inner)
    return segment(kind, data, inner, layer + 1)


def turned(sides: bytes) -> bytes:
    """Return the same two sides as the other one names them."""
    half = len(sides) // 2 - 2
    return sides[half : 2 * half] + sides[:half] + sides[-3:-1] + sides[-5:-3] + sides[-1:]


def address_and_port(sides: bytes) -> tuple[str, int]:
    """Return where a packet goes: the address in its usual spelling, and the port."""
    half = len(sides) // 2 - 2
    return str(ipaddress.ip_address(sides[half : 2 * half])), ports_of(sides)[1]


def ports_of(sides: bytes) -> tuple[int, int]:
    """Return the port of the sender and that of the receiver."""
    return int.from_bytes(sides[-5:-3], "big"), int.from_bytes(sides[-3:-1], "big")


def is_own(sides: bytes) -> bool | None:
    """Return whether the sender is on a private network and the receiver is not, false for the opposite, None where both or none are."""
    half = len(sides) // 2 - 2
    here, there = _is_global(sides[:half]), _is_global(sides[half : 2 * half])
    return None if here == there else there


@lru_cache(maxsize=1 << 14)
def _is_global(address: bytes) -> bool:
    return ipaddress.ip_address(address).is_global
