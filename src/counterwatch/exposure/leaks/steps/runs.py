"""Base64 and hexadecimal, wherever a run of their letters stands and wherever in the run it begins."""

from __future__ import annotations

import binascii
import re
from collections.abc import Iterator

from counterwatch.exposure.leaks.views import Budget, View

DIGITS = re.compile(rb"[0-9A-Fa-f]{12,}")
STANDARD = bytes.maketrans(b"-_", b"+/")
APART = b"AAAA"
QUAD, TRIPLE = 4, 3


def base64(view: View, _budget: Budget) -> Iterator[View]:
    """Yield what the runs of base64 (both alphabets) are, read from each of the four places where a quad may begin."""
    if not view.runs:
        return
    line = b"".join(each for run in view.runs for each in (run, b"A" * (-len(run) % QUAD), APART)).translate(STANDARD)
    for offset in range(QUAD):
        data = binascii.a2b_base64(line[offset:] + b"A" * offset)
        yield view.then("base64", data, _spans(view.runs) if not offset else ())


def hexadecimal(view: View, _budget: Budget) -> Iterator[View]:
    """Yield what the runs of hexadecimal digits are, read from either of the two places where a pair may begin."""
    runs = DIGITS.findall(b"\n".join(view.runs))
    for offset in range(2):
        made = view.joined("hex", (bytes.fromhex(run[offset : len(run) - (len(run) - offset) % 2].decode()) for run in runs))
        if made is not None:
            yield made


def _spans(runs: list[bytes]) -> Iterator[tuple[int, int]]:
    """Yield where each run begins and ends once it is decoded."""
    start = 0
    for run in runs:
        yield start, start + len(run) * TRIPLE // QUAD
        start += (-(-len(run) // QUAD) + 1) * TRIPLE
