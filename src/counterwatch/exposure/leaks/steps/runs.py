"""Base64 and hexadecimal, wherever a run of their letters stands and wherever in the run it begins."""

from __future__ import annotations

import binascii
import itertools
import re
from collections.abc import Iterator

from counterwatch.exposure.leaks.views import Budget, View

DIGITS = re.compile(rb"[0-9A-Fa-f]{12,}")
STANDARD = bytes.maketrans(b"-_", b"+/")
ADDRESS = re.compile(rb"(?:\A|[.:])[A-Za-z0-9_-]{0,64}/([A-Za-z0-9+/_-]{16,8192})(?![A-Za-z0-9+/_-])")
MOST_ADDRESSES, MOST_TAILS, SHORTEST_TAIL = 500, 8, 16
APART = b"AAAA"
QUAD, TRIPLE = 4, 3


def base64(view: View, _budget: Budget) -> Iterator[View]:
    """Yield what the runs of base64 (both alphabets) are, read from each of the four places where a quad may begin."""
    runs = [*view.runs, *_tails(view)]
    if not runs:
        return
    line = b"".join(each for run in runs for each in (run, b"A" * (-len(run) % QUAD), APART)).translate(STANDARD)
    for offset in range(QUAD):
        data = binascii.a2b_base64(line[offset:] + b"A" * offset)
        # Only where the first quad begins with the run does a stream begin with the bytes.
        yield view.then("base64", data, tuple(_spans(runs)) if not offset else ())


def hexadecimal(view: View, _budget: Budget) -> Iterator[View]:
    """Yield what the runs of hexadecimal digits are, read from either of the two places where a pair may begin."""
    runs = DIGITS.findall(b"\n".join(view.runs))
    for offset in range(2) if runs else ():
        made = view.joined("hex", (bytes.fromhex(run[offset : len(run) - (len(run) - offset) % 2].decode()) for run in runs))
        if made is not None:
            yield made


def _tails(view: View) -> Iterator[bytes]:
    """Yield what the path of an address holds from each of its slashes on: there a run may begin, though the letters before belong to it too."""
    if b"/" not in view.data or not view.is_text:
        return
    for found in itertools.islice(ADDRESS.finditer(view.data), MOST_ADDRESSES):
        path = found[1]
        for _ in range(MOST_TAILS):
            if len(path) >= SHORTEST_TAIL:
                yield path
            path = path.partition(b"/")[2]


def _spans(runs: list[bytes]) -> Iterator[tuple[int, int]]:
    """Yield where each run begins and ends once it is decoded."""
    start = 0
    for run in runs:
        yield start, start + len(run) * TRIPLE // QUAD
        start += (-(-len(run) // QUAD) + 1) * TRIPLE
