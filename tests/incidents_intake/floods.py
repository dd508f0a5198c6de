"""Junk in masses, as somebody would make it who wants twenty true submissions to be overlooked; each kind with a seed of its own."""

import pathlib
import random
import re
from collections.abc import Callable, Iterator

from genuine import GENUINE

CATALOGS = pathlib.Path(__file__).resolve().parents[2] / "src" / "counterwatch" / "locale"
TEMPLATES = (
    ("en", "I want to report that on {} the {} came to my {} and told me to {} or my {} would {}. Please {} this {} as soon as you {}."),
    ("fr", "Je signale que le {} un {} est venu chez {} pour {} et que ma {} doit {} avant {}. Merci de {} cette {} rapidement."),
    ("zh-Hans", "我要举报，{}有人到我{}来，说如果我不{}，就会对我的{}不利。请你们尽快{}这件{}的事情。"),
    ("ug", "مەن {} كۈنى {} نىڭ ئۆيۈمگە كېلىپ {} دېگەنلىكىنى مەلۇم قىلىمەن، ئۇلار {} غا تەھدىت سالدى. {} نى تېز بىر تەرەپ قىلىڭلار."),
)  # fmt: skip
SCRIPTS: dict[str, tuple[str, str, tuple[int, int]]] = {
    "en": ("abcdefghijklmnopqrstuvwxyz", " ", (2, 11)),
    "fr": ("abcdefghijklmnopqrstuvwxyzéèàçêô", " ", (2, 11)),
    "ug": ("ئاەبپتجچخدرزژسشغفقكگڭلمنھوۇۆۈۋېىي", " ", (2, 11)),
    "bo": ("".join(map(chr, [*range(0xF40, 0xF48), *range(0xF49, 0xF6A), 0xF72, 0xF74, 0xF7A, 0xF7C])), "་", (1, 6)),
    "zh-Hans": ("".join(map(chr, range(0x4E00, 0x9FA6))), "，", (4, 12)),
    "zh-Hant": ("".join(map(chr, range(0x4E00, 0x9FA6))), "。", (4, 12)),
    "Cyrillic": ("абвгдежзийклмнопрстуфхцчшщъыьэюя", " ", (2, 11)),
    "Hangul": ("".join(map(chr, range(0xAC00, 0xD7A4))), " ", (2, 5)),
    "Arabic": ("ابتثجحخدذرزسشصضطظعغفقكلمنهوي", " ", (2, 9)),
}  # fmt: skip
Junk = Iterator[tuple[str, str]]
"""The language that the form had, and the text."""


def identical(count: int, draw: random.Random) -> Junk:
    """One text again and again."""
    yield from [
        ("en", "I have important information about many incidents, please contact me urgently at the address that you know. This is not a joke.")
    ] * count


def templated(count: int, draw: random.Random) -> Junk:
    """A few sentences into which words of a dictionary are put at random."""
    words = {language: sorted({each for text in sentences(language) for each in words_of(text, language)}) for language in ("en", "fr", "zh-Hans")}
    words["ug"] = sorted({each for language, text in GENUINE if language == "ug" for each in text.split()})
    for _ in range(count):
        language, template = draw.choice(TEMPLATES)
        yield language, template.format(*draw.choices(words[language], k=template.count("{}")))


def random_letters(count: int, draw: random.Random) -> Junk:
    """Letters of a script drawn by lot, in words as long as words are."""
    for _ in range(count):
        name = draw.choice(sorted(SCRIPTS))
        letters, between, (short, long) = SCRIPTS[name]
        words = ("".join(draw.choices(letters, k=draw.randint(short, long))) for _ in range(draw.randint(12, 60)))
        yield (name if name[0].islower() else "en"), between.join(words)


def mutated(count: int, draw: random.Random) -> Junk:
    """True submissions, copied with up to three in ten of their words or characters changed."""
    for _ in range(count):
        language, text = draw.choice(GENUINE)
        yield language, changed(text, draw.uniform(0.01, 0.3), draw)


def shuffled(count: int, draw: random.Random, pool: int = 2_000) -> Junk:
    """Real sentences of a pool, three to seven at a time, in any order."""
    pools = {language: draw.sample(known, min(pool, len(known))) for language in ("en", "fr", "zh-Hans", "zh-Hant") if (known := sentences(language))}
    for _ in range(count):
        language = draw.choice(sorted(pools))
        yield language, ("" if language.startswith("zh") else " ").join(draw.sample(pools[language], draw.randint(3, 7)))


FLOODS: dict[str, Callable[[int, random.Random], Junk]] = {
    "identical": identical, "templated": templated, "random letters": random_letters, "mutated copies": mutated, "shuffled sentences": shuffled,
}  # fmt: skip


def changed(text: str, share: float, draw: random.Random) -> str:
    """Return a text with a share of its words, or of its characters where it has no spaces, replaced by others of itself, doubled or left out."""
    pieces = text.split(" ") if text.count(" ") > 5 else list(text)
    between = " " if text.count(" ") > 5 else ""
    return between.join(
        each for piece in pieces for each in ([piece] if draw.random() > share else draw.choice(([], [piece, piece], [draw.choice(pieces)])))
    )


def sentences(language: str) -> list[str]:
    """Return real sentences of a language: those of this program itself."""
    name = "fr" if language == "en" else language
    found = re.findall(rf'^{"msgid" if language == "en" else "msgstr"} "(.+)"$', (CATALOGS / f"{name}.po").read_text(encoding="utf-8"), re.MULTILINE)
    least = 12 if language.startswith("zh") else 40
    return sorted({each for each in found if len(each) >= least and "{" not in each and "\\" not in each})


def words_of(text: str, language: str) -> list[str]:
    """Return the words of a sentence; of Chinese, pairs of characters."""
    if language.startswith("zh"):
        return re.findall(r"[\u4e00-\u9fff]{2}", text)
    return [each for each in re.findall(r"\w+", text) if len(each) > 2]
