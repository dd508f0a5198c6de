"""What stood in a casebook at an earlier moment can be counted again, and a report says what changed since, and why."""

import re
from pathlib import Path

import msgspec
import pytest

from counterwatch.api.case import add, new_case, open_case
from counterwatch.api.incidents import count, import_sheet, incidents
from counterwatch.api.moments import moment
from counterwatch.api.records import erase
from counterwatch.api.report import document, write_report
from counterwatch.core import WrongUsage
from counterwatch.core.language import LANGUAGES, render
from counterwatch.incidents.changes import changes
from counterwatch.incidents.incident import Incident, Where
from counterwatch.incidents.when import when

HEAD = "id,date,host_country,tactic,status,persons_affected,source\n"
FIRST = "a,2021-05-03,DE,TD.direct_threat,probable,6,https://a.example\nb,2021-06,FR,DA.assault,possible,,https://b.example\n"
SECOND = (
    "a,2021-05-04,AT,TD.direct_threat,probable,6,https://a.example\nb,2021-06,FR,DA.assault,withdrawn,,https://b.example\n"
    "c,2022,IT,DA.assault,possible,more than 130,https://c.example\n"
)


@pytest.fixture
def case(tmp_path: Path) -> Path:
    place = tmp_path / "case"
    new_case(place, plain=True)
    sheet = tmp_path / "cases.csv"
    for text in (FIRST, SECOND):
        sheet.write_text(HEAD + text, encoding="utf-8")
        import_sheet(sheet, case=place)
    return place


def test_a_count_as_of_an_entry_is_that_of_then(case: Path) -> None:
    events = open_case(case).custody()
    wrote = [each.seq for each in events if each.verb == "record"]
    then = count(case, ["host_country"], "persons", as_of=str(wrote[0]))
    assert [(each.key, each.low, each.high) for each in then.rows] == [(("DE",), 6, 6), (("FR",), 0, None)]
    assert count(case, ["host_country"], "persons", as_of=events[wrote[0]].hash[:12]) == then
    now = count(case, ["host_country"], "persons")
    assert {each.key: (each.low, each.high) for each in now.rows} == {("IT",): (131, None), ("AT",): (6, 6)}
    assert count(case, ["host_country"], "persons", as_of=events[-1].time[:10]) == now


@pytest.mark.parametrize("said", ["2001-01-01", "999", "-1", "abcdefgh", "zz", "0" * 70, "9" * 5000, "١"])
def test_a_moment_that_is_none_is_refused(case: Path, said: str) -> None:
    with pytest.raises(WrongUsage):
        moment(open_case(case), said)


def test_a_report_says_what_changed(case: Path, tmp_path: Path) -> None:
    opened = open_case(case)
    then = next(each for each in opened.custody() if each.verb == "record")
    add(case, [tmp_path / "cases.csv"], purpose="the sheet as it was sent to us", note="")
    made = document(open_case(case), since=then.hash)
    assert made.since is not None
    said = [render(each, "en") for each in made.since.said]
    for expected in (
        r"1 incident is new: c", r"1 incident was withdrawn: b", r"incident a was corrected in date, where",
        r"counted now: at least 137 persons, where there were 6", r"gives as its reason: the sheet as it was sent to us",
    ):  # fmt: skip
        assert any(re.search(expected, each) for each in said), (expected, said)
    for language in LANGUAGES:
        write_report(case, tmp_path / f"{language}.html", language=language, since=str(then.seq))
        page = (tmp_path / f"{language}.html").read_text(encoding="utf-8")
        assert 'id="since"' in page
        assert then.hash in page
    assert 'id="since"' not in _page(case, tmp_path / "whole.html")


def _page(case: Path, file: Path) -> str:
    write_report(case, file)
    return file.read_text(encoding="utf-8")


def test_nothing_different_is_said_as_such(case: Path) -> None:
    opened = open_case(case)
    made = document(opened, since=str(opened.head.seq))
    assert made.since is not None
    assert [render(each, "en") for each in made.since.said] == ["nothing in it is different"]


def test_changes_name_every_field_and_every_id() -> None:
    one = Incident(id="1", date=when("2020"), where=Where(), acts=())
    other = msgspec.structs.replace(one, status="confirmed", summary="x")
    found = changes(
        [one, Incident(id="2", date=when("2020"), where=Where(), acts=())], [other, Incident(id="3", date=when(""), where=Where(), acts=())]
    )
    assert (found.new, found.gone, [(each.id, each.fields) for each in found.corrected]) == (("3",), ("2",), [("1", ("status", "summary"))])
    assert not changes(incidents_of := [one, other], incidents_of)


def test_erased_incidents_are_gone_from_counts_of_then_too(case: Path) -> None:
    wrote = next(each.seq for each in open_case(case).custody() if each.verb == "record")
    erase(case, "incident/b", reason="consent was withdrawn")
    made = document(open_case(case), since=str(wrote))
    assert made.since is not None
    said = [render(each, "en") for each in made.since.said]
    assert "1 entry erased something on purpose" in said
    assert any(each.endswith("gives as its reason: consent was withdrawn") for each in said)
    assert [each.id for each in incidents(case, upto=wrote)] == ["a"]
