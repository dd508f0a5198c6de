"""Invented captures for the promises of the check: apps that send look-alikes of one's identifiers, and apps that send the identifiers."""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from urllib.parse import quote

import numpy as np

from counterwatch.exposure.owner import UNKNOWN, Owner
from counterwatch.exposure.persona import Identifier, Persona
from counterwatch.exposure.table import Endpoint, Request, Traffic, Watched

HOSTS = ("log.analytics.example", "api.shop.example", "sdk.ads.test", "cdn.video.test", "collect.analytics.example")
OWNERS = {
    "analytics.example": Owner(name="Example Analytics", seat="XA", basis="listed", rule="analytics.example", list="invented", date="2026-11-28"),
    "ads.test": Owner(name="Test Advertising", basis="listed", rule="ads.test", list="invented", date="2026-11-28"),
}
PERSONA = Persona(
    identifiers=(
        Identifier(label="phone#1", kind="phone", value="+12025550142"),
        Identifier(label="email#1", kind="email", value="amina.tursun@example.org"),
        Identifier(label="name#1", kind="name", value="阿米娜·图尔荪"),
        Identifier(label="device#1", kind="device", value="356938035643809"),
        Identifier(label="place#1", kind="place", value="43.825592,87.616848"),
    ),
    region="US",
)
LOOK_ALIKES = (
    "tel=99120255501427", "mail=bamina.tursun@example.org", "mail=amina.tursun@example.org.test", "mail=amina-tursun@example.org",
    "imei=3569380356438094", "at=1202555014.25", "lat=43.9255&lon=87.6168", "lat=43.8256&zoom=87", "name=阿米娜",
)  # fmt: skip


def owner(endpoint: Endpoint) -> Owner:
    """Return who stands behind an invented host."""
    return OWNERS.get(endpoint.host.partition(".")[2], UNKNOWN)


def capture(name: str, requests: list[Request]) -> Traffic:
    """Return requests as a capture."""

    def again() -> Iterator[Request]:
        return iter(requests)

    return Traffic(name=name, requests=again, size=sum(each.readable for each in requests))


def harmless(rng: np.random.Generator) -> Watched:
    """Return a capture in which nothing of the persona was sent, but much that looks like it, and some that cannot be read."""
    return Watched(traffic=capture("simulated", [_request(rng, number) for number in range(int(rng.integers(5, 40)))]), persona=PERSONA, owner=owner)


def telling(rng: np.random.Generator) -> Watched:
    """Return the same with some identifiers sent, as they are, encoded or hashed."""
    watched = harmless(rng)
    requests = list(watched.traffic.requests())
    for number in rng.choice(len(requests), size=int(rng.integers(1, 5)), replace=False):
        each = PERSONA.identifiers[int(rng.integers(len(PERSONA.identifiers)))]
        body = WAYS[int(rng.integers(len(WAYS)))](each.value)
        requests[number] = replace(requests[number], parts=(*requests[number].parts, ("body", body)), unreadable={})
    return replace(watched, traffic=capture("simulated, telling", requests))


def _request(rng: np.random.Generator, number: int) -> Request:
    host = HOSTS[int(rng.integers(len(HOSTS)))]
    url = f"https://{host}/v1/{rng.bytes(6).hex()}?{LOOK_ALIKES[int(rng.integers(len(LOOK_ALIKES)))]}&t={int(rng.integers(10**12))}"
    body = {"session": base64.b64encode(rng.bytes(int(rng.integers(30, 300)))).decode(), "model": "phone", "n": int(rng.integers(10**9))}
    parts = (("url", url.encode()), ("body", json.dumps(body).encode()))
    hidden = int(rng.integers(100, 5000)) if rng.random() < 0.3 else 0
    return Request(
        locator=f"entry {number + 1}", endpoint=Endpoint(host=host, port=443), protocol="https", parts=parts if not hidden else (),
        unreadable={"pinned": hidden} if hidden else {},
    )  # fmt: skip


def _plain(value: str) -> bytes:
    return json.dumps({"v": value}, ensure_ascii=False).encode()


def _in_query(value: str) -> bytes:
    return f"v={quote(value, safe='')}&x=1".encode()


def _compressed(value: str) -> bytes:
    return base64.b64encode(gzip.compress(_plain(value), mtime=0))


def _digest(value: str) -> bytes:
    # A place is not hashed by anybody: it goes as it is.
    return _plain(value) if "," in value else b'{"h":"%s"}' % hashlib.sha256(value.encode()).hexdigest().encode()


WAYS: tuple[Callable[[str], bytes], ...] = (_plain, _in_query, _compressed, _digest)
