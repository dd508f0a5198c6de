"""What a report shows of a casebook: tables as they were published, and who was named, asked and heard."""

import csv
import io
import pathlib
import random

import pytest

from counterwatch.api.case import new_case, open_case
from counterwatch.api.incidents import import_sheet
from counterwatch.api.incidents_replies import add_reply
from counterwatch.api.incidents_statements import add_statement
from counterwatch.api.publication import publish
from counterwatch.api.report import document
from counterwatch.case import Case, Identity
from counterwatch.core.registry import checks
from counterwatch.report.document import Sheet
from counterwatch.report.formats.html import html

HEAD = "id,date,date_precision,host_country,tactic,target_type,consent,status,target_org,sharing,source"
OFFICE = {
    "office": "Office of Example",
    "kind": "court",
    "on": "2023-02-01",
    "words": "We saw nothing of it.",
    "language": "en",
    "basis": "observation",
}
PERSON = {"role": "a student", "kind": "target", "on": "2023-02-02", "words": "They called my mother.", "language": "en", "basis": "observation"}


@pytest.fixture
def case(tmp_path: pathlib.Path) -> Case:
    identity, rng = Identity.new(), random.Random(4)
    made = open_case(new_case(tmp_path / "case", identity=identity).path, identity=identity)
    tail = ["TD.direct_threat", "individual", "statistics", "probable", "", "", ""]
    persons = [
        [f"p{n}", f"{rng.choice([2021, 2022, 2023])}-05-14", "day", rng.choices(["DE", "FR", "TR"], [8, 4, 0.3])[0], *tail] for n in range(150)
    ]
    bodies = [[f"o{n}", "2022-05-03", "day", "DE", "TD.direct_threat", "organisation", "", "confirmed", name, "clear", "https://example.org/a"]
              for n, name in enumerate(("Example Society", "Second Society"))]  # fmt: skip
    text = io.StringIO()
    csv.writer(text).writerows([HEAD.split(","), *persons, *bodies])
    (tmp_path / "sheet.csv").write_text(text.getvalue(), encoding="utf-8")
    import_sheet(tmp_path / "sheet.csv", case=made)
    return made


def texts(sheet: Sheet) -> list[str]:
    return [str(cell) for row in sheet.rows for cell in row]


def test_tables_stand_as_they_were_printed_with_the_reason_for_each_withheld_count(case: Case, tmp_path: pathlib.Path) -> None:
    add_reply(case, "Example Society", asked="2023-01-05", answered="2023-01-20", text="We deny it.")
    publish(case, tmp_path / "out", by=[["year", "host_country"]])
    shown = document(case).tables
    with (tmp_path / "out" / "table_1.csv").open(encoding="utf-8-sig", newline="") as file:
        printed = [[each.removeprefix("'") for each in row] for row in csv.reader(file)]
    assert [[str(cell) for cell in row] for row in (shown[0].header, *shown[0].rows)] == printed
    with (tmp_path / "out" / "withheld.csv").open(encoding="utf-8-sig", newline="") as file:
        withheld = list(csv.DictReader(file))
    counted = sum(int(str(each.params["n"])) for each in shown[0].said if each.id == "api.report_tables.not_printed")
    assert counted == len(withheld) > 0


def test_who_was_asked_answers_in_its_own_words_and_who_was_not_is_counted(case: Case) -> None:
    add_reply(case, "Example Society", asked="2023-01-05", answered="2023-01-20", text="We deny it.")
    replies = document(case).heard[0]
    assert texts(replies) == ["Example Society", "2023-01-05", "2023-01-20", "We deny it."]
    assert [str(each) for each in replies.said] == ["To 1 named organisation no question is recorded: ask it before you publish."]


def test_a_public_report_leaves_out_what_private_persons_said_and_says_how_many(case: Case) -> None:
    add_statement(case, OFFICE)
    add_statement(case, PERSON)
    inside, public = document(case).heard[-1], document(case, public=True).heard[-1]
    assert [row[0] for row in inside.rows] == ["Office of Example", "a student"]
    assert [row[0] for row in public.rows] == ["Office of Example"]
    assert [each.params for each in public.said] == [{"n": 1}]
    assert "called my mother" not in html(document(case, public=True)).decode()
    assert "called my mother" in html(document(case)).decode()


def test_every_check_says_how_often_it_errs_or_that_nobody_measured_it() -> None:
    from counterwatch.api.known_checks import known_of_check

    said = {name: known_of_check(name, each.version) for name, each in checks().items()}
    assert all(each.id.startswith("api.known_checks.") for each in said.values())
    assert "0." in str(said["figures.last_digit"])
    assert str(known_of_check("figures.last_digit", 999)).startswith("How often it departs")
