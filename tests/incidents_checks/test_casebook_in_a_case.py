"""Checks of the casebook of a case: recorded, asked again, and shown in a report of four languages."""

import csv
from importlib.resources import as_file, files
from pathlib import Path

import pytest

from counterwatch.api.case import new_case, open_case
from counterwatch.api.incidents import import_sheet
from counterwatch.api.incidents_check import ask_incidents
from counterwatch.api.records import erase
from counterwatch.api.report import document, write_report
from counterwatch.api.verify import verify
from counterwatch.case import Outcome
from counterwatch.core import Template, Verdict, WrongUsage
from counterwatch.core.language import LANGUAGES, render
from counterwatch.core.terms import term_label
from counterwatch.draw.chart import draw


@pytest.fixture
def case(tmp_path: Path) -> Path:
    new_case(tmp_path / "case", plain=True)
    with as_file(files("counterwatch").joinpath("data", "casebook.csv")) as packaged:
        assert len(import_sheet(packaged, case=tmp_path / "case").new) == 47
    return tmp_path / "case"


def correct(case: Path, tmp_path: Path) -> None:
    """Bring in a sheet that corrects the place of one incident."""
    sheet = tmp_path / "corrected.csv"
    with as_file(files("counterwatch").joinpath("data", "casebook.csv")) as packaged, packaged.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    rows[0]["host_place"] = "Dublin"
    with sheet.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0])
        writer.writeheader()
        writer.writerows(rows)
    assert len(import_sheet(sheet, case=case).corrected) == 1


def test_an_empty_casebook_says_what_to_do(tmp_path: Path) -> None:
    new_case(tmp_path / "case", plain=True)
    with pytest.raises(WrongUsage, match="empty") as told:
        ask_incidents(tmp_path / "case")
    assert "cw incidents import" in str(told.value.hint)


def test_findings_rest_on_the_sealed_sheet_and_the_records(case: Path) -> None:
    answer = ask_incidents(case)
    (sheet,) = [each for each in open_case(case).evidence() if each.name == "casebook.csv"]
    assert all(each.evidence == (sheet.id,) and len(each.params["records"]) == 64 for each in answer)
    assert "46 incidents with 46 acts" in str(answer.findings[0].statement)
    assert answer.count()[Verdict.DEPARTS] == 1


def test_findings_are_computed_again_after_the_casebook_has_changed(case: Path, tmp_path: Path) -> None:
    first = ask_incidents(case)
    correct(case, tmp_path)
    second = ask_incidents(case)
    assert first.findings[0].params["records"] != second.findings[0].params["records"]
    level = verify(case, level=3).levels[3]
    assert (level.outcome, level.count) == (Outcome.PASS, 2)


def test_a_report_shows_the_newest_answer_only(case: Path, tmp_path: Path) -> None:
    ask_incidents(case)
    correct(case, tmp_path)
    newest = ask_incidents(case)
    shown = document(open_case(case))
    assert {each.id for each in shown.findings} == {each.id for each in newest}
    assert shown.reproduce == ("cw incidents check", "cw verify --rerun")


def test_what_was_erased_since_is_not_checked_rather_than_wrong(case: Path) -> None:
    ask_incidents(case)
    erase(case, "incident/CW-0001", reason="consent withdrawn")
    checked = verify(case, level=3)
    assert checked.levels[3].outcome is Outcome.NOT_CHECKED
    assert not checked.defects
    assert any("erased on purpose" in str(each.message) for each in checked.notes)


def test_every_chart_has_its_table(case: Path) -> None:
    answer = ask_incidents(case)
    tables = {table.name: table.content.decode().count("\n") - 1 for each in answer for table in each.attachments}
    assert len(answer.run.overview) == 5
    assert tables["incidents.csv"] == 47
    assert tables["dates.csv"] == 46
    assert {"sources.csv", "months.csv", "months_by_country.csv", "tactics_by_country.csv", "host_countries.csv", "years_by_country.csv"} <= set(
        tables
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_report_speaks_the_language_of_its_reader(case: Path, tmp_path: Path, language: str) -> None:
    ask_incidents(case)
    file = tmp_path / "report.html"
    write_report(case, file, language=language, public=True)
    page = file.read_text("utf-8")
    assert term_label("tactic:IN.venue_pressure", language)[:6] in page
    assert "draw.chart" not in page
    assert "\ufffd" not in page


def test_words_of_the_vocabulary_are_said_in_four_languages() -> None:
    said = Template("tests.incidents.term", "{act:term}")(act="tactic:TD.bounty")
    assert len({render(said, language) for language in LANGUAGES}) == 4
    assert render(Template("tests.incidents.term", "{act:term}")(act="tactic:XX.own"), "fr") == "XX.own"


def test_the_map_shows_every_country_that_is_counted_or_says_that_it_cannot(case: Path) -> None:
    world = ask_incidents(case).run.overview[1]
    layer = world.spec["data"]["values"]["objects"]["countries"]["geometries"]
    drawn = sum(each["properties"].get("n", 0) for each in layer)
    assert drawn + 3 + 11 == 46, "three in Hong Kong, eleven in no one country"
    assert "Hong Kong 3" in str(world.texts["small"])
    assert draw(world).count("<path") > 170
