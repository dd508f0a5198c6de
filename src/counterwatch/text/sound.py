"""How a name sounds, roughly: what is left of it in any script when vowels and small differences of consonants are gone.

Names that one script took over from another by sound meet here: 伊斯坦布尔 and Istanbul, لھاسا and ལྷ་ས. A name that was translated by its meaning
does not. Many short names sound the same, so it is a reason among others, never one alone.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from counterwatch.text.key import key
from counterwatch.text.tibetan import spoken

GROUPS = (
    ("ng", "n"), ("tsch|tch|sch|dzh|dz|ts|tz|sh|zh|ch|ss|x|c(?=[eiy])", "s"), ("kh|gh|ck|q|g|c", "k"), ("ph|b", "p"), ("th|dh|d", "t"), ("v", "f"),
    ("j|z", "s"), ("r", "l"), ("[^a-z]|[aeiouyhw]", ""),
)  # fmt: skip
SOUNDS = [(re.compile(written), letter) for written, letter in GROUPS]
DOUBLED = re.compile(r"(.)\1+")


@lru_cache(maxsize=1 << 15)
def sound(text: str) -> str:
    """Return the consonants of a text in Latin letters, those that scripts mix up under one; empty where it has none."""
    from anyascii import anyascii

    found = anyascii(spoken(key(text))).lower()
    if script(text) == "CJK":
        # The syllables of today begun with j were k when most names came in: 加德满都 is Kathmandu.
        found = found.replace("j", "k")
    for pattern, letter in SOUNDS:
        found = pattern.sub(letter, found)
    return DOUBLED.sub(r"\1", found)


@lru_cache(maxsize=1 << 15)
def script(text: str) -> str:
    """Return the script of the first letter of a text, as Unicode begins its name: LATIN, CJK, ARABIC, CYRILLIC, TIBETAN; empty without a letter."""
    letter = next((each for each in text if each.isalpha()), "")
    return unicodedata.name(letter, "").partition(" ")[0] if letter else ""
