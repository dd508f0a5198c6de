"""Dates as people know them: as written, and the days between which they lie, with a precision that is never better than what was said."""

from __future__ import annotations

import calendar
import datetime
import re
from typing import Literal

from counterwatch.core.finding import Struct
from counterwatch.incidents.calendars import Other, other_calendar

Precision = Literal["day", "month", "year", "range", "circa", "unknown"]
YEAR = re.compile(r"^(?P<year>\d{4})$")
MONTH = re.compile(r"^(?P<year>\d{4})[-/.](?P<month>\d{1,2})$")
TIME = r"(?:[T ]+\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?: ?[AaPp][Mm])?(?:Z|[+-]\d{2}:?\d{2})?)?"
"""The time of day, which nobody counts by here; it stays as written."""
DAY = re.compile(rf"^(?P<year>\d{{4}})[-/.](?P<month>\d{{1,2}})[-/.](?P<day>\d{{1,2}}){TIME}$")
LOCAL = re.compile(rf"^(?P<first>\d{{1,2}})(?P<sign>[-/.])(?P<second>\d{{1,2}})(?P=sign)(?P<year>\d{{4}}){TIME}$")
CHINESE = re.compile(r"^(?P<year>\d{4})年(?:(?P<month>\d{1,2})月(?:(?P<day>\d{1,2})日?)?)?$")
DECADE = re.compile(r"^(?P<decade>\d{3})(?:[Xx]|0s)$")
ABOUT = re.compile(r"^\s*(?:\(\s*)?(?:believed to be|circa|about|around|ca\.?|c\.|approx\.?|vers|environ|约|大约|大約)(?:\s*\))?\s*", re.IGNORECASE)
BETWEEN = re.compile(r"\s*(?:/|\.\.|–|—| to | until | à | bis |至|到)\s*")
LONGEST = 100
UNREADABLE = "?"

Order = Literal["", "dmy", "mdy"]
"""Whether the day or the month comes first where both are numbers and the year is last; empty where nobody said."""
Wrong = Literal["", "impossible", "backwards"]


class When(Struct, frozen=True):
    """A date as written, and the first and last day (ISO 8601) it can mean; both empty where it cannot be told.

    `day`, `month` and `year` are known to that; `range` has two ends that were said; `circa` is about then.
    """

    as_written: str
    precision: Precision
    start: str = ""
    end: str = ""

    @property
    def edtf(self) -> str:
        """The date in the Extended Date/Time Format (ISO 8601-2), empty where it cannot be told."""
        if not self.start:
            return ""
        told = {"day": self.start, "month": self.start[:7], "year": self.start[:4]}.get(self.precision)
        return told or (
            f"{self.start}/{self.end}" if self.precision == "range" else "/".join(f"{each}~" for each in dict.fromkeys((self.start, self.end)))
        )


def when(text: str, *, until: str = "", precision: str = "", order: Order = "") -> When:
    """Return what a date means. `until` is a second date where there is one, `precision` what the coder says of it.

    A stated precision may be worse than what is written, and never makes it better; what cannot be read is kept as written. Dates of other
    calendars are read where they convert exactly, and kept as written where they do not.
    """
    written = " ".join(text.split())[:LONGEST]
    rest, about = _without_about(written)
    ends = [_days(each, order) for each in _parts(rest, until)]
    if not rest or any(each is None for each in ends):
        return When(as_written=_both(written, until), precision="unknown")
    known = [each for each in ends if each is not None]
    start, end, told = known[0][0], known[-1][1], known[0][2]
    if start > end:
        return When(as_written=_both(written, until), precision="unknown")
    found: Precision = "range" if len(known) > 1 else told
    stated = precision.strip().lower()
    if about or stated == "circa" or written.endswith(("~", "?", "%")):
        found = "circa"
    elif stated in COARSER and COARSER.index(stated) > COARSER.index(found):
        return _widened(written, start, end, stated)
    return When(as_written=_both(written, until), precision=found, start=start.isoformat(), end=end.isoformat())


COARSER = ("day", "month", "year", "range", "circa", "unknown")


def _widened(written: str, start: datetime.date, end: datetime.date, stated: str) -> When:
    if stated == "month":
        start, end = start.replace(day=1), end.replace(day=calendar.monthrange(end.year, end.month)[1])
    if stated == "year":
        start, end = start.replace(month=1, day=1), end.replace(month=12, day=31)
    if stated == "unknown":
        return When(as_written=written, precision="unknown")
    precision: Precision = "month" if stated == "month" else "year" if stated == "year" else "range"
    return When(as_written=written, precision=precision, start=start.isoformat(), end=end.isoformat())


def _without_about(written: str) -> tuple[str, bool]:
    about = ABOUT.match(written)
    return (written[about.end() :] if about else written), bool(about)


def _parts(rest: str, until: str) -> list[str]:
    """Return the one or two dates that a text holds; those of other calendars as the common one has them, if that is certain."""
    whole = _common(rest)
    first, *second = [whole] if DAY.match(whole) or LOCAL.match(whole) else BETWEEN.split(whole, maxsplit=1)
    return [_common(each) for each in (first, *([until] if until.strip() else second))]


def calendar_in(written: str) -> Other | None:
    """Return the calendar of a date, or of one of the two that a text holds, where it is none of the common calendar."""
    rest, _ = _without_about(written)
    return next((found for each in (rest, *BETWEEN.split(rest, maxsplit=1)) if (found := other_calendar(each))), None)


def _common(text: str) -> str:
    other = other_calendar(text)
    return text if other is None else other.common or UNREADABLE


def is_ambiguous(text: str) -> bool:
    """Could the first number of a date be the day as well as the month?"""
    found = LOCAL.match(_without_about(" ".join(text.split()))[0])
    if not found or found["sign"] == "." or found["first"] == found["second"]:
        return False
    return max(int(found["first"]), int(found["second"])) <= 12


def order_of(text: str) -> Order:
    """Return the order that a date proves: there is no month 13."""
    found = LOCAL.match(_without_about(" ".join(text.split()))[0])
    if not found or found["sign"] == ".":
        return ""
    return "dmy" if int(found["first"]) > 12 >= int(found["second"]) else "mdy" if int(found["second"]) > 12 >= int(found["first"]) else ""


def wrong(text: str, *, until: str = "", order: Order = "") -> Wrong:
    """Return what is wrong with what is written as a date of the common calendar: there is no such day, or it ends before it begins."""
    rest, _ = _without_about(" ".join(text.split())[:LONGEST])
    parts = _parts(rest, until)
    ends = [_days(each, order) for each in parts]
    if any(found is None and _looks_like_one(each) and not is_ambiguous(each) for each, found in zip(parts, ends, strict=True)):
        return "impossible"
    known = [each for each in ends if each is not None]
    return "backwards" if len(known) > 1 and known[0][0] > known[-1][1] else ""


def _looks_like_one(text: str) -> bool:
    plain = text.strip().rstrip("~?%")
    return any(each.match(plain) for each in (DAY, MONTH, CHINESE, LOCAL))


def _days(text: str, order: Order = "") -> tuple[datetime.date, datetime.date, Precision] | None:
    """Return the first and last day of a date, and how exact it is; None where it is no date."""
    plain = text.strip().rstrip("~?%")
    if decade := DECADE.match(plain):
        year = int(decade["decade"]) * 10
        return datetime.date(year, 1, 1), datetime.date(year + 9, 12, 31), "range"
    if local := LOCAL.match(plain):
        parts = _in_order(local, order)
    elif found := next((each for shape in (DAY, MONTH, YEAR, CHINESE) if (each := shape.match(plain))), None):
        parts = {name: int(value) for name, value in found.groupdict().items() if value}
    else:
        parts = {}
    if not parts:
        return None
    try:
        if "day" in parts:
            day = datetime.date(parts["year"], parts["month"], parts["day"])
            return day, day, "day"
        if "month" in parts:
            first = datetime.date(parts["year"], parts["month"], 1)
            return first, first.replace(day=calendar.monthrange(first.year, first.month)[1]), "month"
        return datetime.date(parts["year"], 1, 1), datetime.date(parts["year"], 12, 31), "year"
    except ValueError:
        return None


def _in_order(local: re.Match[str], order: Order) -> dict[str, int]:
    """Return year, month and day of a date that ends with its year; nothing where the order is not known. Between full stops, the day is first."""
    first, second, year = int(local["first"]), int(local["second"]), int(local["year"])
    known = "dmy" if local["sign"] == "." else order or order_of(local[0]) or ("dmy" if first == second else "")
    if not known:
        return {}
    return {"year": year, "month": second, "day": first} if known == "dmy" else {"year": year, "month": first, "day": second}


def _both(written: str, until: str) -> str:
    return f"{written} / {until.strip()}" if until.strip() else written
