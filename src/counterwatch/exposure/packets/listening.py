"""Packet after packet to request after request: who is the client, which connection is it, and what is too much to follow."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from counterwatch.core import Template
from counterwatch.exposure.packets.conversation import Conversation, Moment
from counterwatch.exposure.packets.datagrams import Datagrams
from counterwatch.exposure.packets.dns import PORTS
from counterwatch.exposure.packets.greeting import Greeting, is_request
from counterwatch.exposure.packets.hello import is_hello
from counterwatch.exposure.packets.internet import DAMAGED, FRAGMENTED, UDP, Segment, Told, address_and_port, is_own, ports_of, segment, turned
from counterwatch.exposure.packets.links import LINKS, NOTHING
from counterwatch.exposure.packets.packet import Packet
from counterwatch.exposure.packets.quic import is_long
from counterwatch.exposure.packets.sealed import HIDDEN
from counterwatch.exposure.packets.secrets import Secrets
from counterwatch.exposure.packets.streams import Stream
from counterwatch.exposure.reading.faults import Faults
from counterwatch.exposure.reading.limits import HELD, STREAMS, Limit
from counterwatch.exposure.reading.places import endpoint
from counterwatch.exposure.table import Request

FIN, SYN, RST, ACK = 1, 2, 4, 16
LINK = Template("exposure.packets.link", "packets of this kind of link ({link}) are not read")
PACKET_DAMAGED = Template("exposure.packets.damaged", "this packet is damaged or was kept too short to tell where it goes")
FRAGMENT = Template("exposure.packets.fragment", "a fragment of a larger packet: fragments are counted and not put together")
EVICTED = Template("exposure.packets.evicted", "more is going on at once than is followed ({code}): this connection was told before its end")
MANY = Template(
    "exposure.packets.hidden",
    "{n} greeting holds a second, encrypted one: the name that is told may be that of a front, or the second a decoy",
    "{n} greetings hold a second, encrypted one: the names that are told may be those of a front, or the second a decoy",
)
WHY = {DAMAGED: PACKET_DAMAGED, FRAGMENTED: FRAGMENT}
Side = Stream | Datagrams
NOT_OURS = None
"""What stands for the other side of a connection, and for one that is over."""


@dataclass(slots=True, kw_only=True)
class Listening:
    """The connections of a capture that are followed, by sides; `ready` are requests to be handed on."""

    faults: Faults
    done: Callable[[], int]
    secrets: Secrets = field(default_factory=Secrets)
    now: Moment = field(default_factory=Moment)
    sides: dict[bytes, Side | None] = field(default_factory=dict)
    ready: list[Request] = field(default_factory=list)
    held: int = 0

    def hear(self, packet: Packet) -> None:
        """Take one packet."""
        self.now.number, self.now.time = packet.number, packet.time
        find = LINKS.get(packet.link)
        kind, start = find(packet.data) if find is not None else NOTHING
        if find is None:
            self.faults.bad(LINK(link=packet.link), f"packet {packet.number}")
        found = segment(kind, packet.data, start)
        if isinstance(found, Told):
            if found.why in WHY:
                self.faults.bad(WHY[found.why](), f"packet {packet.number}")
        elif found.protocol == UDP:
            self._datagram(packet.data, found)
        else:
            self._segment(packet.data, found)

    def end(self) -> None:
        """Tell everything that was not told yet."""
        for side in self.sides.values():
            if side is not None:
                side.end()
        self.sides.clear()
        if hidden := self.now.seen.get(HIDDEN, 0):
            self.faults.note(MANY(n=hidden))

    def _segment(self, data: bytes, found: Segment) -> None:
        flags, size = data[found.head + 13], found.end - found.start
        if flags & SYN and not flags & ACK:
            self._begin(found.sides, found, data)
        elif found.sides not in self.sides:
            if flags & (RST | FIN) or not (size or flags & SYN):
                return
            self._meet(data, found, own=False if flags & SYN else None)
        side = self.sides.get(found.sides)
        if not isinstance(side, Stream):
            self._answer(data, found)
            return
        number = int.from_bytes(data[found.head + 4 : found.head + 8], "big")
        if flags & SYN:
            side.open(number)
            number += 1
        if size:
            self._counted(side, number, data[found.start : found.end], size)
        if flags & (FIN | RST) and not side.waiting:
            self._over(found.sides)

    def _answer(self, data: bytes, found: Segment) -> None:
        """Keep the answer of a server to the greeting of a client whose keys may be known."""
        client = self.sides.get(turned(found.sides)) if self.secrets.known and data[found.start : found.start + 2] == b"\x16\x03" else None
        if isinstance(client, Stream) and not client.conversation.answer:
            client.conversation.answer = data[found.start : min(found.end, found.start + 128)]

    def _datagram(self, data: bytes, found: Segment) -> None:
        if found.sides not in self.sides:
            self._meet(data, found, own=True if is_long(data[found.start : found.end]) and _to_server(found.sides) else None)
        side = self.sides.get(found.sides)
        if isinstance(side, Datagrams):
            self._counted(side, 0, data[found.start : found.end], found.end - found.start)

    def _counted(self, side: Side, number: int, content: bytes, size: int) -> None:
        """Let a side take what a packet carries, and keep account of what all hold together."""
        before = side.held
        side.take(number, content, size - len(content))
        self.held += side.held - before
        if self.held > HELD.most:
            self._make_room()

    def _begin(self, sides: bytes, found: Segment, data: bytes) -> None:
        """Follow a connection whose client is the sender; one before it between the same sides is over."""
        old = self.sides.get(sides)
        if isinstance(old, Stream) and old.begins_at(int.from_bytes(data[found.head + 4 : found.head + 8], "big")):
            return
        self._over(sides)
        self.sides.pop(sides, None)
        self.sides.pop(turned(sides), None)
        self._follow(sides, found.protocol)

    def _meet(self, data: bytes, found: Segment, *, own: bool | None) -> None:
        """Follow a connection whose beginning was not captured: guess from what is sent, the networks, then the ports, who the client is."""
        content = data[found.start : found.end]
        if own is None and found.protocol != UDP and (is_hello(content) or is_request(content)):
            own = True
        if own is None:
            own = is_own(found.sides)
        if own is None:
            own = _to_server(found.sides)
        self._follow(found.sides if own else turned(found.sides), found.protocol)

    def _follow(self, sides: bytes, protocol: int) -> None:
        talk = Conversation(
            number=self.now.number, time=self.now.time, endpoint=endpoint(*address_and_port(sides)), hand_on=self.ready.append, done=self.done,
            now=self.now, secrets=self.secrets,
        )  # fmt: skip
        self.sides[sides] = Datagrams(talk) if protocol == UDP else Stream(talk, Greeting(talk))
        self.sides[turned(sides)] = NOT_OURS
        while len(self.sides) > STREAMS.most:
            self._drop(next(iter(self.sides)), STREAMS)

    def _over(self, sides: bytes) -> None:
        side = self.sides.get(sides)
        if side is not None:
            self.held -= side.held
            self.sides[sides] = NOT_OURS
            side.end()

    def _drop(self, sides: bytes, limit: Limit) -> None:
        """Stop following a connection, and tell of it."""
        for side in (self.sides.pop(sides, None), self.sides.pop(turned(sides), None)):
            if side is None:
                continue
            self.held -= side.held
            self.faults.bad(EVICTED(code=limit.code), f"packet {side.conversation.number}", records=0)
            side.end()

    def _make_room(self) -> None:
        """Stop following the oldest connections that hold something, until half of what may be held is free."""
        holding = [sides for sides, side in self.sides.items() if side is not None and side.held]
        for sides in holding:
            if self.held <= HELD.most // 2:
                break
            self._drop(sides, HELD)


def _to_server(sides: bytes) -> bool:
    """Return whether the receiver's port is the lower one, as those of servers are; a question for a name goes to the port for these."""
    sender, receiver = ports_of(sides)
    return receiver in PORTS or (receiver <= sender and sender not in PORTS)


def listen(packets: Iterator[Packet], faults: Faults, done: Callable[[], int], secrets: Secrets) -> Iterator[Request]:
    """Yield the requests of one's own side that packets tell of, each as soon as it is whole."""
    listening = Listening(faults=faults, done=done, secrets=secrets)
    for packet in packets:
        listening.hear(packet)
        if listening.ready:
            yield from listening.ready
            listening.ready.clear()
    listening.end()
    yield from listening.ready
