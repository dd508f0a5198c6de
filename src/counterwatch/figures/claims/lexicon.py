"""Words of published sentences in English, French and Chinese (simplified and traditional), as regular expressions on folded text."""

from __future__ import annotations

from fractions import Fraction

from counterwatch.figures.claims.claim import Word

BEFORE = (
    (Word.AT_MOST, r"at most|no more than|not more than|up to|au plus|au maximum|ne depasse pas|最多|至多|不超过|不超過|不多于|不多於"),
    (Word.AT_LEAST, r"at least|no less than|not less than|no fewer than|au moins|pas moins de|至少|不少于|不少於|不低于|不低於"),
    (Word.NEARLY, r"nearly|almost|close to|just under|just below|approaching|presque|pres de|quasiment|pas loin de|将近|將近|接近|几乎|幾乎|近"),
    (Word.ABOUT, r"about|around|approximately|roughly|some|circa|environ|a peu pres|autour de|大约|大約|约|約|大概|差不多"),
    (
        Word.MORE,
        r"more than|over|above|exceed(?:s|ed|ing)?|greater than|upwards of|plus d[e']|superieur a|depass\w+|超过|超過|逾|多于|多於|高于|高於|过|過",
    ),
    (Word.LESS, r"less than|under|below|fewer than|moins d[e']|inferieur a|不到|不足|少于|少於|低于|低於|未达|未達"),
)
"""Longer ways come first: `no more than` holds `more than`, and 不超过 holds 超过."""
AFTER = (
    (Word.ABOUT, r"左右|上下|or so|or thereabouts|environ"),
    (Word.AT_LEAST, r"以上|or more|ou plus"),
    (Word.AT_MOST, r"以下|or less|or fewer|ou moins"),
    (Word.MORE, r"多|余|餘|强|強"),
    (Word.LESS, r"弱"),
)
BETWEEN = r"(?:\s|的|了|占|佔|为|為|达到?|達到?|有|a |an |the |one |un |une |la |le |les |des |d'|de )*"
"""What may stand between such a word and the figure."""

FRACTIONS = {
    r"(?:one )?half|halves|la moitie|moitie|一半|半数|半數": Fraction(1, 2),
    r"two[- ]thirds|deux[- ]tiers": Fraction(2, 3),
    r"(?:a |one[- ])third|un tiers|le tiers": Fraction(1, 3),
    r"three[- ](?:quarters|fourths)|trois[- ]quarts": Fraction(3, 4),
    r"(?:a |one[- ])(?:quarter|fourth)|un quart|le quart": Fraction(1, 4),
    r"four[- ]fifths|quatre[- ]cinquiemes": Fraction(4, 5),
    r"(?:a |one[- ])fifth|un cinquieme": Fraction(1, 5),
    r"nine[- ]tenths|neuf[- ]dixiemes": Fraction(9, 10),
    r"(?:a |one[- ])tenth|un dixieme": Fraction(1, 10),
}
TIMES = {
    r"doubled|doubles|doubling|double|twice|翻了?一?番|翻了?一?倍|增加了?一倍|增长了?一倍|增長了?一倍": Fraction(2),
    r"tripled|trebled|tripling|triple|threefold": Fraction(3),
    r"quadrupled|quadruple|fourfold|翻了?[两兩二]番": Fraction(4),
    r"halved|halving|reduit de moitie|baisse de moitie|diminue de moitie|减半|減半|减少了?一半|減少了?一半": Fraction(1, 2),
}
RISE = (
    r"\b(?:rose|rises?|rising|grew|grow|grown|increas\w+|up by|gain\w*|augment\w+|progress\w+|hausse|cr[ou]\w+)\b|增长|增長|上升|增加|上涨|上漲|提高"
)
FALL = r"\b(?:fell|falls?|falling|fallen|drop\w*|declin\w+|decreas\w+|down by|shrank|baiss\w+|diminu\w+|chut\w+|recul\w*)\b|下降|减少|減少|降低|下跌"

HAN = {each: number for number, each in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2, "兩": 2}
SCALES = {
    r"thousand|mille": 10**3, r"millions?": 10**6, r"billions?|milliards?": 10**9, "千万": 10**7, "千萬": 10**7, "百万": 10**6, "百萬": 10**6,
    "万": 10**4, "萬": 10**4, "亿": 10**8, "億": 10**8,
}  # fmt: skip


def han_number(text: str) -> int:
    """Return a number below one hundred that is written in Chinese, such as 八十五."""
    tens, mark, ones = text.rpartition("十")
    return (HAN.get(tens, 1) * 10 if mark else 0) + HAN.get(ones, 0)
