"""Characters that a reader does not see or takes for others: zero-width ones, those that turn the direction, letters of two alphabets in a word."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from counterwatch.core.finding import Struct

TURNING = "\u202a-\u202e\u2066-\u2069"
MARKS = "\u200e\u200f\u061c"
UNSEEN = "\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u2060-\u2064\u206a-\u206f\u3164\ufeff\uffa0\U000e0000-\U000e007f"
JOINERS = "\u200c\u200d"
SUSPECT = re.compile(f"[{TURNING}{MARKS}{UNSEEN}{JOINERS}]")
LETTERS_ALIKE = ("LATIN", "CYRILLIC", "GREEK", "ARMENIAN", "CHEROKEE", "COPTIC", "LISU")
"""Scripts whose letters look like those of one another: a word has letters of one of them."""
ALIKE = re.compile("[\u0370-\u058f\u13a0-\u13ff\u1c80-\u1c8f\u1d26-\u1d2b\u2c80-\u2cff\ua4d0-\ua4ff\uab70-\uabbf]")
WORD = re.compile(r"[^\W\d_]+")
MOST = 8


class Disguised(Struct, frozen=True):
    """A character by its code point (`U+202E`), and whether nobody sees it, or it stands among letters of another alphabet."""

    code: str
    is_unseen: bool


def disguised(text: str) -> tuple[Disguised, ...]:
    """Return the characters of a text that are not what they seem, each once; none for ordinary text of any script.

    Joiners between letters of scripts that need them, and marks of direction beside text that runs from right to left, are ordinary.
    """
    if text.isascii() or not (SUSPECT.search(text) or ALIKE.search(text)):
        return ()
    found = dict.fromkeys([*_unseen(text), *_mixed(text)])
    return tuple(found)[:MOST]


def _unseen(text: str) -> Iterator[Disguised]:
    for match in SUSPECT.finditer(text):
        before, after = text[match.start() - 1 : match.start()], text[match.end() : match.end() + 1]
        if match[0] in JOINERS and any(_joins(each) for each in (before, after)):
            continue
        if match[0] in MARKS and any(unicodedata.bidirectional(each) in ("R", "AL") for each in text if not SUSPECT.match(each)):
            continue
        yield Disguised(code=f"U+{ord(match[0]):04X}", is_unseen=True)


def _joins(character: str) -> bool:
    """Does a character belong to a script, or to a picture, in which joiners change what is seen?"""
    if not character or character.isascii():
        return False
    return unicodedata.category(character) in ("So", "Sk", "Mn", "Mc", "Lo") or character == "\ufe0f"


def _mixed(text: str) -> Iterator[Disguised]:
    """Yield the letters of each word that are of another script than most of it."""
    for word in WORD.findall(text) if ALIKE.search(text) else ():
        scripts = [(each, script) for each in word if (script := unicodedata.name(each, "").partition(" ")[0]) in LETTERS_ALIKE]
        kinds = [script for _, script in scripts]
        if len(set(kinds)) > 1:
            most = max(dict.fromkeys(kinds), key=kinds.count)
            yield from (Disguised(code=f"U+{ord(each):04X}", is_unseen=False) for each, script in scripts if script != most)
