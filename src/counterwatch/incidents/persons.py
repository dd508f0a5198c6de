"""How many persons: a number, a range or a bound, as people write it; what is no number stays as written."""

from __future__ import annotations

import re

from counterwatch.incidents.incident import Persons

NUMBER = r"(\d{1,3}(?:[ ,.'\u00a0\u202f]\d{3})+|\d+)"
ONE = re.compile(rf"^(?:about |around |ca\.? |约|大约|environ )?{NUMBER}(?: persons?| people|人|名)?$", re.IGNORECASE)
RANGE = re.compile(rf"^{NUMBER} ?(?:-|–|—|to|or|à|ou|至|到|或) ?{NUMBER}(?: persons?| people|人|名)?$", re.IGNORECASE)
MORE = re.compile(rf"^(?:more than |over |at least |>=?|≥|plus de |au moins |超过|至少){NUMBER}$|^{NUMBER} ?(?:\+|以上|or more)$", re.IGNORECASE)
STRICTLY = re.compile(r"^(?:more than |over |>(?!=)|plus de |超过)", re.IGNORECASE)


def persons(text: str) -> Persons | None:
    """Return the range that a text says; None for an empty one. Raises `ValueError` for what is no number of persons.

    «More than 130» begins at 131 and has no end.
    """
    written = " ".join(text.split())
    if not written:
        return None
    if one := ONE.match(written):
        count = _whole(one[1])
        return Persons(low=count, high=count, as_written=written)
    if more := MORE.match(written):
        return Persons(low=_whole(more[1] or more[2]) + bool(STRICTLY.match(written)), high=None, as_written=written)
    if between := RANGE.match(written):
        low, high = _whole(between[1]), _whole(between[2])
        if low <= high:
            return Persons(low=low, high=high, as_written=written)
    raise ValueError(written)


def _whole(text: str) -> int:
    return int(re.sub(r"\D", "", text))
