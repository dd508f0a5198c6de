"""The local clock, as the ledger writes it. It is not proof of a time: only an anchor bounds one from outside."""

from __future__ import annotations

import datetime


def now() -> str:
    """Return the time now in UTC, to the second."""
    return at(datetime.datetime.now(datetime.UTC).timestamp())


def at(timestamp: float) -> str:
    """Return a time stamp in UTC, to the second; empty where a file system holds one that no calendar has."""
    try:
        return f"{datetime.datetime.fromtimestamp(timestamp, datetime.UTC).replace(microsecond=0, tzinfo=None).isoformat()}Z"
    except (OverflowError, ValueError, OSError):
        return ""
