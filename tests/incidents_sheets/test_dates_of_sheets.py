"""Dates that do not exist, that may be two, or that are of other calendars: refused, asked about, or kept as written and said."""

import datetime
import pathlib

import pytest
from hypothesis import given
from hypothesis import strategies as some

from counterwatch.api.case import new_case, open_case
from counterwatch.api.incidents import count, import_sheet, incidents
from counterwatch.case import Case, Identity
from counterwatch.core import WrongUsage
from counterwatch.incidents.calendars import other_calendar
from counterwatch.incidents.when import calendar_in, when, wrong

HEAD = "id,date,end_date,host_country,tactic\n"


@pytest.fixture
def case(tmp_path: pathlib.Path) -> Case:
    identity = Identity.new()
    return open_case(new_case(tmp_path / "case", identity=identity).path, identity=identity)


def sheet(folder: pathlib.Path, *dates: str) -> pathlib.Path:
    file = folder / "sheet.csv"
    rows = [f"r{number},{date if ',' in date else date + ','},DE,DA.assault\n" for number, date in enumerate(dates)]
    file.write_text(HEAD + "".join(rows), encoding="utf-8")
    return file


@pytest.mark.parametrize(
    ("date", "column"),
    [
        ("2021-02-30", "date"),
        ("2021-02-29", "date"),
        ("31.04.2021", "date"),
        ("2021-13", "date"),
        ("2021-00-10", "date"),
        ("2021年13月", "date"),
        ("99/99/2022", "date"),
        ("2021-02-30/2021-03-02", "date"),
        ("2021-02-01,2021-02-31", "end_date"),
        ("2021-05/2021-03", "date"),
        ("2021-05-02,2021-05-01", "end_date"),
        ("about 2021-02-30", "date"),
    ],
)
def test_a_day_that_never_was_is_refused_by_row_and_column(case: Case, tmp_path: pathlib.Path, date: str, column: str) -> None:
    done = import_sheet(sheet(tmp_path, "2021-01", date), case=case)
    assert done.new == ("r0",)
    assert [str(each.message).partition(":")[0] for each in done.faults] == [f"row 3, column «{column}»"]


@given(some.dates(datetime.date(1600, 1, 1), datetime.date(2099, 12, 31)))
def test_a_day_that_was_is_never_refused(day: datetime.date) -> None:
    for text in (
        day.isoformat(),
        f"{day:%d.%m.%Y}",
        f"{day:%Y/%m/%d}",
        f"{day.year}年{day.month}月{day.day}日",
        f"{day:%Y-%m}",
        f"{day.isoformat()} 14:30:00",
    ):
        assert wrong(text) == ""
        assert when(text).start <= day.isoformat() <= when(text).end
    for order, text in (("dmy", f"{day:%d/%m/%Y}"), ("mdy", f"{day:%m/%d/%Y}")):
        assert when(text, order=order).edtf == day.isoformat()  # type: ignore[arg-type]


def test_a_date_that_may_be_two_is_asked_about_before_anything_is_stored(case: Case, tmp_path: pathlib.Path) -> None:
    head = case.head
    file = sheet(tmp_path, "10/5/2022", "25/5/2022")
    with pytest.raises(WrongUsage, match="row 2 has the date «10/5/2022»") as caught:
        import_sheet(file, case=case)
    assert "«25/5/2022» in the same sheet can only be dmy" in str(caught.value.hint)
    assert case.head == head
    import_sheet(file, case=case, order="dmy")
    assert [each.date.edtf for each in incidents(case)] == ["2022-05-10", "2022-05-25"]
    assert import_sheet(sheet(tmp_path, "10/5/2022", "25/5/2022"), case=case, order="mdy").faults[0].place == "row 3"


def test_dates_that_can_only_be_one_are_not_asked_about(case: Case, tmp_path: pathlib.Path) -> None:
    import_sheet(sheet(tmp_path, "25/5/2022", "5/25/2022", "5/5/2022", "10.5.2022"), case=case)
    assert [each.date.edtf for each in incidents(case)] == ["2022-05-25", "2022-05-25", "2022-05-05", "2022-05-10"]


@pytest.mark.parametrize(
    ("written", "calendar", "edtf"),
    [
        ("民國111年3月5日", "republic", "2022-03-05"),
        ("民国111年", "republic", "2022"),
        ("中華民國元年1月1日", "republic", "1912-01-01"),
        ("Juche 111", "juche", "2022"),
        ("주체111년 4월 15일", "juche", "2022-04-15"),
        ("1401/07/15 SH", "solar_hijri", "2022-10-07"),
        ("۱۴۰۱/۰۷/۱۵ شمسی", "solar_hijri", "2022-10-07"),
        ("15 Mehr 1401", "solar_hijri", "2022-10-07"),
        ("مهر 1401", "solar_hijri", "2022-09-23/2022-10-22"),
        ("1401/07/15", "other", ""),
        ("15 Ramadan 1443", "hijri", ""),
        ("١٤٤٣ هـ", "hijri", ""),
        ("农历正月初五", "lunar", ""),
        ("農曆八月十五", "lunar", ""),
        ("རྒྱལ་ལོ་༢༡༤༩", "tibetan", ""),
        ("Tibetan royal year 2149", "tibetan", ""),
        ("2149", "other", ""),
        ("พ.ศ. 2565", "buddhist", ""),
        ("2565", "other", ""),
        ("令和4年", "other", ""),
    ],
)
def test_other_calendars_are_kept_said_and_read_only_where_that_is_exact(
    case: Case, tmp_path: pathlib.Path, written: str, calendar: str, edtf: str
) -> None:
    assert getattr(other_calendar(written), "calendar", None) == calendar
    done = import_sheet(sheet(tmp_path, written), case=case)
    (found,) = incidents(case)
    assert (found.date.as_written, found.date.edtf) == (written, edtf)
    assert len(done.remarks) == 1
    assert written in str(done.remarks[0].message)
    assert count(case, ["year"]).rows[0].key == (edtf[:4],)


@pytest.mark.parametrize(
    ("year", "day"),
    # The first day of spring as the Iranian calendar had it: the years 1375, 1379, 1383, 1387, 1391, 1395, 1399 and 1403 have 366 days.
    [
        (1357, "1978-03-21"),
        (1358, "1979-03-21"),
        (1375, "1996-03-20"),
        (1376, "1997-03-21"),
        (1380, "2001-03-21"),
        (1384, "2005-03-21"),
        (1387, "2008-03-20"),
        (1388, "2009-03-21"),
        (1392, "2013-03-21"),
        (1395, "2016-03-20"),
        (1396, "2017-03-21"),
        (1400, "2021-03-21"),
        (1403, "2024-03-20"),
        (1404, "2025-03-21"),
    ],
)
def test_the_iranian_year_begins_on_the_day_it_was_kept(year: int, day: str) -> None:
    assert when(f"1 Farvardin {year}").edtf == day


def test_days_of_the_iranian_calendar_follow_one_another() -> None:
    day, seen = datetime.date(1979, 3, 21), 0
    for year in range(1358, 1410):
        for month in range(1, 13):
            for number in range(1, 32):
                if found := when(f"{year}/{month:02}/{number:02} SH").start:
                    assert found == day.isoformat()
                    day, seen = day + datetime.timedelta(days=1), seen + 1
    assert seen == 52 * 365 + 13


def test_no_ordinary_date_is_taken_for_one_of_another_calendar(shared: pathlib.Path) -> None:
    import csv

    for name in ("casebook.csv", "volume_2020pb.csv"):
        with (shared / "data" / "incidents" / name).open(encoding="utf-8") as file:
            assert not [row["date"] for row in csv.DictReader(file) if calendar_in(row["date"])]
