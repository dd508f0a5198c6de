"""The findings travel inside the page, and the page can be held against them."""

from __future__ import annotations

import msgspec
import pytest

from counterwatch.core import UnreadableEvidence
from counterwatch.draw.chart import drawn_with
from counterwatch.report.document import Document
from counterwatch.report.embedded import read_findings, says_what_it_carries
from counterwatch.report.formats.html import html
from counterwatch.report.page import travelling
from sample_report import DOCUMENTS, HOSTILE, departing, document_of


@pytest.mark.parametrize("document", DOCUMENTS.values(), ids=DOCUMENTS)
def test_a_page_gives_back_what_it_was_made_of(document: Document) -> None:
    assert read_findings(html(document)) == travelling(document)
    assert html(read_findings(html(document))) == html(document)


def test_only_charts_nobody_sees_and_contents_of_attachments_stay_behind() -> None:
    document = DOCUMENTS["hostile"]
    read = read_findings(html(document))
    assert [each.statement for each in read.findings] == [each.statement for each in document.findings]
    assert [each.charts for each in read.findings] == [each.charts for each in document.findings]
    assert [[a.sha256 for a in each.attachments] for each in read.findings] == [[a.sha256 for a in each.attachments] for each in document.findings]


@pytest.mark.parametrize("language", ["en", "fr", "zh-Hans"])
def test_one_changed_word_on_the_page_is_noticed(language: str) -> None:
    page = html(document_of(departing("Bayern")), language=language)
    assert says_what_it_carries(page) is True
    assert says_what_it_carries(page.replace(b"times as much", b"times as few", 1)) is False
    assert says_what_it_carries(page + b"\n") is False


def test_a_page_of_another_version_cannot_be_held_against_ours() -> None:
    page = html(document_of(departing("Bayern"))).replace(b'"version":"0.1.0"', b'"version":"99.0"')
    assert says_what_it_carries(page) is None


def test_a_page_whose_charts_another_version_drew_cannot_be_held_against_ours_either() -> None:
    made = msgspec.structs.replace(document_of(departing("Bayern")), drawn_with=drawn_with())
    page = html(made)
    assert says_what_it_carries(page) is True
    assert says_what_it_carries(page.replace(drawn_with().encode(), b"vl-convert 99, Vega-Lite 9")) is None


@pytest.mark.parametrize(
    "page",
    [
        b"",
        b"\xff\xfe\x00",
        b"<html></html>",
        b'<script id="findings">{}',
        b'<script id="findings">{"title":"a"}</script><script id="findings">{"title":"b"}</script>',
        b'<script id="findings">{"title":"a","run":"rm"}</script>',
        b'<script id="findings">{"title":NaN}</script>',
        *(f'<script id="findings">{text}</script>'.encode() for text in HOSTILE),
    ],
)
def test_a_page_that_is_no_report_is_refused_by_name(page: bytes) -> None:
    with pytest.raises(UnreadableEvidence):
        read_findings(page)


def test_a_truncated_page_is_refused() -> None:
    page = html(document_of(departing("Bayern")))
    for end in range(0, page.index(b'"title"'), 997):
        with pytest.raises(UnreadableEvidence):
            read_findings(page[:end])
