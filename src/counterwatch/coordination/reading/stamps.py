"""How times are written: each way as an expression that turns text into milliseconds UTC, or into nothing where it is another way."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import polars as pl

ZONE = r"\s*(Z|z|UTC|GMT|[+-]\d{2}:?\d{2})?\s*$"
CLOCK = r"(\d{1,2})[:时時点點](\d{2})(?:[:分](\d{2})(?:[.,](\d+))?)?[分秒]?"
YEAR_FIRST = r"^\s*(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[T\s]+" + CLOCK + ")?" + ZONE
YEAR_LAST = r"^\s*(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})(?:[,T\s]+" + CLOCK + r"\s*([AaPp][Mm])?)?" + ZONE
COMPACT = r"^\s*((?:19|20)\d{2})(\d{2})(\d{2})T?(\d{2})(\d{2})(\d{2})" + ZONE
# «Wed Oct 10 20:19:24 +0000 2018»: Twitter API v1.1, Tweet object, `created_at`.
TWITTER = r"^\s*[A-Z][a-z]{2} ([A-Z][a-z]{2}) (\d{1,2}) (\d{2}):(\d{2}):(\d{2}) ([+-]\d{4}) (\d{4})\s*$"
# RFC 5322 (2008), section 3.3.
MAIL = r"^\s*(?:[A-Z][a-z]{2}, )?(\d{1,2}) ([A-Z][a-z]{2}) (\d{4}) (\d{2}):(\d{2})(?::(\d{2}))? (GMT|UTC|[+-]\d{4})\s*$"
NUMBER = r"^\s*-?\d+(?:\.\d*)?(?:[eE]\+?\d+)?\s*$"
MONTHS = {name: f"{place:02}" for place, name in enumerate(("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"), 1)}
PARTS = {
    "year first": (YEAR_FIRST, "year month day hour minute second fraction zone"),
    "year last": (YEAR_LAST, "first second_part year hour minute second fraction half zone"),
    "compact": (COMPACT, "year month day hour minute second zone"),
    "Twitter": (TWITTER, "month_name day hour minute second zone year"),
    "mail": (MAIL, "day month_name year hour minute second zone"),
}
"""Each way of writing with the names of what its pattern takes out."""


def taken_apart(text: pl.Series, way: str) -> pl.DataFrame:
    """Return what a way of writing takes out of each text as columns of text, null throughout where it is written otherwise."""
    import polars as pl

    pattern, names = PARTS[way]
    frame = text.str.extract_groups(pattern).struct.unnest()
    frame.columns = names.split()
    if "month_name" in frame.columns:
        frame = frame.with_columns(month=pl.col("month_name").replace_strict(MONTHS, default=None, return_dtype=pl.String))
    return frame.with_columns(pl.lit(None, pl.String).alias(each) for each in ("fraction", "half", "zone") if each not in frame.columns)


def milliseconds(parts: pl.DataFrame) -> pl.Series:
    """Return the time of each row in milliseconds as if every clock stood in UTC; null where there is no such day or hour."""
    import polars as pl

    number = {each: pl.col(each).cast(pl.Int64, strict=False).fill_null(0) for each in ("hour", "minute", "second")}
    day = pl.concat_str(pl.col("year"), pl.col("month").str.zfill(2), pl.col("day").str.zfill(2), separator="-").str.to_date("%Y-%m-%d", strict=False)
    half = pl.col("half").str.to_lowercase()
    hour = pl.when(half.is_null()).then(number["hour"]).otherwise(number["hour"] % 12 + 12 * (half == "pm"))
    within = (hour < 24) & (number["minute"] < 60) & (number["second"] <= 60)
    fraction = pl.concat_str(pl.lit("0."), pl.col("fraction").fill_null("0")).cast(pl.Float64, strict=False)
    clock = ((hour * 60 + number["minute"]) * 60 + number["second"]) * 1000 + (fraction * 1000 + 1e-6).floor().cast(pl.Int64)
    return parts.select(pl.when(within).then(day.cast(pl.Datetime("ms")).dt.epoch("ms") + clock)).to_series()


def offsets(parts: pl.DataFrame) -> pl.Series:
    """Return how far each stamp's own zone is ahead of UTC in milliseconds, null where it names none."""
    import polars as pl

    zone = pl.col("zone").str.replace(":", "")
    size = zone.str.slice(1, 2).cast(pl.Int64, strict=False) * 60 + zone.str.slice(3, 2).cast(pl.Int64, strict=False)
    signed = pl.when(zone.str.starts_with("-")).then(-size).otherwise(size) * 60_000
    return parts.select(pl.when(zone.str.contains("^[+-]")).then(signed).when(zone.is_not_null()).then(0)).to_series()
