"""A signed page of an invented report, and single bytes of it changed."""

from __future__ import annotations

import random
from collections.abc import Iterator

from counterwatch.case.signing import Signer
from counterwatch.draw.live import runtime
from counterwatch.report.formats.html import html
from counterwatch.report.seal import signed
from sample_report import departing, document_of, quiet, starved

SIGNER = Signer.from_seed(bytes(range(32)))
DOCUMENT = document_of(departing("Guangxi"), departing("湖北省", 2), quiet("Bayern"), quiet("ལྷ་ས།"), starved("ئۈرۈمچى"))
FLIPS = 1000


def page() -> bytes:
    return signed(html(DOCUMENT), key=SIGNER.public, sign=SIGNER.sign)


def flipped(data: bytes, count: int = FLIPS, seed: int = 0) -> Iterator[tuple[int, bytes]]:
    """Yield where one bit of a byte was changed, and what came of it: spread evenly, a tenth of them over the script that draws charts."""
    rng = random.Random(seed)
    begin = data.index(runtime().encode())
    drawing = range(begin, begin + len(runtime().encode()))
    others = [*range(begin), *range(drawing.stop, len(data))]
    for number in range(count):
        among = drawing if number % 10 == 0 else others
        at = among[min((number * len(among)) // count + rng.randrange(max(1, len(among) // count)), len(among) - 1)]
        changed = bytearray(data)
        changed[at] ^= 1 << rng.randrange(8)
        yield at, bytes(changed)
