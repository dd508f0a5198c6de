"""Dates as people write them, one cell at a time: year first, day first, month first, weeks, months, quarters, and other calendars."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from counterwatch.figures.reading.written import plain_text
from counterwatch.figures.table import Step

FIRST_YEAR, LAST_YEAR = 1500, 2200
LANGUAGES = ("en", "fr", "de", "es", "pt", "it", "nl", "ru", "uk", "tr", "id", "vi", "pl", "th", "ar", "fa", "kk", "mn")
CLOCK = re.compile(r"(?:T| +)(?:[0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?)(?: ?[AaPp][Mm])? ?(?P<zone>Z|UTC|GMT|[+-][0-9]{2}:?[0-9]{2})?$")


@dataclass(frozen=True, slots=True)
class Day:
    """A date that can be read in one way only; `step` is how precise it is, `zone` the time zone written behind it."""

    date: datetime.date
    step: Step = Step.DAY
    zone: str = ""


@dataclass(frozen=True, slots=True)
class Order:
    """Three numbers whose order the rest of the column must decide; `dots` is true for 2.3.2020, which is always day first."""

    first: int
    second: int
    third: int
    short: bool
    dots: bool

    def as_day(self, order: str) -> Day | None:
        """Return the date in one of the orders `dmy`, `mdy`, `ymd`, or `None` where there is no such day."""
        parts = dict(zip(order, (self.first, self.second, self.third), strict=True))
        year = parts["y"] + ((2000 if parts["y"] < 70 else 1900) if self.short else 0)
        return _day(year, parts["m"], parts["d"])


@dataclass(frozen=True, slots=True)
class Foreign:
    """A date of a calendar that is not guessed (`thai`, `hijri`), or a spreadsheet's day number (`excel`)."""

    calendar: str
    number: float = 0


@dataclass(frozen=True, slots=True)
class Impossible:
    """It is written as a date, but there is no such day."""


Cell = Day | Order | Foreign | Impossible | None


def read_date(text: str) -> Cell:
    """Return what a cell says, or `None` when it is no date at all."""
    plain = " ".join(plain_text(text).split())
    clock = CLOCK.search(plain)
    body = plain[: clock.start()] if clock else plain
    for pattern, make in FORMS:
        if found := pattern.fullmatch(body):
            cell = make(found)
            if isinstance(cell, Day) and clock and clock["zone"]:
                return Day(cell.date, cell.step, clock["zone"])
            return cell
    return _in_words(body)


def _day(year: int, month: int, day: int) -> Day | None:
    try:
        return Day(datetime.date(year, month, day)) if FIRST_YEAR <= year <= LAST_YEAR else None
    except ValueError:
        return None


def _full(found: re.Match[str]) -> Cell:
    year, month, day = (int(each) for each in found.groups()[:3])
    return _foreign(year) or _day(year, month, day) or Impossible()


def _basic(found: re.Match[str]) -> Cell:
    cell = _full(found)
    return cell if isinstance(cell, Day) else None


def _foreign(year: int) -> Foreign | None:
    if 2400 < year < 2700:
        return Foreign("thai")
    return Foreign("hijri") if 1250 < year < 1450 else None


def _roc(found: re.Match[str]) -> Cell:
    year, month, day = (int(each) for each in found.groups())
    return _day(year + 1911, month, day) or Impossible()


def _week(found: re.Match[str]) -> Cell:
    try:
        return Day(datetime.date.fromisocalendar(int(found[1]), int(found[2]), 1), Step.WEEK)
    except ValueError:
        return Impossible()


def _period(year: int, month: int, step: Step) -> Cell:
    if foreign := _foreign(year):
        return foreign
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return None
    return Day(datetime.date(year, month, 1), step) if 1 <= month <= 12 else Impossible()


def _month(found: re.Match[str]) -> Cell:
    return _period(int(found[1]), int(found[2]), Step.MONTH)


def _quarter(found: re.Match[str]) -> Cell:
    return _period(int(found["year"]), int(found["quarter"]) * 3 - 2, Step.QUARTER)


def _year(found: re.Match[str]) -> Cell:
    return _period(int(found[1]), 1, Step.YEAR)


def _numeric(found: re.Match[str]) -> Cell:
    third = found[4]
    return Order(int(found[1]), int(found[3]), int(third), len(third) == 2, found[2] == ".")


def _serial(found: re.Match[str]) -> Cell:
    return Foreign("excel", float(found[0])) if 20_000 <= float(found[0]) <= 60_000 else None


Maker = Callable[[re.Match[str]], Cell]
FORMS: tuple[tuple[re.Pattern[str], Maker], ...] = (
    (re.compile(r"([0-9]{4})([-/.])([0-9]{1,2})\2([0-9]{1,2})"), lambda found: _ymd(int(found[1]), int(found[3]), int(found[4]))),
    (re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})"), _basic),
    (re.compile(r"([0-9]{4}) ?[年년] ?([0-9]{1,2}) ?[月월] ?([0-9]{1,2}) ?[日号號일]?"), _full),
    (re.compile(r"(?:中華)?(?:民國|民国) ?([0-9]{1,3}) ?年 ?([0-9]{1,2}) ?月 ?([0-9]{1,2}) ?日"), _roc),
    (re.compile(r"([0-9]{4})-?W([0-9]{1,2})(?:-?[1-7])?"), _week),
    (re.compile(r"([0-9]{4})-?M([0-9]{1,2})"), _month),
    (re.compile(r"([0-9]{4})[-/.]([0-9]{1,2})"), _month),
    (re.compile(r"([0-9]{4}) ?[年년] ?([0-9]{1,2}) ?[月월]"), _month),
    (re.compile(r"(?P<year>[0-9]{4})[- ]?Q(?P<quarter>[1-4])"), _quarter),
    (re.compile(r"Q(?P<quarter>[1-4])[- /]?(?P<year>[0-9]{4})"), _quarter),
    (re.compile(r"(?P<year>[0-9]{4}) ?年?第?(?P<quarter>[1-4])季度?"), _quarter),
    (re.compile(r"([0-9]{4}) ?[年년]?"), _year),
    (re.compile(r"([0-9]{1,2})([-/. ])([0-9]{1,2})\2([0-9]{4}|[0-9]{2})"), _numeric),
    (re.compile(r"[0-9]{5}(?:\.[0-9]+)?"), _serial),
)


def _ymd(year: int, month: int, day: int) -> Cell:
    return _foreign(year) or _day(year, month, day) or Impossible()


WORDS: tuple[tuple[re.Pattern[str], str], ...] = (
    (
        re.compile(
            r"(?P<d>[0-9]{1,2})(?:st|nd|rd|th|er|\.|º)?[ -](?:de |of )?(?P<m>[^\s\d,./-]+)\.?,?[ -](?:de |of )?"
            r"(?P<y>[0-9]{4}|[0-9]{2})(?: ?[гр]\.?)?"
        ),
        "dmy",
    ),
    (re.compile(r"(?P<m>[^\s\d,./-]+)\.?[ -](?P<d>[0-9]{1,2})(?:st|nd|rd|th)?,? (?P<y>[0-9]{4})"), "mdy"),
    (re.compile(r"(?P<y>[0-9]{4})[ -](?P<m>[^\s\d,./-]+)\.?[ -](?P<d>[0-9]{1,2})"), "ymd"),
    (re.compile(r"(?P<m>[^\s\d,./-]+)\.?,?[ -](?:de )?(?P<y>[0-9]{4})"), "my"),
    (re.compile(r"(?P<y>[0-9]{4})[ -](?P<m>[^\s\d,./-]+)\.?"), "ym"),
)  # fmt: skip


def _in_words(text: str) -> Cell:
    for pattern, order in WORDS:
        found = pattern.fullmatch(text)
        month = months().get(found["m"].casefold()) if found else None
        if found is None or month is None:
            continue
        year = int(found["y"]) + (2000 if len(found["y"]) == 2 else 0)
        return _ymd(year, month, int(found["d"])) if "d" in order else _period(year, month, Step.MONTH)
    return None


@cache
def months() -> dict[str, int]:
    """Return the month of every month name in `LANGUAGES`; a name that means two months in two languages is left out."""
    from babel import Locale

    found: dict[str, set[int]] = {}
    for language in LANGUAGES:
        names = Locale(language).months
        for month, name in ((month, name) for form in names for width in ("wide", "abbreviated") for month, name in names[form][width].items()):
            found.setdefault(name.casefold().rstrip("."), set()).add(month)
    return {name: numbers.pop() for name, numbers in found.items() if len(numbers) == 1} | {"sept": 9}
