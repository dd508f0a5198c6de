"""Text as UTF-8 in blocks, whatever encoding the file has: signs that cannot be read are replaced and counted."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from counterwatch.coordination.reading.opening import BLOCK, Opened
from counterwatch.core import UnreadableEvidence
from counterwatch.files.text import MARKS, decode

REPLACED = "\ufffd"
ENCODED_REPLACED = REPLACED.encode()
BEYOND = re.compile(r"[^\x00-\x7f]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Encoding:
    """The encoding of a file; `certain` says that it was named or shown by the file and not inferred."""

    name: str
    certain: bool


def encoding_of(head: bytes, *, name: str, whole: bool, asked: str | None) -> Encoding:
    """Return the encoding of a file by its first bytes; a zero among plain text does not make it anything else."""
    if asked is not None:
        decode(b"", name=name, encoding=asked)
        return Encoding(name=codecs.lookup(asked).name, certain=True)
    if marked := next((each for mark, each in MARKS if head.startswith(mark)), None):
        return Encoding(name=marked, certain=True)
    if _is_mostly_utf8(head):
        return Encoding(name="utf-8", certain=True)
    # A head may end within a character: what is judged ends with a line, or with a whole number of characters of any width.
    judged = head if whole else head.rpartition(b"\n")[0] or head[: len(head) // 4 * 4]
    try:
        read = decode(judged, name=name)
    except UnreadableEvidence:
        read = decode(judged.replace(b"\x00", b""), name=name)
    return Encoding(name=read.encoding, certain=read.certain)


def _is_mostly_utf8(head: bytes) -> bool:
    """Say whether text has signs beyond ASCII that are whole in UTF-8, and at most one broken one for twenty of them."""
    text = codecs.getincrementaldecoder("utf-8")(errors="replace").decode(head)
    broken = text.count(REPLACED) - head.count(ENCODED_REPLACED)
    return 20 * broken <= sum(map(len, BEYOND.findall(text))) - broken and text.count("\x00") * 20 <= len(text)


@dataclass(slots=True, kw_only=True)
class Recoded:
    """The text of a file in blocks without a byte order mark and without zeros. `replaced` and `zeros` count what was lost."""

    file: Opened
    encoding: str
    replaced: int = 0
    zeros: int = 0
    _tail: bytes = field(default=b"", repr=False)

    def blocks(self, size: int = BLOCK) -> Iterator[bytes]:
        """Return the blocks to the end of the file, in UTF-8."""
        return (text.encode(errors="replace") for text in self.texts(size))

    def texts(self, size: int = BLOCK) -> Iterator[str]:
        """Return the blocks to the end of the file as text."""
        decoder = codecs.getincrementaldecoder(self.encoding)(errors="replace")
        start = True
        while raw := self.file.block(size):
            text = decoder.decode(raw)
            self._count(text, raw)
            if start and text:
                start, text = False, text.removeprefix("\ufeff")
            if text:
                yield self._without_zeros(text)
        if rest := decoder.decode(b"", final=True):
            self.replaced += rest.count(REPLACED)
            yield self._without_zeros(rest)

    def _count(self, text: str, raw: bytes) -> None:
        """Count what the decoder replaced, and not the replacement signs that the file itself has."""
        found = text.count(REPLACED)
        if found and self.encoding == "utf-8":
            found -= (self._tail + raw).count(ENCODED_REPLACED)
        self.replaced += max(found, 0)
        self._tail = raw[-2:]

    def _without_zeros(self, text: str) -> str:
        if zeros := text.count("\x00"):
            self.zeros += zeros
            text = text.replace("\x00", "")
        return text
