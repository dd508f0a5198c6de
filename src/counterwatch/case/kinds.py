"""The kinds of record that the format itself defines, as types: what a file from a stranger holds is checked before it is used."""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec

from counterwatch.core import Evidence, Message, Record
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


class Custody(Struct, frozen=True):
    """Why, and by what right, somebody did what the verb of the entry says, and with which evidence (ids)."""

    purpose: str
    authority: str
    note: str
    evidence: tuple[Sha256, ...]


class Offer(Struct, frozen=True):
    """What was offered to whom: the exhibit list is an object; `receiver` is a role or an organisation."""

    exhibits: Sha256
    count: Count
    purpose: str
    authority: str
    receiver: str


class Accepted(Struct, frozen=True):
    """Somebody's signed receipt, kept as an object, for the offer made at an entry."""

    object: Sha256
    offer: Sha256
    head: Sha256
    seq: Count
    signer: Sha256
    levels: dict[str, str]
    time: str


class Anchored(Struct, frozen=True):
    """A head that was fixed outside the case: the entry it is of, in which form, and the hash of the token's own bytes."""

    head: Sha256
    seq: Count
    form: Literal["printed", "rfc3161", "opentimestamps"]
    sha256: Sha256
    note: str = ""


class LeftOut(Struct, frozen=True):
    """One place of a damaged case that was not as signed."""

    file: str
    reason: Message | str
    """Text in the cases of before messages were kept."""


class Erased(Struct, frozen=True, omit_defaults=False):
    """What an entry of a damaged case erased on purpose: an object, or of a body some slots; and why, where that could be read."""

    seq: Count
    gone: Sha256
    slots: tuple[Count, ...]
    reason: str
    authority: str


class Rescue(Struct, frozen=True):
    """The story of a rescue: from which case at which head, what was wrong there, which entries and objects (with what they were: the name of a
    file, or a message) were left out, what had been erased there on purpose, and its history as files.
    """

    case: str
    head: str
    seq: Count
    founder: str
    defects: tuple[LeftOut, ...]
    entries: tuple[Count, ...]
    objects: dict[str, Message | str]
    files: dict[str, Sha256]
    erased: tuple[Erased, ...] = ()


class Rescued(Struct, frozen=True):
    """The records after this one were in that entry of the damaged case; `is_signed` says whether an intact signed entry listed them, and `now`
    how objects, evidence and runs of that entry are called here, where that differs.
    """

    seq: Count
    hash: str
    time: str
    verb: str
    signer: str
    tool: str
    is_signed: bool
    now: dict[Sha256, Sha256] = {}


class Erasure(Struct, frozen=True, omit_defaults=False):
    """Something was erased, and why; not what it was, except where findings that stay name it: then `evidence` is the id that they use.

    `was` is what `was_of` gives of the id: by it, what was erased is known again when somebody else brings it, and by nothing it can be listed.
    """

    gone: Sha256
    slots: tuple[Count, ...]
    reason: str
    authority: str
    evidence: Sha256 | msgspec.UnsetType = msgspec.UNSET
    was: Sha256 | msgspec.UnsetType = msgspec.UNSET


KINDS: dict[str, type[Struct]] = {
    "write": Write, "evidence": Sealed, "run": RunPointer, "settings": Settings, "recovery": Recovery, "custody": Custody, "offer": Offer,
    "receipt": Accepted, "anchor": Anchored, "rescue": Rescue, "rescued": Rescued, "erasure": Erasure,
}  # fmt: skip

QUOTED = ", ".join(f"'{each}'" for each in KINDS)
"""The kinds of which a history is told, as SQL lists them: of a casebook of 100,000 records nothing need be in memory for it."""


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
        return (str(record.data["object"]),)
    if record.kind == "run":
        pointer = msgspec.convert(record.data, type=RunPointer)
        return (pointer.object, *pointer.attachments.values())
    if record.kind == "offer":
        return (msgspec.convert(record.data, type=Offer).exhibits,)
    if record.kind == "receipt":
        return (msgspec.convert(record.data, type=Accepted).object,)
    if record.kind == "rescue":
        return tuple(msgspec.convert(record.data, type=Rescue).files.values())
    return ()
