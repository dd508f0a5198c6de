"""Captures, read from bytes as tests write them."""

from __future__ import annotations

from counterwatch.exposure.reading.captures import read_traffic
from counterwatch.exposure.table import Request, Traffic

Facts = tuple[object, ...]


def read(data: bytes, name: str = "capture") -> tuple[list[Request], Traffic]:
    """Return the requests of a capture, all read, and its traffic with the problems of that reading."""
    traffic = read_traffic(data, name=name)
    return list(traffic.requests()), traffic


def facts(request: Request) -> Facts:
    """Return everything that a request says, for comparison, except how much of the file had been read by then."""
    return request.locator, request.endpoint, request.protocol, request.time, request.parts, dict(request.unreadable)


def part(request: Request, name: str) -> bytes:
    """Return all parts of one name as one."""
    return b"".join(data for each, data in request.parts if each == name)


def headers(request: Request) -> list[tuple[str, str]]:
    """Return the headers of a request with names in lower case, in their order."""
    return [(name.removeprefix("header:"), data.decode()) for name, data in request.parts if name.startswith("header:")]


def said(traffic: Traffic) -> list[tuple[str, str, int]]:
    """Return code, place and count of every problem."""
    return [(each.message.id, each.place, each.records) for each in traffic.problems]
