"""Numbers as people write them: each form with the number it stands for."""

from __future__ import annotations

import decimal

import numpy as np
import polars as pl
import pytest
from babel.numbers import format_decimal
from hypothesis import given
from hypothesis import strategies as st

from counterwatch.figures.reading.faults import Faults
from counterwatch.figures.reading.numerals import Numbers, numbers


def read(*cells: str) -> Numbers:
    faults = Faults(name="hubei.csv")
    made = numbers(pl.Series(cells, dtype=pl.String), faults=faults, rows=np.arange(2, 2 + len(cells)))
    faults.settle(skip=False)
    return made


def refusal(*cells: str) -> tuple[str, str]:
    faults = Faults(name="hubei.csv")
    numbers(pl.Series(cells, dtype=pl.String), faults=faults, rows=np.arange(2, 2 + len(cells)))
    assert faults.found, "the cell was read"
    return str(faults.found[0][1]), str(faults.found[0][2])


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        ("1,234,567", 1234567),
        ("1.234.567", 1234567),
        ("1 234 567", 1234567),
        ("1\u00a0234\u00a0567", 1234567),
        ("1\u202f234\u202f567", 1234567),
        ("1'234'567", 1234567),
        ("1’234’567", 1234567),
        ("12,34,567", 1234567),
        ("1.234,5", 1234.5),
        ("1,234.5", 1234.5),
        ("1 234,5", 1234.5),
        ("１２３", 123),
        ("１，２３４", 1234),
        ("١٢٣", 123),
        ("١٬٢٣٤٫٥", 1234.5),
        ("۱۲۳", 123),
        ("१२३", 123),
        ("১২৩", 123),
        ("༡༢༣", 123),
        ("1.2万", 12000),
        ("3千万", 30_000_000),
        ("3亿", 300_000_000),
        ("1.5萬", 15000),
        ("(12)", -12),
        ("−3", -3),
        ("－4", -4),
        ("-5", -5),
        ("+6", 6),
        ("3 %", 3),
        ("3.5%", 3.5),
        ("３％", 3),
        ("1e5", 100_000),
        ("1.5E+3", 1500),
        (".5", 0.5),
        ("0.125", 0.125),
        ("007", 7),
        (" 8 ", 8),
    ],
)
def test_a_number_alone_in_its_column(cell: str, number: float) -> None:
    assert read(cell).values.tolist() == pytest.approx([number], rel=1e-15)


@pytest.mark.parametrize(
    "mark", ["", " ", "NA", "N/A", "n/a", "NaN", "null", "None", "-", "–", "—", "..", "...", "…", "*", "#N/A", "缺", "无", "不详", "no data", "н/д"]
)
def test_what_stands_for_nothing_published(mark: str) -> None:
    made = read("1", mark, "3")
    assert np.isnan(made.values).tolist() == [False, True, False]
    assert sum(made.missing.values()) == 1


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        (("1,234", "5,6"), [1.234, 5.6]),
        (("1,234", "5.6"), [1234, 5.6]),
        (("1.234", "5,6"), [1234, 5.6]),
        (("1.234", "950", "2.040"), [1234, 950, 2040]),
        (("1.234", "0.950"), [1.234, 0.95]),
        (("1,234", "1,234,567"), [1234, 1234567]),
        (("1.234", "1.234.567"), [1234, 1234567]),
    ],
)
def test_the_column_decides_what_one_cell_leaves_open(cells: tuple[str, ...], expected: list[float]) -> None:
    made = read(*cells)
    assert made.values.tolist() == expected
    assert made.guessed is (cells == ("1.234", "950", "2.040"))


def test_three_digits_after_a_lone_comma_are_thousands_and_that_is_said() -> None:
    made = read("1,234")
    assert (made.values.tolist(), made.guessed) == ([1234], True)


@pytest.mark.parametrize("cell", ["~1,200", "<10", ">100", "10+", "约100", "≈5", "±3", "100多"])
def test_an_inexact_number_is_no_number(cell: str) -> None:
    assert refusal(cell)[0] == f'cannot read row 2 of hubei.csv: "{cell}" is not one exact number'


@pytest.mark.parametrize("cell", ["12²", "1,23,4", "1 2", "12 people", "1-2", "1/2", "12*", "(-3)", "--4", "0x10", "1_000", "Ⅷ", "½"])
def test_what_only_resembles_a_number_is_refused(cell: str) -> None:
    assert "is not a number" in refusal("7", cell)[0]


def test_a_letter_in_a_number_is_named() -> None:
    said, hint = refusal("7", "1,2O4")
    assert said == 'cannot read row 3 of hubei.csv: "1,2O4" is not a number'
    assert hint == "it holds the letter O; --skip-bad-rows counts such rows and lists them in the report"


def test_percent_signs_are_on_all_numbers_or_on_none() -> None:
    assert read("3 %", "4%").percent
    assert refusal("3 %", "12")[0] == 'cannot read row 2 of hubei.csv: "3 %" mixes numbers with and without a percent sign in one column'


@pytest.mark.parametrize("cell", ["Inf", "-inf", "∞", "1e400", "1e200", "9" * 99 + "e9"])
def test_infinity_is_refused(cell: str) -> None:
    assert "is infinite or too large to compute with" in refusal("1", cell)[0]


def test_a_cell_with_the_other_decimal_mark_is_named() -> None:
    assert "uses another decimal mark" in refusal("1.5", "2,5", "3.5")[0]


@pytest.mark.parametrize("locale", ["en", "fr", "de", "de_CH", "es", "hi", "bn_BD", "ru", "pt_BR", "zh", "ar_EG", "fa", "mr", "dz", "it", "id"])
# Nine digits before the mark: of ten, Babel 2.19 writes 1000000'000 for Switzerland, which no office does.
@given(value=st.decimals(min_value=-(10**9 - 1), max_value=10**9 - 1, places=2, allow_nan=False, allow_infinity=False))
def test_reads_back_what_a_locale_writes(locale: str, value: decimal.Decimal) -> None:
    form = "#,##,##0.00" if locale in ("hi", "bn_BD", "mr", "dz") else "#,##0.00"
    written = [format_decimal(each, locale=locale, format=form, numbering_system="default") for each in (value, "1.25")]
    cleaned = [each.translate({0x200E: None, 0x200F: None, 0x61C: None}) for each in written]
    assert read(*cleaned).values.tolist() == [float(str(value)), 1.25]
