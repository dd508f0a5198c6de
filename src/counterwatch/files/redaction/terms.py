"""Terms found in a text layer: any script, whatever the case and width of letters, across spaces, line ends and hyphens.

What is compared is each character taken apart (NFKD, folded case) without spaces, dashes and characters that nobody sees. That finds more than
was meant now and then, and never less. It is looked for in the order in which the text is stored and in the order in which it is seen: many
files store the pieces of a line, above all from right to left, in an order of their own.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from counterwatch.core import Template, WrongUsage
from counterwatch.files.redaction.area import Box
from counterwatch.files.redaction.lines import boxes_around, in_seen_order
from counterwatch.text.key import IGNORED

if TYPE_CHECKING:
    from counterwatch.files.pixels import Page

NOTHING_TO_FIND = Template("files.redaction.nothing_to_find", "term {number} holds no letter, digit or sign that could be found")
WRITE_TERM = Template("files.redaction.write_term", "write one term per line, as it stands in the text")
HIGH, LOW, END = range(0xD800, 0xDC00), range(0xDC00, 0xE000), 0x110000
DROPPED = frozenset({"Zs", "Zl", "Zp", "Cc", "Cf", "Cs", "Pd"})
DOT, DOTLESS = "\u0307", str.maketrans("ı", "i")
"""Turkish and its relatives write İ and ı where others write I and i: all four are one here."""
HYPHENS = frozenset("\u00ad\ufffe\u0002\u0f0b\u0f0c")
"""Hyphens at line ends as they are stored, and the Tibetan marks between syllables, which text layers often leave out."""

Stream = list[tuple[str, int]]
"""What is compared, one character each, with its place in the text layer."""


@lru_cache(maxsize=1 << 16)
def compared(character: str) -> str:
    """Return what a character is compared by; nothing for spaces, dashes and what nobody sees."""
    apart = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", character).casefold()).translate(DOTLESS)
    return "".join(each for each in apart if unicodedata.category(each) not in DROPPED and each not in IGNORED | HYPHENS and each != DOT)


def compared_term(term: str, number: int) -> str:
    """Return what a term is compared by; raises `WrongUsage` where nothing is left of it."""
    found = _in_order([(each, 0) for character in term for each in compared(character)])
    if not found:
        raise WrongUsage(NOTHING_TO_FIND(number=number), hint=WRITE_TERM())
    return "".join(each for each, _ in found)


def boxes_of(page: Page, terms: Sequence[str]) -> Iterator[tuple[int, list[Box]]]:
    """Yield, for each place where one of the compared terms stands, its index and a box for each line of it: none where it is off the page."""
    if page.text is None or not len(page.text):
        return
    stored = list(_stream(page.text[:, 0].tolist()))
    seen = in_seen_order(page.text[:, 1:], list(dict.fromkeys(place for _, place in stored)))
    found: dict[tuple[int, tuple[int, ...]], None] = {}
    for stream in (stored, *(_reordered(stored, order) for order in seen)):
        found |= dict.fromkeys(_places(_in_order(stream), terms))
    for index, chosen in found:
        yield index, boxes_around(page, list(chosen))


def _places(stream: Stream, terms: Sequence[str]) -> Iterator[tuple[int, tuple[int, ...]]]:
    """Yield the index of a term and the places of its characters, wherever it stands."""
    text = "".join(each for each, _ in stream)
    for index, term in enumerate(terms):
        start = text.find(term)
        while start >= 0:
            yield index, tuple(sorted({place for _, place in stream[start : start + len(term)]}))
            start = text.find(term, start + 1)


def _reordered(stream: Stream, order: Sequence[int]) -> Stream:
    by_place: dict[int, list[str]] = {}
    for each, place in stream:
        by_place.setdefault(place, []).append(each)
    return [(each, place) for place in order for each in by_place[place]]


def _stream(codes: Sequence[int]) -> Iterator[tuple[str, int]]:
    """Yield what each character is compared by, with its place; halves of a character beyond the first plane are put together."""
    for place, code in enumerate(codes):
        before = codes[place - 1] if place else 0
        if code in HIGH or not 0 <= code < END:
            continue
        whole = 0x10000 + ((before - 0xD800) << 10) + code - 0xDC00 if code in LOW and before in HIGH else code
        yield from ((each, place) for each in compared(chr(whole)))


def _in_order(stream: Stream) -> Stream:
    """Put marks on one letter into the order that Unicode gives them, so that two spellings of it are one."""
    start = 0
    while start < len(stream):
        end = start
        while end < len(stream) and unicodedata.combining(stream[end][0]):
            end += 1
        stream[start:end] = sorted(stream[start:end], key=lambda each: unicodedata.combining(each[0]))
        start = end + 1
    return stream
