"""Places in Google's exports: lists of fixes, months of visits, and the timeline that telephones keep since 2024."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import msgspec

from counterwatch.exposure.archives.making import Making
from counterwatch.exposure.archives.rows import drained, rows
from counterwatch.exposure.archives.when import moment, unix

Value = str | int | float | bool | None
Spot = tuple[float, float]
SENSE = {"HOME": "home", "WORK": "work"}
DEGREES = re.compile(r"^(?:geo:)?\s*(-?\d{1,2}(?:\.\d+)?)°?\s*,\s*(-?\d{1,3}(?:\.\d+)?)°?$")


class Fix(msgspec.Struct, gc=False, rename="camel"):
    """One fix of Records.json."""

    timestamp_ms: Value = None
    timestamp: Value = None
    latitude_e7: int | None = None
    longitude_e7: int | None = None


class Location(msgspec.Struct, frozen=True, rename="camel"):
    """Where a visit was."""

    latitude_e7: int | None = None
    longitude_e7: int | None = None
    semantic_type: Value = None


class Duration(msgspec.Struct, frozen=True, rename="camel"):
    """How long a visit was."""

    start_timestamp: Value = None
    end_timestamp: Value = None
    start_timestamp_ms: Value = None
    end_timestamp_ms: Value = None


class Visit(msgspec.Struct, rename="camel"):
    """A visit of Semantic Location History."""

    location: Location = Location()
    duration: Duration = Duration()


class Month(msgspec.Struct, rename="camel"):
    """An object of Semantic Location History: a visit, or a way between two."""

    place_visit: Visit | None = None


class Segment(msgspec.Struct, rename="camel"):
    """A segment of the timeline of a telephone."""

    start_time: Value = None
    end_time: Value = None
    start_time_timezone_utc_offset_minutes: int | None = None
    visit: Any = None
    timeline_path: Any = None


class Signal(msgspec.Struct, rename="camel"):
    """A raw signal of the timeline."""

    position: Any = None


def fix(row: Fix, making: Making, place: str, number: int) -> None:
    """Read one fix."""
    when = unix(row.timestamp_ms) if row.timestamp_ms else moment(row.timestamp)[0]
    if (spot := e7(row.latitude_e7, row.longitude_e7)) is None:
        making.unread(place)
    else:
        making.add("place", place, row=number, time=when, what="fix", place=spot)


def month(row: Month, making: Making, place: str, number: int) -> None:
    """Read one visit."""
    if row.place_visit is None:
        return
    where, long = row.place_visit.location, row.place_visit.duration
    start = unix(long.start_timestamp_ms) if long.start_timestamp_ms else moment(long.start_timestamp)[0]
    end = unix(long.end_timestamp_ms) if long.end_timestamp_ms else moment(long.end_timestamp)[0]
    if (spot := e7(where.latitude_e7, where.longitude_e7)) is None:
        making.unread(place)
    else:
        making.add("place", place, row=number, time=start, until=end, what=sense(where.semantic_type) or "visit", place=spot)


def segment(row: Segment, making: Making, place: str, number: int) -> None:
    """Read one segment of a telephone's timeline: a visit, or the points of a way."""
    start, offset = moment(row.start_time)
    offset = row.start_time_timezone_utc_offset_minutes if row.start_time_timezone_utc_offset_minutes is not None else offset
    top = row.visit.get("topCandidate") if isinstance(row.visit, dict) else None
    if isinstance(top, dict):
        where = top.get("placeLocation")
        spot = degrees(where.get("latLng") if isinstance(where, dict) else where)
        said = {"until": moment(row.end_time)[0], "offset": offset, "what": sense(top.get("semanticType")) or "visit"}
        making.add("place", place, row=number, time=start, place=spot, **said) if spot else making.unread(place)
    for point in row.timeline_path if isinstance(row.timeline_path, list) else ():
        if isinstance(point, dict) and (spot := degrees(point.get("point"))):
            making.add("place", place, row=number, time=moment(point.get("time"))[0] or start, offset=offset, what="fix", place=spot)


def signal(row: Signal, making: Making, place: str, number: int) -> None:
    """Read one raw signal, where it is a fix."""
    if isinstance(row.position, dict) and (spot := degrees(row.position.get("LatLng") or row.position.get("latLng"))):
        when, offset = moment(row.position.get("timestamp"))
        making.add("place", place, row=number, time=when, offset=offset, what="fix", place=spot)


def each(data: bytes | memoryview, kind: type[Any], read: Callable[[Any, Making, str, int], None], making: Making, place: str) -> None:
    """Read every row of a list."""
    for number, row in enumerate(drained(rows(data, kind, making, place)), start=1):
        read(row, making, place, number)


LISTS: dict[str, tuple[str, type[Any], Callable[[Any, Making, str, int], None]]] = {
    "locations": ("location records", Fix, fix),
    "timelineObjects": ("visits", Month, month),
    "semanticSegments": ("timeline", Segment, segment),
    "rawSignals": ("raw signals", Signal, signal),
}
"""What stands under a key of Google's files of places, and how a row of it is read."""


def e7(north: int | None, east: int | None) -> Spot | None:
    """Return degrees of ten-millionths; some exports wrote them as unsigned numbers."""
    if north is None or east is None:
        return None
    return sane(*((each - (1 << 32) if each > 1_800_000_000 else each) / 1e7 for each in (north, east)))


def degrees(text: object) -> Spot | None:
    """Return degrees of «48.1°, 2.1°» or «geo:48.1,2.1»."""
    found = DEGREES.match(text) if isinstance(text, str) else None
    return sane(float(found[1]), float(found[2])) if found else None


def sane(north: float, east: float) -> Spot | None:
    """Return coordinates that are on the earth."""
    return (north, east) if -90 <= north <= 90 and -180 <= east <= 180 else None


def sense(text: object) -> str:
    """Return what Google took a place for: home, work, or nothing that is told here."""
    return next((said for word, said in SENSE.items() if isinstance(text, str) and text.upper().endswith(word)), "")
