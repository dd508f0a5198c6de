"""Where in a piece of evidence something stands: pages of a document, or a range of time in a recording, as other programs can read it too."""

from __future__ import annotations

import re

from counterwatch.core import Message, Template, WrongUsage

PAGES = re.compile(r"(\d{1,6})(?:\s*[-–]\s*(\d{1,6}))?\Z")
CLOCK = re.compile(r"(?:(\d{1,3}):)?([0-5]?\d):([0-5]\d)\Z")
PLACE = re.compile(r"page=(?P<pages>\d+(?:-\d+)?)\Z|t=(?P<start>[\d:]+)(?:,(?P<end>[\d:]+))?\Z")

NO_PAGES = Template("incidents.support.no_pages", "«{text}» is no page or range of pages")
PAGES_ARE = Template("incidents.support.pages_are", "write it as 3 or 3-4; the first page is 1")
NO_TIME = Template("incidents.support.no_time", "«{text}» is no time or range of time in a recording")
TIMES_ARE = Template("incidents.support.times_are", "write it as 00:01:10 or 00:01:10-00:02:00")
ONE_PLACE = Template("incidents.support.one_place", "a place is on pages or at a time, not both")
NOT_PAGED = Template("incidents.support.not_paged", "{name} is a recording, which has no pages")
NOT_TIMED = Template("incidents.support.not_timed", "{name} is no recording, so no time leads to a place in it")
SAY_OTHER = Template("incidents.support.say_other", "link it with --page for a document, --time for a recording, or without a place")
ON_PAGES = Template("incidents.support.on_pages", "page {pages}")
AT_TIME = Template("incidents.support.at_time", "from {start} to {end}")
AT_MOMENT = Template("incidents.support.at_moment", "at {start}")
RECORDING, READABLE = ("audio/", "video/"), ("text/", "image/", "application/pdf")


def place_of(pages: str, time: str, *, name: str, media_type: str) -> str:
    """Return a place as a fragment of an address: `page=3-4` (RFC 8118) or `t=00:01:10,00:02:00` (W3C Media Fragments); empty where none is said.

    Raises `WrongUsage` for what is no range, or cannot be in evidence of this media type.
    """
    if pages and time:
        raise WrongUsage(ONE_PLACE(), hint=SAY_OTHER())
    if pages and media_type.startswith(RECORDING):
        raise WrongUsage(NOT_PAGED(name=name), hint=SAY_OTHER())
    if time and media_type.startswith(READABLE):
        raise WrongUsage(NOT_TIMED(name=name), hint=SAY_OTHER())
    if time:
        return _times(time.strip())
    return _pages(pages.strip()) if pages else ""


def said_place(place: str) -> Message | None:
    """Return a place as people say it; None where there is none."""
    found = PLACE.match(place)
    if found is None:
        return None
    if found["pages"]:
        return ON_PAGES(pages=found["pages"])
    return AT_TIME(start=found["start"], end=found["end"]) if found["end"] else AT_MOMENT(start=found["start"])


def _pages(text: str) -> str:
    found = PAGES.match(text)
    first, last = (int(found[1]), int(found[2] or found[1])) if found else (0, 0)
    if not 1 <= first <= last:
        raise WrongUsage(NO_PAGES(text=text[:40]), hint=PAGES_ARE())
    return f"page={first}" if first == last else f"page={first}-{last}"


def _times(text: str) -> str:
    ends = [_seconds(each) for each in re.split(r"\s*[-–]\s*", text, maxsplit=1)]
    if any(each is None for each in ends) or (len(ends) == 2 and (ends[0] or 0) >= (ends[1] or 0)):
        raise WrongUsage(NO_TIME(text=text[:40]), hint=TIMES_ARE())
    return "t=" + ",".join(_clock(each) for each in ends if each is not None)


def _seconds(text: str) -> int | None:
    found = CLOCK.match(text)
    return int(found[1] or 0) * 3600 + int(found[2]) * 60 + int(found[3]) if found else None


def _clock(seconds: int) -> str:
    return f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"
