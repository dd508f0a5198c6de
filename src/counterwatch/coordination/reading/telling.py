"""The sentences that tell a user how a file of posts was read."""

from __future__ import annotations

from collections.abc import Iterator

from counterwatch.coordination.reading.clock import Clock
from counterwatch.coordination.reading.resolution import DAY, HOUR, MILLISECOND, MINUTE, SECOND
from counterwatch.core import Message, Template

READING = Template("coordination.telling.reading", "reading {name}")
ENCODING = Template("coordination.telling.encoding", "encoding: {encoding}, guessed from the text; --encoding says otherwise")
NAIVE_UTC = Template("coordination.telling.naive_utc", "time: the stamps name no zone and are taken as UTC; --zone says otherwise")
NAIVE_ZONE = Template("coordination.telling.naive_zone", "time: the stamps name no zone and are taken as clock time of {zone}")
ZONED = Template("coordination.telling.zoned", "time: the stamps name their zone")
UNITS = {
    "s": Template("coordination.telling.seconds", "time: numbers, taken as seconds since 1970"),
    "ms": Template("coordination.telling.milliseconds", "time: numbers, taken as milliseconds since 1970"),
    "us": Template("coordination.telling.microseconds", "time: numbers, taken as microseconds since 1970"),
    "ns": Template("coordination.telling.nanoseconds", "time: numbers, taken as nanoseconds since 1970"),
    "days": Template("coordination.telling.days", "time: numbers, taken as spreadsheet days, where day 1 is 1 January 1900"),
}
ORDERS = {
    "dmy": Template("coordination.telling.day_first", "dates: day, month, year"),
    "mdy": Template("coordination.telling.month_first", "dates: month, day, year"),
}
STEPS = {
    MILLISECOND: Template("coordination.telling.to_the_millisecond", "time: to the millisecond"),
    SECOND: Template("coordination.telling.to_the_second", "time: to the second"),
    MINUTE: Template("coordination.telling.to_the_minute", "time: to the minute only"),
    HOUR: Template("coordination.telling.to_the_hour", "time: to the hour only"),
    DAY: Template("coordination.telling.to_the_day", "time: to the day only"),
}
FINER = Template("coordination.telling.finer", "{n} time is finer than the step of the others", "{n} times are finer than the step of the others")
MIXED_ZONES = Template("coordination.telling.mixed_zones", "{zoned} times name their zone and {naive} do not")
MIXED_UNITS = Template("coordination.telling.mixed_units", "times written as numbers count in different units, and each was read by its size")
DOUBLED = Template(
    "coordination.telling.doubled",
    "at least {n} row repeats an earlier one in every column that is used",
    "at least {n} rows repeat an earlier one in every column that is used",
)
NO_POSTS = Template("coordination.telling.no_posts", "{name} holds no post that could be read")
EMPTY_OBJECTS = Template("coordination.telling.empty_objects", "{n} row names nothing that was shared", "{n} rows name nothing that was shared")
CREATED_UNREAD = Template(
    "coordination.telling.created_unread",
    "{n} row has no date of the account that can be read",
    "{n} rows have no date of the account that can be read",
)


def clock_told(clock: Clock) -> Iterator[Message]:
    """Return how the times were taken and how fine they are."""
    yield from (UNITS[unit]() for unit in clock.units)
    if clock.naive:
        yield NAIVE_ZONE(zone=clock.zone) if clock.zone else NAIVE_UTC()
    if clock.zoned:
        yield ZONED()
    if clock.guessed and clock.order:
        yield ORDERS[clock.order]()
    if clock.resolution.stamps:
        yield STEPS[clock.resolution.step]()


def mixed_clock(clock: Clock) -> Iterator[Message]:
    """Return remarks on times that are not all written alike."""
    if clock.zoned and clock.naive:
        yield MIXED_ZONES(zoned=clock.zoned, naive=clock.naive)
    if len(clock.units) > 1:
        yield MIXED_UNITS()
    if clock.resolution.finer:
        yield FINER(n=clock.resolution.finer)
