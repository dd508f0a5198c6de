"""Of a report that would be too long to open, a part is listed, all is counted, and the rest is named by its hash."""

from __future__ import annotations

import hashlib
import re

import msgspec
import pytest

from counterwatch.core import Finding, Verdict, replace
from counterwatch.report import beyond
from counterwatch.report.beyond import findings_lines, shortened
from counterwatch.report.claims import claims
from counterwatch.report.embedded import read_findings, says_what_it_carries
from counterwatch.report.figure_files import figure_files
from counterwatch.report.formats.html import html
from counterwatch.report.order import cards, tallies, tallies_of
from counterwatch.report.page import travelling
from counterwatch.report.rests import rests
from sample_report import departing, document_of, quiet, starved

FEW = 40


@pytest.fixture(autouse=True)
def _few(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(beyond, "MOST", FEW)


def findings(count: int = 400) -> list[Finding]:
    makers = (lambda n: departing(f"d{n}", n + 1, charts=False), lambda n: quiet(f"q{n}"), lambda n: starved(f"s{n}"))
    return [makers[n % 3](n) for n in range(count)]


WHOLE = document_of(*findings())


def test_every_count_is_that_of_the_whole() -> None:
    short = shortened(WHOLE)
    assert len(short.findings) < len(WHOLE.findings)
    assert short.beyond is not None
    assert short.beyond.findings + len(short.findings) == len(WHOLE.findings)
    assert tallies_of(short) == tallies(WHOLE.findings)
    whole = {(each.evidence, each.check): (each.findings, each.departing) for each in rests(WHOLE, ())}
    assert {(each.evidence, each.check): (each.findings, each.departing) for each in rests(short, cards(short.findings))} == whole
    assert [each.count for each in claims(short)] == [each.count for each in claims(WHOLE)]
    assert [each.sure.params["high"] for each in claims(short)] == [each.sure.params["high"] for each in claims(WHOLE)]


def test_what_is_shown_in_full_stays_and_every_check_and_verdict_is_listed() -> None:
    short = shortened(WHOLE)
    assert [each.id for each in cards(short.findings)] == [each.id for each in cards(WHOLE.findings)]
    assert {(each.check, each.verdict) for each in short.findings} == {(each.check, each.verdict) for each in WHOLE.findings}
    assert len(short.findings) <= FEW + len(cards(WHOLE.findings))


def test_the_page_says_how_many_are_left_out_and_the_hash_of_all() -> None:
    page = html(WHOLE).decode()
    said = hashlib.sha256(findings_lines(WHOLE)).hexdigest()
    left = len(WHOLE.findings) - len(shortened(WHOLE).findings)
    assert f"{left} findings are counted above and not listed on this page" in page
    assert said in page
    assert hashlib.sha256(figure_files(WHOLE)["findings.jsonl"]).hexdigest() == said


def test_a_shortened_page_is_still_what_it_carries() -> None:
    page = html(WHOLE)
    assert says_what_it_carries(page) is True
    assert read_findings(page) == travelling(WHOLE)
    assert shortened(read_findings(page)) == read_findings(page)


def test_remarks_are_counted_too() -> None:
    many = msgspec.structs.replace(WHOLE, findings=tuple(replace(each, problems=()) for each in WHOLE.findings[:5]))
    problem = WHOLE.problems[0]
    many = msgspec.structs.replace(many, problems=tuple(msgspec.structs.replace(problem, place=f"row {n}", records=1) for n in range(100)))
    page = html(many).decode()
    assert "Records that could not be read: 100." in page
    assert "60 more remarks are left out here." in page
    assert len(re.findall(r"row \d+</bdi>", page)) == FEW


def test_a_page_that_is_short_enough_is_left_alone() -> None:
    short = document_of(*findings(30))
    assert shortened(short) is short


def test_departures_beyond_the_cards_are_not_lost_to_the_quiet_ones() -> None:
    short = shortened(document_of(*(departing(f"d{n}", n + 1, charts=False) for n in range(300))))
    assert all(each.verdict is Verdict.DEPARTS for each in short.findings)
    assert len(short.findings) == FEW + len(cards(short.findings))


def test_a_chart_that_nobody_can_draw_does_not_travel_and_says_how_large_it_was() -> None:
    rows = [{"day": "2020-03-01", "value": number, "who": "x" * 200} for number in range(10_000)]
    chart = departing("Bayern").charts[0]
    large = msgspec.structs.replace(chart, spec={"data": {"values": rows}, "mark": "point"})
    document = document_of(replace(departing("Bayern"), charts=(large,)))
    page = html(document)
    assert len(page) < 200_000
    assert "bytes of data; 2,000,000 can be drawn" in page.decode()
    assert says_what_it_carries(page) is True
