"""Findings as rows and as cards."""

from __future__ import annotations

from counterwatch.report.card import card
from counterwatch.report.frame import frame
from sample_report import DOCUMENTS, departing, quiet, starved


def test_a_frame_has_one_row_per_finding_and_null_for_what_was_not_computed() -> None:
    rows = frame([departing("Bayern"), quiet("湖北省"), starved("ལྷ་ས།")])
    assert rows["verdict"].to_list() == ["departs", "consistent", "not tested"]
    assert rows["low"].to_list() == [0.15, None, None]
    assert rows["p_value"].to_list() == [1e-7, 0.43, None]
    assert rows["statement"][1] == "The last digits of 312 values of 湖北省 are spread as evenly as counted ones are."
    assert rows["limits"].list.len().to_list() == [2, 1, 0]


def test_a_frame_of_nothing_has_the_same_columns() -> None:
    assert frame([]).schema == frame(DOCUMENTS["hostile"].findings).schema
    assert len(frame(DOCUMENTS["five hundred"].findings)) == 500


def test_a_card_begins_with_a_sentence_and_ends_with_the_evidence() -> None:
    text = card(departing("Bayern"))
    landmarks = ['class="statement"', "<svg", 'class="numbers"', "What else could explain it", "What to ask and do next", "Rests on"]
    places = [text.index(each) for each in landmarks]
    assert places == sorted(places)


def test_a_card_without_a_chart_needs_none() -> None:
    assert "<svg" not in card(starved("Bayern"))


def test_a_chart_that_cannot_be_drawn_is_missed_in_words() -> None:
    import msgspec

    finding = departing("Bayern")
    broken = msgspec.structs.replace(finding.charts[0], spec={"data": {"url": "http://example.invalid/data.csv"}, "mark": "line"})
    text = card(msgspec.structs.replace(finding, charts=(broken,)))
    assert "A chart of this finding is missing here: the chart asks for what a chart may not have: url" in text.replace(
        '<bdi dir="auto">', ""
    ).replace("</bdi>", "")
