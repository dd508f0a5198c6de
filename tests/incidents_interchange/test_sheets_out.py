"""A casebook goes out as a sheet and comes in again as it was, whatever is in it; and nothing in it runs in a spreadsheet."""

import csv
import io
import pathlib

import openpyxl
import pytest
from generated import casebooks, outgoing
from hypothesis import given

from counterwatch.core import WrongUsage
from counterwatch.files.csv_text import RUN, as_it_was, inert
from counterwatch.files.sheet import read_sheet
from counterwatch.incidents.incident import Act, Attribution, Incident, Source, Support, Where
from counterwatch.incidents.interchange import csv_, xlsx
from counterwatch.incidents.sheets import casebook
from counterwatch.incidents.vocabulary import packaged
from counterwatch.incidents.when import When, when


def read(data: bytes) -> list[Incident]:
    made = casebook(read_sheet(data, name="out.csv"), packaged(), said={}, mapped={})
    assert [str(each.message) for each in made.faults] == []
    return list(made.incidents)


@given(casebooks)
def test_a_sheet_that_went_out_comes_in_as_it_was(records: list[Incident]) -> None:
    book = outgoing(records, whole=True)
    assert read(b"".join(csv_.write(book))) == records
    assert (book.tally.told(), book.tally.records) == ([], len(records))


@given(casebooks)
def test_no_cell_of_it_runs_in_a_spreadsheet(records: list[Incident]) -> None:
    text = b"".join(csv_.write(outgoing(records, whole=True))).decode()
    assert not [cell for row in csv.reader(io.StringIO(text, newline="")) for cell in row if cell.startswith(RUN)]


@given(casebooks)
def test_a_workbook_that_went_out_comes_in_as_it_was_and_holds_text_alone(records: list[Incident]) -> None:
    data = b"".join(xlsx.write(outgoing(records, whole=True)))
    assert read(data) == records
    page = openpyxl.load_workbook(io.BytesIO(data)).worksheets[0]
    cells = [cell for row in page.iter_rows() for cell in row if cell.value is not None]
    assert {each.data_type for each in cells} <= {"s", "inlineStr"}
    assert not [each.value for each in cells if str(each.value).startswith(RUN)]


def test_signs_that_xml_cannot_hold_and_what_looks_like_them_stay_what_they_are() -> None:
    text = "a\x0b_x0041_\x1f_x005F_x0041_ <b>&amp;\nc"
    record = Incident(id="a", date=when("2020"), where=Where(), acts=(Act(tactic="DA.assault"),), attributions=(Attribution(),), summary=text)
    assert read(b"".join(xlsx.write(outgoing([record], whole=True)))) == [record]


def test_what_no_workbook_can_hold_is_refused_by_record_and_column() -> None:
    record = Incident(id="CW-7", date=when("2020"), where=Where(), acts=(Act(tactic="DA.assault"),), summary="x" * 32_768)
    with pytest.raises(WrongUsage, match=r"CW-7 .*«summary».*--format csv"):
        list(xlsx.write(outgoing([record], whole=True)))


@pytest.mark.parametrize("text", ["=1", "'=1", "''@x", "'quoted'", "", "'", "plain", "＝1", "-", "'-"])
def test_what_was_made_harmless_is_undone_exactly(text: str) -> None:
    assert as_it_was(inert(text)) == text
    assert not inert(text).startswith(RUN)


def test_the_sheet_of_somebody_else_keeps_its_apostrophes() -> None:
    data = b"id,date,tactic,summary\na,2020,DA.assault,'=1+1\n"
    (made,) = casebook(read_sheet(data, name="x.csv"), packaged(), said={}, mapped={}).incidents
    assert made.summary == "'=1+1"


def test_what_has_no_place_in_a_sheet_is_counted_and_named() -> None:
    odd = When(as_written="somewhen", precision="day", start="2020-01-05", end="2020-01-05")
    record = Incident(
        id="a", date=odd, where=Where(), acts=(Act(tactic="DA.assault"),), attributions=(Attribution(by="media"), Attribution()),
        sources=tuple(Source(reference=f"s{n}") for n in range(11)), support=(Support(evidence="0" * 64),),
    )  # fmt: skip
    book = outgoing([record], whole=True)
    rows = list(csv.DictReader(io.StringIO(b"".join(csv_.write(book)).decode())))
    assert len(rows) == 1
    said = [str(each) for each in book.tally.told()]
    assert [each.split(" ")[0] + " " + each.split(" of ")[1].split(" ")[0] for each in said] == ["1 support", "1 date", "1 attributions", "2 sources"]


def test_each_row_says_that_it_is_no_publication() -> None:
    record = Incident(id="a", date=when("2020"), where=Where(), acts=(Act(tactic="DA.assault"), Act(tactic="TD.bounty", id="b")))
    rows = list(csv.DictReader(io.StringIO(b"".join(csv_.write(outgoing([record], sharing="amber"))).decode())))
    assert {each["counterwatch_copy"] for each in rows} == {
        "working copy for partners, not a publication; it holds records up to TLP:AMBER, as they stood at entry 7 of the case"
    }


def test_the_real_casebook_comes_back_with_its_own_columns(shared: pathlib.Path) -> None:
    for name, fixed in (("casebook.csv", {}), ("volume_2020pb.csv", {"tactic": "DA.assault"})):
        file = shared / "data" / "incidents" / name
        first = casebook(read_sheet(file, name=name), packaged(), said={}, mapped={}, firsts="day", fixed=fixed).incidents
        assert read(b"".join(csv_.write(outgoing(first, whole=True)))) == list(first)
        assert len(first) in (47, 792)
        assert first[0].other
