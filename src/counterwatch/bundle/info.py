"""`bag-info.txt`: what kind of copy this is, of which case, as it was at which entry."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import get_args

from counterwatch.bundle.instructions import Copy
from counterwatch.bundle.places import VERSION
from counterwatch.core.version import __version__

AGENT, OUR_VERSION, OUR_COPY, IDENTIFIER, HEAD, OXUM = (
    "Bag-Software-Agent", "Counterwatch-Bundle", "Counterwatch-Copy", "External-Identifier", "Counterwatch-Head", "Payload-Oxum",
)  # fmt: skip
LINE = re.compile(r"([A-Za-z][A-Za-z-]{0,39}): (\S[^\r\n]{0,199})\Z")
COPIES: tuple[Copy, ...] = get_args(Copy)


def info_of(copy: Copy, *, case: str = "", head: str = "") -> dict[str, str]:
    """Return what a bundle says of itself; one that must tell nothing names neither case nor head."""
    said = {AGENT: f"counterwatch {__version__}", OUR_VERSION: str(VERSION), OUR_COPY: copy, IDENTIFIER: case, HEAD: head}
    return {name: value for name, value in said.items() if value}


def read_info(data: bytes) -> Mapping[str, str] | None:
    """Return the lines of `bag-info.txt`; None where it is not in the form in which it is written."""
    try:
        *lines, last = data.decode("utf-8").split("\n")
    except UnicodeDecodeError:
        return None
    matches = [LINE.match(line) for line in lines]
    found = {match[1]: match[2] for match in matches if match}
    return found if not last and len(found) == len(lines) else None
