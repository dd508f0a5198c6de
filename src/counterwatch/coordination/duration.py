"""Lengths of time as people write them: 60s, 10m, 1h, 500ms."""

from __future__ import annotations

import re

from counterwatch.core import Template, WrongUsage

UNITS = {"ms": 1, "s": 1_000, "m": 60_000, "min": 60_000, "h": 3_600_000, "d": 86_400_000}
WRITTEN = re.compile(r"\s*(\d{1,9}(?:\.\d{1,3})?)\s*(ms|s|m|min|h|d)?\s*\Z")
NOT_A_LENGTH = Template("coordination.duration.not_a_length", '"{text}" is not a length of time')
WRITE = Template("coordination.duration.write", "write a number with ms, s, m, h or d, such as 60s; several with commas, such as 10s,60s,10m")


def milliseconds(text: str) -> int:
    """Return a length of time in whole milliseconds; a number alone counts seconds."""
    found = WRITTEN.match(text)
    if found is None or (length := round(float(found[1]) * UNITS[found[2] or "s"])) <= 0:
        raise WrongUsage(NOT_A_LENGTH(text=text), hint=WRITE())
    return length


def several(text: str) -> tuple[int, ...]:
    """Return lengths of time written with commas between them, each once, the shortest first."""
    return tuple(sorted({milliseconds(each) for each in text.split(",") if each.strip()}))


def written(length: int) -> str:
    """Return a length of time in the largest unit of which it is a whole number."""
    unit, size = next(
        (unit, size) for unit, size in (("d", 86_400_000), ("h", 3_600_000), ("m", 60_000), ("s", 1_000), ("ms", 1)) if length % size == 0
    )
    return f"{length // size}{unit}"
