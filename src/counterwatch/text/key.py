"""The comparison key of a text: two spellings that look alike to a reader compare equal, in any script."""

from __future__ import annotations

import re
import unicodedata

FORM = f"1/{unicodedata.unidata_version}"
"""Which keys these are: a stored key of another form (another rule, another edition of Unicode) is made anew."""

# Default-ignorable characters that are not of the category Cf: joiners, Hangul fillers, variation selectors.
IGNORED = frozenset(map(chr, (0x034F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x3164, 0xFFA0, *range(0x180B, 0x1810), *range(0xFE00, 0xFE10)))) | frozenset(
    map(chr, range(0xE0100, 0xE01F0))
)
PLAIN = re.compile(r"[\x20-\x7e]*\Z")


def key(text: str) -> str:
    """Return what a text is compared by: NFKC, folded case, single spaces, without characters that nobody sees."""
    if PLAIN.match(text):
        return " ".join(text.lower().split())
    folded, before = text, ""
    # One pass is not always enough: folding case can take apart what the next pass puts together.
    while folded != before:
        before = folded
        folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", _seen(folded)).casefold())
    return " ".join(folded.split())


def _seen(text: str) -> str:
    """Return a text without zero-width, direction and control characters; those that are white space stay."""
    return "".join(each for each in text if each.isspace() or (each not in IGNORED and unicodedata.category(each) not in {"Cf", "Cc", "Cs"}))
