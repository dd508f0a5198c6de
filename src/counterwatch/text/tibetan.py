"""Tibetan as it sounds: its spelling keeps letters that nobody says, and names in other scripts follow the sound.

After the rules of Tournadre & Germano 2003 («THL simplified phonetic transcription»), roughly: prefixed and superscribed letters and the silent
suffixes go, the root letter with its vowel and the suffixes that are said stay. Good enough to compare names by, not to print them.
"""

from __future__ import annotations

import re

SYLLABLE = re.compile("[\u0f40-\u0fbc]+")
ROOTS = {
    "ཀ": "k", "ཁ": "kh", "ག": "g", "ང": "ng", "ཅ": "ch", "ཆ": "ch", "ཇ": "j", "ཉ": "ny", "ཏ": "t", "ཐ": "th",
    "ད": "d", "ན": "n", "པ": "p", "ཕ": "ph", "བ": "b", "མ": "m", "ཙ": "ts", "ཚ": "ts", "ཛ": "dz", "ཝ": "w",
    "ཞ": "zh", "ཟ": "z", "འ": "_", "ཡ": "y", "ར": "r", "ལ": "l", "ཤ": "sh", "ས": "s", "ཧ": "h", "ཨ": "_",
}  # fmt: skip
VOWELS = {"ི": "i", "ུ": "u", "ེ": "e", "ོ": "o", "ཱ": "a"}
SAID = {"ག": "k", "ང": "ng", "ན": "n", "བ": "p", "མ": "m", "ར": "r", "ལ": "l"}
SUBJOINED = 0x50
"""A subjoined consonant stands so far behind the full one in Unicode."""
PREFIXES, SUPERSCRIPTS, SECOND = "གདབམའ", "རལས", "གངབམ"


def spoken(text: str) -> str:
    """Return a text in which Tibetan syllables are written in Latin letters as they sound; other scripts stay."""
    return SYLLABLE.sub(lambda match: _syllable(match[0]), text).replace("་", " ") if SYLLABLE.search(text) else text


def _syllable(written: str) -> str:
    stacks = re.findall("[\u0f40-\u0f6c][\u0f71-\u0f87\u0f90-\u0fbc]*", written)
    if not stacks:
        return ""
    at = _root(stacks)
    said = "".join(SAID.get(each[0], "") for each in stacks[at + 1 : at + 2])
    return _sound(stacks[at]) + said


def _root(stacks: list[str]) -> int:
    """Return which stack holds the root: the first with a vowel sign or a letter below; else it follows from how many there are."""
    marked = next((at for at, each in enumerate(stacks) if len(each) > 1), None)
    if marked is not None:
        return marked
    if len(stacks) < 3 or stacks[0] not in PREFIXES:
        return 0
    return 0 if len(stacks) == 3 and stacks[1] in SECOND and stacks[2] in "སད" else 1


def _sound(stack: str) -> str:
    below = [chr(ord(each) - SUBJOINED) for each in stack[1:] if "\u0f90" <= each <= "\u0fb8"]
    letter = below[0] if stack[0] in SUPERSCRIPTS and below and below[0] not in "ཡརལཝཧ" else stack[0]
    if "ལ" in below:
        letter = "ད" if stack[0] == "ཟ" else "ལ"
    glide = "r" if "ར" in below and letter != "ས" else "y" if "ཡ" in below else ""
    vowel = next((VOWELS[each] for each in stack if each in VOWELS), "a")
    return (ROOTS.get(letter, "") + glide).replace("_", "") + vowel
