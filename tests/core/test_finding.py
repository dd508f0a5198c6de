"""A finding cannot be changed, keeps strict JSON, and is identified by what went in."""

import math

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterwatch.core import Attachment, Estimate, Finding, Run, Template, Verdict, canonical, replace

SAID = Template("test_finding.said", "{n} days")
FINDING = Finding(subject="湖北", check="figures.x", verdict=Verdict.DEPARTS, statement=SAID(n=3), params={"seed": 0}, evidence=("b", "a"))
NUMBERS = st.none() | st.floats(allow_nan=False, allow_infinity=False)


@given(st.floats(allow_nan=False, allow_infinity=False), NUMBERS, NUMBERS, st.none() | st.floats(0, 1))
def test_numbers_survive_json(value: float, low: float | None, high: float | None, p: float | None) -> None:
    finding = replace(FINDING, estimate=Estimate(value=value, low=low, high=high), p_value=p, numbers={"one": low, "other": high})
    assert msgspec.json.decode(canonical(finding), type=Finding) == finding


def test_a_finding_cannot_be_changed() -> None:
    with pytest.raises(AttributeError):
        FINDING.verdict = Verdict.CONSISTENT  # type: ignore[misc]


def test_an_estimate_that_is_not_a_number_cannot_be_read_back() -> None:
    written = canonical(Estimate(value=math.nan))
    with pytest.raises(msgspec.ValidationError, match="Expected `float`, got `null`"):
        msgspec.json.decode(written, type=Estimate)


def test_identity_is_of_what_went_in() -> None:
    other_result = replace(FINDING, verdict=Verdict.CONSISTENT, p_value=0.5, statement=SAID(n=4), software={"numpy": "9"})
    assert other_result.id == FINDING.id
    assert replace(FINDING, evidence=("a", "b")).id == FINDING.id
    for changed in ({"params": {"seed": 1}}, {"evidence": ("a",)}, {"subject": "广东"}, {"version": 2}, {"check": "figures.y"}):
        assert replace(FINDING, **changed).id != FINDING.id


def test_a_run_is_identified_by_what_was_asked() -> None:
    run = Run(instrument="figures", evidence=("a",), reader="figures.csv", findings=(FINDING,))
    assert msgspec.structs.replace(run, findings=()).id == run.id
    assert msgspec.structs.replace(run, asked={"figures.x": {"seed": 1}}).id != run.id
    assert msgspec.structs.replace(run, read_with={"unit": "state"}).id != run.id


def test_an_attachment_carries_its_content_through_json() -> None:
    made = Attachment.of("weeks.csv", "unit,week\n湖北,1\n")
    assert msgspec.json.decode(canonical(made), type=Attachment) == made
    assert made.size == len("unit,week\n湖北,1\n".encode())
