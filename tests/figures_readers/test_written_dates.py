"""Dates as people write them: each form with the day it stands for."""

from __future__ import annotations

import datetime

import numpy as np
import polars as pl
import pytest
from babel.dates import format_date
from hypothesis import given
from hypothesis import strategies as st

from counterwatch.core import CounterwatchError
from counterwatch.figures.columns import AmbiguousDates, DateOrder
from counterwatch.figures.reading.days import Calendar, days
from counterwatch.figures.reading.faults import Faults
from counterwatch.figures.table import Step


def read(*cells: str, order: DateOrder | None = None) -> Calendar:
    faults = Faults(name="hubei.csv")
    made = days(pl.Series("date", cells), faults=faults, rows=np.arange(2, 2 + len(cells)), order=order)
    faults.settle(skip=False)
    return made


def iso(*cells: str, order: DateOrder | None = None) -> list[str]:
    return [str(each) for each in read(*cells, order=order).days]


@pytest.mark.parametrize(
    "cell",
    [
        "2020-03-02",
        "20200302",
        "2020/3/2",
        "2020.03.02",
        "2.3.2020",
        "02.03.2020",
        "2 March 2020",
        "2nd March 2020",
        "March 2, 2020",
        "Mar 2, 2020",
        "2-Mar-2020",
        "2-Mar-20",
        "2 mars 2020",
        "2. März 2020",
        "2 de marzo de 2020",
        "2 марта 2020",
        "2 марта 2020 г.",
        "2020年3月2日",
        "２０２０年３月２日",
        "2020年03月02號",
        "民國109年3月2日",
        "2020년 3월 2일",
        "2020-03-02T00:00:00",
        "2020-03-02 23:59",
        "2020-03-02T10:00:00Z",
        "2020-03-02T10:00:00.123+08:00",
        "٢٠٢٠-٠٣-٠٢",
        " 2020-03-02 ",
    ],
)
def test_the_second_of_march_2020(cell: str) -> None:
    made = read(cell)
    assert (str(made.days[0]), made.step) == ("2020-03-02", Step.DAY)


@pytest.mark.parametrize(
    ("cell", "first", "step"),
    [
        ("2020-W10", "2020-03-02", Step.WEEK),
        ("2020W10", "2020-03-02", Step.WEEK),
        ("2020-W53", "2020-12-28", Step.WEEK),
        ("2020-03", "2020-03-01", Step.MONTH),
        ("2020M03", "2020-03-01", Step.MONTH),
        ("Mar 2020", "2020-03-01", Step.MONTH),
        ("2020年3月", "2020-03-01", Step.MONTH),
        ("mars 2020", "2020-03-01", Step.MONTH),
        ("2020Q1", "2020-01-01", Step.QUARTER),
        ("2020-Q4", "2020-10-01", Step.QUARTER),
        ("Q2 2020", "2020-04-01", Step.QUARTER),
        ("2020年第3季度", "2020-07-01", Step.QUARTER),
        ("2020", "2020-01-01", Step.YEAR),
        ("2020年", "2020-01-01", Step.YEAR),
    ],
)
def test_weeks_months_quarters_and_years(cell: str, first: str, step: Step) -> None:
    made = read(cell)
    assert (str(made.days[0]), made.step) == (first, step)


def test_a_day_above_twelve_anywhere_decides_the_order_of_the_column() -> None:
    assert iso("02/03/2020", "13/03/2020") == ["2020-03-02", "2020-03-13"]
    assert iso("02/03/2020", "03/13/2020") == ["2020-02-03", "2020-03-13"]
    assert iso("1/22/20", "3/2/20") == ["2020-01-22", "2020-03-02"]


def test_an_order_that_nothing_decides_is_asked_for() -> None:
    with pytest.raises(AmbiguousDates, match="--date-order dmy or --date-order mdy") as caught:
        read("02/03/2020", "03/03/2020")
    assert (caught.value.choices, caught.value.exit_code) == (("dmy", "mdy"), 2)
    assert iso("02/03/2020", order="dmy") == ["2020-03-02"]
    assert iso("02/03/2020", order="mdy") == ["2020-02-03"]


def test_the_order_does_not_matter_where_day_and_month_are_equal() -> None:
    assert iso("02/02/2020", "03/03/2020") == ["2020-02-02", "2020-03-03"]


def test_spreadsheet_day_numbers_are_asked_about() -> None:
    with pytest.raises(AmbiguousDates, match="--date-order excel"):
        read("43892", "43893")
    assert iso("43892", "43893", order="excel") == ["2020-03-02", "2020-03-03"]


@pytest.mark.parametrize("cell", ["2563-03-02", "2 มีนาคม 2563", "1398/12/12", "۱۳۹۸/۱۲/۱۲", "1441-07-07"])
def test_other_calendars_are_refused_with_what_to_do(cell: str) -> None:
    with pytest.raises(CounterwatchError, match=r"another calendar.*common calendar"):
        read(cell)


@pytest.mark.parametrize("cell", ["2020-02-30", "2021-02-29", "2020-13-01", "31.04.2020", "2020年2月30日", "2020-W60"])
def test_a_day_that_does_not_exist_is_named(cell: str) -> None:
    with pytest.raises(CounterwatchError, match=r"cannot read row 2 of hubei.csv: there is no day"):
        read(cell)


def test_the_rare_form_in_a_column_is_named() -> None:
    with pytest.raises(CounterwatchError, match=r'cannot read row 4 of hubei.csv: "2020-03" is not written as the other dates'):
        read("2020-03-01", "2020-03-02", "2020-03")


def test_words_are_no_dates() -> None:
    with pytest.raises(CounterwatchError, match='"soon" is not a date'):
        read("2020-03-01", "soon")


@pytest.mark.parametrize("locale", ["en", "fr", "de", "es", "it", "pt", "ru", "zh", "ja", "ko", "nl", "tr", "uk", "id"])
@given(day=st.dates(datetime.date(1900, 1, 1), datetime.date(2100, 1, 1)))
def test_reads_back_the_long_date_of_a_locale(locale: str, day: datetime.date) -> None:
    assert iso(format_date(day, format="long", locale=locale)) == [day.isoformat()]


@given(st.lists(st.dates(datetime.date(1900, 1, 1), datetime.date(2100, 1, 1)), min_size=1, max_size=20))
def test_a_stated_order_reads_back_every_day(written: list[datetime.date]) -> None:
    for order, form in (("dmy", "%d/%m/%Y"), ("mdy", "%m/%d/%Y")):
        assert iso(*(each.strftime(form) for each in written), order=order) == [each.isoformat() for each in written]  # type: ignore[arg-type]
