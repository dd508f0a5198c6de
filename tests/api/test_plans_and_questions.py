"""What was chosen before the data were sealed is told apart, and a question to a source keeps its day and its answer."""

from pathlib import Path

import msgspec
import numpy as np
import pytest

import counterwatch as cw
from counterwatch.api.keys import signer
from counterwatch.api.plans import plan_figures
from counterwatch.api.questions import ask_source, questions, record_answer
from counterwatch.case import Case
from counterwatch.core import WrongUsage


@pytest.fixture
def case(tmp_path: Path) -> Case:
    return cw.new_case(tmp_path / "case", plain=True)


def written(folder: Path, seed: int) -> Path:
    days = np.datetime64("2020-03-02") + np.arange(200)
    counts = np.random.default_rng(seed).poisson(400, 200)
    file = folder / f"{seed}.csv"
    file.write_text("日期,确诊\n" + "".join(f"{day},{count}\n" for day, count in zip(days, counts, strict=True)))
    return file


def test_only_what_was_planned_before_sealing_with_the_same_parameters_counts(case: Case, tmp_path: Path) -> None:
    early, late = written(tmp_path, 1), written(tmp_path, 2)
    cw.add(case.path, [early])
    plan_figures(case.path, only=["last_digit", "zero_runs"])
    assert cw.ask_figures(early, case=case.path).run.planned == ()
    assert cw.ask_figures(late, case=case.path).run.planned == ("figures.last_digit", "figures.zero_runs")
    assert cw.ask_figures(late, case=case.path, options={"smallest": 200}).run.planned == ("figures.zero_runs",)
    assert cw.verify(case.path, level=3).is_good


def test_a_run_that_claims_a_plan_nobody_made_does_not_verify(case: Case, tmp_path: Path) -> None:
    answer = cw.ask_figures(written(tmp_path, 1), case=case.path)
    claimed = msgspec.structs.replace(answer.run, planned=("figures.last_digit",))
    with cw.open_case(case.path).write("figures", signer=signer()) as batch:
        batch.run(claimed)
    found = cw.verify(case.path, level=3)
    assert not found.is_good
    assert any("no plan in the ledger" in str(each.message) for each in found.defects)


def test_a_question_keeps_its_day_and_every_answer(case: Case) -> None:
    id = ask_source(case.path, "湖北 · 死亡", "是否为多日平均值？", to="卫健委", on="2026-03-09")
    record_answer(case.path, id, "no", on="2026-03-20")
    record_answer(case.path, id, "a mean of seven days", on="2026-04-01")
    (only,) = questions(case.path)
    assert (only.subject, only.to, only.asked, only.answer, only.answered) == (
        "湖北 · 死亡",
        "卫健委",
        "2026-03-09",
        "a mean of seven days",
        "2026-04-01",
    )


@pytest.mark.parametrize("on", ["tomorrow", "2026-13-01", "9 March"])
def test_a_day_that_is_none_is_refused(case: Case, on: str) -> None:
    with pytest.raises(WrongUsage, match="is not a date"):
        ask_source(case.path, "x", "y", on=on)


def test_an_answer_to_nothing_is_refused(case: Case) -> None:
    with pytest.raises(WrongUsage, match="there is no question"):
        record_answer(case.path, "question-none", "yes")
