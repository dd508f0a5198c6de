"""Invented secrets of the kinds that endanger people: names in five scripts, phones, places, serial numbers, numbers of documents."""

from __future__ import annotations

import random

LATIN = ("Zarifa", "Mehmet", "Oksana", "Lhamo", "Quentin", "Ferenc", "Ximena", "Wajida", "Bjorn", "Yusupjan")
FAMILY = ("Kadyrtash", "Ostrovik", "Dorjegyal", "Almasbek", "Vandermoor", "Tursunzade", "Jaworskich", "Pemakhang")
CHINESE = "王李张刘陈杨赵黄周吴", "建国秀英丽华志强敏静磊洋艳勇军杰娟涛超明"
ARABIC = ("ئاينۇر", "توختى", "ياسىن", "مەريەم", "قۇربان", "ئابلەت", "زۇلپىيە", "ھاشىم")
CYRILLIC = ("Иванова", "Светлана", "Ермеков", "Гульнара", "Дмитрий", "Жумабаев", "Оксана", "Фёдор")
TIBETAN = ("བཀྲ་ཤིས", "སྒྲོལ་མ", "རྡོ་རྗེ", "ཚེ་རིང", "པདྨ", "ནོར་བུ", "ལྷ་མོ", "སྐལ་བཟང")


def secrets(count: int, seed: int = 8) -> list[str]:
    """Return so many secrets, all different, none a part of another."""
    draw, found = random.Random(seed), dict[str, None]()
    while len(found) < count:
        each = MAKERS[len(found) % len(MAKERS)](draw)
        if not any(each in other or other in each for other in found):
            found[each] = None
    return list(found)


def _latin(draw: random.Random) -> str:
    return f"{draw.choice(LATIN)} {draw.choice(FAMILY)}{draw.randrange(10, 99)}"


def _chinese(draw: random.Random) -> str:
    return draw.choice(CHINESE[0]) + "".join(draw.sample(CHINESE[1], 4))


def _pair(words: tuple[str, ...], draw: random.Random, between: str) -> str:
    return between.join(draw.sample(words, 3))


MAKERS = (
    _latin,
    _chinese,
    lambda draw: _pair(ARABIC, draw, " "),
    lambda draw: _pair(CYRILLIC, draw, " "),
    lambda draw: _pair(TIBETAN, draw, "་"),
    lambda draw: f"+{draw.randrange(30, 99)} {draw.randrange(100, 999)} {draw.randrange(1_000_000, 9_999_999)}",
    lambda draw: f"{draw.uniform(30, 50):.6f}, {draw.uniform(70, 120):.6f}",
    lambda draw: f"SN{draw.randrange(10**11, 10**12)}",
    lambda draw: f"E{draw.randrange(10**8, 10**9)}<{draw.choice('ABCDEFGH')}{draw.randrange(1000, 9999)}",
    lambda draw: f"{draw.getrandbits(64):016x}",
)
