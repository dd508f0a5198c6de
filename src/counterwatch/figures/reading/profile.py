"""What each column of a file looks like by its name and its entries: a time, a number, words, or nothing of use."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

import polars as pl

from counterwatch.figures.reading.dates import read_date
from counterwatch.figures.reading.written import is_missing, looks_like_a_number

Looks = Literal["time", "number", "text", "empty"]

TIME_NAMES = re.compile(
    r"date|\bday\b|^time|datetime|timestamp|week|month|quarter|\byear|_year|period|日期|时间|時間|年份|月份|年度|^年|^月|^日|^周|дата|день|неделя|месяц|год|fecha|"
    r"jour|semaine|mois|ann[ée]e|datum|tag|woche|monat|jahr|tarih|data_|giorno|mese|anno|วันที่|ngày|تاريخ|تاریخ|날짜",
    re.IGNORECASE,
)  # fmt: skip
UNIT_NAMES = re.compile(
    r"country|state|province|region|county|district|city|unit|location|place|jurisdiction|territory|entity|area|precinct|station|prefecture|municipality|town|name|"
    r"省|市|县|縣|区|區|地区|地區|国家|國家|单位|單位|名称|регион|область|район|страна|субъект|pays|r[ée]gion|d[ée]partement|commune|pa[ií]s|provincia|land|kreis|ülke|il\b|จังหวัด|tỉnh|دولة|استان",
    re.IGNORECASE,
)  # fmt: skip
SERIES_NAMES = re.compile(
    r"kind|type|indicator|measure|metric|variable|series|item|指标|指標|类型|類型|项目|項目|показатель|indicateur|indicador|variable_name",
    re.IGNORECASE,
)
IGNORED_NAMES = re.compile(
    r"^(?:lat(?:itude)?|lon(?:g(?:itude)?)?_?|fips|uid|code3|iso[23]?|iso_?code|admin2?_?code|id|index|rank|objectid|geoid|x|y|no\.?|nr\.?|序号|編號|编号|№)$",
    re.IGNORECASE,
)
VALUE_NAMES = re.compile(
    r"case|death|died|dead|new|"
    r"total|cum|rate|ratio|share|count|number|value|gdp|pop|test|recover|hospital|confirm|vaccin|percent|%|sum|per |votes?|registered|"
    r"turnout|"
    r"donor|births?|确诊|確診|死亡|病例|新增|累计|累計|数|數|率|случ|умер|смерт|cas\b|d[ée]c[èe]s|muert|fall|tod",
    re.IGNORECASE,
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """One column: what it looks like, and what its name hints at."""

    name: str
    looks: Looks
    distinct: int = 0

    @property
    def named_time(self) -> bool:
        return bool(TIME_NAMES.search(self.name))

    @property
    def named_unit(self) -> bool:
        return bool(UNIT_NAMES.search(self.name))

    @property
    def named_series(self) -> bool:
        return bool(SERIES_NAMES.search(self.name)) and self.distinct <= 60

    @property
    def ignored(self) -> bool:
        return bool(IGNORED_NAMES.match(self.name.strip()))


def profiles(frame: pl.DataFrame) -> list[Profile]:
    """Look at every column; the wider the table, the smaller the sample."""
    size = max(20, min(300, 60_000 // max(1, frame.width)))
    return [_profile(column, size) for column in frame]


def is_year(column: pl.Series) -> bool:
    """Say whether a column of whole numbers holds years."""
    low, high = column.min(), column.max()
    return column.dtype.is_integer() and isinstance(low, int) and isinstance(high, int) and 1500 <= low <= high <= 2200


def _profile(column: pl.Series, size: int) -> Profile:
    if column.null_count() == len(column):
        return Profile(name=column.name, looks="empty")
    if column.dtype.is_temporal():
        return Profile(name=column.name, looks="time")
    if column.dtype.is_numeric():
        is_time = bool(TIME_NAMES.search(column.name)) and (is_year(column) or _dates(column.cast(pl.String), size))
        return Profile(name=column.name, looks="time" if is_time else "number")
    looks = _looks(column, size)
    return Profile(name=column.name, looks=looks, distinct=column.head(20_000).n_unique() if looks == "text" else 0)


def _dates(column: pl.Series, size: int) -> bool:
    sample = column.drop_nulls().head(size * 20).unique(maintain_order=True).head(size).to_list()
    return bool(sample) and sum(read_date(each) is not None for each in sample) >= 0.6 * len(sample)


def _looks(column: pl.Series, size: int) -> Looks:
    texts = column.cast(pl.String).drop_nulls().head(size * 20).unique(maintain_order=True).head(size).to_list()
    sample = [each for each in texts if not is_missing(each)]
    if not sample:
        return "empty"
    dates = sum(read_date(each) is not None for each in sample)
    count = sum(looks_like_a_number(each) for each in sample)
    # 2020, 20200302 and 43892 are numbers as well as dates: only the name of the column can tell.
    if dates >= 0.6 * len(sample) and (count < 0.5 * len(sample) or TIME_NAMES.search(column.name)):
        return "time"
    return "number" if count >= 0.5 * len(sample) else "text"
