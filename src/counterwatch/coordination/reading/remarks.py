"""What a reader of a report must know about the bytes of a file: it is cut off, is not packed as its name says, or holds signs that are no text."""

from __future__ import annotations

from counterwatch.coordination.reading.faults import Faults
from counterwatch.coordination.reading.opening import Opened
from counterwatch.coordination.reading.recoded import Recoded
from counterwatch.core import Template

CUT = Template("coordination.remarks.cut", "{name} is cut off: what stands before the end was read, and how much is missing is not known")
NOT_PACKED = Template("coordination.remarks.not_packed", "{name} is named like a packed file and is not packed")
REPLACED = Template(
    "coordination.remarks.replaced",
    "{n} place that is no text in the encoding {encoding} was read as a replacement sign",
    "{n} places that are no text in the encoding {encoding} were read as replacement signs",
)
ZEROS = Template("coordination.remarks.zeros", "{n} zero byte in the text was left out", "{n} zero bytes in the text were left out")
PACKED_ENDINGS = (".gz", ".zst", ".bz2", ".xz")


def remark_on(file: Opened, recoded: Recoded | None, faults: Faults) -> None:
    """Keep the remarks on a file that was read to its end."""
    if file.cut:
        faults.note(CUT(name=file.name))
    if not file.kind and file.name.lower().endswith(PACKED_ENDINGS):
        faults.note(NOT_PACKED(name=file.name))
    if recoded is not None and recoded.replaced:
        faults.note(REPLACED(n=recoded.replaced, encoding=recoded.encoding))
    if recoded is not None and recoded.zeros:
        faults.note(ZEROS(n=recoded.zeros))
