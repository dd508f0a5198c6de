"""How much of a capture is read and held: one place for every bound, each with the code that a refusal or a problem names."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """A bound, and the code by which it is named where it is met."""

    code: str
    most: int


UNPACKED = Limit(code="capture-unpacked", most=64 << 30)
"""Bytes that a packed file is unpacked to."""
RATIO = Limit(code="capture-ratio", most=200)
"""How many times its size a packed file may be, once it is larger than `RATIO_FROM`."""
RATIO_FROM = Limit(code="capture-ratio", most=10 << 20)
PREFACE = Limit(code="har-preface", most=64 << 20)
"""Bytes of a HAR file before its entries begin."""
ENTRY = Limit(code="har-entry", most=128 << 20)
"""Bytes of one entry of a HAR file."""
LISTED = Limit(code="har-headers", most=1 << 20)
"""Bytes of the headers of one entry, and of its cookies."""
FIELDS = Limit(code="har-fields", most=16 << 20)
"""Bytes of the fields of a form."""
MESSAGES = Limit(code="har-messages", most=32 << 20)
"""Bytes of the messages of a WebSocket that one entry lists."""
DEPTH = Limit(code="json-depth", most=256)
"""How deep lists and objects of an entry are nested."""
FLOW = Limit(code="flow-size", most=256 << 20)
"""Bytes of one flow of mitmproxy: a larger one is passed over without being held."""
VALUES = Limit(code="flow-values", most=1_000_000)
"""Values in what is read of one flow."""
FLOW_DEPTH = Limit(code="flow-depth", most=32)
PACKET = Limit(code="packet-size", most=262_144)
"""Bytes of one packet: the largest that capture programs write."""
BLOCK = Limit(code="block-size", most=16 << 20)
"""Bytes of one block of a PCAPNG file; blocks of secrets and of names are the largest."""
INTERFACES = Limit(code="block-interfaces", most=4_096)
EMPTY = Limit(code="packet-empty", most=10_000)
"""Packets in a row that hold nothing."""
LAYERS = Limit(code="packet-layers", most=8)
"""Headers within headers, as of tunnels."""
STREAMS = Limit(code="stream-count", most=50_000)
"""Sides of connections that are followed at once, two of each: the connection that began first is told first."""
WAITING = Limit(code="stream-waiting", most=1 << 18)
"""Bytes of a connection that are held while earlier ones are missing."""
LATE = Limit(code="stream-late", most=512)
"""Segments of a connection that are held while earlier ones are missing."""
HELLO = Limit(code="stream-hello", most=1 << 16)
"""Bytes of a connection in which its greeting must be whole."""
HELD = Limit(code="stream-held", most=192 << 20)
"""Bytes of all connections together that are held."""
HEADERS = Limit(code="http-headers", most=1 << 16)
BODY = Limit(code="http-body", most=8 << 20)
"""Bytes of one body that are held; what is more is counted as cut."""
PIECE = Limit(code="stream-piece", most=1 << 16)
"""Bytes of a stream of no known protocol that are told together."""
SECRETS = Limit(code="secret-count", most=100_000)
