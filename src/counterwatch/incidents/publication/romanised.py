"""Names written in Chinese, Tibetan and Uyghur as they are written in Latin letters: pinyin, Wylie, and the Uyghur Latin alphabet (ULY)."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator

HAN = re.compile("[\u3400-\u9fff\uf900-\ufaff\U00020000-\U000323af]+")
TIBETAN = re.compile("[\u0f40-\u0fbc]+(?:[\u0f0b\u0f0c]?[\u0f40-\u0fbc]+)*")
UYGHUR = re.compile("[\u0621-\u06d5]+")
MOST = 64
"""So many readings of one name are looked for; characters with several readings multiply them."""

ULY = {
    "ا": "a", "ە": "e", "ب": "b", "پ": "p", "ت": "t", "ج": "j", "چ": "ch", "خ": "x", "د": "d", "ر": "r", "ز": "z", "ژ": "zh", "س": "s", "ش": "sh",
    "غ": "gh", "ف": "f", "ق": "q", "ك": "k", "ک": "k", "گ": "g", "ڭ": "ng", "ل": "l", "م": "m", "ن": "n", "ھ": "h", "ه": "h", "و": "o", "ۇ": "u",
    "ۆ": "ö", "ۈ": "ü", "ۋ": "w", "ې": "ë", "ى": "i", "ي": "y",
}  # fmt: skip
CONSONANTS = {
    "ཀ": "k", "ཁ": "kh", "ག": "g", "ང": "ng", "ཅ": "c", "ཆ": "ch", "ཇ": "j", "ཉ": "ny", "ཏ": "t", "ཐ": "th", "ད": "d", "ན": "n", "པ": "p", "ཕ": "ph",
    "བ": "b", "མ": "m", "ཙ": "ts", "ཚ": "tsh", "ཛ": "dz", "ཝ": "w", "ཞ": "zh", "ཟ": "z", "འ": "'", "ཡ": "y", "ར": "r", "ལ": "l", "ཤ": "sh", "ས": "s",
    "ཧ": "h", "ཨ": "a",
}  # fmt: skip
VOWELS = {"ི": "i", "ུ": "u", "ེ": "e", "ོ": "o"}
SUBJOINED = 0x50
"""What a letter under another is further on in Unicode than the letter by itself."""


def readings(name: str) -> frozenset[str]:
    """Return how a name may be written in Latin letters: of a Chinese one with the family name first or last."""
    found: set[str] = set()
    for shape, read in ((HAN, _pinyin), (TIBETAN, _wylie), (UYGHUR, _uly)):
        if runs := shape.findall(name):
            choices = [list(itertools.islice(read(run), MOST)) for run in runs]
            found.update(" ".join(each) for each in itertools.islice(itertools.product(*choices), MOST * 2))
    return frozenset(each for each in found if each.strip())


def romanised(text: str) -> str:
    """Return a text with what is Chinese, Tibetan or Uyghur in it written in Latin letters, in the most usual reading; signs without one go."""
    for shape, read in ((HAN, _usual), (TIBETAN, _wylie), (UYGHUR, _uly)):
        text = shape.sub(lambda match, read=read: f" {next(read(match[0]), '')} ", text)  # type: ignore[misc]
    return text


def _usual(run: str) -> Iterator[str]:
    import pypinyin

    yield " ".join(pypinyin.lazy_pinyin(run, v_to_u=False)).replace("v", "u")


def _pinyin(run: str) -> Iterator[str]:
    import pypinyin

    syllables = pypinyin.pinyin(run, style=pypinyin.Style.NORMAL, heteronym=len(run) < 5)
    for each in itertools.islice(itertools.product(*syllables), MOST // 4):
        orders = [each, *((*each[size:], *each[:size]) for size in (1, 2) if size < len(each) <= 4)]
        for written in orders:
            plain = " ".join(written)
            yield from dict.fromkeys(plain.replace("v", each) for each in ("u", "v", "yu", "ue"))


def _uly(run: str) -> Iterator[str]:
    plain = "".join(ULY.get(each, "") for each in run)
    yield from dict.fromkeys((plain, plain.replace("x", "kh"), plain.replace("x", "h"), plain.replace("q", "k"), plain.replace("zh", "j")))


def _wylie(run: str) -> Iterator[str]:
    syllables = [list(_syllable(each)) for each in re.split("[\u0f0b\u0f0c]", run) if each]
    yield from (" ".join(each) for each in itertools.product(*syllables))


def _syllable(text: str) -> Iterator[str]:
    """Yield a syllable in Wylie; where no vowel is written, with the `a` after each letter that may carry it."""
    letters: list[str] = []
    has_vowel = False
    for each in text:
        below = chr(ord(each) - SUBJOINED)
        if each in VOWELS:
            has_vowel, letters[-1:] = True, [*letters[-1:], VOWELS[each]]
        elif each in CONSONANTS:
            letters.append(CONSONANTS[each])
        elif below in CONSONANTS:
            letters[-1:] = ["".join(letters[-1:]) + CONSONANTS[below]]
    if has_vowel:
        yield "".join(letters)
    else:
        places = sorted(range(len(letters)), key=lambda place: (place != min(len(letters) - 1, max(0, len(letters) - 2)), place))
        yield from ("".join([*letters[: at + 1], "a", *letters[at + 1 :]]) for at in places)
