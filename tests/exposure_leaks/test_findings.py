"""What findings of leaks say of recipients, of what stayed at home, of what could not be read, and of what was cut."""

import gzip

import pytest

from counterwatch.core import Finding, Verdict
from counterwatch.exposure.checks.leak import MOST, leak
from counterwatch.exposure.leaks.leak import is_own
from counterwatch.exposure.leaks.worlds import capture
from counterwatch.exposure.owner import UNKNOWN, Owner
from counterwatch.exposure.persona import Identifier, Persona
from counterwatch.exposure.table import Endpoint, Request, Unreadable, Watched

MAIL, HOME = b"tenzin@example.org", b"39.911954,116.377817"
PERSONA = Persona(
    identifiers=(Identifier(label="email#1", kind="email", value=MAIL.decode()), Identifier(label="place#1", kind="place", value=HOME.decode()))
)
OWNERS = {"a.seat.test": Owner(name="With Seat", seat="XA", basis="listed"), "b.seat.test": Owner(name="With Seat", seat="XA", basis="listed")}
OWNERS["noseat.test"] = Owner(name="Without Seat", basis="overlay")


def request(host: str, *parts: bytes, **unread: int) -> Request:
    hidden: dict[Unreadable, int] = {"pinned": unread["pinned"]} if "pinned" in unread else {}
    return Request(
        locator="entry 1", endpoint=Endpoint(host=host, port=443), protocol="https", parts=tuple(("body", each) for each in parts), unreadable=hidden
    )


def asked(*requests: Request) -> list[Finding]:
    return leak(Watched(traffic=capture("c", list(requests)), persona=PERSONA, owner=lambda each: OWNERS.get(each.host, UNKNOWN)))


def said(*requests: Request) -> list[str]:
    return [str(each.statement) for each in asked(*requests)[1:]]


def test_hosts_of_one_owner_are_one_recipient() -> None:
    assert said(request("b.seat.test", MAIL), request("a.seat.test", MAIL), request("a.seat.test", MAIL, b"again " + MAIL)) == [
        "email#1 was sent to a.seat.test and 1 more (With Seat, seat XA) in 3 requests, as it is"
    ]


def test_what_is_not_known_of_an_owner_is_said() -> None:
    assert said(request("noseat.test", MAIL), request("other.test", MAIL)) == [
        "email#1 was sent to noseat.test (Without Seat, seat not known) in 1 request, as it is",
        "email#1 was sent to other.test (owner not known) in 1 request, as it is",
    ]


def test_each_identifier_has_a_finding_of_its_own_the_most_sent_first() -> None:
    found = asked(request("other.test", HOME), request("other.test", MAIL), request("other.test", MAIL))
    assert [each.subject for each in found] == ["c", "c: email#1, other.test", "c: place#1, other.test"]
    assert [each.verdict for each in found] == [Verdict.DEPARTS] * 3


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "127.8.0.1", "::1", "[::1]", "app.localhost", "0.0.0.0"])
def test_what_stays_on_the_device_is_nobodys(host: str) -> None:
    assert is_own(Endpoint(host=host))
    overview, *found = asked(request(host, MAIL), request("other.test", b"nothing"))
    assert found == []
    assert overview.verdict is Verdict.CONSISTENT
    assert "1 request went to the device itself and is left out" in [str(each) for each in overview.limits]


@pytest.mark.parametrize("host", ["192.168.1.1", "10.0.0.1", "localhost.example.org", "notlocalhost", "fe80::1"])
def test_another_device_is_somebody_else(host: str) -> None:
    assert not is_own(Endpoint(host=host))
    assert len(said(request(host, MAIL))) == 1


def test_nothing_found_is_said_of_what_could_be_read_only() -> None:
    (overview,) = asked(request("other.test", b"x" * 30), request("other.test", pinned=70))
    assert overview.verdict is Verdict.CONSISTENT
    assert str(overview.statement) == (
        "in what could be read (30 of 100 bytes that went out, 30%) 2 identifiers were looked for and not found; the rest may hold any"
    )
    assert "70 bytes could not be read because an app refused the proxy (pinned certificate)" in [str(each) for each in overview.limits]
    assert overview.numbers["unreadable, pinned"] == 70


def test_what_cannot_be_read_at_all_is_not_tested() -> None:
    (overview,) = asked(request("other.test", pinned=70))
    assert overview.verdict is Verdict.NOT_TESTED
    assert str(overview.statement).startswith("none of the 70 bytes that went out could be read")


def test_a_limit_that_was_met_is_named_with_its_code() -> None:
    overview, found = asked(request("other.test", gzip.compress(MAIL + bytes(3 << 20))), request("other.test", b"small"))
    assert "the decoding of 1 request was stopped at a limit (leak-inflated): more may be in it" in [str(each) for each in overview.limits]
    assert str(found.statement).endswith("in 1 request, as it is inside gzip")


def test_many_recipients_are_told_in_the_table_and_the_first_one_by_one() -> None:
    found = asked(*(request(f"h{number}.test", MAIL) for number in range(MOST + 5)))
    assert len(found) == 1 + MOST
    assert f"the {MOST} most frequent of {MOST + 5} are told one by one; the table holds all" in [str(each) for each in found[0].limits]
    assert len(found[0].attachments[0].content.decode().splitlines()) == 1 + MOST + 5


def test_a_capture_is_read_once() -> None:
    count = []

    def requests() -> list[Request]:
        count.append(1)
        return [request("other.test", MAIL)]

    traffic = capture("c", [])
    object.__setattr__(traffic, "requests", lambda: iter(requests()))
    assert len(leak(Watched(traffic=traffic, persona=PERSONA))) == 2
    assert count == [1]
