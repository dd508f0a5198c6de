"""PCAP, the older format of tcpdump: a header, then one record for each packet (draft-ietf-opsawg-pcap)."""

from __future__ import annotations

import struct
from collections.abc import Iterator

from counterwatch.core import Template
from counterwatch.exposure.packets.packet import Held, Packet
from counterwatch.exposure.packets.stops import CUT, EMPTY, TOO_LARGE, stop
from counterwatch.exposure.reading import limits
from counterwatch.exposure.reading.faults import Faults

MAGIC = {b"\xa1\xb2\xc3\xd4": (">", 1000), b"\xd4\xc3\xb2\xa1": ("<", 1000), b"\xa1\xb2\x3c\x4d": (">", 10**6), b"\x4d\x3c\xb2\xa1": ("<", 10**6)}
"""Byte order, and how many of the fractions of a second that the file counts are a millisecond."""
HEADER = 24
OVER_SNAPLEN = Template("exposure.packets.over_snaplen", "this packet holds more bytes than the file says packets were kept to")


def classic(held: Held, faults: Faults) -> Iterator[Packet]:
    """Yield the packets of a PCAP file whose magic is known."""
    if not held.has(HEADER):
        stop(faults, CUT, 1)
        return
    order, fractions = MAGIC[held.data[:4]]
    snaplen, link = struct.unpack_from(f"{order}II", held.data, 16)
    held.place = HEADER
    yield from _records(held, faults, struct.Struct(f"{order}IIII"), fractions, int(snaplen) or limits.PACKET.most, int(link) & 0x0FFF_FFFF)


def _records(held: Held, faults: Faults, record: struct.Struct, fractions: int, snaplen: int, link: int) -> Iterator[Packet]:
    number, empty = 0, 0
    while held.has(16):
        number += 1
        seconds, fraction, size, length = record.unpack_from(held.data, held.place)
        if size > limits.PACKET.most:
            return stop(faults, TOO_LARGE, number, limits.PACKET.code)
        empty = 0 if size else empty + 1
        if empty > limits.EMPTY.most:
            return stop(faults, EMPTY, number, limits.EMPTY.code)
        if not held.has(16 + size):
            return stop(faults, CUT, number)
        if size > snaplen:
            faults.bad(OVER_SNAPLEN(), f"packet {number}", records=0)
        start = held.place + 16
        held.place = start + size
        yield Packet(number, seconds * 1000 + fraction // fractions, link, held.data[start : start + size], length)
    if held.left:
        stop(faults, CUT, number + 1)
    return None
