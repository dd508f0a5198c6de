"""Why a capture file cannot be read on from a place: told once, with the code of the limit that was met."""

from __future__ import annotations

from counterwatch.core import Template
from counterwatch.exposure.reading.faults import Faults

CUT = Template("exposure.packets.cut", "the file breaks off within this packet: those before were read")
TOO_LARGE = Template("exposure.packets.too_large", "this packet claims more bytes than any has ({code}): it and what follows were not read")
BLOCK = Template("exposure.packets.block", "a block of the file claims a length that cannot be ({code}): it and what follows were not read")
EMPTY = Template("exposure.packets.empty", "so many packets in a row hold nothing that the file must be damaged ({code}): what follows was not read")
MANY = Template("exposure.packets.many_interfaces", "the file describes more interfaces than are read ({code}): what follows was not read")
UNKNOWN = Template("exposure.packets.unknown_interface", "this packet was taken where the file does not say: it and what follows were not read")


class Ends(Exception):
    """A file cannot be read on: `what` says why, `code` names the limit that was met."""

    def __init__(self, what: Template, code: str = "") -> None:
        super().__init__(what.id)
        self.what, self.code = what, code


def stop(faults: Faults, what: Template, number: int, code: str = "") -> None:
    """Tell why reading ends at a packet."""
    faults.note(what(code=code) if "code" in what.fields else what(), f"packet {number}")
