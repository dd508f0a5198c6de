"""*Strong* is rare: two kinds of evidence, no undeclared habit, something to check it against, and a source that was asked."""

import numpy as np
import pytest

from counterwatch.core import Finding, Grade, Template, Verdict
from counterwatch.figures.declared import COUNTED, Declared
from counterwatch.figures.grade import graded
from counterwatch.figures.setup import Questioned, Setup
from counterwatch.figures.table import Panel

SAID = Template("tests.grade.said", "it departs")
FAMILIES = {"u": "dispersion", "d": "digits", "e": "digits", "x": "second source", "c": "context"}
RAW = Panel.one(name="甲", values=np.random.default_rng(0).poisson(300, 400))
MEAN = Panel.one(name="甲", values=np.round(np.convolve(np.random.default_rng(0).poisson(300, 406), np.full(7, 1 / 7), "valid")))
DECLARED = Declared(method=COUNTED, document="notes, page 1")
ASKED = (Questioned(subject="甲", asked="2026-03-09"),)


def found(check: str, q: float | None = 0.001, subject: str = "甲", **numbers: float) -> Finding:
    return Finding(check=check, subject=subject, verdict=Verdict.DEPARTS, statement=SAID(), p_value=q, q_value=q, numbers={**numbers})


def grades(findings: list[Finding], panel: Panel = RAW, setup: Setup | None = None) -> list[Grade | None]:
    return [each.grade for each in graded(findings, FAMILIES, panel, setup or Setup(questioned=ASKED))]


def test_context_is_a_question_however_much_of_it_there_is() -> None:
    assert grades([found("c"), found("c"), found("u")]) == [Grade.QUESTION, Grade.QUESTION, Grade.UNUSUAL]


def test_two_checks_of_one_family_are_one_leg() -> None:
    assert set(grades([found("d"), found("e")])) == {Grade.UNUSUAL}


def test_a_second_source_that_agrees_makes_it_strong_once_the_source_was_asked() -> None:
    both = [found("u"), found("x", overlap=0.9)]
    assert set(grades(both)) == {Grade.STRONG}
    assert set(grades(both, setup=Setup())) == {Grade.UNUSUAL}


def test_without_a_second_source_or_a_declaration_it_is_unusual_at_most() -> None:
    both = [found("u"), found("d")]
    assert set(grades(both)) == {Grade.UNUSUAL}
    assert set(grades(both, setup=Setup(questioned=ASKED, declared=DECLARED))) == {Grade.STRONG}


def test_an_undeclared_habit_explains_it_unless_a_document_says_otherwise() -> None:
    both = [found("u"), found("x", overlap=1.0)]
    assert set(grades(both, MEAN)) == {Grade.UNUSUAL}
    assert set(grades(both, MEAN, Setup(questioned=ASKED, declared=DECLARED))) == {Grade.STRONG}


@pytest.mark.parametrize(
    "second",
    [found("d", q=0.06), found("d", q=None), found("d", subject="乙"), found("x", overlap=0.2)],
    ids=["beyond the comparisons", "no error rate", "another series", "another time"],
)
def test_what_does_not_count_as_the_second_leg(second: Finding) -> None:
    setup = Setup(questioned=ASKED, declared=DECLARED)
    assert Grade.STRONG not in grades([found("u"), second], setup=setup)


def test_what_is_consistent_has_no_grade() -> None:
    quiet = Finding(check="u", subject="甲", verdict=Verdict.CONSISTENT, statement=SAID())
    assert grades([quiet]) == [None]
