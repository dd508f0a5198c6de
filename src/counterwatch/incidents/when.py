"""Dates as people know them: as written, and the days between which they lie, with a precision that is never better than what was said."""

from __future__ import annotations

import calendar
import datetime
import re
from typing import Literal

from counterwatch.core.finding import Struct

Precision = Literal["day", "month", "year", "range", "circa", "unknown"]
YEAR = re.compile(r"^(?P<year>\d{4})$")
MONTH = re.compile(r"^(?P<year>\d{4})[-/.](?P<month>\d{1,2})$")
DAY = re.compile(r"^(?P<year>\d{4})[-/.](?P<month>\d{1,2})[-/.](?P<day>\d{1,2})(?:[T ]00:00(?::00(?:\.0+)?)?)?$")
CHINESE = re.compile(r"^(?P<year>\d{4})年(?:(?P<month>\d{1,2})月(?:(?P<day>\d{1,2})日?)?)?$")
DECADE = re.compile(r"^(?P<decade>\d{3})(?:[Xx]|0s)$")
ABOUT = re.compile(r"^\s*(?:\(\s*)?(?:believed to be|circa|about|around|ca\.?|c\.|approx\.?|vers|environ|约|大约|大約)(?:\s*\))?\s*", re.IGNORECASE)
BETWEEN = re.compile(r"\s*(?:/|\.\.|–|—| to | until | à | bis |至|到)\s*")
LONGEST = 100


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


def when(text: str, *, until: str = "", precision: str = "") -> When:
    """Return what a date means. `until` is a second date where there is one, `precision` what the coder says of it.

    A stated precision may be worse than what is written, and never makes it better; what cannot be read is kept as written.
    """
    written = " ".join(text.split())[:LONGEST]
    about = ABOUT.match(written)
    rest = written[about.end() :] if about else written
    first, *second = BETWEEN.split(rest, maxsplit=1) if not DAY.match(rest) else [rest]
    ends = [_days(each) for each in (first, *([until] if until.strip() else second))]
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


def _days(text: str) -> tuple[datetime.date, datetime.date, Precision] | None:
    """Return the first and last day of a date, and how exact it is; None where it is no date."""
    plain = text.strip().rstrip("~?%")
    if decade := DECADE.match(plain):
        year = int(decade["decade"]) * 10
        return datetime.date(year, 1, 1), datetime.date(year + 9, 12, 31), "range"
    found = next((each for shape in (DAY, MONTH, YEAR, CHINESE) if (each := shape.match(plain))), None)
    if found is None:
        return None
    parts = {name: int(value) for name, value in found.groupdict().items() if value}
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


def _both(written: str, until: str) -> str:
    return f"{written} / {until.strip()}" if until.strip() else written
