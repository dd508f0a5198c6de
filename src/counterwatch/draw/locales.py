"""Numbers and dates on axes, as the locale writes them: CLDR's words in the shape d3 wants."""

from __future__ import annotations

from functools import cache
from typing import Any

from counterwatch.core.language import locale

DATE = {"en": "%B %-d, %Y", "fr": "%-d %B %Y"}
PERIODS = {"en": ["AM", "PM"], "fr": ["AM", "PM"]}
CJK_PERIODS = ["上午", "下午"]
CJK_DATE = "%Y年%-m月%-d日"
SUNDAY_FIRST = (6, 0, 1, 2, 3, 4, 5)


@cache
def number_locale(language: str) -> dict[str, Any]:
    """Return d3's number locale for an interface language."""
    symbols = locale(language).number_symbols["latn"]
    percent = locale(language).percent_formats[None].pattern.replace("#,##0", "")
    return {"decimal": symbols["decimal"], "thousands": symbols["group"], "grouping": [3], "currency": ["", ""], "percent": percent}


@cache
def time_locale(language: str) -> dict[str, Any]:
    """Return d3's time locale for an interface language; days of the week begin with Sunday there."""
    where = locale(language)
    # Not the "stand-alone" names: Babel 2.18 fills those in for all languages from whichever was asked first.
    names, months = where.days["format"], where.months["format"]
    date = DATE.get(language, CJK_DATE)
    return {
        "dateTime": f"{date} %H:%M:%S",
        "date": date,
        "time": "%H:%M:%S",
        "periods": PERIODS.get(language, CJK_PERIODS),
        "days": [names["wide"][day] for day in SUNDAY_FIRST],
        "shortDays": [names["abbreviated"][day] for day in SUNDAY_FIRST],
        "months": [months["wide"][month] for month in range(1, 13)],
        "shortMonths": [months["abbreviated"][month] for month in range(1, 13)],
    }
