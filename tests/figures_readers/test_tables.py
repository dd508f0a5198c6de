"""Tables as people publish them: layouts, headings, encodings, and rows that cannot be read."""

from __future__ import annotations

import csv
import datetime
import gzip
import io
import os
import pathlib
from typing import Any

import numpy as np
import openpyxl
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterwatch.core import CounterwatchError, UnreadableEvidence, WrongUsage
from counterwatch.figures.columns import AmbiguousDates, Columns
from counterwatch.figures.read import read
from counterwatch.figures.table import Kind, Panel, Step


def panel(text: str | bytes, name: str = "hubei.csv", **columns: Any) -> Panel:
    return read(text.encode() if isinstance(text, str) else text, name=name, columns=Columns(**columns))[0]


def said(made: Panel) -> str:
    return "\n".join(map(str, made.guess.said))


def problems(made: Panel) -> list[str]:
    return [str(each.message) for each in made.problems]


LONG = "date,place,cases\n2020-03-02,武汉,10\n2020-03-03,武汉,20\n2020-03-02,襄阳,30\n2020-03-03,襄阳,50\n"


def as_expected(made: Panel) -> None:
    assert made.units == ("武汉", "襄阳")
    assert [str(each) for each in made.times] == ["2020-03-02", "2020-03-03"]
    assert made.values["cases"].tolist() == [[10, 20], [30, 50]]


def test_long_tables_have_a_row_for_each_unit_and_time() -> None:
    made = panel(LONG)
    as_expected(made)
    assert (made.step, made.kinds["cases"]) == (Step.DAY, Kind.COUNTS)
    assert "unit: place (2 units)" in said(made)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "gb18030", "gbk"])
def test_common_encodings_are_recognised(encoding: str) -> None:
    as_expected(panel(LONG.encode(encoding)))


@pytest.mark.parametrize(
    ("encoding", "place"),
    [
        ("gb18030", "湖北省武汉市"),
        ("big5", "臺北市確診病例"),
        ("cp1251", "Республика Адыгея"),
        ("cp1252", "Île-de-France"),
        ("shift_jis", "さいたま市"),
        ("cp1252", "Köln"),
    ],
)
def test_older_encodings_are_guessed_and_said(encoding: str, place: str) -> None:
    made = panel(f"date,place,cases\n2020-03-02,{place},1\n2020-03-03,{place},2\n".encode(encoding))
    assert made.units == (place,)
    assert f"encoding: {encoding}" in said(made)


def test_a_named_encoding_is_used_and_a_wrong_one_is_refused() -> None:
    as_expected(panel(LONG.encode("gb18030"), encoding="gb18030"))
    with pytest.raises(UnreadableEvidence, match="is not utf-8: byte 28"):
        panel(LONG.encode("gb18030"), encoding="utf-8")
    with pytest.raises(WrongUsage, match='no encoding "klingon"'):
        panel(LONG, encoding="klingon")


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_separators_and_line_endings(separator: str, ending: str) -> None:
    as_expected(panel(LONG.replace(",", separator).replace("\n", ending)))


def test_gzip_is_unpacked() -> None:
    as_expected(panel(gzip.compress(LONG.encode()), "hubei.csv.gz"))


def test_a_decimal_comma_with_semicolons() -> None:
    made = panel("Datum;Ort;Wert\n02.03.2020;Köln;1.234,5\n03.03.2020;Köln;7,25\n")
    assert made.values["Wert"].tolist() == [[1234.5, 7.25]]
    assert "the comma is the decimal mark" in said(made)


def test_dates_across_with_latitudes_left_out() -> None:
    made = panel(
        "Province/State,Country/Region,Lat,Long,1/22/20,1/23/20,1/24/20\n,Albania,41.1,20.1,0,1,3\nVictoria,Australia,-37.8,144.9,1,1,4\nTasmania,Australia,-42.8,147.3,0,0,1\n"
    )
    assert made.units == ("Albania", "Australia · Victoria", "Australia · Tasmania")
    assert made.values[""].tolist() == [[0, 1, 3], [1, 1, 4], [0, 0, 1]]
    assert [str(each) for each in made.times] == ["2020-01-22", "2020-01-23", "2020-01-24"]
    assert "not used: the columns Lat, Long" in said(made)


def test_years_across() -> None:
    made = panel("Country Name,Country Code,2018 [YR2018],2019 [YR2019],2020 [YR2020]\nFrance,FRA,1.5,2.5,..\nGabon,GAB,3,4.5,5\n", "world.csv")
    assert (made.step, made.units, made.kinds[""]) == (Step.YEAR, ("France", "Gabon"), Kind.AMOUNTS)
    assert np.isnan(made.values[""][0, 2])


def test_units_across() -> None:
    made = panel("日期,湖北,湖南,广东\n2020-03-02,1,2,3\n2020-03-03,4,5,6\n")
    assert made.units == ("湖北", "湖南", "广东")
    assert made.values[""].tolist() == [[1, 4], [2, 5], [3, 6]]
    assert made.guess.columns.layout == "wide"


def test_several_value_columns_of_one_place_are_several_values_unless_told_otherwise() -> None:
    text = "date,cases,deaths,tests\n2020-03-02,1,2,3\n2020-03-03,4,5,6\n"
    assert set(panel(text).values) == {"cases", "deaths", "tests"}
    assert panel(text).units == ("hubei",)
    assert panel(text, layout="wide").units == ("cases", "deaths", "tests")


def test_a_series_column_names_values() -> None:
    text = "date,country,kind,n\n" + "".join(
        f"2020-03-0{day},{land},{kind},{day}\n" for day in (2, 3) for land in ("Chad", "Mali") for kind in ("deaths", "confirmed")
    )
    assert list(panel(text).values) == ["deaths", "confirmed"]
    assert list(panel(text, unit="country", series="kind").values) == ["deaths", "confirmed"]
    assert list(panel(text, where={"kind": "deaths"}).values) == ["n"]


def test_the_user_has_the_last_word() -> None:
    text = "a,b,c,d\n2020-03-02,x,1,5\n2020-03-03,x,2,6\n"
    made = panel(text, unit="b", time="a", value=("d",), kind="rates", cumulative=True)
    assert (list(made.values), made.kinds["d"], made.cumulative["d"]) == (["d"], Kind.RATES, True)
    assert list(panel(text, map={"value": "c", "time": "a"}).values) == ["c"]


@pytest.mark.parametrize(
    ("columns", "said"),
    [
        ({"value": ("deaths",)}, 'there is no column "deaths" in hubei.csv .*its columns are: date, place, cases'),
        ({"where": {"place": "Paris"}}, 'no row of hubei.csv has "Paris" in column "place" .*武汉, 襄阳'),
        ({"map": {"colour": "place"}}, '"colour" is not something a column can be mapped to'),
    ],
)
def test_a_wrong_name_is_answered_with_the_right_ones(columns: dict[str, Any], said: str) -> None:
    with pytest.raises(WrongUsage, match=said):
        panel(LONG, **columns)


def test_a_table_without_numbers_lists_its_columns() -> None:
    with pytest.raises(WrongUsage, match=r"no column of hubei.csv holds numbers; its columns are: date, place"):
        panel("date,place\n2020-03-02,a\n2020-03-03,b\n")


def test_titles_above_and_notes_below_are_no_rows() -> None:
    made = panel("Reported cases in Hubei\n\ndate,cases\n2020-03-02,5\n2020-03-03,6\n\nSource: health commission of the province\n")
    assert made.values["cases"].tolist() == [[5, 6]]
    assert "column names: row 3" in said(made)
    assert [each.place for each in made.problems] == ["row 7"]


def test_two_rows_of_names() -> None:
    made = panel("date,cases,,deaths,\n,men,women,men,women\n2020-03-02,1,2,3,4\n2020-03-03,5,6,7,8\n")
    assert set(made.values) == {"cases men", "cases women", "deaths men", "deaths women"}


def test_a_table_without_names() -> None:
    made = panel("2020-03-02,5\n2020-03-03,6\n2020-03-04,9\n")
    assert made.values["column 2"].tolist() == [[5, 6, 9]]


def test_rows_may_come_in_any_order() -> None:
    lines = LONG.splitlines()
    made = panel("\n".join([lines[0], *reversed(lines[1:])]))
    assert made.units == ("襄阳", "武汉")
    assert made.values["cases"].tolist() == [[30, 50], [10, 20]]
    assert "the rows were not in the order of time" in said(made)


def test_a_day_without_a_row_is_missing_and_counted() -> None:
    made = panel("date,cases\n2020-03-02,1\n2020-03-03,2\n2020-03-05,3\n")
    assert np.isnan(made.values["cases"]).tolist() == [[False, False, True, False]]
    assert problems(made) == ["1 time between the first and the last has no entry"]


@pytest.mark.parametrize(
    ("dates", "step"),
    [
        (["2020-03-02", "2020-03-09", "2020-03-16"], Step.WEEK),
        (["2020-01-31", "2020-02-29", "2020-03-31"], Step.MONTH),
        (["2020-03-31", "2020-06-30", "2020-09-30"], Step.QUARTER),
        (["2018-12-31", "2019-12-31", "2020-12-31"], Step.YEAR),
        (["2020-01", "2020-04", "2020-07", "2020-10"], Step.QUARTER),
        (["2020-03-02", "2020-03-05", "2020-04-20", "2020-09-01"], Step.IRREGULAR),
        (["2020-03-02", "2020-03-03", "2020-03-06"], Step.DAY),
    ],
)
def test_the_step_is_found(dates: list[str], step: Step) -> None:
    made = panel("date,cases\n" + "".join(f"{each},{row}\n" for row, each in enumerate(dates)))
    assert made.step is step
    assert np.isfinite(made.values["cases"]).sum() == len(dates)


def test_running_totals_are_told_from_new_amounts() -> None:
    rows = "".join(f"{datetime.date(2020, 3, 1) + datetime.timedelta(days=day)},{day * 7},{5 + day % 3}\n" for day in range(40))
    made = panel("date,cumulative_cases,new_cases\n" + rows)
    assert made.cumulative == {"cumulative_cases": True, "new_cases": False}
    assert "cumulative_cases, counts, a running total" in said(made)


def test_a_growing_yearly_amount_is_no_running_total() -> None:
    assert panel("year,gdp\n" + "".join(f"{year},{year * 1.5}\n" for year in range(1950, 2020))).cumulative == {"gdp": False}


def test_totals_among_the_units_are_named() -> None:
    made = panel("date,place,cases\n2020-03-02,甲,1\n2020-03-02,乙,2\n2020-03-02,合计,3\n2020-03-03,甲,1\n2020-03-03,乙,2\n2020-03-03,合计,3\n")
    assert problems(made) == ['the unit "合计" seems to be a total of others; it is kept as a unit']


def test_negative_counts_are_kept_and_counted() -> None:
    made = panel("date,cases\n2020-03-02,5\n2020-03-03,-2\n2020-03-04,7\n")
    assert made.values["cases"].tolist() == [[5, -2, 7]]
    assert problems(made) == ['1 number of "cases" is below zero, kept as a correction']


BAD = {
    "a letter in a number": ("date,cases\n2020-03-02,5\n2020-03-03,1O\n", 3, '"1O" is not a number'),
    "an impossible day": ("date,cases\n2020-02-29,5\n2020-02-30,6\n", 3, 'there is no day "2020-02-30"'),
    "a row with too few cells": ("date,place,cases\n2020-03-02,a,1\n2020-03-03,2\n2020-03-04,a,3\n", 3, "it has 2 cells where the others have 3"),
    "a row with too many cells": (
        "date,place,cases\n2020-03-02,a,1\n2020-03-03,a,1,234\n2020-03-04,a,3\n",
        3,
        "it has 4 cells where the others have 3",
    ),
    "a unit and day twice": (
        "date,place,cases\n2020-03-02,a,1\n2020-03-03,a,2\n2020-03-03,a,7\n",
        4,
        "a has another number on March 3, 2020 in row 3",
    ),
    "no unit": ("date,place,cases\n2020-03-02,a,1\n2020-03-02,,2\n", 3, 'column "place" is empty'),
    "after a quoted line end": ('date,place,cases\n2020-03-02,"a\nb",1\n2020-03-03,"a\nb",x1\n2020-03-04,c,4\n', 3, '"x1" is not a number'),
    "after an empty line": ("date,cases\n2020-03-02,5\n\n2020-03-03,1O\n", 4, '"1O" is not a number'),
}


@pytest.mark.parametrize("what", BAD)
def test_the_first_bad_row_is_named(what: str) -> None:
    text, row, reason = BAD[what]
    with pytest.raises(UnreadableEvidence) as caught:
        panel(text)
    assert str(caught.value.message) == f"cannot read row {row} of hubei.csv: {reason}"
    assert caught.value.exit_code == 1


@pytest.mark.parametrize("what", BAD)
def test_bad_rows_are_counted_and_listed_when_asked(what: str) -> None:
    text, row, reason = BAD[what]
    made = panel(text, skip_bad_rows=True)
    assert [(each.place, reason in str(each.message)) for each in made.problems if each.place] == [(f"row {row}", True)]
    assert np.isfinite(next(iter(made.values.values()))).any()


def test_many_bad_rows_are_listed_up_to_a_thousand_and_the_rest_counted() -> None:
    start = datetime.date(2000, 1, 1)
    made = panel(
        "date,cases\n" + "".join(f"{start + datetime.timedelta(days=day)},{'x1' if day % 2 else day}\n" for day in range(4000)), skip_bad_rows=True
    )
    assert len(made.problems) == 1001
    assert problems(made)[-1] == "1,000 further problems of this file are counted but not listed"


def test_equal_duplicates_are_counted() -> None:
    assert problems(panel("date,place,n\n2020-03-02,a,1\n2020-03-03,a,2\n2020-03-03,a,2\n")) == [
        "1 row repeats a unit and a time with the same number"
    ]


def test_an_ambiguous_order_of_day_and_month_is_asked_for() -> None:
    with pytest.raises(AmbiguousDates):
        panel("date,cases\n02/03/2020,1\n03/03/2020,2\n")
    assert str(panel("date,cases\n02/03/2020,1\n03/03/2020,2\n", date_order="dmy").times[0]) == "2020-03-02"


def test_without_dates_the_rows_are_one_series_in_the_order_of_the_file() -> None:
    made = panel("precinct,votes\n" + "".join(f"ward {ward},{ward * 3}\n" for ward in range(1, 9)), "votes.csv")
    assert (made.units, made.step) == (("votes",), Step.IRREGULAR)
    assert made.values["votes"].tolist() == [[3, 6, 9, 12, 15, 18, 21, 24]]


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"<!DOCTYPE html><html></html>", "HTML"),
        (b'{"a": 1}', "JSON"),
        (b"%PDF-1.4 ", "PDF"),
        (b"SQLite format 3\x00", "SQLite"),
        (b"<?xml version='1.0'?>", "XML"),
    ],
)
def test_what_is_no_table_is_named(data: bytes, kind: str) -> None:
    with pytest.raises(UnreadableEvidence, match=f"not a table of text: it is {kind}"):
        panel(data)


@pytest.mark.parametrize("text", ["", "\n\n", "date,cases\n", "\ufeff"])
def test_an_empty_table_is_named(text: str) -> None:
    with pytest.raises(UnreadableEvidence, match=r"hubei.csv holds"):
        panel(text)


def test_an_unknown_ending_lists_the_known_ones() -> None:
    with pytest.raises(WrongUsage, match=r"\.csv.*\.parquet.*\.xlsx"):
        read(b"a", name="figures.doc")


def workbook(*rows: list[Any], merge: str = "") -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(row)
    if merge:
        sheet.merge_cells(merge)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def test_a_workbook_with_date_cells_merged_cells_and_numbers_as_text() -> None:
    day, next_day = datetime.date(2020, 3, 2), datetime.date(2020, 3, 3)
    made = panel(
        workbook(
            ["Cases"],
            [],
            ["place", "date", "cases"],
            ["武汉", day, 10],
            [None, next_day, "20"],
            ["襄阳", day, 30],
            [None, next_day, "５０"],
            merge="A4:A5",
        ),
        "hubei.xlsx",
    )
    as_expected(made)
    assert problems(made) == ['column "place" is empty in 2 rows, read as cells merged with the one above']


def test_a_workbook_keeps_the_digits_and_row_numbers_of_its_cells() -> None:
    made = panel(workbook([], [], ["date", "n"], [datetime.date(2020, 3, 2), 1.0000000001], [datetime.date(2020, 3, 3), 1e-12]), "small.xlsx")
    assert made.values["n"].tolist() == [[1.0000000001, 1e-12]]
    with pytest.raises(UnreadableEvidence, match=r"cannot read row 5 of small.xlsx"):
        panel(workbook([], [], ["date", "n"], [datetime.date(2020, 3, 2), 1], [datetime.date(2020, 3, 3), "l2"]), "small.xlsx")


def test_a_workbook_called_csv_is_still_a_workbook() -> None:
    as_expected(panel(workbook(["date", "place", "cases"], *([*line.split(",")] for line in LONG.splitlines()[1:])), "hubei.csv"))


def test_a_cell_a_million_rows_down_is_refused_before_memory_is_spent() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet["A1"], sheet["XFD1048576"] = "date", 1
    buffer = io.BytesIO()
    book.save(buffer)
    with pytest.raises(UnreadableEvidence, match="reaches to row 1048576 and column 16384"):
        panel(buffer.getvalue(), "far.xlsx")


def test_a_sheet_is_chosen_by_name() -> None:
    book = openpyxl.Workbook()
    book.create_sheet("b").append(["date", "n"])
    book["b"].append(["2020-03-02", 5])
    buffer = io.BytesIO()
    book.save(buffer)
    assert panel(buffer.getvalue(), "two.xlsx", sheet="b").values["n"].tolist() == [[5]]
    with pytest.raises(WrongUsage, match=r'no sheet "c" in two.xlsx .*its sheets are: Sheet, b'):
        panel(buffer.getvalue(), "two.xlsx", sheet="c")


def test_nested_columns_of_parquet_are_left_out_and_named() -> None:
    buffer = io.BytesIO()
    frame = pl.DataFrame({"day": [datetime.date(2020, 3, 2), datetime.date(2020, 3, 3)], "n": [1, 2], "deep": [[[1]], [[2, 3]]]})
    frame.write_parquet(buffer)
    made = panel(buffer.getvalue(), "deep.parquet")
    assert made.values["n"].tolist() == [[1, 2]]
    assert "left out: the nested column deep" in said(made)


@given(
    st.dictionaries(
        st.text(st.sampled_from("abÅ武汉 ,;\"'\n."), max_size=8).map("p{}q".format),
        st.lists(st.integers(0, 10**12), min_size=3, max_size=3),
        min_size=1,
        max_size=6,
    ),
    st.sampled_from([",", ";", "\t"]),
    st.sampled_from(["utf-8", "utf-16", "utf-8-sig"]),
)
def test_reads_back_what_was_written(table: dict[str, list[int]], separator: str, encoding: str) -> None:
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=separator)
    writer.writerow(["date", "place", "number"])
    writer.writerows([f"2020-03-0{day + 2}", place, numbers[day]] for place, numbers in table.items() for day in range(3))
    try:
        made = panel(buffer.getvalue().encode(encoding), unit="place", time="date", value=("number",))
    except CounterwatchError as error:
        raise AssertionError(str(error)) from error
    assert dict(zip(made.units, made.values["number"].tolist(), strict=True)) == table


AGAIN = {
    "long": LONG,
    "no dates": "precinct,votes,lost\n" + "".join(f"ward {ward},{ward * 3},1\n" for ward in range(1, 9)),
    "no dates, places repeat": "region,votes\nA,1\nA,2\nB,3\nA,4\nB,5\n",
    "dates across": "place,kind,1/22/20,1/23/20,1/24/20\na,cases,1,2,3\na,deaths,0,0,1\nb,cases,4,5,6\nb,deaths,1,1,1\n",
    "units across": "日期,湖北,湖南,广东\n2020-03-02,1,2,3\n2020-03-03,4,5,6\n",
    "day first": "date,n\n02/03/2020,1\n13/03/2020,2\n",
}


@pytest.mark.parametrize("what", AGAIN)
def test_what_was_guessed_reads_the_file_the_same_way_again(what: str) -> None:
    first = panel(AGAIN[what])
    second = read(AGAIN[what].encode(), name="hubei.csv", columns=first.guess.columns)[0]
    assert (first.units, first.times.tolist(), first.step) == (second.units, second.times.tolist(), second.step)
    assert list(first.values) == list(second.values)
    assert all(np.array_equal(block, second.values[name], equal_nan=True) for name, block in first.values.items())


def test_a_pipe_a_folder_and_a_missing_file_are_refused(tmp_path: pathlib.Path) -> None:
    os.mkfifo(tmp_path / "pipe.csv")
    (tmp_path / "folder.csv").mkdir()
    for name, reason in {"pipe.csv": "not a plain file", "folder.csv": "not a plain file", "none.csv": "there is no file"}.items():
        with pytest.raises(UnreadableEvidence, match=reason):
            read(tmp_path / name, name=name)


def test_a_file_of_ten_gigabytes_is_refused_without_reading_it(tmp_path: pathlib.Path) -> None:
    with (tmp_path / "huge.csv").open("wb") as file:
        file.truncate(10 << 30)
    with pytest.raises(UnreadableEvidence, match=r"huge\.csv holds more than 1,073,741,824 bytes"):
        read(tmp_path / "huge.csv", name="huge.csv")


def test_a_year_column_and_a_month_column_are_one_time() -> None:
    made = panel("Year,Month,deaths\n2020,1,5\n2020,2,6\n2020,3,7\n")
    assert (made.step, [str(each) for each in made.times]) == (Step.MONTH, ["2020-01-01", "2020-02-01", "2020-03-01"])
    assert list(made.values) == ["deaths"]
    assert "time: Year-Month" in said(made)
    again = panel("Year,Month,deaths\n2020,1,5\n2020,2,6\n2020,3,7\n", time="Year-Month", value=("deaths",))
    assert again.values["deaths"].tolist() == [[5, 6, 7]]


def test_a_count_below_zero_is_a_row_that_cannot_be_read_where_counts_are_claimed() -> None:
    data = b"date,cases\n2020-03-01,5\n2020-03-02,-6\n2020-03-03,7\n"
    with pytest.raises(UnreadableEvidence, match=r"row 3 of hubei.csv: -6 is below zero"):
        read(data, name="hubei.csv", columns=Columns(kind="counts"))
    panel, _ = read(data, name="hubei.csv", columns=Columns(kind="counts", skip_bad_rows=True))
    assert (panel.values["cases"][0, 0], sum(each.records for each in panel.problems)) == (5, 1)
    corrected, _ = read(data, name="hubei.csv")
    assert corrected.values["cases"].tolist() == [[5, -6, 7]]


def test_some_rows_of_a_parquet_file_are_read_as_they_are_in_the_whole(tmp_path: pathlib.Path) -> None:
    place = tmp_path / "wards.parquet"
    rows = [(f"ward {ward}", f"2021-03-{day:02}", ward * 100 + day) for ward in range(40) for day in range(1, 29)]
    pl.DataFrame(rows, schema=["ward", "date", "cases"], orient="row").write_parquet(place, row_group_size=37)
    whole = read(place, name="wards.parquet")[0]
    some = read(place, name="wards.parquet", columns=Columns(where={"ward": "ward 17"}))[0]
    assert some.units == ("ward 17",)
    assert some.values["cases"].tolist() == [whole.values["cases"][whole.units.index("ward 17")].tolist()]
    with pytest.raises(WrongUsage, match=r'no row of wards\.parquet has "ward 99".*ward 0, ward 1'):
        read(place, name="wards.parquet", columns=Columns(where={"ward": "ward 99"}))
