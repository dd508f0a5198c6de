"""The judges of the promises can say no."""

import pytest

from counterwatch.core import Chart, Template
from promises import faults_of, messages_in, rejects_too_often

TITLE = Template("test_promises.title", "cases per day")


@pytest.mark.parametrize(("rejections", "asked", "nominal"), [(1, 60, 0.01), (3, 60, 0.05), (12, 1000, 0.01), (60, 1000, 0.05)])
def test_a_nominal_rate_is_tolerated(rejections: int, asked: int, nominal: float) -> None:
    assert not rejects_too_often(rejections, asked, nominal)


@pytest.mark.parametrize(("rejections", "asked", "nominal"), [(6, 60, 0.01), (25, 1000, 0.01), (90, 1000, 0.05)])
def test_a_check_that_rejects_honest_data_too_often_is_caught(rejections: int, asked: int, nominal: float) -> None:
    assert rejects_too_often(rejections, asked, nominal)


def test_the_worst_of_many_families_needs_more() -> None:
    assert rejects_too_often(5, 60, 0.01)
    assert not rejects_too_often(5, 60, 0.01, families=60)
    assert rejects_too_often(8, 60, 0.01, families=60)


def test_a_title_outside_a_message_is_caught() -> None:
    spec = {"mark": "bar", "encoding": {"x": {"field": "day", "title": "Days"}}, "data": {"values": [{"text": "Hubei"}]}}
    assert faults_of(Chart(title=TITLE(), spec=spec)) == [".encoding.x.title holds the words 'Days', which nobody can translate"]


def test_an_address_and_a_missing_message_are_caught() -> None:
    spec = {"mark": "bar", "title": {"message": "top"}, "data": {"url": "https://example.invalid/x.csv"}}
    found = faults_of(Chart(title=TITLE(), spec=spec, texts={"bottom": TITLE()}))
    assert found == [".data.url holds the address 'https://example.invalid/x.csv'", "no message 'top' in texts", "message 'bottom' is not used"]


def test_messages_are_found_however_deep() -> None:
    assert list(messages_in(Chart(title=TITLE(), spec={"mark": "bar"}, texts={"x": TITLE()}))) == [TITLE(), TITLE()]
