"""Dates of other calendars: recognised and kept as written; those that convert exactly, day for day, are also read."""

from __future__ import annotations

import datetime
import re
import unicodedata
from typing import Literal

from counterwatch.core.finding import Struct

Calendar = Literal["republic", "juche", "solar_hijri", "hijri", "lunar", "tibetan", "buddhist", "other"]

REPUBLIC = re.compile(r"^(?:民國|民国|中華民國|中华民国)\s*(元|\d{1,3})\s*年(?:\s*(\d{1,2})\s*月(?:\s*(\d{1,2})\s*日?)?)?$")
JUCHE = re.compile(
    r"^(?:juche|주체|主体|主體)\s*(\d{1,3})\s*(?:年|년)?(?:[\s./-]*(\d{1,2})\s*(?:月|월)?(?:[\s./-]*(\d{1,2})\s*(?:日|일)?)?)?$", re.IGNORECASE
)
SOLAR = re.compile(r"(?:\bH?SH\b|هجری شمسی|ه\.?\s?ش|شمسی|خورشیدی|solar hijri|persian|iranian)", re.IGNORECASE)
HIJRI = re.compile(
    r"(?:[0-9]\s*(?-i:A\.?H)\b|\b(?-i:A\.?H)\.?\s*[0-9]|hijri|هجري|هـ|هجری قمری|قمری|رمضان|محرم|صفر|ربيع|شوال|ذو"
    r"|muharram|safar|rabi|jumada|rajab|sha'?ban|ramadan|shawwal|dhu)",
    re.IGNORECASE,
)
PERSIAN_MONTHS = (
    ("فروردین", "farvardin"), ("اردیبهشت", "ordibehesht"), ("خرداد", "khordad"), ("تیر", "tir"), ("مرداد", "mordad"), ("شهریور", "shahrivar"),
    ("مهر", "mehr"), ("آبان", "aban"), ("آذر", "azar"), ("دی", "dey"), ("بهمن", "bahman"), ("اسفند", "esfand"),
)  # fmt: skip
NUMBERS = re.compile(r"^(\d{4})(?:[-/.](\d{1,2})(?:[-/.](\d{1,2}))?)?$")
WORDED = re.compile(r"^(?:(\d{1,2})\s+)?(\S+)\s+(\d{4})$")
LUNAR = re.compile(r"(?:农历|農曆|阴历|陰曆|旧历|舊曆|夏历|正月|腊月|臘月|初[一二三四五六七八九十]|廿|lunar|音暦|旧暦|음력|âm lịch)", re.IGNORECASE)
TIBETAN = re.compile(r"(?:རྒྱལ་ལོ|བོད་ཟླ|ལོ་གསར|rabjung|rab byung|royal year|tibetan|losar)", re.IGNORECASE)
BUDDHIST = re.compile(r"(?:พ\.?\s?ศ|[0-9]\s*B\.?E\b|\bB\.?E\.?\s*[0-9]|[Bb]uddhist)")
ERAS = re.compile(r"(?:令和|平成|昭和|檀紀|단기|宣統|宣统|光緒|光绪)")
EARLIEST, LATEST = 1500, 2100
"""Years of four digits before and after these are not taken for those of the common calendar."""
CYCLE = (1206, 1498)
"""Years of the Iranian calendar for which the rule of 33 years gives the leap years of the calendar in force."""


class Other(Struct, frozen=True):
    """A date of another calendar, and the same in the common one (ISO 8601), empty where no exact conversion is certain."""

    calendar: Calendar
    common: str = ""


def other_calendar(text: str) -> Other | None:
    """Return the calendar of a date that is none of the common calendar; None where it may well be one."""
    plain = " ".join(_plain_digits(text).split())
    if found := REPUBLIC.match(plain):
        return Other(calendar="republic", common=_shifted(found[1].replace("元", "1"), found[2], found[3], 1911))
    if found := JUCHE.match(plain):
        return Other(calendar="juche", common=_shifted(found[1], found[2], found[3], 1911))
    if (solar := _solar(plain)) is not None:
        return solar
    named: tuple[tuple[re.Pattern[str], Calendar], ...] = (
        (HIJRI, "hijri"), (LUNAR, "lunar"), (TIBETAN, "tibetan"), (BUDDHIST, "buddhist"), (ERAS, "other"),
    )  # fmt: skip
    for shape, calendar in named:
        if shape.search(plain):
            return Other(calendar=calendar)
    # No calendar is said, and the year is none of ours: 1401 is Iranian or Islamic, 2149 Tibetan, 2565 Buddhist.
    bare = NUMBERS.match(plain)
    return Other(calendar="other") if bare and not EARLIEST <= int(bare[1]) < LATEST + 1 else None


def _plain_digits(text: str) -> str:
    return "".join(str(unicodedata.digit(each)) if unicodedata.category(each) == "Nd" else each for each in text)


def _shifted(year: str, month: str | None, day: str | None, years: int) -> str:
    """Return a date of a calendar that only counts its years otherwise."""
    parts = [f"{int(year) + years:04}", *(f"{int(each):02}" for each in (month, day) if each)]
    return "-".join(parts) if int(year) else ""


def _solar(plain: str) -> Other | None:
    """Return a date that says it is of the Iranian calendar, by a mark or by the name of its month."""
    marked = SOLAR.search(plain)
    rest = SOLAR.sub(" ", plain).strip(" .،,()") if marked else plain
    months = {name: number for number, names in enumerate(PERSIAN_MONTHS, start=1) for name in names}
    if (worded := WORDED.match(rest.replace("ي", "ی").casefold())) and worded[2] in months:
        return Other(calendar="solar_hijri", common=_common_of(int(worded[3]), months[worded[2]], int(worded[1]) if worded[1] else None))
    if not marked:
        return None
    numbers = NUMBERS.match(rest)
    if not numbers:
        return Other(calendar="solar_hijri")
    return Other(calendar="solar_hijri", common=_common_of(int(numbers[1]), *(int(each) if each else None for each in numbers.groups()[1:])))


def _common_of(year: int, month: int | None = None, day: int | None = None) -> str:
    """Return the days of a day, a month or a year of the Iranian calendar, as a day or as a range of two."""
    if not CYCLE[0] <= year < CYCLE[1] or (month is not None and not 1 <= month <= 12):
        return ""
    if day is not None and month is not None:
        length = 31 if month <= 6 else 30 if month < 12 or _is_leap(year) else 29
        return _day(year, month, day).isoformat() if 1 <= day <= length else ""
    start = _day(year, month or 1, 1)
    after = _day(year + 1, 1, 1) if month in (None, 12) else _day(year, (month or 0) + 1, 1)
    return f"{start.isoformat()}/{(after - datetime.timedelta(days=1)).isoformat()}"


def _is_leap(year: int) -> bool:
    """Return whether a year has 366 days: eight of each 33 do, which is what the calendar in force had, and will have, from 1206 to 1498."""
    return year % 33 in (1, 5, 9, 13, 17, 22, 26, 30)


def _day(year: int, month: int, day: int) -> datetime.date:
    # 1 Farvardin 1400 was 21 March 2021.
    days = sum(365 + _is_leap(each) for each in range(1400, year)) - sum(365 + _is_leap(each) for each in range(year, 1400))
    before = 31 * (month - 1) if month <= 7 else 186 + 30 * (month - 7)
    return datetime.date(2021, 3, 21) + datetime.timedelta(days=days + before + day - 1)
