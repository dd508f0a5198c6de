"""Terms found in a text layer: any script, whatever the case and width of letters, across spaces, line ends and hyphens.

What is compared is each character taken apart (NFKD, folded case) without spaces, dashes and characters that nobody sees. That finds more than
was meant now and then, and never less. A text that was stored from right to left as it is seen is found too.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from counterwatch.core import Template, WrongUsage
from counterwatch.files.redaction.area import Box, clipped
from counterwatch.text.key import IGNORED

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from counterwatch.files.pixels import Page

NOTHING_TO_FIND = Template("files.redaction.nothing_to_find", "term {number} holds no letter, digit or sign that could be found")
WRITE_TERM = Template("files.redaction.write_term", "write one term per line, as it stands in the text")
EIGHTHS = 8
MARGIN = 0.15
"""How far beyond its characters a term is covered, as a share of their height."""
LEAST_MARGIN = 3
"""Pixels at least."""
SAME_LINE = 0.5
HIGH, LOW, END = range(0xD800, 0xDC00), range(0xDC00, 0xE000), 0x110000
DROPPED = frozenset({"Zs", "Zl", "Zp", "Cc", "Cf", "Cs", "Pd"})
HYPHENS = frozenset("\u00ad\ufffe\u0002")


@lru_cache(maxsize=1 << 16)
def compared(character: str) -> str:
    """Return what a character is compared by; nothing for spaces, dashes and what nobody sees."""
    apart = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", character).casefold())
    return "".join(each for each in apart if unicodedata.category(each) not in DROPPED and each not in IGNORED and each not in HYPHENS)


def compared_term(term: str, number: int) -> str:
    """Return what a term is compared by; raises `WrongUsage` where nothing is left of it."""
    found = _in_order([(each, 0) for character in term for each in compared(character)])
    if not found:
        raise WrongUsage(NOTHING_TO_FIND(number=number), hint=WRITE_TERM())
    return "".join(each for each, _ in found)


def boxes_of(page: Page, terms: Sequence[str]) -> Iterator[tuple[int, Box | None]]:
    """Yield, for each place where one of the compared terms stands, its index and each line of it; None where that lies outside the page."""
    if page.text is None or not len(page.text):
        return
    stream = _in_order(list(_stream(page.text[:, 0].tolist())))
    text, places = "".join(each for each, _ in stream), [place for _, place in stream]
    for index, term in enumerate(terms):
        for spelled in dict.fromkeys((term, term[::-1])) if _is_right_to_left(term) else (term,):
            for start in _starts(text, spelled):
                chosen = sorted(set(places[start : start + len(spelled)]))
                yield from ((index, box) for box in _lines(page.text[chosen, 1:], page))


def _starts(text: str, term: str) -> Iterator[int]:
    start = text.find(term)
    while start >= 0:
        yield start
        start = text.find(term, start + 1)


def _stream(codes: Sequence[int]) -> Iterator[tuple[str, int]]:
    """Yield what each character is compared by, with its place; halves of a character beyond the first plane are put together."""
    for place, code in enumerate(codes):
        before = codes[place - 1] if place else 0
        if code in HIGH or not 0 <= code < END:
            continue
        whole = 0x10000 + ((before - 0xD800) << 10) + code - 0xDC00 if code in LOW and before in HIGH else code
        yield from ((each, place) for each in compared(chr(whole)))


def _in_order(stream: list[tuple[str, int]]) -> list[tuple[str, int]]:
    """Put marks on one letter into the order that Unicode gives them, so that two spellings of it are one."""
    start = 0
    while start < len(stream):
        end = start
        while end < len(stream) and unicodedata.combining(stream[end][0]):
            end += 1
        stream[start:end] = sorted(stream[start:end], key=lambda each: unicodedata.combining(each[0]))
        start = end + 1
    return stream


def _is_right_to_left(term: str) -> bool:
    return any(unicodedata.bidirectional(each) in {"R", "AL"} for each in term)


def _lines(boxes: NDArray[np.int32], page: Page) -> list[Box | None]:
    """Return a rectangle around the characters of each line, with a margin."""
    lines: list[list[float]] = []
    for left, top, right, bottom in (boxes / EIGHTHS).tolist():
        if lines and _overlap(lines[-1], top, bottom) and left - lines[-1][2] < 4 * (bottom - top):
            last = lines[-1]
            lines[-1] = [min(last[0], left), min(last[1], top), max(last[2], right), max(last[3], bottom)]
        else:
            lines.append([left, top, right, bottom])
    return [_with_margin(each, page) for each in lines]


def _overlap(line: list[float], top: float, bottom: float) -> bool:
    shared = min(line[3], bottom) - max(line[1], top)
    return shared >= SAME_LINE * min(line[3] - line[1], bottom - top)


def _with_margin(line: list[float], page: Page) -> Box | None:
    left, top, right, bottom = line
    high, wide, _ = page.pixels.shape
    margin = max(MARGIN * min(bottom - top, right - left), LEAST_MARGIN)
    if clipped(left, top, right, bottom, wide, high) is None:
        return None
    return clipped(left - margin, top - margin, right + margin, bottom + margin, wide, high)
