"""Numbers as people write them: separators, other digits, percent signs, units of ten thousand, and what stands for «nothing published»."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass
from typing import Literal

import numpy as np
import polars as pl
from numpy.typing import NDArray

from counterwatch.core import Message, Template
from counterwatch.figures.faults import Faults, shown
from counterwatch.figures.table import Floats

NOT_A_NUMBER = Template("figures.numerals.not_a_number", 'cannot read row {row:raw} of {name}: "{text}" is not a number')
NOT_EXACT = Template("figures.numerals.not_exact", 'cannot read row {row:raw} of {name}: "{text}" is not one exact number')
NOT_FINITE = Template("figures.numerals.not_finite", 'cannot read row {row:raw} of {name}: "{text}" is infinite or too large to compute with')
OTHER_MARK = Template(
    "figures.numerals.other_mark", 'cannot read row {row:raw} of {name}: "{text}" uses another decimal mark than the rest of its column'
)
OTHER_UNIT = Template(
    "figures.numerals.other_unit", 'cannot read row {row:raw} of {name}: "{text}" mixes numbers with and without a percent sign in one column'
)
LETTER = Template("figures.numerals.letter", "it holds the letter {letter}; --skip-bad-rows counts such rows and lists them in the report")

Rows = NDArray[np.int64]
Mark = Literal[".", ","]
MISSING = frozenset(
    {"", "na", "n/a", "n.a.", "nan", "null", "none", "nil", "-", "--", "---", "–", "—", "−", "－", "..", "...", "…", "‥", "*", ".", "#n/a", "#na",
     "#null!", "缺", "無", "无", "不详", "不詳", "暂无", "暫無", "no data", "not available", "missing", "н/д", "нет данных", "x", "?", ":"}
)  # fmt: skip
ENDINGS = {"%": 1.0, "万": 1e4, "萬": 1e4, "亿": 1e8, "億": 1e8, "千万": 1e7, "百万": 1e6}
SAMPLE = 20_000
LONGEST = 100
LARGEST = 1e100
LOOKALIKE = re.compile(r"[OoОоIl|SZB]")
UNSURE = re.compile(r"^(?:[~≈<>≤≥＜＞±]|约|約|近|超|about |circa |ca\. ?)|(?:\+|多|余|餘)$")
PLAIN = r"^[+-]?[0-9]+$"
DOTTED = r"^[+-]?[0-9]*\.[0-9]+(?:[eE][+-]?[0-9]+)?$|^[+-]?[0-9]+[eE][+-]?[0-9]+$"
CHARACTERS = {ord(c): "-" for c in "−‐‑‒–—﹣－"} | {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
CHARACTERS |= (
    {ord(c): " " for c in "\u00a0\u202f\u2009\u2007\u3000\u2008"}
    | {ord(c): "'" for c in "’‘`´ʼ"}
    | {ord("٪"): "%", ord("٬"): "'", ord("٫"): "\u066b"}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Numbers:
    """A column as numbers, NaN where nothing was published, with what was decided about it."""

    values: Floats
    missing: dict[str, int]
    percent: bool = False
    mark: Mark | None = None
    guessed: bool = False
    units: tuple[str, ...] = ()


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
    return any(_parse(plain_text(text), mark) is not None for mark in (".", ","))


def numbers(column: pl.Series, *, faults: Faults, rows: Rows, mark: Mark | None = None, native: bool = False) -> Numbers:
    """Read a column. `native` says that the file stores numbers as numbers, so that a dot is always a decimal mark."""
    if column.dtype != pl.String:
        return _typed(column, faults, rows)
    text = column.str.strip_chars()
    plain = text.str.contains(PLAIN)
    rest = text.filter(~plain).unique().to_list()
    decided, guessed = (mark or ".", False) if mark or native else decimal_mark(rest, short=bool((text.str.len_chars() < 4).filter(plain).any()))
    direct = (plain | text.str.contains(DOTTED) if decided == "." else plain).fill_null(value=False)
    values = text.set(~direct, None).cast(pl.Float64, strict=False).to_numpy().astype(np.float64)
    hard = text.to_frame("text").with_row_index("position").filter(~direct).group_by("text", maintain_order=True).agg("position")
    cells = {str(each): np.asarray(positions) for each, positions in hard.iter_rows() if each is not None}
    missing = {"": int(text.null_count())} if text.null_count() else {}
    made = _finish(values, cells, missing, Reading(faults=faults, rows=rows, mark=decided, guessed=guessed), bool(direct.any()))
    _refuse_endless(made.values, text, faults, rows)
    return made


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


def _typed(column: pl.Series, faults: Faults, rows: Rows) -> Numbers:
    values = column.cast(pl.Float64, strict=False).to_numpy().astype(np.float64)
    _refuse_endless(values, column, faults, rows)
    nothing = int(np.isnan(values).sum())
    return Numbers(values=values, missing={"": nothing} if nothing else {})


def _refuse_endless(values: Floats, column: pl.Series, faults: Faults, rows: Rows) -> None:
    """Take out infinite numbers, and those so large that their differences or squares would be."""
    for position in np.flatnonzero(np.abs(values) > LARGEST).tolist():
        row = int(rows[position])
        faults.bad(row, NOT_FINITE(row=row, name=faults.name, text=shown(str(column[position]))))
        values[position] = np.nan


def _finish(values: Floats, cells: dict[str, Rows], missing: dict[str, int], reading: Reading, bare: bool) -> Numbers:
    endings: Counter[str] = Counter({"": 1} if bare else {})
    percents: list[str] = []
    for text, positions in cells.items():
        if is_missing(text):
            missing[text] = missing.get(text, 0) + len(positions)
            continue
        parsed = _parse(plain_text(text), reading.mark)
        if parsed is None:
            reading.refuse(text, positions)
            continue
        values[positions] = parsed[0]
        endings[parsed[1]] += len(positions)
        percents += [text] if parsed[1] == "%" else []
    if percents and sum(endings.values()) > endings["%"]:
        for text in percents:
            values[cells[text]] = np.nan
            reading.mixed(text, cells[text])
    units = tuple(sorted(ending for ending in endings if ending not in ("", "%")))
    return Numbers(values=values, missing=missing, percent=set(endings) == {"%"}, mark=reading.mark, guessed=reading.guessed, units=units)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What is known while a column is read."""

    faults: Faults
    rows: Rows
    mark: Mark
    guessed: bool

    def refuse(self, text: str, positions: Rows) -> None:
        other: Mark = "," if self.mark == "." else "."
        template, hint = _reason(text, other)
        self._say(template, text, positions, hint)

    def mixed(self, text: str, positions: Rows) -> None:
        self._say(OTHER_UNIT, text, positions, None)

    def _say(self, template: Template, text: str, positions: Rows, hint: Message | None) -> None:
        for position in positions:
            row = int(self.rows[position])
            self.faults.bad(row, template(row=row, name=self.faults.name, text=shown(text)), hint)


def _reason(text: str, other: Mark) -> tuple[Template, Message | None]:
    plain = plain_text(text)
    letters = LOOKALIKE.findall(plain)
    if (letters and re.search("[0-9]", plain) and _parse(LOOKALIKE.sub("0", plain), other)) or (
        letters and _parse(LOOKALIKE.sub("0", plain), _swap(other))
    ):
        return NOT_A_NUMBER, LETTER(letter=letters[0])
    if plain.casefold().lstrip("+-") in ("inf", "infinity", "∞"):
        return NOT_FINITE, None
    if UNSURE.search(plain) and re.search("[0-9]", plain):
        return NOT_EXACT, None
    return (OTHER_MARK if _parse(plain, other) else NOT_A_NUMBER), None


def _swap(mark: Mark) -> Mark:
    return "," if mark == "." else "."


def _parse(text: str, mark: Mark) -> tuple[float, str] | None:
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
