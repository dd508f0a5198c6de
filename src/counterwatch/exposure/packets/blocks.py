"""PCAPNG, the newer format of Wireshark: blocks of packets, of interfaces and of secrets (draft-ietf-opsawg-pcapng)."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from counterwatch.exposure.packets.packet import Held, Packet
from counterwatch.exposure.packets.secrets import Secrets
from counterwatch.exposure.packets.stops import BLOCK, CUT, EMPTY, MANY, TOO_LARGE, UNKNOWN, Ends, stop
from counterwatch.exposure.reading import limits
from counterwatch.exposure.reading.faults import Faults

SECTION = b"\x0a\x0d\x0d\x0a"
ORDERS = {b"\x1a\x2b\x3c\x4d": ">", b"\x4d\x3c\x2b\x1a": "<"}
INTERFACE, OLD_PACKET, SIMPLE, ENHANCED = 1, 2, 3, 6
KEYS = 10
KEY_LOG = (b"KSLT", b"TLSK")
"""The kind of secrets that is a key log of TLS, in either byte order."""
RESOLUTION, OFFSET = 9, 14
"""Options of an interface: how finely its clock counts, and what must be added to it."""


class Interface(NamedTuple):
    """Where packets were taken: the kind of link, how many bytes were kept, ticks of its clock in a second, and seconds to add."""

    link: int
    snaplen: int
    ticks: int
    offset: int


@dataclass(slots=True, kw_only=True)
class Section:
    """What is known in the section that is being read."""

    order: str
    interfaces: list[Interface] = field(default_factory=list)
    number: int = 0
    empty: int = 0


def blocks(held: Held, faults: Faults, secrets: Secrets) -> Iterator[Packet]:
    """Yield the packets of a PCAPNG file, and add the keys of TLS that it holds to `secrets`."""
    section = Section(order="<")
    try:
        while held.has(12):
            section = _section(held, section)
            kind, start, end = _next_block(held, section)
            if kind == INTERFACE:
                section.interfaces.append(_interface(held.data, start, end, section))
            elif kind == KEYS and held.data[start : start + 4] in KEY_LOG:
                secrets.add(held.data[start + 8 : end])
            elif kind in (OLD_PACKET, SIMPLE, ENHANCED):
                yield _numbered(kind, held.data, start, end, section)
        if held.left:
            raise Ends(CUT)
    except Ends as error:
        stop(faults, error.what, section.number + 1, error.code)


def _section(held: Held, section: Section) -> Section:
    """Return the section of the block that comes next: a new one begins with its byte order."""
    if held.data[held.place : held.place + 4] != SECTION:
        return section
    order = ORDERS.get(held.data[held.place + 8 : held.place + 12])
    if order is None:
        raise Ends(BLOCK, limits.BLOCK.code)
    return Section(order=order, number=section.number)


def _next_block(held: Held, section: Section) -> tuple[int, int, int]:
    """Return the kind of the block that comes next, and where its content begins and ends; it is then taken."""
    kind, length = struct.unpack_from(f"{section.order}II", held.data, held.place)
    if length < 12 or length % 4 or length > limits.BLOCK.most:
        raise Ends(BLOCK, limits.BLOCK.code)
    if not held.has(length):
        raise Ends(CUT)
    start, end = held.place + 8, held.place + length - 4
    if held.data[end : end + 4] != held.data[start - 4 : start]:
        raise Ends(BLOCK, limits.BLOCK.code)
    held.place = end + 4
    return kind, start, end


def _numbered(kind: int, data: bytes, start: int, end: int, section: Section) -> Packet:
    packet = _packet(kind, data, start, end, section)
    section.number += 1
    section.empty = 0 if packet.data else section.empty + 1
    if section.empty > limits.EMPTY.most:
        raise Ends(EMPTY, limits.EMPTY.code)
    return packet


def _interface(data: bytes, start: int, end: int, section: Section) -> Interface:
    order = section.order
    if end - start < 8:
        raise Ends(BLOCK, limits.BLOCK.code)
    if len(section.interfaces) >= limits.INTERFACES.most:
        raise Ends(MANY, limits.INTERFACES.code)
    link, snaplen = struct.unpack_from(f"{order}H2xI", data, start)
    ticks, offset, place = 10**6, 0, start + 8
    while place + 4 <= end:
        code, size = struct.unpack_from(f"{order}HH", data, place)
        value = data[place + 4 : min(end, place + 4 + size)]
        if code == RESOLUTION and len(value) == 1:
            ticks = 2 ** min(value[0] & 0x7F, 63) if value[0] & 0x80 else 10 ** min(value[0], 18)
        if code == OFFSET and len(value) == 8:
            offset = int(struct.unpack(f"{order}q", value)[0])
        if code == 0:
            break
        place += 4 + (size + 3) // 4 * 4
    return Interface(int(link), int(snaplen) or limits.PACKET.most, ticks, offset)


def _packet(kind: int, data: bytes, start: int, end: int, section: Section) -> Packet:
    """Return the packet of a block; `Ends` where it claims bytes that are not there or an interface that was not described."""
    if kind == SIMPLE:
        return _simple(data, start, end, section)
    if end - start < 20:
        raise Ends(BLOCK, limits.BLOCK.code)
    shape = "IIIII" if kind == ENHANCED else "H2xIIII"
    interface, high, low, size, length = struct.unpack_from(section.order + shape, data, start)
    if size > min(limits.PACKET.most, end - start - 20):
        raise Ends(TOO_LARGE, limits.PACKET.code)
    if interface >= len(section.interfaces):
        raise Ends(UNKNOWN)
    where = section.interfaces[interface]
    time = ((high << 32 | low) * 1000) // where.ticks + where.offset * 1000
    return Packet(section.number + 1, time, where.link, data[start + 20 : start + 20 + size], length)


def _simple(data: bytes, start: int, end: int, section: Section) -> Packet:
    """Return the packet of a block without time, of the first interface."""
    if end - start < 4 or not section.interfaces:
        raise Ends(UNKNOWN)
    (length,) = struct.unpack_from(f"{section.order}I", data, start)
    size = min(length, section.interfaces[0].snaplen)
    if size > min(limits.PACKET.most, end - start - 4):
        raise Ends(TOO_LARGE, limits.PACKET.code)
    return Packet(section.number + 1, 0, section.interfaces[0].link, data[start + 4 : start + 4 + size], length)
