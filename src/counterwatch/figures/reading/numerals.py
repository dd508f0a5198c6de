"""A column of numbers: most cells are read at once, the rest one by one, and what is no number becomes a fault."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from counterwatch.core import Message, Template
from counterwatch.figures.reading.faults import Faults, shown
from counterwatch.figures.reading.written import Mark, decimal_mark, is_missing, other_mark, parse, plain_text
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
LARGEST = 1e100
LOOKALIKE = re.compile(r"[OoОоIl|SZB]")
UNSURE = re.compile(r"^(?:[~≈<>≤≥＜＞±]|约|約|近|超|about |circa |ca\. ?)|(?:\+|多|余|餘)$")
PLAIN = r"^[+-]?[0-9]+$"
DOTTED = r"^[+-]?[0-9]*\.[0-9]+(?:[eE][+-]?[0-9]+)?$|^[+-]?[0-9]+[eE][+-]?[0-9]+$"


@dataclass(frozen=True, slots=True, kw_only=True)
class Numbers:
    """A column as numbers, NaN where nothing was published, with what was decided about it."""

    values: Floats
    missing: dict[str, int]
    percent: bool = False
    mark: Mark | None = None
    guessed: bool = False
    units: tuple[str, ...] = ()


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
        parsed = parse(plain_text(text), reading.mark)
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
        template, hint = _reason(text, other_mark(self.mark))
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
    if (letters and re.search("[0-9]", plain) and parse(LOOKALIKE.sub("0", plain), other)) or (
        letters and parse(LOOKALIKE.sub("0", plain), other_mark(other))
    ):
        return NOT_A_NUMBER, LETTER(letter=letters[0])
    if plain.casefold().lstrip("+-") in ("inf", "infinity", "∞"):
        return NOT_FINITE, None
    if UNSURE.search(plain) and re.search("[0-9]", plain):
        return NOT_EXACT, None
    return (OTHER_MARK if parse(plain, other) else NOT_A_NUMBER), None
