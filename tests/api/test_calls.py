"""What the commands do is one call each, for a notebook or a script."""

from pathlib import Path

import numpy as np
import pytest

import counterwatch as cw
from counterwatch.api.figures import available
from counterwatch.case import Identity
from counterwatch.core import Verdict
from counterwatch.core.errors import NoCase


@pytest.fixture
def hubei(tmp_path: Path) -> Path:
    counts = np.random.default_rng(1).poisson(400, 300)
    days = np.datetime64("2020-03-02") + np.arange(300)
    file = tmp_path / "hubei.csv"
    file.write_text("日期,确诊\n" + "".join(f"{day},{count}\n" for day, count in zip(days, counts, strict=True)))
    return file


def test_a_bare_file_gives_findings_as_a_frame_and_as_cards(hubei: Path) -> None:
    answer = cw.ask_figures(hubei)
    frame = answer.frame()
    assert frame.height == len(answer) == len(available())
    assert set(frame["verdict"]) <= {each.value for each in Verdict}
    assert "<svg" in answer._repr_html_()
    assert "确诊" in answer._repr_html_()
    assert answer.stored_as is None


def test_the_same_question_about_the_same_file_gives_the_same_findings(hubei: Path) -> None:
    assert cw.ask_figures(hubei).run == cw.ask_figures(hubei).run


def test_only_one_check_can_be_asked_with_an_option(hubei: Path) -> None:
    answer = cw.ask_figures(hubei, only=["underdispersion"], options={"rule": "published"})
    assert [(each.check, each.params["rule"]) for each in answer] == [("figures.underdispersion", "published")]


def test_in_a_case_the_sealed_copy_is_what_is_read(hubei: Path, tmp_path: Path) -> None:
    case = cw.new_case(tmp_path / "case", plain=True)
    first = cw.ask_figures(hubei, case=case.path)
    hubei.unlink()
    again = cw.ask_figures("hubei.csv", case=case.path)
    assert again.run == first.run
    assert [each.verb for each in cw.log(case.path)] == ["create", "add", "figures", "figures"]
    assert cw.verify(case.path, level=3).is_good


def test_asking_of_a_folder_that_is_no_case_says_so(hubei: Path, tmp_path: Path) -> None:
    with pytest.raises(NoCase, match="there is no case"):
        cw.ask_figures(hubei, case=tmp_path)


def test_a_report_is_a_function_of_its_case(hubei: Path, tmp_path: Path) -> None:
    case = cw.new_case(tmp_path / "case", plain=True)
    cw.ask_figures(hubei, case=case.path)
    for language in ("en", "zh-Hans"):
        first, second = tmp_path / "one.html", tmp_path / "two.html"
        cw.write_report(case.path, first, language=language)
        cw.write_report(case.path, second, language=language)
        assert first.read_bytes() == second.read_bytes()
        assert cw.verify(first).is_good


def test_the_version_is_the_one_that_is_installed() -> None:
    from importlib.metadata import version

    assert cw.__version__ == version("counterwatch")


def test_a_table_that_many_findings_share_is_one_object_in_an_encrypted_case_too(hubei: Path, tmp_path: Path) -> None:
    case = cw.new_case(tmp_path / "case", identity=Identity.new())
    answer = cw.ask_figures(hubei, case=case)
    shared = {each.sha256 for finding in answer for each in finding.attachments}
    objects = [path for path in (tmp_path / "case" / "objects").rglob("*") if path.is_file()]
    # Three packs with their bodies, the evidence, the run, and each table once.
    assert len(objects) == 6 + 1 + 1 + len(shared)
