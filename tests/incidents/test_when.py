"""A date is never better known than what was written: the days it can mean hold the day that was meant, and nothing is invented."""

import calendar
import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as some

from counterwatch.incidents.when import when


@pytest.mark.parametrize(
    ("written", "precision", "start", "end"),
    [
        ("2022-10-05", "day", "2022-10-05", "2022-10-05"), ("2022-10", "month", "2022-10-01", "2022-10-31"),
        ("2022", "year", "2022-01-01", "2022-12-31"),
        ("1990", "year", "1990-01-01", "1990-12-31"), ("199X", "range", "1990-01-01", "1999-12-31"),
        ("(Believed to be) 2020-06-05", "circa", "2020-06-05", "2020-06-05"), ("about 2019", "circa", "2019-01-01", "2019-12-31"),
        ("2021-03/2021-05", "range", "2021-03-01", "2021-05-31"), ("2022年10月", "month", "2022-10-01", "2022-10-31"),
        ("2024-02", "month", "2024-02-01", "2024-02-29"), ("2022-13", "unknown", "", ""), ("2022-02-30", "unknown", "", ""),
        ("Losar 2149", "unknown", "", ""), ("", "unknown", "", ""), ("2021-05/2021-03", "unknown", "", ""),
    ],
)  # fmt: skip
def test_what_people_write_is_read_as_they_mean_it(written: str, precision: str, start: str, end: str) -> None:
    found = when(written)
    assert (found.precision, found.start, found.end) == (precision, start, end)
    assert found.as_written == " ".join(written.split())


@given(some.dates(datetime.date(1900, 1, 1), datetime.date(2100, 12, 31)), some.sampled_from(["day", "month", "year", "unknown", ""]))
def test_a_stated_precision_widens_and_never_narrows(day: datetime.date, stated: str) -> None:
    for written, known in ((day.isoformat(), "day"), (day.isoformat()[:7], "month"), (day.isoformat()[:4], "year")):
        found = when(written, precision=stated)
        if stated == "unknown":
            assert not found.start
            continue
        order = ["day", "month", "year"]
        assert order.index(found.precision) == max(order.index(known), order.index(stated) if stated else 0)
        assert found.start <= day.isoformat() <= found.end


@given(some.dates(datetime.date(1900, 1, 1), datetime.date(2100, 12, 31)))
def test_the_extended_format_says_as_much_as_is_known(day: datetime.date) -> None:
    assert when(day.isoformat()).edtf == day.isoformat()
    assert when(f"{day:%Y-%m}").edtf == f"{day:%Y-%m}"
    assert when(f"{day:%Y}").edtf == f"{day:%Y}"
    assert int(when(f"{day:%Y-%m}").end[-2:]) == calendar.monthrange(day.year, day.month)[1]


@given(some.text(max_size=40))
def test_no_text_is_taken_for_a_date_that_is_none(text: str) -> None:
    found = when(text)
    assert bool(found.start) == bool(found.end)
    assert found.start <= found.end
    if not any(each.isdigit() for each in text):
        assert found.precision == "unknown"
