"""What a capture sent to whom: requests and bytes by endpoint, with the owner that the lists give."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from counterwatch.exposure.owner import Owner
from counterwatch.exposure.owners.masking import Mask
from counterwatch.exposure.table import Endpoint, Watched


@dataclass(frozen=True, slots=True, kw_only=True)
class Receiver:
    """An endpoint, who stands behind it, and what was sent there: requests, and bytes that can and cannot be read.

    `host` is how it may be shown: where the name holds an identifier of the persona, that is called `email#1`.
    """

    host: str
    owner: Owner
    is_address: bool = False
    requests: int = 0
    readable: int = 0
    unreadable: int = 0


def receivers(watched: Watched) -> tuple[Receiver, ...]:
    """Read a capture once and return its endpoints, those with most requests first; what stays on the device is nobody's to receive."""
    counts: dict[tuple[str, bool], list[int]] = defaultdict(lambda: [0, 0, 0])
    for request in watched.traffic.requests():
        host = request.endpoint.host.rstrip(".").lower()
        if _is_own(host):
            continue
        entry = counts[host, request.endpoint.is_address]
        entry[0] += 1
        entry[1] += request.readable
        entry[2] += sum(request.unreadable.values())
    mask = Mask(watched.persona)
    found = [_receiver(host, is_address, numbers, watched.owner, mask) for (host, is_address), numbers in counts.items()]
    return tuple(sorted(found, key=lambda each: (-each.requests, each.host)))


def _is_own(host: str) -> bool:
    return host in ("localhost", "::1") or (host.startswith("127.") and host.replace(".", "").isdigit())


def _receiver(host: str, is_address: bool, numbers: list[int], owner: Callable[[Endpoint], Owner], mask: Mask) -> Receiver:
    requests, readable, unreadable = numbers
    found = mask.owner(owner(Endpoint(host=host, is_address=is_address)))
    return Receiver(host=mask(host), owner=found, is_address=is_address, requests=requests, readable=readable, unreadable=unreadable)


@dataclass(frozen=True, slots=True, kw_only=True)
class Country:
    """What went to organisations with their seat in one country (`seat` empty: not known)."""

    seat: str
    organisations: int
    endpoints: int
    requests: int
    readable: int
    unreadable: int


def by_country(found: Iterable[Receiver]) -> tuple[Country, ...]:
    """Return the countries of the seats, those with most requests first; what is not known comes last."""
    groups: dict[str, list[Receiver]] = defaultdict(list)
    for each in found:
        groups[each.owner.seat].append(each)
    countries = [_country(seat, members) for seat, members in groups.items()]
    return tuple(sorted(countries, key=lambda each: (not each.seat, -each.requests, each.seat)))


def _country(seat: str, members: Sequence[Receiver]) -> Country:
    return Country(
        seat=seat, organisations=len(organisations(members)), endpoints=len(members), requests=sum(each.requests for each in members),
        readable=sum(each.readable for each in members), unreadable=sum(each.unreadable for each in members),
    )  # fmt: skip


def organisations(found: Iterable[Receiver]) -> tuple[str, ...]:
    """Return the organisations that a list names, those with most requests first."""
    requests: dict[str, int] = defaultdict(int)
    for each in found:
        if each.owner.name:
            requests[each.owner.name] += each.requests
    return tuple(sorted(requests, key=lambda name: (-requests[name], name)))


def share_readable(found: Iterable[Receiver | Country]) -> float | None:
    """Return which part of the bytes can be read, None where there are none."""
    rows = list(found)
    readable, unreadable = sum(each.readable for each in rows), sum(each.unreadable for each in rows)
    return readable / (readable + unreadable) if readable + unreadable else None
