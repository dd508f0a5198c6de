"""The kinds of record that the format itself defines, as types: what a file from a stranger holds is checked before it is used."""

from __future__ import annotations

from typing import Annotated

import msgspec

from counterwatch.core import Evidence, Record
from counterwatch.core.finding import Sha256, Struct

Count = Annotated[int, msgspec.Meta(ge=0)]


class Write(Struct, frozen=True):
    """The first record of each batch: the tool that wrote it."""

    tool: str


class Sealed(Struct, frozen=True):
    """A piece of evidence as it was sealed. `name` can be printed; `name_base64` holds the exact bytes where that loses something."""

    id: Sha256
    object: Sha256
    name: str
    size: Count
    sha256: Sha256
    media_type: str
    note: str
    source: str
    purpose: str
    modified: str
    links: Count = 1
    name_base64: bytes = b""

    @property
    def exact_name(self) -> bytes:
        return self.name_base64 or self.name.encode()

    @property
    def evidence(self) -> Evidence:
        return Evidence(
            id=self.id, name=self.name, size=self.size, sha256=self.sha256, media_type=self.media_type, note=self.note, source=self.source
        )


class RunPointer(Struct, frozen=True):
    """Where a run lies, and the objects that hold its attachments by the hash of their content."""

    object: Sha256
    run: Sha256
    instrument: str
    attachments: dict[Sha256, Sha256]


class Settings(Struct, frozen=True):
    """A change of the files in the clear."""

    change: str
    case_file: Sha256
    instructions: Sha256


class Recovery(Struct, frozen=True):
    """A torn line that was set aside before this batch was written."""

    segment: Count
    bytes: Count
    sha256: Sha256
    kept: str


class Erasure(Struct, frozen=True, omit_defaults=False):
    """Something was erased, and why; not what it was."""

    gone: Sha256
    slots: tuple[Count, ...]
    reason: str
    authority: str


KINDS: dict[str, type[Struct]] = {
    "write": Write,
    "evidence": Sealed,
    "run": RunPointer,
    "settings": Settings,
    "recovery": Recovery,
    "erasure": Erasure,
}


def is_well_formed(record: Record) -> bool:
    """Does a record of a kind that the format defines hold what the format says?"""
    try:
        msgspec.convert(record.data, type=KINDS.get(record.kind, dict))
    except msgspec.ValidationError:
        return False
    return True


def objects_of(record: Record) -> tuple[str, ...]:
    """Return the objects that a well-formed record speaks of."""
    if record.kind == "evidence":
        return (msgspec.convert(record.data, type=Sealed).object,)
    if record.kind == "run":
        pointer = msgspec.convert(record.data, type=RunPointer)
        return (pointer.object, *pointer.attachments.values())
    return ()
