"""Captures of packets, as tcpdump, Wireshark and phones save them."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from pathlib import Path

from counterwatch.core import Template, UnreadableEvidence, reader
from counterwatch.exposure.packets.blocks import SECTION, blocks
from counterwatch.exposure.packets.classic import MAGIC, classic
from counterwatch.exposure.packets.listening import listen
from counterwatch.exposure.packets.packet import Held
from counterwatch.exposure.packets.secrets import Secrets
from counterwatch.exposure.reading.faults import Faults
from counterwatch.exposure.reading.opening import Opened, head_of
from counterwatch.exposure.reading.recognising import known_by
from counterwatch.exposure.reading.watching import watched
from counterwatch.exposure.table import Request, Traffic
from counterwatch.files.contents import contents

KEY_LOG = "key log"

TAKEN = Template("exposure.pcap.taken", "read as {format}: what one's own side sent in each connection; what came back was not looked at")
GUESSED = Template(
    "exposure.pcap.guessed",
    "where a capture begins within a connection, the side on a private network, or else with the higher port, is taken for the own",
)
NO_MAGIC = Template("exposure.pcap.no_magic", "{name} does not begin as a capture of packets does")
CONVERT = Template("exposure.pcap.convert", "captures of other programs become PCAPNG with editcap, which comes with Wireshark")


def knows(head: bytes) -> bool:
    return head[:4] in MAGIC or head[:4] == SECTION


def sample() -> bytes:
    question = b"\x00\x07\x01\x00\x00\x01\x00\x00\x00\x00\x00\x00\x07example\x03org\x00\x00\x01\x00\x01"
    datagram = struct.pack(">HHHH", 40_000, 53, 8 + len(question), 0) + question
    packet = b"\x45\x00" + struct.pack(">H", 20 + len(datagram)) + b"\x00\x01\x00\x00\x40\x11\x00\x00\xc0\x00\x02\x01\xc0\x00\x02\x35" + datagram
    return (
        b"\xd4\xc3\xb2\xa1"
        + struct.pack("<HHiIII", 2, 4, 0, 0, 262_144, 101)
        + struct.pack("<IIII", 1772359200, 250_000, len(packet), len(packet))
        + packet
    )


@reader(makes=Traffic, suffixes=(".pcap", ".pcapng", ".cap"), sample=sample)
@known_by(knows)
def pcap(source: Path | bytes, *, name: str, keys: Path | bytes | None = None) -> Traffic:
    """Reads captures of packets (PCAP and PCAPNG).

    Names of servers from the greetings of TLS and QUIC, questions for names, and requests of HTTP in the open, also through SOCKS and CONNECT.
    `keys` is a key log (SSLKEYLOGFILE) that a program of one's own wrote: what it sent by TLS 1.2 and 1.3 is opened with it.
    """
    head = head_of(source, name=name, size=4)
    if not knows(head):
        raise UnreadableEvidence(NO_MAGIC(name=name), hint=CONVERT())
    log = contents(keys, name=KEY_LOG) if keys is not None else b""
    return watched(
        source,
        name=name,
        reading=lambda file, faults: requests(file, faults, log),
        said=(TAKEN(format="PCAPNG" if head == SECTION else "PCAP"), GUESSED()),
    )


def requests(file: Opened, faults: Faults, log: bytes = b"") -> Iterator[Request]:
    """Yield what one's own side sent, connection by connection as they end; `log` holds keys of TLS."""
    secrets = Secrets()
    secrets.add(log)
    held = Held(file=file)
    held.has(4)
    packets = blocks(held, faults, secrets) if held.data[:4] == SECTION else classic(held, faults)
    yield from listen(packets, faults, lambda: file.done, secrets)
