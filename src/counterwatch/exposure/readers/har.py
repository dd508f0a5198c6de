"""HAR files, as browsers and proxies save them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import msgspec

from counterwatch.core import Template, UnreadableEvidence, reader
from counterwatch.exposure.reading.entries import Stopped, entries, find_entries
from counterwatch.exposure.reading.entry import TooMuch, entry_of, request_of
from counterwatch.exposure.reading.faults import Faults
from counterwatch.exposure.reading.limits import DEPTH, ENTRY
from counterwatch.exposure.reading.opening import Opened, opened
from counterwatch.exposure.reading.recognising import known_by
from counterwatch.exposure.reading.watching import watched
from counterwatch.exposure.table import Request, Traffic
from counterwatch.files.contents import AGAIN

TAKEN = Template("exposure.har.taken", "read as HAR: the request of every entry; what came back was not looked at")
NO_ENTRIES = Template("exposure.har.no_entries", "{name} begins like a HAR file and holds no list of entries")
SAVE = Template("exposure.har.save", "save it again from the developer tools or the proxy as HAR with content")
BROKEN = Template("exposure.har.broken", "this entry tells of no request that can be read")
NO_HOST = Template("exposure.har.no_host", "the address of this entry names no host")
STOPS = {
    "broken": Template("exposure.har.stops_broken", "the list of entries is broken here: what follows was not read"),
    "cut": Template("exposure.har.stops_cut", "the file breaks off here: what stands before was read"),
    "too long": Template("exposure.har.stops_long", "this entry is longer than is read: it and what follows were not read"),
    "too deep": Template("exposure.har.stops_deep", "this entry is nested deeper than is read: it and what follows were not read"),
}
LIMITED = Template("exposure.har.limited", "{what} ({code})")
CODES = {"too long": ENTRY.code, "too deep": DEPTH.code}
BEGINS = re.compile(rb'(?:\xef\xbb\xbf)?\s*\{(?:.*?[{,\s])??"log"\s*:', re.DOTALL)


def knows(head: bytes) -> bool:
    return BEGINS.match(head) is not None


def sample() -> bytes:
    return (
        '{"log": {"version": "1.2", "creator": {"name": "made", "version": "1"}, "entries": [{"startedDateTime": "2026-03-01T10:00:00.250Z", '
        '"time": 12, "request": {"method": "POST", "url": "https://pay.example.org/v1?city=武汉", "httpVersion": "HTTP/2", "headers": '
        '[{"name": "Host", "value": "pay.example.org"}, {"name": "Cookie", "value": "sid=1"}], "queryString": [], "cookies": [], '
        '"postData": {"mimeType": "text/plain", "text": "བོད་ ياخشى"}, "headersSize": -1, "bodySize": 24}, "response": {"status": 200, '
        '"content": {"size": 0, "mimeType": "text/plain", "text": "{]\\"}"}}, "timings": {}}, {"startedDateTime": "2026-03-01T10:00:01Z", '
        '"request": {"method": "GET", "url": "http://192.0.2.7:8080/", "headers": []}, "response": {}}]}}'
    ).encode()


@reader(makes=Traffic, suffixes=(".har",), sample=sample)
@known_by(knows)
def har(source: Path | bytes, *, name: str) -> Traffic:
    """Reads HAR files of browsers and proxies.

    HTTP Archive 1.2 (W3C Web Performance Working Group, 2012). The format cannot hold a body that is no text: what a program put in its
    place is counted as lost.
    """
    with opened(source, name=name) as file:
        try:
            find_entries(file)
        except Stopped as error:
            raise UnreadableEvidence(NO_ENTRIES(name=name), hint=AGAIN() if error.why == "cut" or file.cut else SAVE()) from error
    return watched(source, name=name, reading=requests, said=(TAKEN(),))


def requests(file: Opened, faults: Faults) -> Iterator[Request]:
    """Yield the request of every entry."""
    number = 0
    try:
        for data in entries(find_entries(file)):
            number += 1
            made = _request(data, f"entry {number}", file, faults)
            if made is not None:
                yield made
    except Stopped as error:
        code, what = CODES.get(error.why), STOPS.get(error.why, STOPS["broken"])()
        faults.note(LIMITED(what=what, code=code) if code else what, f"entry {number + 1}")


def _request(data: bytes, locator: str, file: Opened, faults: Faults) -> Request | None:
    try:
        made = request_of(entry_of(data), locator=locator, offset=file.done)
    except TooMuch as error:
        faults.bad(LIMITED(what=BROKEN(), code=error.limit.code), locator)
        return None
    except (ValueError, msgspec.MsgspecError):
        faults.bad(BROKEN(), locator)
        return None
    if made is None:
        faults.bad(NO_HOST(), locator)
    return made
