"""A report begins with what to do first, and every section carries what must be said of its findings."""

import re

import msgspec
import pytest

from counterwatch.api.first_steps import first_steps
from counterwatch.core import Finding, Template, Verdict
from counterwatch.report.document import Asked
from counterwatch.report.page import page
from sample_report import one

STEP = Template("test.first.step", "close door {number}")
MARK = Template("test.first.mark", "a public sample, nobody's own")
SAID = Template("test.first.said", "open")


def finding(verdict: Verdict, *doors: int) -> Finding:
    return Finding(subject="x", verdict=verdict, statement=SAID(), steps=tuple(STEP(number=each) for each in doors))


def test_first_steps_take_turns_and_come_once() -> None:
    found = [finding(Verdict.DEPARTS, 1, 2, 3), finding(Verdict.CONSISTENT, 9), finding(Verdict.DEPARTS, 4, 2), finding(Verdict.DEPARTS, 1, 5, 6)]
    assert [each.params["number"] for each in first_steps(found)] == [1, 4, 2, 5, 3]
    assert first_steps([]) == ()


@pytest.mark.parametrize("language", ["en", "fr", "zh-Hans", "zh-Hant"])
def test_the_page_shows_five_in_order_and_marks_every_section(language: str) -> None:
    runs = (
        Asked(instrument="traffic", first=tuple(STEP(number=each) for each in (11, 12, 13, 14)), marks=(MARK(),)),
        Asked(instrument="archive", first=(STEP(number=21), STEP(number=11))),
    )
    text = page(msgspec.structs.replace(one(), asked=runs), language)
    assert re.findall(r"close door (?:<[^>]*>)?(\d+)", text)[:5] == ["11", "21", "12", "13", "14"]
    assert text.count("nobody") >= text.count("<section")
