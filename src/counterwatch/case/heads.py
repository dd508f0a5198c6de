"""A head as people hold it outside a case: one line to print, mail or photograph, and the same line read back."""

from __future__ import annotations

import re
from dataclasses import dataclass

from counterwatch.case.custody import Head
from counterwatch.case.entries import Placed
from counterwatch.core import Template, WrongUsage

SHORTEST = 16
PRINTED = re.compile(r"^(?:.*?([0-9]{1,15})\s*:)?([0-9a-f\s-]+)$", re.IGNORECASE | re.DOTALL)

NOT_A_HEAD = Template("case.heads.not_a_head", "«{text}» is not a head: at least {digits:raw} digits of its hash are needed")
AS_PRINTED = Template("case.heads.as_printed", 'copy it as it was printed: the number of the entry, a colon, the hash; "12: 3f2a 99b1 04cc 7e10"')


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenHead:
    """What somebody wrote down: the beginning of a hash, and the number of its entry where that was noted too."""

    text: str
    hash: str
    seq: int | None = None

    def fits(self, placed: Placed) -> bool:
        """Is this the head that an entry made?"""
        return placed.hash.startswith(self.hash) and self.seq in (None, placed.entry.seq)


def line_of(case: str, head: Head) -> str:
    """Return the one line that is printed, mailed and put into the QR code."""
    return f"counterwatch {case} {head.seq}: {head.hash}"


def grouped(hash: str) -> str:
    """Return a hash in groups of four, as people can copy it."""
    return " ".join(hash[start : start + 4] for start in range(0, len(hash), 4))


def read_head(text: str) -> WrittenHead:
    """Read a head as it was printed or typed; spaces do not matter, and the first 16 digits are enough."""
    match = PRINTED.match(text.strip())
    hash = re.sub(r"[\s-]", "", match[2]).lower() if match else ""
    if match is None or not SHORTEST <= len(hash) <= 64:
        raise WrongUsage(NOT_A_HEAD(text=text, digits=SHORTEST), hint=AS_PRINTED())
    return WrittenHead(text=text, hash=hash, seq=int(match[1]) if match[1] else None)
