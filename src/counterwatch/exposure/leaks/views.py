"""Views: what bytes are once they are decoded, how they were, and how many of them a part may have."""

from __future__ import annotations

import hashlib
import re
from codecs import getincrementaldecoder
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache, cached_property
from typing import TYPE_CHECKING, Literal

from counterwatch.exposure.leaks.limits import BYTES_A_TRY, DECODED, DEPTH, GROWTH, TRIES, VIEWS

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Step = Literal["url", "form", "json", "base64", "hex", "gzip", "zlib", "deflate", "brotli", "zstd", "multipart", "protobuf"]
CONTAINERS = frozenset({"multipart", "protobuf"})
"""What only holds other things: it costs no depth."""
BETWEEN = b"\0\0\0"
PRINTABLE = bytes(range(0x20, 0x7F)) + b"\t\n\r"
WORDS = re.compile(rb"[\t\n\r\x20-\x7e]{8,}")
FEW = 2048
LEAST = 8
"""Bytes of a stretch of text among bytes that are none."""
RUN = re.compile(rb"[A-Za-z0-9+/_-]{8,}")
FOLDS = re.compile(rb"\n(?=[A-Za-z0-9+/]{4})(?<=[A-Za-z0-9+/]{60}\n)")
MOSTLY = 0.75
SAMPLE = 65_536


@dataclass(frozen=True, kw_only=True, repr=False)
class View:
    """Decoded bytes, the steps that led to them, and the spans in which one thing begins and ends; between them stand NULs."""

    data: bytes
    path: tuple[Step, ...] = ()
    spans: tuple[tuple[int, int], ...] = ()

    def __repr__(self) -> str:
        return f"<view: {' > '.join(self.path)}>"

    @cached_property
    def content(self) -> bytes:
        """A digest of the bytes, to know them again."""
        return hashlib.blake2b(self.data, digest_size=16).digest()

    @property
    def depth(self) -> int:
        """How many encodings were undone."""
        return sum(each not in CONTAINERS for each in self.path)

    @cached_property
    def runs(self) -> list[bytes]:
        """The runs of eight and more letters of base64, both alphabets; line ends as mail writes them are taken out."""
        data = self.text
        return RUN.findall(FOLDS.sub(b"", data.replace(b"\r\n", b"\n")) if b"\n" in data else data)

    @cached_property
    def is_text(self) -> bool:
        """Whether most of it can be printed, or is text beyond ASCII."""
        sample = self.data[:SAMPLE]
        beyond = len(sample.translate(None, PRINTABLE))
        return beyond <= len(sample) * (1 - MOSTLY) or (bool(beyond) and _is_utf8(sample))

    @cached_property
    def text(self) -> bytes:
        """The bytes, or of those that are no text the stretches that can be printed."""
        return self.data if self.is_text else BETWEEN.join(printable(self.data))

    def then(self, step: Step, data: bytes, spans: tuple[tuple[int, int], ...]) -> View:
        """Return a view of what one more step gives."""
        return View(data=data, path=(*self.path, step), spans=spans)

    def joined(self, step: Step, pieces: Iterable[bytes]) -> View | None:
        """Return several pieces as one view, or None where there is none."""
        spans, end, kept = list[tuple[int, int]](), 0, [each for each in pieces if each]
        for piece in kept:
            spans.append((end, end + len(piece)))
            end += len(piece) + len(BETWEEN)
        return self.then(step, BETWEEN.join(kept), tuple(spans)) if kept else None


def printable(data: bytes) -> list[bytes]:
    """Return the stretches of eight and more bytes that can be printed; most of random bytes is passed over without a look at each."""
    if len(data) < FEW:
        return WORDS.findall(data)
    import numpy as np

    can = _can_be_printed()[np.frombuffer(data, np.uint8)]
    for step in (1, 2, 4):
        can = can[:-step] & can[step:] if len(can) > step else can[:0]
    starts = np.flatnonzero(can)
    if not len(starts):
        return []
    edges = np.flatnonzero(np.diff(starts) > 1)
    firsts, lasts = starts[np.r_[0, edges + 1]], starts[np.r_[edges, len(starts) - 1]]
    return [data[first : last + LEAST] for first, last in zip(firsts.tolist(), lasts.tolist(), strict=True)]


@cache
def _can_be_printed() -> NDArray[np.bool_]:
    import numpy as np

    table = np.zeros(256, bool)
    table[list(PRINTABLE)] = True
    return table


def _is_utf8(sample: bytes) -> bool:
    try:
        # A letter that is cut off at the end of the sample is none of its faults.
        text = getincrementaldecoder("utf-8")().decode(sample)
    except UnicodeDecodeError:
        return False
    return sum(each.isprintable() or each.isspace() for each in text) > MOSTLY * len(text)


@dataclass(slots=True, kw_only=True)
class Budget:
    """What may still be spent on one part, and the codes of the limits that were met."""

    size: int
    views: int = VIEWS.most
    decoded: int = 0
    tried: int = 0
    met: set[str] = field(default_factory=set)

    def try_once(self) -> bool:
        """Return whether one more place may be tried."""
        self.tried += 1
        if self.tried > TRIES.most + self.size // BYTES_A_TRY:
            self.met.add(TRIES.code)
            return False
        return True

    def takes(self, view: View) -> bool:
        """Return whether one more view may be looked at."""
        if view.depth > DEPTH.most:
            return False
        if self.views <= 0:
            self.met.add(VIEWS.code)
            return False
        if self.decoded + len(view.data) > max(DECODED.most, GROWTH * self.size):
            self.met.add(DECODED.code)
            return False
        self.views -= 1
        self.decoded += len(view.data)
        return True
