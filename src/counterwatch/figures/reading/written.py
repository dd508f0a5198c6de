"""One number as people write it: separators, other digits, percent signs, units of ten thousand, and what stands for «nothing published»."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from typing import Literal

Mark = Literal[".", ","]
SAMPLE = 20_000
LONGEST = 100
MISSING = frozenset(
    {"", "na", "n/a", "n.a.", "nan", "null", "none", "nil", "-", "--", "---", "–", "—", "−", "－", "..", "...", "…", "‥", "*", ".", "#n/a", "#na",
     "#null!", "缺", "無", "无", "不详", "不詳", "暂无", "暫無", "no data", "not available", "missing", "н/д", "нет данных", "x", "?", ":"}
)  # fmt: skip
ENDINGS = {"%": 1.0, "千万": 1e7, "百万": 1e6, "万": 1e4, "萬": 1e4, "亿": 1e8, "億": 1e8}
CHARACTERS = {ord(c): "-" for c in "−‐‑‒–—﹣－"} | {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
CHARACTERS |= (
    {ord(c): " " for c in "\u00a0\u202f\u2009\u2007\u3000\u2008"}
    | {ord(c): "'" for c in "’‘`´ʼ"}
    | {ord("٪"): "%", ord("٬"): "'", ord("٫"): "\u066b"}
)


def plain_text(text: str) -> str:
    """Return text with ASCII digits, signs and spaces, whatever script its digits were in."""
    if len(text) > LONGEST:
        return "too long to be a number or a date"
    if text.isascii():
        return text.strip()
    return "".join(str(unicodedata.decimal(each)) if each.isdecimal() else each for each in text.translate(CHARACTERS)).strip()


def is_missing(text: str) -> bool:
    return len(text) < LONGEST and text.strip().casefold() in MISSING


def looks_like_a_number(text: str) -> bool:
    """Say whether a cell could be a number under one of the two decimal marks."""
    return any(parse(plain_text(text), mark) is not None for mark in (".", ","))


def decimal_mark(texts: list[str], *, short: bool) -> tuple[Mark, bool]:
    """Return the decimal mark of a column and whether it was only guessed; `short` says that plain numbers below 1000 stand in it."""
    kinds = Counter(_mark_of(plain_text(text)) for text in texts[:SAMPLE])
    if kinds["."] != kinds[","]:
        return (".", False) if kinds["."] > kinds[","] else (",", False)
    if kinds["1.234"] and not kinds["1,234"]:
        return (",", True) if short else (".", True)
    return ".", bool(kinds["1,234"])


def _mark_of(text: str) -> str:
    """Return the decimal mark that a number shows, or `1,234` or `1.234` where it could be either."""
    found = re.fullmatch(r"[^0-9]{0,2}?([0-9 ',.]+)(?:[eE][0-9+-]+)?[^0-9A-Za-z]{0,3}", text)
    body = found[1].replace(" ", "").replace("'", "") if found else ""
    commas, dots = body.count(","), body.count(".")
    if commas and dots:
        return "," if body.rindex(",") > body.rindex(".") else "."
    if commas + dots != 1:
        return "." if commas else "," if dots else ""
    mark = "," if commas else "."
    whole, _, fraction = body.partition(mark)
    could_group = len(fraction) == 3 and 1 <= len(whole) <= 3 and not whole.startswith("0")
    return f"1{mark}234" if could_group else mark


def other_mark(mark: Mark) -> Mark:
    return "," if mark == "." else "."


def parse(text: str, mark: Mark) -> tuple[float, str] | None:
    """Return the number of a cell and the unit behind it (`%`, `万`), or `None`."""
    negative = text.startswith("(") and text.endswith(")")
    body = text[1:-1].strip() if negative else text
    ending = next((each for each in ENDINGS if body.endswith(each)), "")
    body = body.removesuffix(ending).rstrip()
    found = NUMBER[mark].match(body)
    if found is None or (negative and body[:1] in "+-"):
        return None
    digits = re.sub(r"[ ',.](?=[0-9])", "", found["whole"]) + ("." + found["fraction"] if found["fraction"] else "") + (found["power"] or "")
    number = float((found["sign"] or "") + digits) * ENDINGS.get(ending, 1.0)
    return -number if negative else number, ending


def _grammar(mark: Mark) -> re.Pattern[str]:
    groups = "".join(each for each in " ',." if each != mark)
    whole = rf"[0-9]+|[0-9]{{1,3}}(?P<group>[{groups}])[0-9]{{3}}(?:(?P=group)[0-9]{{3}})*|[0-9]{{1,2}}(?:,[0-9]{{2}})*,[0-9]{{3}}"
    if mark == ",":
        whole = whole.rpartition("|")[0]
    return re.compile(
        rf"^(?P<sign>[+-])? ?(?P<whole>{whole}|(?=[{mark}\u066b]))(?:[{mark}\u066b](?P<fraction>[0-9]+))?(?P<power>[eE][+-]?[0-9]{{1,3}})?$"
    )


NUMBER: dict[Mark, re.Pattern[str]] = {".": _grammar("."), ",": _grammar(",")}
