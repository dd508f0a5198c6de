"""No value, form or digest of an identifier leaves memory: not in a finding, a table, a chart, a log, a representation or the trace of an error."""

import logging
import traceback
from collections.abc import Iterator

import msgspec
import pytest
from corpus import PERSONA, TEXT, WRITTEN, plants

from counterwatch.core import Finding, canonical
from counterwatch.core.language import render
from counterwatch.exposure.checks.leak import leak
from counterwatch.exposure.leaks.forms import forms
from counterwatch.exposure.leaks.needles import Needles
from counterwatch.exposure.leaks.search import Search
from counterwatch.exposure.leaks.tally import tally
from counterwatch.exposure.leaks.views import View
from counterwatch.exposure.leaks.worlds import capture, owner
from counterwatch.exposure.table import Endpoint, Request, Watched
from promises import messages_in

NEEDLES = Needles(PERSONA)
SECRETS = {each.key for each in NEEDLES.all if not each.prefix}


def shown(text: str | bytes) -> list[str]:
    """Return the labels of the identifiers of which a form or digest stands in a text, whatever stands beside it."""
    data = (text if isinstance(text, bytes) else text.encode()).lower().replace(b"+", b" ")
    return sorted({each.identifier.label for each in NEEDLES.all if each.key in data and not each.prefix})


def watched() -> Watched:
    """Return a capture in which identifiers stand in bodies, in names of hosts, in names of headers and in its own name."""
    requests = [
        Request(locator=f"entry {number}", endpoint=Endpoint(host=f"h{number % 7}.test", port=443), protocol="https", parts=(("body", each.part),))
        for number, each in enumerate(plants(11, 400))
    ]
    hosts = ("8613800138000.dns.test", "dgvuemluqgv4yw1wbguub3jn.test", "wxid_k3tqs81zz2", "a.490154203237518.sub.test")
    named = tuple((f"header:{each}", b"tenzin@example.org") for each in ("x-8613800138000", "wxid_k3tqs81zz2"))
    requests += [
        Request(
            locator=f"packet {number}",
            endpoint=Endpoint(host=host),
            protocol="dns",
            parts=(("dns", host.encode()), *named),
        )
        for number, host in enumerate(hosts)
    ]
    return Watched(traffic=capture("phone-8613800138000.har", requests), persona=PERSONA, owner=owner)


@pytest.fixture(scope="module")
def found() -> list[Finding]:
    return leak(watched())


def said(findings: list[Finding]) -> Iterator[str | bytes]:
    yield canonical(findings)
    yield repr(findings)
    yield msgspec.json.encode(findings)
    for finding in findings:
        yield from (render(each, language) for each in messages_in(finding) for language in ("en", "fr", "zh-Hans"))
        yield from (each.content for each in finding.attachments)


def test_a_secret_would_be_seen() -> None:
    for label, text in WRITTEN:
        if not label.startswith("place") and "+news" not in text:
            assert label in shown(f"x{text}x"), text
    assert len(SECRETS) > 4_000


def test_findings_hold_labels_and_no_values(found: list[Finding]) -> None:
    assert {each.label for each in PERSONA.identifiers} <= {finding.subject.split(": ")[-1].partition(",")[0] for finding in found}
    assert shown("\n".join(each if isinstance(each, str) else each.decode() for each in said(found))) == []


def test_places_are_shown_by_no_number_of_theirs(found: list[Finding]) -> None:
    told = canonical(found).decode() + "".join(each.content.decode() for finding in found for each in finding.attachments)
    assert [each for each in ("39.91", "116.37", "116.38", "39911", "116377") if each in told] == []


def test_hosts_headers_and_files_that_identify_are_shown_without_it(found: list[Finding]) -> None:
    hosts = " ".join(finding.subject for finding in found)
    assert "….dns.test" in hosts
    assert "….sub.test" in hosts
    assert all(each.subject.startswith("….har") for each in found)
    parts = {
        line.split(",")[2]
        for finding in found
        for each in finding.attachments
        if each.name == "where-it-stands.csv"
        for line in each.content.decode().splitlines()
    }
    assert "header" in parts


def test_nothing_that_is_made_on_the_way_shows_a_value() -> None:
    counted = tally(watched())
    search = Search(PERSONA)
    things = [PERSONA, *PERSONA.identifiers, NEEDLES, *NEEDLES.all, search, counted, counted.sent, search(TEXT["query"](b"13800138000"))]
    things += [each for identifier in PERSONA.identifiers for each in forms(identifier)]
    things += [View(data=b"13800138000", path=("url",))]
    assert shown("\n".join(f"{each!r} {each}" for each in things)) == []


def test_the_trace_of_an_error_shows_no_value(monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("no more memory")

    caplog.set_level(logging.DEBUG)
    monkeypatch.setattr("counterwatch.exposure.leaks.search.places", broken)
    with pytest.raises(RuntimeError) as caught:
        leak(watched())
    assert shown("".join(traceback.format_exception(caught.value))) == []
    assert shown(caplog.text) == []
