"""A number in a statement: the range that was said, what it counts, how it was come by, and the document that holds it."""

from __future__ import annotations

import re
from decimal import Decimal

from counterwatch.core.finding import Struct
from counterwatch.incidents.persons import STRICTLY, persons

SCALES = {
    "thousand": 10**3, "mille": 10**3, "million": 10**6, "millions": 10**6, "billion": 10**9, "milliard": 10**9, "milliards": 10**9,
    "万": 10**4, "萬": 10**4, "亿": 10**8, "億": 10**8, "百万": 10**6, "百萬": 10**6,
}  # fmt: skip
SCALED = re.compile(r"(\d+(?:[.,]\d{1,3})?)\s*(" + "|".join(sorted(SCALES, key=len, reverse=True)) + r")(?![a-zé])", re.IGNORECASE)
OFFICIAL = re.compile(
    r"official (?:estimate|figure|statistic|count|number|data)|(?:estimation|chiffre|statistique|donnée)s? officiel|官方(?:估|统计|統計|数|數)",
    re.IGNORECASE,
)
"""Words that lend a number the weight of an office."""


class Quantity(Struct, frozen=True):
    """A range as it was said; `high` is None where only a lower bound was. `document` is evidence or a reference, empty where none is named."""

    low: int
    high: int | None
    as_written: str
    unit: str = ""
    method: str = ""
    document: str = ""
    is_official: bool = False


def quantity(text: str, *, unit: str = "", method: str = "", document: str = "", words: str = "") -> Quantity | None:
    """Return the number that a text says; None for an empty one. Raises `ValueError` for what is no number or range.

    «At least 1.3 million», «130万» and «6 or 7» are such. Where the words around it call it official, it is held to be.
    """
    written = " ".join(text.split())
    plain = SCALED.sub(_plain, written)
    found = persons(plain)
    if found is None:
        return None
    is_official = bool(OFFICIAL.search(f"{words} {method}"))
    # «More than 130» begins at 131; «more than 1.3 million» was never exact to one.
    low = found.low - bool(plain != written and STRICTLY.match(plain))
    return Quantity(low=low, high=found.high, as_written=written, unit=unit, method=method, document=document, is_official=is_official)


def _plain(match: re.Match[str]) -> str:
    scaled = Decimal(match[1].replace(",", ".")) * SCALES[match[2].lower()]
    return str(int(scaled)) if scaled == int(scaled) else match[0]
