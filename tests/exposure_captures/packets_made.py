"""Packets, connections and captures as tests make them."""

from __future__ import annotations

import struct
from collections.abc import Iterable, Sequence

CLIENT, SERVER = bytes((10, 0, 0, 2)), bytes((198, 51, 100, 7))
SYN, FIN, PUSH = 2, 17, 24
START = 1_772_359_200


def hello(name: bytes = b"host.example.org", *, encrypted: bool = False, padding: int = 0) -> bytes:
    """Return the handshake message of a client that asks for a server."""
    server = struct.pack(">HBH", len(name) + 3, 0, len(name)) + name
    extensions = struct.pack(">HH", 21, padding) + bytes(padding) + struct.pack(">HH", 0, len(server)) + server
    extensions += struct.pack(">HHHB", 16, 5, 3, 2) + b"h2" + (struct.pack(">HH", 0xFE0D, 3) + b"abc" if encrypted else b"")
    body = b"\x03\x03" + bytes(32) + b"\x00" + b"\x00\x02\x13\x01" + b"\x01\x00" + struct.pack(">H", len(extensions)) + extensions
    return b"\x01" + len(body).to_bytes(3, "big") + body


def records(message: bytes, size: int = 1 << 14) -> bytes:
    """Return a handshake message in records of at most so many bytes."""
    pieces = [message[each : each + size] for each in range(0, len(message), size)]
    return b"".join(b"\x16\x03\x01" + struct.pack(">H", len(each)) + each for each in pieces)


def ip(protocol: int, payload: bytes, *, source: bytes = CLIENT, target: bytes = SERVER, cut: int = 0) -> bytes:
    """Return a packet of version 4, or 6 where the addresses are of that."""
    if len(source) == 16:
        return b"\x60\x00\x00\x00" + struct.pack(">HBB", len(payload), protocol, 64) + source + target + payload
    return b"\x45\x00" + struct.pack(">HHHBBH", 20 + len(payload), 1, cut, 64, protocol, 0) + source + target + payload


def tcp(number: int, data: bytes = b"", flags: int = PUSH, *, ports: tuple[int, int] = (40_000, 443)) -> bytes:
    return struct.pack(">HHIIBBHHH", *ports, number % (1 << 32), 0, 80, flags, 65_535, 0, 0) + data


def udp(data: bytes, *, ports: tuple[int, int] = (40_000, 443)) -> bytes:
    return struct.pack(">HHHH", *ports, 8 + len(data), 0) + data


def sent(*segments: bytes, first: int = 0, port: int = 443, open: bool = True) -> list[bytes]:
    """Return the packets of a client that sends these segments one after the other, after its SYN."""
    packets, number = [ip(6, tcp(first, flags=SYN, ports=(40_000, port)))] if open else [], first + 1
    for data in segments:
        packets.append(ip(6, tcp(number, data, ports=(40_000, port))))
        number += len(data)
    return packets


def pcap(packets: Iterable[bytes], *, link: int = 101, order: str = "<", magic: int = 0xA1B2C3D4, lengths: Sequence[int] = ()) -> bytes:
    """Return a PCAP file; `lengths` are those that packets had where they were cut."""
    told = [*lengths]
    file = bytearray(struct.pack(f"{order}IHHiIII", magic, 2, 4, 0, 0, 262_144, link))
    for place, each in enumerate(packets):
        file += struct.pack(f"{order}IIII", START + place, 0, len(each), told[place] if told else len(each)) + each
    return bytes(file)


def block(kind: int, content: bytes, order: str = "<") -> bytes:
    content += bytes(-len(content) % 4)
    size = struct.pack(f"{order}I", 12 + len(content))
    return struct.pack(f"{order}I", kind) + size + content + size


def pcapng(packets: Iterable[bytes], *, link: int = 101, order: str = "<", kind: int = 6) -> bytes:
    """Return a PCAPNG file whose clock counts microseconds."""
    file = block(0x0A0D0D0A, struct.pack(f"{order}IHHq", 0x1A2B3C4D, 1, 0, -1), order) + block(1, struct.pack(f"{order}HHI", link, 0, 0), order)
    for place, each in enumerate(packets):
        time, size = (START + place) * 10**6, len(each)
        head = {
            6: struct.pack(f"{order}IIIII", 0, time >> 32, time & 0xFFFFFFFF, size, size),
            2: struct.pack(f"{order}HHIIII", 0, 0, time >> 32, time & 0xFFFFFFFF, size, size),
            3: struct.pack(f"{order}I", size),
        }[kind]
        file += block(kind, head + each, order)
    return file
