"""Flow files, as mitmproxy and mitmdump save them."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from contextlib import suppress
from itertools import islice
from pathlib import Path
from typing import Any

from counterwatch.core import Template, UnreadableEvidence, reader
from counterwatch.exposure.reading.faults import Faults
from counterwatch.exposure.reading.flow import KEYS, NEWEST, OLDEST, request_of, version_of
from counterwatch.exposure.reading.flows import Broken, flows
from counterwatch.exposure.reading.limits import FLOW
from counterwatch.exposure.reading.opening import Opened, opened
from counterwatch.exposure.reading.recognising import known_by
from counterwatch.exposure.reading.tnetstrings import read_value, written
from counterwatch.exposure.reading.watching import watched
from counterwatch.exposure.table import Request, Traffic

TAKEN = Template("exposure.mitm.taken", "read as flows of mitmproxy, format {version}: what the client sent; what came back was not looked at")
TOO_OLD = Template("exposure.mitm.too_old", "{name} is a flow file of format {version}, which is older than any that can be read")
CONVERT = Template("exposure.mitm.convert", "read and write it with the mitmproxy of its time that came after, or record again")
TOO_OLD_HERE = Template("exposure.mitm.too_old_here", "a flow of format {version}, which is older than any that can be read")
NEWER = Template("exposure.mitm.newer", "format {version} is newer than the newest that was compared with mitmproxy ({newest})")
NO_VERSION = Template("exposure.mitm.no_version", "{name} begins like a flow file and does not say of which format")
RECORD = Template("exposure.mitm.record", "save the flows again with mitmproxy, or export them as HAR")
BROKEN = Template("exposure.mitm.broken", "this flow tells of no request that can be read")
TOO_LONG = Template("exposure.mitm.too_long", "this flow is larger than is read ({code}) and was passed over")
STOPS_CUT = Template("exposure.mitm.stops_cut", "the file breaks off here: what stands before was read")
STOPS_BROKEN = Template("exposure.mitm.stops_broken", "no flow stands here: what follows was not read")
TRIES = 100
"""So many flows are asked for the version of a file before it is refused."""
BEGINS = re.compile(rb"\d{1,12}:\d{1,3}:[A-Za-z_]+[,;]")


def knows(head: bytes) -> bool:
    return BEGINS.match(head) is not None


def sample() -> bytes:
    request = {
        "method": b"POST", "scheme": b"https", "host": b"api.example.org", "port": 443, "path": b"/v1/where", "http_version": b"HTTP/1.1",
        "headers": [[b"Host", b"api.example.org"], [b"Cookie", b"sid=1"]], "content": "武汉".encode(), "timestamp_start": 1772359200.25,
    }  # fmt: skip
    message = [1, True, "བོད་".encode(), 1772359201.0, False, False]
    server = {"address": ["192.0.2.9", 5222], "sni": None}
    return (
        written({"version": 21, "type": "http", "request": request, "response": None, "websocket": {"messages": [message]}})
        + written({"version": 21, "type": "tcp", "server_conn": server, "messages": [[True, b"hello", 1772359202.0], [False, b"no", 1.0]]})
        + written({b"version": [0, 18], b"type": b"http", b"request": {key.encode(): each for key, each in request.items()}, b"response": None})
    )


@reader(makes=Traffic, suffixes=(".mitm", ".flow", ".flows", ".dump"), sample=sample)
@known_by(knows)
def mitm(source: Path | bytes, *, name: str) -> Traffic:
    """Reads flow files of mitmproxy.

    Formats 0.11 to 21, which mitmproxy 11 reads too; newer ones with a remark.
    """
    with opened(source, name=name) as file:
        version = _first_version(file, name)
    if version < OLDEST:
        raise UnreadableEvidence(TOO_OLD(name=name, version=_shown(version)), hint=CONVERT())
    return watched(source, name=name, reading=requests, said=(TAKEN(version=_shown(version)),))


def requests(file: Opened, faults: Faults) -> Iterator[Request]:
    """Yield what was sent in each flow."""
    number = 0
    try:
        for number, data in enumerate(flows(file), start=1):
            made = _request(data, f"flow {number}", file, faults)
            if made is not None:
                yield made
    except Broken as error:
        faults.note(STOPS_CUT() if error.cut else STOPS_BROKEN(), f"flow {number + 1}")


def _request(data: bytes | None, locator: str, file: Opened, faults: Faults) -> Request | None:
    if data is None:
        faults.bad(TOO_LONG(code=FLOW.code), locator)
        return None
    try:
        flow = _flow(data)
        version = version_of(flow)
        if version >= OLDEST:
            _remark(version, locator, faults)
            return request_of(flow, locator=locator, offset=file.done)
        faults.bad(TOO_OLD_HERE(version=_shown(version)), locator)
    except (ValueError, TypeError, OverflowError):
        faults.bad(BROKEN(), locator)
    return None


def _remark(version: tuple[int, ...], locator: str, faults: Faults) -> None:
    if version > NEWEST and NEWER.id not in faults.counts:
        faults.bad(NEWER(version=_shown(version), newest=_shown(NEWEST)), locator, records=0)


def _flow(data: bytes, keys: Collection[str] = KEYS) -> dict[str, Any]:
    flow = read_value(data, keys=keys)
    if not isinstance(flow, dict):
        raise ValueError
    return flow


def _first_version(file: Opened, name: str) -> tuple[int, ...]:
    """Return the version of the first flow that tells one: a broken flow is no reason to refuse those behind it."""
    with suppress(Broken):
        for data in islice(flows(file), TRIES):
            with suppress(ValueError, TypeError):
                return version_of(_flow(data or b"", ("version",)))
    raise UnreadableEvidence(NO_VERSION(name=name), hint=RECORD())


def _shown(version: tuple[int, ...]) -> str:
    return ".".join(map(str, version))
