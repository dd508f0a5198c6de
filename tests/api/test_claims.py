"""A sentence in a case is sealed as a file, its finding is recorded, and verification computes it again; outside, nothing is written."""

import pathlib

import pytest

from counterwatch.api.case import log, new_case
from counterwatch.api.claims import ask_claim
from counterwatch.api.verify import verify
from counterwatch.core import UnreadableEvidence, Verdict

SENTENCE = "908 of 1219 is nearly 80 percent"


def test_a_sentence_in_a_case_is_sealed_recorded_and_computed_again(tmp_path: pathlib.Path) -> None:
    case = new_case(tmp_path / "case", plain=True)
    answer = ask_claim(SENTENCE, case=case)
    assert [each.verdict for each in answer] == [Verdict.DEPARTS]
    assert answer.stored_as
    assert answer.evidence[0].size == len(SENTENCE)
    assert [event.verb for event in log(case)] == ["create", "add", "claims"]
    assert all(each.outcome.value in ("pass", "not checked") for each in verify(case.path, level=3).levels)
    ask_claim(SENTENCE, case=case)
    assert len(case.evidence()) == 1


def test_what_is_not_text_is_refused() -> None:
    with pytest.raises(UnreadableEvidence):
        ask_claim("\udc80 3 of 4 is 75 percent")


def test_outside_a_case_nothing_is_written(tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    answer = ask_claim(SENTENCE)
    assert answer.stored_as is None
    assert list(tmp_path.iterdir()) == []
