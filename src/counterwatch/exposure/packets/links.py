"""Where the network packet begins in what a link carried, by kind of link (the numbers of tcpdump's list of link-layer types)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Literal

IPV4, IPV6, PPPOE = 0x0800, 0x86DD, 0x8864
TAGS = frozenset({0x8100, 0x88A8, 0x9100})
FAMILIES = {2: IPV4, 10: IPV6, 24: IPV6, 28: IPV6, 30: IPV6}
"""How systems number the families of addresses on their loopback."""
PPP = {0x0021: IPV4, 0x0057: IPV6}
PAYLOAD = 9
Found = tuple[int, int]
"""The type of what is carried, as Ethernet numbers it (0: nothing that is read), and where it begins."""
NOTHING: Found = (0, 0)


def ethernet(data: bytes, start: int = 0) -> Found:
    """Return what an Ethernet frame carries, through tags of virtual networks and PPP."""
    return _typed(data, start + 12)


def _typed(data: bytes, place: int) -> Found:
    kind = int.from_bytes(data[place : place + 2], "big")
    while kind in TAGS:
        place += 4
        kind = int.from_bytes(data[place : place + 2], "big")
    if kind == PPPOE:
        return ppp(data, place + 8)
    return kind, place + 2


def ppp(data: bytes, place: int = 0) -> Found:
    """Return what a frame of PPP carries."""
    place += 2 if data[place : place + 2] == b"\xff\x03" else 0
    return PPP.get(int.from_bytes(data[place : place + 2], "big"), 0), place + 2


def bare(data: bytes, start: int = 0) -> Found:
    """Return which version of IP begins without any frame."""
    return ({4: IPV4, 6: IPV6}.get(data[start] >> 4, 0), start) if len(data) > start else NOTHING


def loopback(data: bytes) -> Found:
    """Return what the loopback carried; the family is in the byte order of the machine, which may be either."""
    if len(data) < 4:
        return NOTHING
    family = int.from_bytes(data[:4], "little")
    return FAMILIES.get(family if family < 1 << 16 else int.from_bytes(data[:4], "big"), 0), 4


def cooked(data: bytes) -> Found:
    """Return what Linux' «any» device carried."""
    return _typed(data, 14)


def cooked_2(data: bytes) -> Found:
    """Return what Linux' «any» device carried, in the second version of its header."""
    return int.from_bytes(data[:2], "big"), 20


def radiotap(data: bytes) -> Found:
    """Return what a frame of a wireless network carries behind a radiotap header."""
    return wireless(data, int.from_bytes(data[2:4], "little"))


def wireless(data: bytes, start: int = 0) -> Found:
    """Return what a data frame of a wireless network carries that was not encrypted (IEEE 802.11)."""
    if len(data) < start + 24 or data[start] & 0x0C != 0x08 or data[start] & 0x40 or data[start + 1] & 0x40:
        return NOTHING
    quality, four = bool(data[start] & 0x80), data[start + 1] & 3 == 3
    place = start + 24 + 6 * four + 2 * quality + 4 * (quality and bool(data[start + 1] & 0x80))
    return _typed(data, place + 6) if data[place : place + 3] == b"\xaa\xaa\x03" else NOTHING


def phone(data: bytes) -> Found:
    """Return what an interface of an iPhone carried, as macOS records it (PKTAP): the header says its length and the kind of link within."""
    size, link = int.from_bytes(data[:4], "little"), int.from_bytes(data[8:12], "little")
    within = LINKS.get(link)
    if within is None or within is phone or size < 12:
        return NOTHING
    kind, place = within(data[size:])
    return kind, place + size


def firewall(data: bytes) -> Found:
    """Return what the firewall of Linux handed over (NFLOG): fields with length and type in the machine's byte order, of which one is the packet."""
    order: Literal["little", "big"] = "little" if len(data) < 6 or data[5] == 0 else "big"
    place = 4
    while place + 4 <= len(data):
        size, kind = int.from_bytes(data[place : place + 2], order), int.from_bytes(data[place + 2 : place + 4], order)
        if kind == PAYLOAD or size < 4:
            return bare(data, place + 4) if kind == PAYLOAD else NOTHING
        place += (size + 3) // 4 * 4
    return NOTHING


LINKS: Mapping[int, Callable[[bytes], Found]] = {
    0: loopback, 1: ethernet, 9: ppp, 12: bare, 14: bare, 101: bare, 105: wireless, 108: loopback, 113: cooked, 127: radiotap, 228: bare, 229: bare,
    149: phone, 239: firewall, 258: phone, 276: cooked_2,
}  # fmt: skip
