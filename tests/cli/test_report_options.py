"""`cw report`: one page for an editor, figures as files, and what it says where it cannot do what is asked."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from case_examples import small_case
from counterwatch.api.report import write_report
from counterwatch.api.verify import verify
from counterwatch.case import Outcome
from counterwatch.cli.commands.report import command
from counterwatch.core import WrongUsage
from counterwatch.report import paper


@pytest.fixture
def case(tmp_path: Path) -> Path:
    return small_case(tmp_path)


def asked(case: Path, *words: str) -> Result:
    return CliRunner().invoke(command, [*words, "--case", str(case), "--language", "en"])


def test_a_report_that_is_written_is_signed_and_verifies(case: Path, tmp_path: Path) -> None:
    assert asked(case, "-o", str(tmp_path / "report.html")).exit_code == 0
    said = verify(tmp_path / "report.html")
    assert [each.outcome for each in said.levels] == [Outcome.PASS] * 3
    assert len(said.founder) == 64


def test_the_same_state_gives_the_same_bytes(case: Path, tmp_path: Path) -> None:
    made = [tmp_path / name for name in ("one.html", "two.html")]
    for each in made:
        assert asked(case, "-o", str(each)).exit_code == 0
    assert made[0].read_bytes() == made[1].read_bytes()


def test_figures_go_to_a_folder_that_is_new_or_holds_figures_only(case: Path, tmp_path: Path) -> None:
    folder = tmp_path / "figures"
    words = ("-o", str(tmp_path / "report.html"), "--figures", str(folder))
    assert asked(case, *words).exit_code == 0
    assert {"findings.csv", "findings.jsonl", "hashes.txt"} <= {each.name for each in folder.iterdir()}
    assert isinstance(asked(case, *words[2:], "-o", str(tmp_path / "other.html")).exception, WrongUsage)
    assert asked(case, *words, "--force").exit_code == 0
    (folder / "mine.txt").write_text("keep me", encoding="utf-8")
    assert isinstance(asked(case, *words, "--force").exception, WrongUsage)
    assert (folder / "mine.txt").read_text("utf-8") == "keep me"


def test_a_page_for_an_editor_is_no_data(case: Path, tmp_path: Path) -> None:
    assert asked(case, "--brief", "-o", str(tmp_path / "brief.html")).exit_code == 0
    assert "How to check it" in (tmp_path / "brief.html").read_text("utf-8")
    found = asked(case, "--brief", "-o", str(tmp_path / "brief.json"))
    assert isinstance(found.exception, WrongUsage)
    assert not (tmp_path / "brief.json").exists()


def test_without_weasyprint_a_pdf_is_refused_with_what_to_install(case: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "weasyprint", None)
    paper.library.cache_clear()
    with pytest.raises(WrongUsage, match=r"needs the library weasyprint.*counterwatch\[pdf\]"):
        write_report(case, tmp_path / "report.pdf")
    assert not (tmp_path / "report.pdf").exists()
    paper.library.cache_clear()
