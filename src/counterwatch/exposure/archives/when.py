"""Moments as exports write them: milliseconds UTC, and the distance of the local clock where it is told."""

from __future__ import annotations

import datetime

UTC = datetime.UTC
EPOCH = datetime.datetime(1970, 1, 1, tzinfo=UTC)
NAIVE = datetime.datetime(1970, 1, 1)  # noqa: DTZ001 - what a date without a zone is counted from
PLAIN = len("2024-01-01 08:00:00")
MILLISECOND = datetime.timedelta(milliseconds=1)
EARLIEST, LATEST = 631_152_000_000, 4_102_444_800_000
"""1990 and 2100: what lies outside was no date."""


def moment(text: object) -> tuple[int | None, int | None]:
    """Return milliseconds UTC and the minutes of the local clock from UTC of an ISO date; None where one is not told.

    A date without a zone is taken for UTC, as platforms write them.
    """
    if not isinstance(text, str):
        return None, None
    try:
        found = datetime.datetime.fromisoformat(text.removesuffix(" UTC"))
    except ValueError:
        return None, None
    if found.tzinfo is None:
        return sane((found.replace(tzinfo=UTC) - EPOCH) // MILLISECOND), None
    offset = found.utcoffset()
    minutes = None if offset is None or text.endswith("Z") else round(offset.total_seconds() / 60)
    return sane((found - EPOCH) // MILLISECOND), minutes


def ms_of(text: object) -> int | None:
    """Return milliseconds UTC of an ISO date; one without a zone is taken for UTC."""
    if isinstance(text, str) and len(text) == PLAIN:
        try:
            return sane((datetime.datetime.fromisoformat(text) - NAIVE) // MILLISECOND)
        except (ValueError, TypeError):
            return None
    return moment(text)[0]


def unix(value: object) -> int | None:
    """Return milliseconds UTC of a number of seconds, milliseconds or microseconds since 1970."""
    try:
        number = int(float(value)) if isinstance(value, str | int | float) else 0
    except (ValueError, OverflowError):
        return None
    if number > 10**14:
        number //= 1000
    return sane(number if number > 10**11 else number * 1000)


def sane(milliseconds: int) -> int | None:
    """Return a moment, or None for one that no export can tell of."""
    return milliseconds if EARLIEST <= milliseconds < LATEST else None
